"""The people of a list whom nobody knows, asked of Discord: a few, side by side, and only while the answer is young."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.entry_references import Reference
from lightbulb_audit.describe.name_table import Known
from lightbulb_audit.services.deadline import take, time_left
from lightbulb_audit.services.ports import Lookups
from lightbulb_audit.services.resolve import known_user, look_up

PEOPLE_AT_MOST: Final = 5
"""For one answer; the next has the others, since what was asked for is kept."""

_YOUNG: Final = 1.5
"""Seconds from the start of an answer for which names are waited for: Discord takes answers for 3 seconds."""

_PEOPLE: Final[Mapping[Kind, bool]] = {Kind.USER: True, Kind.INTEGRATION: False, Kind.ROLE_OR_MEMBER: False}
"""What may be somebody; whether it is nothing else, so that it is gone if no account has the id."""

LookUpPeople: TypeAlias = Callable[[Sequence[Reference]], Awaitable[Mapping[Reference, Known]]]


def people_in(told: Iterable[Description]) -> list[Reference]:
    """Whom sentences name by id alone, the first told first."""
    descriptions = list(told)
    unknown = dict.fromkeys(one for description in descriptions for one in description.unknown)
    # What was added or removed as an app is an integration, whose id is no account's.
    targets = {(one.row.target, one.record.entry.target_id) for one in descriptions}
    return [one for one in unknown if one[0] is Kind.USER or (one[0] in _PEOPLE and one not in targets)]


async def look_up_people(lookups: Lookups, unknown: Sequence[Reference]) -> Mapping[Reference, Known]:
    """Ask Discord for some of those who are unknown.

    A request that takes too long for this answer goes on for the next.

    Args:
        lookups: Where to ask.
        unknown: Those who are unknown; see `people_in`.
    """
    kinds = {thing_id: kind for kind, thing_id in reversed(unknown)}
    left = time_left(_YOUNG)
    count = take("people", len(kinds), PEOPLE_AT_MOST) if left > 0 else 0
    asked = {
        thing_id: asyncio.ensure_future(look_up(lookups, Kind.USER, thing_id))
        for thing_id in [*dict.fromkeys(thing_id for _, thing_id in unknown)][:count]
    }
    if not asked:
        return {}
    try:
        await asyncio.wait(asked.values(), timeout=left)
        found = {one: task.result() for one, task in asked.items() if task.done()}
    finally:
        for task in asked.values():
            task.cancel()
    return {
        (Kind.USER, one): known_user(known) if isinstance(known, hikari.User) else known
        for one, known in found.items()
        if known is not None and (isinstance(known, hikari.User) or _PEOPLE[kinds[one]])
    }
