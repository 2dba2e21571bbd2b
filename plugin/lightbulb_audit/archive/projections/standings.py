"""Where the collecting of many servers can go on, in a few queries."""

import datetime
import json
import types
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive import bulk
from lightbulb_audit.archive.chain.ledger import Ledger
from lightbulb_audit.archive.projections import coverage
from lightbulb_audit.archive.projections import progress as marking
from lightbulb_audit.archive.schema import collecting
from lightbulb_audit.model.progress import GROWING, CollectionProgress, Marks, Standing

_TYPES: Final = ", ".join(map(str, sorted(GROWING)))
_YOUNG: Final = f"e.action_type IN ({_TYPES})"

_GIVEN_SQLITE: Final = (
    "(SELECT json_extract(value, '$[0]') AS guild_id, json_extract(value, '$[1]') AS above FROM json_each(?))"
)
_GIVEN_POSTGRES: Final = "unnest($1::bigint[], $2::bigint[])"

_IDS_SQLITE: Final = (
    f"SELECT e.guild_id, e.entry_id FROM {_GIVEN_SQLITE} AS k "  # noqa: S608 - our own names and numbers
    f"CROSS JOIN entries AS e ON e.guild_id = k.guild_id AND {_YOUNG} AND e.entry_id > k.above ORDER BY 1, 2"
)
_IDS_POSTGRES: Final = (
    f"SELECT e.guild_id, e.entry_id FROM {_GIVEN_POSTGRES} AS k(guild_id, above) CROSS JOIN LATERAL "  # noqa: S608 - as above
    f"(SELECT e.guild_id, e.entry_id FROM entries AS e "
    f"WHERE e.guild_id = k.guild_id AND {_YOUNG} AND e.entry_id > k.above OFFSET 0) AS e ORDER BY 1, 2"
)
_ANY: Final = f"EXISTS (SELECT 1 FROM entries AS e WHERE e.guild_id = k.guild_id AND {_YOUNG} AND e.entry_id > k.above)"  # noqa: S608 - as above
_GUILDS_SQLITE: Final = f"SELECT k.guild_id FROM {_GIVEN_SQLITE} AS k WHERE {_ANY}"  # noqa: S608 - as above
_GUILDS_POSTGRES: Final = f"SELECT k.guild_id FROM {_GIVEN_POSTGRES} AS k(guild_id, above) WHERE {_ANY}"  # noqa: S608 - as above


async def fetch_standings(
    connection: AsyncConnection, guild_ids: Collection[int], now: datetime.datetime
) -> dict[int, Standing]:
    """Return where the collecting of each of some servers can go on.

    Args:
        connection: A transaction.
        guild_ids: Which servers.
        now: The time: what marks say of the future was written by a wrong clock.
    """
    rows = await _rows(connection, guild_ids)
    marks = {guild_id: marking.marks_of(row).known_by(now) for guild_id, row in rows.items()}
    ledgers = await coverage.ledgers(connection, guild_ids)
    young: dict[int, list[int]] = {}
    bounds = {guild_id: marks.get(guild_id, Marks()).settled_through for guild_id in guild_ids}
    for guild_id, entry_id in await _run(connection, _IDS_SQLITE, _IDS_POSTGRES, bounds):
        young.setdefault(guild_id, []).append(entry_id)
    found: dict[int, Standing] = {}
    for guild_id in guild_ids:
        ledger = ledgers.get(guild_id) or Ledger()
        waits = marking.postponed_of(rows[guild_id]) if guild_id in rows else None
        progress = CollectionProgress(ledger.covered, ledger.gaps, marks.get(guild_id, Marks()), waits)
        found[guild_id] = Standing(progress, young.get(guild_id, ()))
    return found


async def growing_guilds(connection: AsyncConnection, guild_ids: Collection[int]) -> list[int]:
    """Return those of some servers that have entries which may have grown since they were last read."""
    rows = await _rows(connection, guild_ids)
    bounds = {guild_id: row.settled_through for guild_id, row in rows.items()}
    return [guild_id for (guild_id,) in await _run(connection, _GUILDS_SQLITE, _GUILDS_POSTGRES, bounds)]


async def _rows(connection: AsyncConnection, guild_ids: Collection[int]) -> dict[int, Any]:
    found = await bulk.fetch_by_key(connection, tuple(collecting.c), [(guild_id,) for guild_id in guild_ids])
    return {row[0]: types.SimpleNamespace(**dict(zip(collecting.c.keys(), row, strict=True))) for row in found}


async def _run(connection: AsyncConnection, sqlite: str, postgres: str, bounds: Mapping[int, int]) -> Any:
    """Run a statement over servers and an id of each, above which entries are looked for."""
    if not bounds:
        return []
    if connection.dialect.name == "sqlite":
        return await bulk.fetch(connection, sqlite, (json.dumps(list(bounds.items())),))
    return await bulk.fetch(connection, postgres, (list(bounds), list(bounds.values())))
