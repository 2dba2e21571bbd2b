"""The terms that columns of the table of entries tell: who did it, to what, and of which type.

Each of these columns has an index of its own, in the order of the ids. So neither the line of terms that the table
keeps nor the index of terms repeats them.

An action that is never a member's is by an account that its type tells and no column does (see `catalog.kinds.ACTORS`).
That term stays in the line, and so does every other one that names such an account.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from lightbulb_audit.archive.schema import entries
from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.kinds import ACTORS
from lightbulb_audit.model.snowflake import LARGEST

_NONE: Final = -1
"""What stands for a column that holds nothing: no id is negative, and `@type:-1` says that there is none."""

_NOT_MEMBERS: Final = sorted(row.type for row in ROWS if row.actor)
_ACCOUNTS: Final = sorted(ACTORS)

_TOLD: Final = re.compile(rf" @(?:by:(?!(?:{'|'.join(map(str, _ACCOUNTS))}) )|to:|type:)[^ ]*")
_TERM: Final = re.compile(r"@(by|to|type):(-1|0|[1-9][0-9]{0,18})")
_SIGNS: Final = {"by": entries.c.actor_id, "to": entries.c.target_id, "type": entries.c.action_type}

COLUMNS: Final = tuple(column.name for column in _SIGNS.values())
"""The columns that tell terms."""


class ColumnTerm(NamedTuple):
    """A term that a column tells.

    Attributes:
        column: The name of the column.
        value: What it holds; -1 for nothing.
    """

    column: str
    value: int

    @property
    def is_exact(self) -> bool:
        """Whether every entry of which the column holds it has the term; not so of who did it."""
        return self.column != entries.c.actor_id.name

    @property
    def is_type(self) -> bool:
        """Whether it is a type, which nothing but an entry has."""
        return self.column == entries.c.action_type.name and self.value != _NONE


def column_term(term: str) -> ColumnTerm | None:
    """Return what a column holds of each entry with a term; None where the line of terms holds it itself."""
    found = _TERM.fullmatch(term)
    if found is None:
        return None
    sign, value = found[1], int(found[2])
    if value > LARGEST or (sign == "by" and value in ACTORS) or (sign != "type" and value == _NONE):
        return None
    return ColumnTerm(_SIGNS[sign].name, value)


def strip_told(line: str) -> str:
    """Return what the table keeps of a line of terms: all that no column tells, a space at least; nothing of none."""
    return _TOLD.sub("", line)


def column_is(table: sa.FromClause, wanted: Sequence[ColumnTerm]) -> sa.ColumnElement[bool]:
    """Return that a column holds one of some values, said so that its index is used.

    Of whoever an entry's column names, it may still be by another account: `holds_any` tells.

    Args:
        table: The table of entries, or an alias of it.
        wanted: What one column shall hold.
    """
    column = table.c[wanted[0].column]
    values = [one.value for one in wanted if one.value != _NONE]
    same = [column == values[0] if len(values) == 1 else column.in_(values)] if values else []
    return sa.or_(*same, *([column.is_(None)] if len(values) < len(wanted) else []))


def holds_any(wanted: Sequence[ColumnTerm]) -> Sequence[sa.ColumnElement[bool]]:
    """Return conditions of which one is true where an entry has any of some terms, and none is ever NULL."""
    conditions: list[sa.ColumnElement[bool]] = []
    for column in _SIGNS.values():
        values = [one.value for one in wanted if one.column == column.name]
        if values:
            told = sa.func.coalesce(column, _NONE).in_(values)
            conditions.append(sa.and_(told, _IS_MEMBERS) if column is entries.c.actor_id else told)
    return conditions


_IS_MEMBERS: Final = sa.func.coalesce(entries.c.action_type, _NONE).not_in(_NOT_MEMBERS)

_BY: Final = sa.case(
    (sa.and_(_IS_MEMBERS, entries.c.actor_id.not_in(_ACCOUNTS)), " @by:" + sa.cast(entries.c.actor_id, sa.Text)),
    else_="",
)
_TO: Final = sa.func.coalesce(" @to:" + sa.cast(entries.c.target_id, sa.Text), "")
_TYPE: Final = " @type:" + sa.cast(sa.func.coalesce(entries.c.action_type, _NONE), sa.Text)

WHOLE_LINE: Final[sa.ColumnElement[str]] = sa.case(
    (entries.c.terms == "", ""), else_=_BY + _TO + _TYPE + entries.c.terms
)
"""An entry's whole line of terms again, as `query.terms` makes it but for their order."""
