import contextlib
import pathlib
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from tests.contract.archive.kit import GUILD, Cable, Plain, findings, seen

from lightbulb_audit.archive import open_archive, ping
from lightbulb_audit.errors import ArchiveAwayError, ArchiveError, ArchiveFullError, ArchiveReadOnlyError
from lightbulb_audit.model.query import PageRequest


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "its address is empty"),
        ("sqlite://", "it names no file"),
        ("sqlite:///:memory:", "it names no file"),
        ("mysql://anna:secret@host/name", "mysql is no database that an archive can be in"),
        ("postgresql://anna:secret@host:port/name", "this is no database URL"),
        ("/nowhere/at/all/archive.sqlite3", "the file cannot be opened"),
        ("postgresql://anna:secret@127.0.0.1:1/name", "the database does not answer"),
    ],
)
async def test_bad_addresses(address: str, said: str) -> None:
    """An address that leads nowhere gets a sentence, and no password stands in it."""
    with pytest.raises(ArchiveError) as caught:
        await open_archive(address)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_file_that_is_no_database(sqlite_file: pathlib.Path) -> None:
    """Somebody else's file is left as it is."""
    sqlite_file.write_text("no database, for sure " * 50, encoding="utf-8")
    with pytest.raises(ArchiveError, match="no SQLite database"):
        await open_archive(str(sqlite_file))
    assert sqlite_file.read_text(encoding="utf-8").startswith("no database, for sure ")


async def test_what_may_only_be_read(address: str, plain: Plain) -> None:
    """It can be read and verified; writing says that it may not be written."""
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [seen(1)])
    url = sa.make_url(address)
    if plain.is_sqlite:
        address = f"sqlite:///file:{url.database}?mode=ro&uri=true"
    else:
        await plain.run(f'ALTER DATABASE "{url.database}" SET default_transaction_read_only = on')
        # A pooler's connections, which it keeps, would know nothing of it.
        others = "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        await plain.run(f"SELECT pg_terminate_backend(pid, 5000) FROM {others}")
        with contextlib.suppress(ArchiveAwayError):
            await ping(address)  # it may not have heard of their end yet
    async with await open_archive(address) as archive:
        with pytest.raises(ArchiveReadOnlyError):
            await archive.append(GUILD, [seen(2)])
        assert len(await archive.page(GUILD, PageRequest())) == 1
        assert await findings(archive) == []


async def test_a_full_disk(sqlite_file: pathlib.Path) -> None:
    """What does not fit is not kept by half; when there is room again, the archive goes on."""
    async with await open_archive(str(sqlite_file)) as archive:
        await archive.append(GUILD, [seen(1)])

        def limit(pages: int) -> Any:
            def limited(connection: Any, _record: Any, _proxy: Any) -> None:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA max_page_count={pages}")
                cursor.close()

            return limited

        engine = archive._database.engine.sync_engine  # pyright: ignore[reportPrivateUsage]
        event.listen(engine, "checkout", limit(1))
        with pytest.raises(ArchiveFullError, match="the disk is full"):
            await archive.append(GUILD, [seen(n, reason="x" * 500) for n in range(2, 1000)])
        assert len(await archive.page(GUILD, PageRequest())) == 1
        assert await findings(archive) == []
        event.listen(engine, "checkout", limit(1 << 30))
        await archive.append(GUILD, [seen(n, reason="x" * 500) for n in range(2, 1000)])
        assert await findings(archive) == []


async def test_a_database_that_goes_away_and_comes_back(server: str) -> None:
    """An open archive and a new one say that the database is away; the open one works again when it is back."""
    plain, name = Plain(server), f"t{uuid.uuid4().hex}"
    await plain.run(f"CREATE DATABASE {name}")
    cable = Cable(server)
    await cable.plug()
    address = f"postgresql://postgres@127.0.0.1:{cable.port}/{name}"
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [seen(1)])
        await cable.pull()
        for _ in range(2):
            with pytest.raises(ArchiveAwayError):
                await archive.append(GUILD, [seen(2)])
        with pytest.raises(ArchiveAwayError):
            await open_archive(address)
        await cable.plug()
        await archive.append(GUILD, [seen(2)])
        assert len(await archive.page(GUILD, PageRequest())) == 2
        assert await findings(archive) == []
    await cable.pull()
    await plain.run(f"DROP DATABASE {name} WITH (FORCE)")
