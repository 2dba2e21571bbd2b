"""What else one would ask for, looking at an entry."""

import datetime
import enum
from typing import Final

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind, actor_id
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.query import Query

_AROUND: Final = datetime.timedelta(minutes=10)


class Relation(enum.Enum):
    """How other entries belong to one."""

    BY_ACTOR = "by actor"
    ABOUT_TARGET = "about target"
    AROUND = "around"


def related(record: Record, relation: Relation) -> Query | None:
    """Return a query of the entries that belong to one so; None where it names nobody, or has no time.

    Args:
        record: The entry.
        relation: How they belong to it.
    """
    if relation is Relation.BY_ACTOR:
        row = action(record.entry.action_type)
        actor = actor_id(row.actor) if row.actor else record.entry.user_id
        return None if actor is None else Query.where(actor=int(actor))
    if relation is Relation.ABOUT_TARGET:
        subject = _subject(record)
        return None if subject is None else Query.where(about=subject)
    if record.created_at is None:
        return None
    after, before = (snowflake.first_at(record.created_at + sign * _AROUND) for sign in (-1, 1))
    return Query.where(after=int(after), before=int(before))


def _subject(record: Record) -> str | None:
    """Return the id of what it was done to, or an invite's code."""
    if action(record.entry.action_type).target is Kind.INVITE:
        codes = [change.either for change in record.changes() if change.key == "code"]
        return next((code for code in codes if isinstance(code, str) and code), None)
    return str(int(record.entry.target_id)) if record.entry.target_id else None
