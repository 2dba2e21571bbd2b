"""Putting observations in, and keeping today's state of each entry with them."""

import contextlib
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
from lightbulb_audit.archive.schema import entries, observations
from lightbulb_audit.model.observation import IMPORT, Appended, Observation, microseconds, to_text


@dataclasses.dataclass(slots=True)
class CurrentEntry:
    """An entry's state in the table.

    Attributes:
        state: What it is.
        redacted: Whether somebody in it was forgotten.
    """

    state: EntryState
    redacted: bool


async def append_observations(
    connection: AsyncConnection, head: Head, observed: Sequence[Observation], covered: str | None = None
) -> Appended:
    """Keep what tells something new, behind a head that is held.

    Args:
        connection: A transaction.
        head: Whose.
        observed: What was seen.
        covered: What is complete with it, for the last row.
    """
    known = await select_entries(connection, head.guild_id, {one.entry_id for one in observed})
    said: set[tuple[int, str]] | None = None
    fresh: dict[int, CurrentEntry] = {}
    changed: dict[int, CurrentEntry] = {}
    additions: list[NewRow] = []
    contradicting: list[int] = []
    added = 0
    for one in observed:
        before = known.get(one.entry_id)
        raw, now = _filter_new(before, one)
        if _contradicts(before, one):
            contradicting.append(one.entry_id)
            if said is None:
                said = await _said(connection, head.guild_id, known)
            now = None if _is_said(said, one) else now or before
        elif now is not None:
            added += 1
        if now is None:
            continue
        additions.append(NewRow(one.entry_id, raw, microseconds(one.seen_at), one.way))
        known[one.entry_id] = now
        if before is None or one.entry_id in fresh:
            fresh[one.entry_id] = now
        elif now is not before:
            changed[one.entry_id] = now
    if additions:
        additions[-1] = dataclasses.replace(additions[-1], covered=covered)
        await append_rows(connection, head, additions)
        await insert_entries(connection, head.guild_id, fresh)
        await update_entries(connection, head.guild_id, changed)
    return Appended(added, len(observed) - added - len(contradicting), tuple(contradicting), tuple(fresh))


def _filter_new(before: CurrentEntry | None, one: Observation) -> tuple[str, CurrentEntry | None]:
    """What to keep of an observation, and the state that it leads to; None where it tells nothing new.

    Of an entry in which somebody was forgotten only a larger count is taken: Discord still sends the words.
    """
    raw, is_imported = one.raw, one.way == IMPORT
    if before is None:
        return raw, CurrentEntry(entry_state.state_of(raw, is_imported=is_imported), redacted=False)
    if before.redacted:
        raw = _raise_counts(before.state, raw)
        if raw == before.state.raw:
            return raw, None
    after = entry_state.merge(before.state, raw, is_imported=is_imported)
    return raw, None if after is before.state else CurrentEntry(after, before.redacted)


def _contradicts(before: CurrentEntry | None, one: Observation) -> bool:
    """Whether a file says something else than what is known; of what was forgotten it may say what it will."""
    if one.way != IMPORT or before is None or before.redacted:
        return False
    return entry_state.contradicts(before.state, one.raw)


def _is_said(said: set[tuple[int, str]], one: Observation) -> bool:
    """Whether a file said the same before; it is said from now on."""
    words = (one.entry_id, entry_state.meaning(one.raw))
    is_known = words in said
    said.add(words)
    return is_known


async def _said(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> set[tuple[int, str]]:
    """What imported files said of some entries so far."""
    table = observations.c
    found: set[tuple[int, str]] = set()
    wanted = iter(sorted(ids))
    while some := list(itertools.islice(wanted, ASKED_AT_ONCE)):
        asked = sa.select(table.entry_id, table.raw).where(
            table.guild_id == guild_id, table.entry_id.in_(some), table.way == IMPORT, table.raw != ""
        )
        for entry_id, raw in await connection.execute(asked):
            with contextlib.suppress(ValueError):  # altered beyond JSON, which `verify` names
                found.add((entry_id, entry_state.meaning(raw)))
    return found


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
        entries.c.imported,
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


_COLUMNS: Final = ("actor_id", "target_id", "action_type", "count", "reason", "raw", "redacted", "terms", "imported")


def _values(kept: CurrentEntry) -> tuple[Any, ...]:
    now = kept.state
    first = (now.actor_id, now.target_id, now.action_type, now.count, now.reason, now.raw)
    return *first, kept.redacted, now.terms, now.is_imported
