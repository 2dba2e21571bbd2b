import asyncio
import pathlib
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.contract.archive.kit import GUILD, Plain, findings, head, seen

from lightbulb_audit.archive import migrate, open_archive
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import metadata
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.query.predicate import Predicate, TermTest

_OPEN = """
import asyncio, sys
from lightbulb_audit.archive import open_archive

async def main():
    sys.stdin.readline()
    async with await open_archive(sys.argv[1]) as archive:
        assert await archive.guilds() == []

asyncio.run(main())
"""


async def test_autogenerate_finds_no_difference(address: str) -> None:
    """The migrations lead to exactly the tables that the code declares."""
    await (await open_archive(address)).close()
    database = Database(address)

    def compare(connection: sa.Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, metadata)

    async with database.reading() as connection:
        assert await connection.run_sync(compare) == []
    await database.close()


async def test_several_processes_open_at_once(address: str) -> None:
    """Processes that start together make the tables once, and all of them can work."""
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", _OPEN, address, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    ended = await asyncio.gather(*(process.communicate(b"go\n") for process in running))
    assert [(process.returncode, said) for process, (_, said) in zip(running, ended, strict=True)] == [(0, b"")] * 3
    assert await Plain(address).run("SELECT count(*) FROM alembic_version") == [(1,)]


async def _made_by(address: str, plain: Plain, step: str, *files: str) -> None:
    """A database as an earlier version left it."""
    database = Database(address)

    def upgrade(connection: sa.Connection) -> None:
        config = migrate._config()  # pyright: ignore[reportPrivateUsage]
        config.attributes["connection"] = connection
        command.upgrade(config, step)

    await database.write(lambda connection: connection.run_sync(upgrade))
    await database.close()
    for file in files:
        for statement in (_FIXTURE / file).read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                await plain.run(statement if plain.is_sqlite else statement.replace("x'", "'\\x"))


@pytest.mark.parametrize(("step", "files"), [("0001", ["first.sql"]), ("0002", ["first.sql", "second.sql"])])
async def test_a_database_of_an_earlier_version_comes_up_to_date(
    address: str, plain: Plain, step: str, files: list[str]
) -> None:
    """What an archive of each earlier version holds is still there, still verifies, and can be searched."""
    await _made_by(address, plain, step, *files)
    async with await open_archive(address) as archive:
        assert [entry.json()["reason"] async for entry in archive.export()] == ["b", "a"]
        assert (await head(archive, 5)).number == 2
        assert await findings(archive) == []
        found = await archive.search(5, Predicate((TermTest((" a ",)),)), limit=5)
        assert [entry.json()["reason"] for entry in found] == ["a"]
        assert (await archive.named(5, ["third"]))["third"] == (
            [("user", 1, "Émile the Third", "emile the third")] if step > "0001" else []
        )
        await archive.append(5, [seen(1)])
        assert await findings(archive) == []


async def test_a_newer_database_is_refused(address: str, plain: Plain) -> None:
    """A version that this program does not know is left alone, with a sentence that says what to do."""
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [seen(1)])
    await plain.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match="a newer version of lightbulb-audit"):
        await open_archive(address)
    assert len(await plain.run("SELECT * FROM entries")) == 1


async def test_no_archive_is_made_where_none_may_be(address: str, plain: Plain) -> None:
    """Who only wants to look leaves an empty database empty."""
    with pytest.raises(ArchiveError, match="there is no archive"):
        await open_archive(address, is_new_allowed=False)
    if plain.is_sqlite:
        assert not pathlib.Path(sa.make_url(address).database or "").exists()
    else:
        assert await plain.run("SELECT * FROM pg_tables WHERE schemaname = 'public'") == []


async def test_every_migration_is_tried_with_data() -> None:
    """Whoever adds a step adds a database of the step before it to the tests above."""
    steps = sorted(script.revision for script in migrate._scripts().walk_revisions())  # pyright: ignore[reportPrivateUsage]
    assert steps == ["0001", "0002", "0003"]


_FIXTURE = pathlib.Path(__file__).parent
