"""Putting observations in, and keeping today's state of each entry with them."""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import indexing, state
from lightbulb_audit.archive.heads import Addition, Head, extend, insert
from lightbulb_audit.archive.indexing import ASKED_AT_ONCE
from lightbulb_audit.archive.schema import entries
from lightbulb_audit.archive.state import State
from lightbulb_audit.model.observation import Observation, microseconds, to_text


@dataclasses.dataclass(slots=True)
class Kept:
    """An entry's state in the table.

    Attributes:
        state: What it is.
        redacted: Whether somebody in it was forgotten.
    """

    state: State
    redacted: bool


async def add(
    connection: AsyncConnection, head: Head, observed: Sequence[Observation], covered: str | None = None
) -> int:
    """Keep what tells something new, behind a head that is held.

    Args:
        connection: A transaction.
        head: Whose.
        observed: What was seen.
        covered: What is complete with it, for the last row.

    Returns:
        How many did.
    """
    known = await states(connection, head.guild_id, {one.entry_id for one in observed})
    fresh: dict[int, Kept] = {}
    changed: dict[int, Kept] = {}
    additions: list[Addition] = []
    for one in observed:
        before = known.get(one.entry_id)
        raw, now = _taken(before, one.raw)
        if now is None:
            continue
        additions.append(Addition(one.entry_id, raw, microseconds(one.seen_at), one.way))
        if before is None or one.entry_id in fresh:
            fresh[one.entry_id] = known[one.entry_id] = now
        else:
            changed[one.entry_id] = known[one.entry_id] = now
    if additions:
        additions[-1] = dataclasses.replace(additions[-1], covered=covered)
        await extend(connection, head, additions)
        await put(connection, head.guild_id, fresh)
        await change(connection, head.guild_id, changed)
    return len(additions)


def _taken(before: Kept | None, raw: str) -> tuple[str, Kept | None]:
    """What to keep of an observation, and the state that it leads to; None where it tells nothing new.

    Of an entry in which somebody was forgotten only a larger count is taken: Discord still sends the words.
    """
    if before is None:
        return raw, Kept(state.state_of(raw), redacted=False)
    if before.redacted:
        raw = _grown(before.state, raw)
    after = state.after(before.state, raw)
    return raw, None if after is before.state else Kept(after, before.redacted)


def _grown(known: State, raw: str) -> str:
    seen: Mapping[str, Any] = json.loads(raw)
    count = state.count_of(seen)
    if count is None or known.count is None or count <= known.count:
        return known.raw
    return to_text(state.with_count_of(json.loads(known.raw), seen))


async def states(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> dict[int, Kept]:
    """Today's states of some entries."""
    found: dict[int, Kept] = {}
    wanted = iter(sorted(ids))
    columns = (
        entries.c.entry_id,
        entries.c.redacted,
        entries.c.raw,
        entries.c.actor_id,
        entries.c.target_id,
        entries.c.action_type,
        entries.c.count,
        entries.c.reason,
        entries.c.terms,
    )
    while some := list(itertools.islice(wanted, ASKED_AT_ONCE)):
        asked = sa.select(*columns).where(entries.c.guild_id == guild_id, entries.c.entry_id.in_(some))
        for entry_id, redacted, *rest in await connection.execute(asked):
            found[entry_id] = Kept(State(*rest), redacted)
    return found


async def put(connection: AsyncConnection, guild_id: int, kept: Mapping[int, Kept]) -> None:
    """Write the states of entries that are not in the table."""
    if kept:
        await insert(connection, entries, [(guild_id, entry_id, *_values(one)) for entry_id, one in kept.items()])
        await indexing.add(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})


async def change(connection: AsyncConnection, guild_id: int, kept: Mapping[int, Kept]) -> None:
    """Write the states of entries that are in the table."""
    if kept:
        await indexing.replace(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})
        statement = sa.update(entries).where(
            entries.c.guild_id == guild_id, entries.c.entry_id == sa.bindparam("which")
        )
        await connection.execute(
            statement,
            [{"which": entry_id, **dict(zip(_COLUMNS, _values(one), strict=True))} for entry_id, one in kept.items()],
        )


_COLUMNS: Final = ("actor_id", "target_id", "action_type", "count", "reason", "raw", "redacted", "terms")


def _values(kept: Kept) -> tuple[Any, ...]:
    now = kept.state
    return now.actor_id, now.target_id, now.action_type, now.count, now.reason, now.raw, kept.redacted, now.terms
