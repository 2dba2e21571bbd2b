"""What else one would ask for, looking at an entry."""

import datetime
import enum
from typing import Final

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import AUTOMOD_ID, DISCORD_ID, Kind
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.query import Query

_AROUND: Final = datetime.timedelta(minutes=10)
_AUTOMOD: Final = "AutoMod"


class Relation(enum.Enum):
    """How other entries belong to one."""

    BY_ACTOR = "by actor"
    ABOUT_TARGET = "about target"
    AROUND = "around"


def related(record: Record, relation: Relation, count: int) -> Query | None:
    """Return a query of the entries that belong to one so; None where it names nobody, or has no time.

    Args:
        record: The entry.
        relation: How they belong to it.
        count: How many on a page.
    """
    if relation is Relation.BY_ACTOR:
        row = action(record.entry.action_type)
        own = AUTOMOD_ID if row.actor == _AUTOMOD else DISCORD_ID
        actor = own if row.actor else record.entry.user_id
        return None if actor is None else Query.where(count=count, actor=int(actor))
    if relation is Relation.ABOUT_TARGET:
        subject = _subject(record)
        return None if subject is None else Query.where(count=count, about=subject)
    if record.created_at is None:
        return None
    after, before = (snowflake.first_at(record.created_at + sign * _AROUND) for sign in (-1, 1))
    return Query.where(count=count, after=int(after), before=int(before))


def _subject(record: Record) -> str | None:
    """The id of what it was done to, or an invite's code."""
    if action(record.entry.action_type).target is Kind.INVITE:
        codes = [change.either for change in record.changes() if change.key == "code"]
        return next((code for code in codes if isinstance(code, str) and code), None)
    return str(int(record.entry.target_id)) if record.entry.target_id else None
