import asyncio
import json
import pathlib
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.contract.archive.kit import GUILD, NOW, Plain, findings, head, seen
from tests.contract.archive.test_forgery import Forger

from lightbulb_audit.archive import migrate, open_archive
from lightbulb_audit.archive.chain import digest, leaves, records
from lightbulb_audit.archive.chain.head import NewRow
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.schema import metadata
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.alert import NewAlert
from lightbulb_audit.model.feed import NewFeed
from lightbulb_audit.model.response import KeptRole
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


@pytest.mark.parametrize(
    ("step", "files"),
    [("0001", ["first.sql"]), ("0002", ["first.sql", "second.sql"]), ("0003", ["first.sql", "second.sql"])],
)
async def test_a_database_of_an_earlier_version_comes_up_to_date(
    address: str, plain: Plain, step: str, files: list[str]
) -> None:
    """What an archive of each earlier version holds is still there, still verifies, and can be searched."""
    await _made_by(address, plain, step, *files)
    async with await open_archive(address) as archive:
        assert [entry.json()["reason"] async for entry in archive.export()] == ["b", "a"]
        assert (await head(archive, 5)).number == (5 if step > "0001" else 3)
        assert await findings(archive, {5: _OLD_HEAD}) == []
        found = await archive.search(5, Predicate((TermTest((" a ",)),)), limit=5)
        assert [entry.json()["reason"] for entry in found] == ["a"]
        assert (await archive.find_named(5, ["third"]))["third"] == (
            [("user", 1, "Émile the Third", "emile the third")] if step > "0001" else []
        )
        await archive.append(5, [seen(1)])
        assert await findings(archive) == []


async def test_what_a_file_overrode_is_discords_again(address: str, plain: Plain) -> None:
    """In an archive of a version in which a file could say more than Discord, Discord's words stand again."""
    await _made_by(address, plain, "0003", "third.sql")
    async with await open_archive(address) as archive:
        found = [(entry.json().get("reason"), entry.is_imported) async for entry in archive.export(6)]
        assert found == [("e", False), ("c", True), ("true", False)]
        assert await findings(archive) == []
        searched = await archive.search(6, Predicate((TermTest((" forged ",)),)), limit=5)
        assert searched == []


async def test_an_archive_without_feeds_gets_them(address: str, plain: Plain) -> None:
    """One of the version before feeds keeps what it holds, and takes feeds."""
    await _made_by(address, plain, "0007", "first.sql")
    async with await open_archive(address) as archive:
        assert [entry.json()["reason"] async for entry in archive.export()] == ["b", "a"]
        feed = await archive.feeds.add(5, NewFeed(10, "", 1))
        assert (feed.feed_id, feed.cursor) == (1, (await head(archive, 5)).number)


async def test_an_archive_without_alerts_gets_them(address: str, plain: Plain) -> None:
    """One of the version before alerts keeps what it holds, and takes alerts."""
    await _made_by(address, plain, "0008", "first.sql")
    async with await open_archive(address) as archive:
        assert [entry.json()["reason"] async for entry in archive.export()] == ["b", "a"]
        (alert,) = await archive.alerts.add(5, [NewAlert("every: ", 10, None, 1)])
        assert (alert.alert_id, alert.cursor) == (1, (await head(archive, 5)).number)


async def test_an_archive_without_responses_gets_them(address: str, plain: Plain) -> None:
    """One of the version before responses keeps its alerts, and takes roles that were taken."""
    await _made_by(address, plain, "0009", "first.sql")
    await plain.run(
        "INSERT INTO alerts (guild_id, alert_id, rule, channel_id, made_by, preset, began, cursor, is_told)"
        " VALUES (5, 1, 'every: ', 10, 1, '', 0, 0, true)"
    )
    async with await open_archive(address) as archive:
        assert [one.alert_id for one in await archive.alerts.of(5)] == [1]
        role = KeptRole(5, 7, 8, "Helper", 1, 2, NOW)
        await archive.responses.keep([role])
        assert await archive.responses.kept(5, 7) == [role]


