"""Permissions that can do harm, as they stand in a sentence."""

from collections.abc import Sequence
from typing import Final

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.permissions import BY_BIT, DANGEROUS, permissions_of
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.spans import Parts

_ADMINISTRATOR: Final = BY_BIT[3]
_SHOWN: Final = 2


def dangers(bits: int) -> list[str]:
    """Return the dangerous permissions of a bit field, marked; nothing where it has none."""
    if bits & _ADMINISTRATOR.mask:
        # It holds all the others.
        return [f"⚠️ {_ADMINISTRATOR.name}"]
    rows: Sequence[str] = [row.name for row in permissions_of(bits & DANGEROUS)]
    more = len(rows) - _SHOWN
    return [f"⚠️ {', '.join(rows[:_SHOWN])}{f' and {more} more' if more > 0 else ''}"] if rows else []


def mark(names: Names, kind: Kind, thing_id: int | None) -> Parts:
    """Behind a name, what harm a role or a bot can do: " ⚠️ (Administrator)"; empty where it can do none."""
    known = None if thing_id is None else names.get(kind, thing_id)
    found = [] if known is None or known.permissions is None else dangers(known.permissions)
    return (f" ⚠️ ({found[0].removeprefix('⚠️ ')})",) if found else ()
