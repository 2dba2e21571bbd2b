"""A function that each database calls by another name."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class place_in(GenericFunction[int]):  # noqa: N801 - a function of SQL
    """Where a text stands in another one; 0 where it does not."""

    type = Integer()
    inherit_cache = True


@compiles(place_in, "sqlite")
def _instr(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(place_in, "postgresql")
def _strpos(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    return f"strpos({compiler.process(element.clauses, **options)})"
