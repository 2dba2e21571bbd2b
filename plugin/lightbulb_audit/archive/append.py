"""Putting observations in, and keeping today's state of each entry with them."""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.chain.head import Head, NewRow, append_rows, bulk_insert
from lightbulb_audit.archive.projections import entry_state, term_index
from lightbulb_audit.archive.projections.entry_state import EntryState
from lightbulb_audit.archive.projections.term_index import ASKED_AT_ONCE
from lightbulb_audit.archive.schema import entries
from lightbulb_audit.model.observation import Observation, microseconds, to_text


@dataclasses.dataclass(slots=True)
class CurrentEntry:
    """An entry's state in the table.

    Attributes:
        state: What it is.
        redacted: Whether somebody in it was forgotten.
    """

    state: EntryState
    redacted: bool


async def append_observations(connection: AsyncConnection, head: Head, observed: Sequence[Observation]) -> int:
    """Keep what tells something new, behind a head that is held.

    Returns:
        How many did.
    """
    known = await select_entries(connection, head.guild_id, {one.entry_id for one in observed})
    fresh: dict[int, CurrentEntry] = {}
    changed: dict[int, CurrentEntry] = {}
    additions: list[NewRow] = []
    for one in observed:
        before = known.get(one.entry_id)
        raw, now = _filter_new(before, one.raw)
        if now is None:
            continue
        additions.append(NewRow(one.entry_id, raw, microseconds(one.seen_at), one.way))
        if before is None or one.entry_id in fresh:
            fresh[one.entry_id] = known[one.entry_id] = now
        else:
            changed[one.entry_id] = known[one.entry_id] = now
    if additions:
        await append_rows(connection, head, additions)
        await insert_entries(connection, head.guild_id, fresh)
        await update_entries(connection, head.guild_id, changed)
    return len(additions)


def _filter_new(before: CurrentEntry | None, raw: str) -> tuple[str, CurrentEntry | None]:
    """What to keep of an observation, and the state that it leads to; None where it tells nothing new.

    Of an entry in which somebody was forgotten only a larger count is taken: Discord still sends the words.
    """
    if before is None:
        return raw, CurrentEntry(entry_state.state_of(raw), redacted=False)
    if before.redacted:
        raw = _raise_counts(before.state, raw)
    after = entry_state.merge(before.state, raw)
    return raw, None if after is before.state else CurrentEntry(after, before.redacted)


def _raise_counts(known: EntryState, raw: str) -> str:
    seen: Mapping[str, Any] = json.loads(raw)
    count = entry_state.count_of(seen)
    if count is None or known.count is None or count <= known.count:
        return known.raw
    return to_text(entry_state.with_count_of(json.loads(known.raw), seen))


async def select_entries(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> dict[int, CurrentEntry]:
    """Today's states of some entries."""
    found: dict[int, CurrentEntry] = {}
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
            found[entry_id] = CurrentEntry(EntryState(*rest), redacted)
    return found


async def insert_entries(connection: AsyncConnection, guild_id: int, kept: Mapping[int, CurrentEntry]) -> None:
    """Write the states of entries that are not in the table."""
    if kept:
        await bulk_insert(connection, entries, [(guild_id, entry_id, *_values(one)) for entry_id, one in kept.items()])
        await term_index.add(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})


async def update_entries(connection: AsyncConnection, guild_id: int, kept: Mapping[int, CurrentEntry]) -> None:
    """Write the states of entries that are in the table."""
    if kept:
        await term_index.replace(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})
        statement = sa.update(entries).where(
            entries.c.guild_id == guild_id, entries.c.entry_id == sa.bindparam("which")
        )
        await connection.execute(
            statement,
            [{"which": entry_id, **dict(zip(_COLUMNS, _values(one), strict=True))} for entry_id, one in kept.items()],
        )


_COLUMNS: Final = ("actor_id", "target_id", "action_type", "count", "reason", "raw", "redacted", "terms")


def _values(kept: CurrentEntry) -> tuple[Any, ...]:
    now = kept.state
    return now.actor_id, now.target_id, now.action_type, now.count, now.reason, now.raw, kept.redacted, now.terms
