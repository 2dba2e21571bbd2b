"""Brings an archive's tables up to date, once, however many processes start together."""

import functools
import pathlib
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection

from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.projections.current import refold_outdated
from lightbulb_audit.errors import ArchiveError

_FOLDER: Final = pathlib.Path(__file__).with_name("migrations")
_MARKED: Final = "0007"
"""The step since which no imported file says more than Discord."""

_LOCK: Final = 0x6C69_6768_7462_756C  # "lightbul": any number that nobody else locks


async def migrate(database: Database, *, is_new_allowed: bool) -> None:
    """Run the steps that a database lacks.

    Raises:
        ArchiveError: If there is no archive and none may be made, or it is of a newer version.
    """
    if database.is_sqlite and not is_new_allowed and not _is_there(database):
        raise ArchiveError(database.place, "there is no archive")
    await database.probe()
    async with database.reading() as connection:
        revision = await connection.run_sync(_revision)
    if revision == _newest():
        return
    if revision is None and not is_new_allowed:
        raise ArchiveError(database.place, "there is no archive in this database")
    if database.is_sqlite:
        # Let readers read while somebody writes. The file remembers it.
        await database.pragma("journal_mode=WAL")
    await database.write(functools.partial(_upgrade, database))


def _is_there(database: Database) -> bool:
    name = database.url.database or ""
    return name.startswith("file:") or pathlib.Path(name).exists()


async def _upgrade(database: Database, connection: AsyncConnection) -> None:
    if not database.is_sqlite:
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    revision = await connection.run_sync(_revision)
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise ArchiveError(database.place, "a newer version of lightbulb-audit made it; upgrade this one")
    await connection.run_sync(_run)
    done = {script.revision for script in _scripts().iterate_revisions(revision or "base", "base")}
    if revision is not None and _MARKED not in done:
        await refold_outdated(connection)


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(connection: sa.Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@functools.cache
def _newest() -> str | None:
    return _scripts().get_current_head()
