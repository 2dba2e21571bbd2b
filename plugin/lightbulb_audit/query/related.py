"""What else one would ask for, looking at an entry."""

import dataclasses
import datetime
import enum
from typing import Final

from lightbulb_audit.catalog.actions import ROWS, action
from lightbulb_audit.catalog.kinds import Kind, actor_id
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.remote import subjects

OF_THE_SERVER: Final = Clause(
    "category", tuple(dict.fromkeys(row.category.value for row in ROWS if row.target is Kind.SERVER))
)
"""What the server itself has, beside its role everyone of the same id."""

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
        if subject is None:
            return None
        is_server = action(record.entry.action_type).target is Kind.SERVER
        return of_one(Query.where(about=subject), int(record.entry.guild_id), is_everyone=not is_server)
    if record.created_at is None:
        return None
    after, before = (snowflake.first_at(record.created_at + sign * _AROUND) for sign in (-1, 1))
    return Query.where(after=int(after), before=int(before))


def of_one(query: Query, guild_id: int, *, is_everyone: bool = False) -> Query:
    """Return a query about the server without what its role everyone has, or the other way round.

    Args:
        query: What is returned as it is where it is about anything else.
        guild_id: The server, and the role.
        is_everyone: Whether the role is meant.
    """
    if subjects(query) != (str(guild_id),):
        return query
    return dataclasses.replace(
        query, clauses=(*query.clauses, dataclasses.replace(OF_THE_SERVER, is_negated=is_everyone))
    )


def is_of_the_server(clause: Clause) -> bool:
    """Return whether a condition takes or leaves out what the server itself has."""
    return (clause.filter, clause.values) == (OF_THE_SERVER.filter, OF_THE_SERVER.values)


def _subject(record: Record) -> str | None:
    """Return the id of what it was done to, or an invite's code."""
    if action(record.entry.action_type).target is Kind.INVITE:
        codes = [change.either for change in record.changes() if change.key == "code"]
        return next((code for code in codes if isinstance(code, str) and code), None)
    return str(int(record.entry.target_id)) if record.entry.target_id else None