async def test_incidents_of_one_person_keep_their_messages(address: str, plain: Plain) -> None:
    """One of the version in which each incident had a message keeps them so; the next one is told in theirs."""
    await _made_by(address, plain, "0012", "first.sql")
    await plain.run(
        "INSERT INTO alerts (guild_id, alert_id, rule, channel_id, made_by, preset, began, cursor, is_told)"
        " VALUES (5, 1, 'every: ', 10, 1, '', 0, 0, true)"
    )
    for number in (1, 2):
        await plain.run(
            "INSERT INTO incidents (guild_id, incident_id, alert_id, rule, counted_by, counted_for, cause, opened_at,"
            " last_at, made_at, is_late, channel_id, nonce, state, version, shown, is_frozen, is_pinged) VALUES"
            f" (5, {number}, 1, 'every: ', 'actor', 7, 'fits', 0, 0, 0, false, 10, 'n{number}', 'waiting', 0, 0, false,"
            " false)"
        )
    async with await open_archive(address) as archive:
        told = await archive.alerts.unfinished(5, NOW)
        assert [(one.incident_id, one.told_in, one.also_by) for one in told] == [(1, None, ()), (2, None, ())]


async def test_an_index_with_each_term_in_full_is_made_anew(address: str, plain: Plain) -> None:
    """One of the version before numbers is found through the new index, and nothing is left of the old one."""
    await _made_by(address, plain, "0014", "first.sql")
    left = (f"(5, 'leftover', {number})" for number in range(25_000))
    await plain.run(
        "INSERT INTO terms (guild_id, term, entry_id) SELECT guild_id, 'a', entry_id FROM entries",
        f"INSERT INTO terms (guild_id, term, entry_id) VALUES {', '.join(left)}",
    )
    async with await open_archive(address) as archive:
        found = await archive.search(5, Predicate((TermTest((" a ",)),)), limit=5)
        assert [entry.json()["reason"] for entry in found] == ["a"]
        assert await findings(archive) == []
    tables = "sqlite_master" if plain.is_sqlite else "pg_class"
    column = "name" if plain.is_sqlite else "relname"
    assert await plain.run(f"SELECT {column} FROM {tables} WHERE {column} IN ('terms', 'old_terms')") == []
    if plain.is_sqlite:
        kept = pathlib.Path(sa.make_url(address).database or "").parent.iterdir()
        assert not any(b"leftover" in path.read_bytes() for path in kept)


async def test_rows_of_the_first_version_are_proved_from_then_on(address: str, plain: Plain) -> None:
    """What is blanked in them after the step is held against what they said then, and no later word changes that."""
    await _made_by(address, plain, "0002", "first.sql", "second.sql")
    async with await open_archive(address) as archive:
        assert await archive.forget(1) == 2
        assert await findings(archive, {5: _OLD_HEAD}) == []
        forger = Forger(address, plain, 5)
        row = await forger.row(2)
        assert json.loads(row.raw)["user_id"] is None
        forged = row.raw.replace('"b"', '"c"')
        await forger.blank(2, forged, row.proof)
        assert "row 2" in {finding.place for finding in await findings(archive)}
        salt = b"0" * leaves.SALT_BYTES
        proof, body = leaves.prove(salt, forged, forged), leaves.body(salt, forged)
        second = digest.content_of(5, row.entry_id, row.seen_at, row.way, None, body)
        await forger.add(NewRow(0, records.commitment({2: second}), row.seen_at, records.COMMITMENT))
        await forger.blank(2, forged, proof)
        assert "row 2" in {finding.place for finding in await findings(archive)}
        await forger.put(2, salt=salt, proof=None)
        old = digest.first_content_of(5, row.entry_id, row.seen_at, row.way, salt, forged)
        await forger.add(NewRow(0, records.redaction("forget", {2: old}), row.seen_at, records.REDACTION))
        assert "row 2" in {finding.place for finding in await findings(archive)}
        (number,) = (await plain.run("SELECT min(number) FROM observations WHERE way = 'commitment'"))[0]
        await plain.run(f"UPDATE observations SET raw = replace(raw, 'a', 'b') WHERE number = {number}")
        assert f"row {number}" in {finding.place for finding in await findings(archive)}


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
    assert steps == ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012",
                     "0014", "0015"]  # fmt: skip


_OLD_HEAD = bytes.fromhex("d42b8e5917d7a2803df25b90a5c50dfc62e66bc49fbb9655e5643efbf126d6e4")
_FIXTURE = pathlib.Path(__file__).parent
