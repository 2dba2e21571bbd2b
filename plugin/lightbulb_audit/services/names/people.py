"""The people of a list whom nobody knows, asked of Discord: a few, side by side, and only while the answer is young."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.entry_references import Reference, references
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.names.references import is_unknown
from lightbulb_audit.model import Page
from lightbulb_audit.services.deadline import take, time_left, wait_at_most
from lightbulb_audit.services.names.resolve import known_user, look_up, look_up_member, unknown_in
from lightbulb_audit.services.ports import Lookups, Searchable

PEOPLE_AT_MOST: Final = 5
"""For one answer; the next has the others, since what was asked for is kept."""

YOUNG: Final = 1.5
"""Seconds from the start of an answer for which names are waited for: Discord takes answers for 3 seconds."""

_PEOPLE: Final = frozenset({Kind.USER, Kind.INTEGRATION, Kind.ROLE_OR_MEMBER})
"""What may be somebody."""

LookUpPeople: TypeAlias = Callable[[Sequence[Reference], Collection[int]], Awaitable[Mapping[Reference, Known]]]
"""See `look_up_people`."""


def people_in(told: Iterable[Description]) -> list[Reference]:
    """Return whom sentences name by id alone, the first told first."""
    descriptions = list(told)
    unknown = dict.fromkeys(one for description in descriptions for one in description.unknown)
    # What was added or removed as an app is an integration, whose id is no account's.
    targets = {(one.row.target, one.record.entry.target_id) for one in descriptions}
    return [one for one in unknown if one[0] is Kind.USER or (one[0] in _PEOPLE and one not in targets)]


def strangers(also: Iterable[Reference], names: Names) -> list[int]:
    """Return whom a question may mean by an id of which nothing is known."""
    ids = dict.fromkeys(thing_id for kind, thing_id in also if kind is Kind.USER)
    told = {thing_id for kind, thing_id in also if not is_unknown(names, kind, thing_id)}
    return [thing_id for thing_id in ids if thing_id not in told]


async def look_up_people(
    lookups: Lookups, unknown: Sequence[Reference], asked: Collection[int] = ()
) -> Mapping[Reference, Known]:
    """Ask Discord for some of those who are unknown.

    A request that takes too long for this answer goes on for the next.

    Args:
        lookups: Where to ask.
        unknown: Those whom entries name; see `people_in`.
        asked: Those whom the question or a reason names by an id that may be anybody's: members are told.
    """
    kinds = {thing_id: kind for kind, thing_id in reversed(unknown)}
    named = dict.fromkeys([*(thing_id for _, thing_id in unknown), *asked])
    ids = [one for one in named if lookups.is_open(Kind.USER if one in kinds else None, one)]
    left = time_left(YOUNG)
    count = take("people", len(ids), PEOPLE_AT_MOST) if left > 0 else 0
    if not count:
        return {}
    tasks = {one: asyncio.ensure_future(_look_up(lookups, one, kinds.get(one))) for one in ids[:count]}
    try:
        await asyncio.wait(tasks.values(), timeout=left)
        found = {one: task.result() for one, task in tasks.items() if task.done()}
    finally:
        for task in tasks.values():
            task.cancel()
    return {(Kind.USER, one): known for one, known in found.items() if known is not None}


async def look_up_named(
    lookups: Lookups, told: Sequence[Description], also: Iterable[Reference] = ()
) -> Mapping[Reference, Known]:
    """Ask for some of those whom entries name by id alone, in whatever part of them; see `look_up_people`.

    Args:
        lookups: Where to ask.
        told: The entries.
        also: Who else is unknown.
    """
    for one in told:
        unknown_in(one)
    return await look_up_people(lookups, [*people_in(told), *also])


async def recall_people(
    store: Searchable | None, guild_id: int, names: Names, pages: Sequence[Page]
) -> Mapping[Reference, Known]:
    """Give the people whom pages name without a name the last that the archive has of them, so that nobody is asked.

    Args:
        store: The archive; None where there is none.
        guild_id: Where.
        names: What is known of them.
        pages: Entries.

    Returns:
        Those who got one.
    """
    named = dict.fromkeys(one for page in pages for record in page.records for one in references(record))
    people = [key for key in named if key[0] is Kind.USER and names.get(*key) is None]
    if store is None or not people:
        return {}
    past = await wait_at_most(store.names(guild_id, people), YOUNG) or {}
    found = {(Kind.USER, one): Known(seen[-1].name) for (_, one), seen in past.items() if seen}
    names.update(found)
    return found


async def _look_up(lookups: Lookups, user_id: int, kind: Kind | None) -> Known | None:
    """Somebody, as an entry names them; None for their kind where only the question or a reason does."""
    if kind is None:
        return await _member(lookups, user_id)
    found = await look_up(lookups, Kind.USER, user_id)
    return known_user(found) if isinstance(found, hikari.User) else None


async def _member(lookups: Lookups, user_id: int) -> Known | None:
    found = await look_up_member(lookups, user_id)
    return None if found is None else known_user(found)
