"""Tables that are spread by server, as the README says they can be."""

import pytest
from tests.contract.archive.kit import GUILD, NOW, Plain, findings, seen

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.schema import metadata
from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.progress import Marks, Sighting
from lightbulb_audit.model.query import PageRequest

_PARTS = 4


async def test_every_table_can_be_partitioned_by_server(address: str, plain: Plain) -> None:
    """With PostgreSQL's hash partitions in place of each table, an archive goes on, and still verifies."""
    if plain.is_sqlite:
        pytest.skip("SQLite has no partitions")
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [seen(1)])
    for table in metadata.tables:
        key = "guild_id" if "guild_id" in metadata.tables[table].columns else "number"
        await plain.run(
            f"ALTER TABLE {table} RENAME TO old_{table}",
            f"CREATE TABLE {table} (LIKE old_{table} INCLUDING ALL) PARTITION BY HASH ({key})",
            *(
                f"CREATE TABLE {table}_{part} PARTITION OF {table} FOR VALUES WITH (MODULUS {_PARTS}, REMAINDER {part})"
                for part in range(_PARTS)
            ),
            f"INSERT INTO {table} SELECT * FROM old_{table}",
            f"DROP TABLE old_{table}",
        )
    async with await open_archive(address) as archive:
        for guild in range(GUILD, GUILD + 9):
            await archive.append(guild, [seen(1), seen(2)], [Interval(1, 2)])
            await archive.mark(guild, Marks(1, NOW))
            await archive.learn(guild, [Sighting("user", 1, NOW, "anna")])
        assert [len(await archive.page(guild, PageRequest())) for guild in range(GUILD, GUILD + 9)] == [2] * 9
        assert await findings(archive) == []
