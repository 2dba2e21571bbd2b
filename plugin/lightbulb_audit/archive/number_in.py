"""That a number is among those of a selection, said so that each database looks up one after the other in an index.

PostgreSQL would rather read the whole other table once than do that for a selection that it takes for a long one; of an
array it takes none for long.
"""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import NullType


class number_in(GenericFunction[Any]):  # noqa: N801 - a function of SQL
    """Whether a column is among the rows of a selection of one."""

    # No truth to SQLAlchemy, which would compare it with 1 for SQLite; and that no index serves.
    type = NullType()
    inherit_cache = True


@compiles(number_in, "sqlite")
def _among(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, chosen = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN {chosen}"


@compiles(number_in, "postgresql")
def _any(element: Any, compiler: Any, **options: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, chosen = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY (ARRAY {chosen})"
