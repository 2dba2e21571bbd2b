"""What observations tell that is new, and today's state of each entry with it."""

import contextlib
import dataclasses
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain.head import NewRow
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


@dataclasses.dataclass(slots=True)
class EntryChanges:
    """What some observations change.

    Attributes:
        additions: The rows that tell it.
        fresh: The states of entries that are not in the table yet.
        changed: The states of the others, before and after.
        appended: What came of each.
    """

    additions: list[NewRow] = dataclasses.field(default_factory=list[NewRow])
    fresh: dict[int, CurrentEntry] = dataclasses.field(default_factory=dict[int, CurrentEntry])
    changed: dict[int, tuple[CurrentEntry, CurrentEntry]] = dataclasses.field(
        default_factory=dict[int, tuple[CurrentEntry, CurrentEntry]]
    )
    appended: Appended = dataclasses.field(default_factory=lambda: Appended(0, 0))


async def compare(
    connection: AsyncConnection, guild_id: int, known: dict[int, CurrentEntry], observed: Sequence[Observation]
) -> EntryChanges:
    """See what of some observations tells something new.

    Args:
        connection: A transaction.
        guild_id: Whose.
        known: Today's states of these entries, which become those of tomorrow.
        observed: What was seen.
    """
    said: set[tuple[int, str]] | None = None
    changes = EntryChanges()
    contradicting: list[int] = []
    added = 0
    for one in observed:
        before = known.get(one.entry_id)
        raw, now = _filter_new(before, one)
        if _contradicts(before, one):
            contradicting.append(one.entry_id)
            if said is None:
                said = await _said(connection, guild_id, known)
            now = None if _is_said(said, one) else now or before
        elif now is not None:
            added += 1
        if now is None:
            continue
        changes.additions.append(NewRow(one.entry_id, raw, microseconds(one.seen_at), one.way))
        known[one.entry_id] = now
        if before is None or one.entry_id in changes.fresh:
            changes.fresh[one.entry_id] = now
        elif now is not before:
            first, _ = changes.changed.get(one.entry_id, (before, now))
            changes.changed[one.entry_id] = (first, now)
    changes.appended = Appended(
        added, len(observed) - added - len(contradicting), tuple(contradicting), tuple(changes.fresh)
    )
    return changes


def _filter_new(before: CurrentEntry | None, one: Observation) -> tuple[str, CurrentEntry | None]:
    """Return what to keep of an observation, and the state that it leads to; None where it tells nothing new.

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
    """Return whether a file says something else than what is known; of what was forgotten it may say what it will."""
    if one.way != IMPORT or before is None or before.redacted:
        return False
    return entry_state.contradicts(before.state, one.raw)


def _is_said(said: set[tuple[int, str]], one: Observation) -> bool:
    """Return whether a file said the same before; it is said from now on."""
    words = (one.entry_id, entry_state.meaning(one.raw))
    is_known = words in said
    said.add(words)
    return is_known


async def _said(connection: AsyncConnection, guild_id: int, ids: Iterable[int]) -> set[tuple[int, str]]:
    """Return what imported files said of some entries so far."""
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
    while some := list(itertools.islice(wanted, ASKED_AT_ONCE)):
        asked = sa.select(*_KNOWN[1:]).where(entries.c.guild_id == guild_id, entries.c.entry_id.in_(some))
        for entry_id, redacted, *rest in await connection.execute(asked):
            found[entry_id] = CurrentEntry(EntryState(*rest), redacted)
    return found


async def fetch_entries(
    connection: AsyncConnection, keys: Collection[tuple[int, int]]
) -> dict[int, dict[int, CurrentEntry]]:
    """Today's states of some entries of several servers, by server; the keys are server and entry."""
    found: dict[int, dict[int, CurrentEntry]] = {}
    for guild_id, entry_id, redacted, *rest, imported in await bulk.fetch_by_key(connection, _KNOWN, keys):
        state = EntryState(*rest, is_imported=bool(imported))
        found.setdefault(guild_id, {})[entry_id] = CurrentEntry(state, bool(redacted))
    return found


async def insert_entries(connection: AsyncConnection, guild_id: int, kept: Mapping[int, CurrentEntry]) -> None:
    """Write the states of entries that are not in the table."""
    await bulk.insert(connection, entries, entry_rows(guild_id, kept))
    await term_index.add(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})


async def update_entries(connection: AsyncConnection, guild_id: int, kept: Mapping[int, CurrentEntry]) -> None:
    """Write the states of entries that are in the table."""
    if kept:
        await term_index.replace(connection, guild_id, {entry_id: one.state.terms for entry_id, one in kept.items()})
        await update_rows(connection, entry_rows(guild_id, kept))


def entry_rows(guild_id: int, kept: Mapping[int, CurrentEntry]) -> list[tuple[Any, ...]]:
    """Return the rows of the table for some states."""
    return [(guild_id, entry_id, *_values(one)) for entry_id, one in kept.items()]


async def update_rows(connection: AsyncConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of the table over those of the same key."""
    values = ", ".join(f'"{column.name}" = ?' for column in entries.columns if not column.primary_key)
    text = f"UPDATE entries SET {values} WHERE guild_id = ? AND entry_id = ?"  # noqa: S608 - our own names
    await bulk.run(connection, text, [(*rest, guild_id, entry_id) for guild_id, entry_id, *rest in rows])


_KNOWN: Final = (
    entries.c.guild_id,
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


def _values(kept: CurrentEntry) -> tuple[Any, ...]:
    """Return what a row says beside its key, in the order of the table."""
    now = kept.state
    first = (now.actor_id, now.target_id, now.action_type, now.count, now.reason, now.raw)
    return *first, kept.redacted, now.terms, now.is_imported
