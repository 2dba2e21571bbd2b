"""What is promised to a bot's own code: every public name, with all that can be called or read of it."""

import inspect
import pathlib
from collections.abc import Iterator
from typing import Any, Final

from tests.goldens.compare import assert_golden

import lightbulb_audit

_README: Final = pathlib.Path(__file__).parents[2] / "README.md"
_EXAMPLE: Final = pathlib.Path(__file__).parents[1] / "example_bot" / "bot.py"


def _signature(name: str, thing: object) -> str:
    assert callable(thing)
    return f"{name}{inspect.signature(thing)}"


def _members(name: str, kind: type) -> Iterator[str]:
    """What a class promises: its fields, properties and methods. Only `AuditLog` is made by others, from nothing."""
    bases = [base.__qualname__ for base in kind.__bases__ if base not in (object, tuple)]
    yield f"class {name}({', '.join(bases)})"
    fields: dict[str, Any] = getattr(kind, "__dataclass_fields__", {})
    yield from (f"    {one.name}: {_type(one.type)}" for one in fields.values() if not one.name.startswith("_"))
    for member, value in sorted(vars(kind).items()):
        getter = getattr(value, "fget", None) or getattr(value, "func", None)
        if member.startswith("_") or member in fields:
            continue
        if getter is not None:
            yield f"    {member}: {_type(inspect.signature(getter).return_annotation)}"
        elif callable(value):
            yield f"    {_signature(member, value)}"


def _type(annotation: object) -> str:
    return annotation.__qualname__ if isinstance(annotation, type) else str(annotation)


def _promises() -> Iterator[str]:
    for name in lightbulb_audit.__all__:
        thing = getattr(lightbulb_audit, name)
        if inspect.isclass(thing):
            yield from _members(name, thing)
        elif callable(thing):
            yield f"def {_signature(name, thing)}"
        else:
            yield f"{name}: {type(thing).__name__}"


def test_what_is_promised_stays() -> None:
    """Whoever changes a public signature changes this file, and the version as semantic versioning says."""
    assert_golden("api.txt", "\n".join(_promises()) + "\n")


def test_all_of_it_is_given_out() -> None:
    """The package gives out all that it promises, sorted, and no other name; everything in it says what it does."""
    assert sorted(lightbulb_audit.__all__) == lightbulb_audit.__all__
    assert not hasattr(lightbulb_audit, "descrbe")
    for name in set(lightbulb_audit.__all__) - {"__version__"}:
        assert inspect.getdoc(getattr(lightbulb_audit, name)), name


def test_all_of_it_is_used_and_explained() -> None:
    """The example bot uses every public name but the loader's, which lightbulb finds; the README tells of each."""
    example, readme = (path.read_text(encoding="utf-8") for path in (_EXAMPLE, _README))
    names = set(lightbulb_audit.__all__) - {"loader"}
    assert {name for name in names if f"lightbulb_audit.{name}" not in example} == set()
    assert {name for name in lightbulb_audit.__all__ if f"`{name}`" not in readme} == set()
