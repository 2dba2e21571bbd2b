"""The address of an archive, in the forms in which people write it."""

import os
import pathlib
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from lightbulb_audit.errors import ArchiveError

SQLITE: Final = "sqlite+aiosqlite"
POSTGRES: Final = "postgresql+asyncpg"
_DRIVERS: Final = {
    "sqlite": SQLITE,
    SQLITE: SQLITE,
    "postgresql": POSTGRES,
    "postgres": POSTGRES,
    POSTGRES: POSTGRES,
}


def parse(text: str) -> sa.URL:
    """A URL such as `sqlite+aiosqlite:///path` or `postgresql://user:password@host/name`, or the path of a SQLite file.

    Raises:
        ArchiveError: If it is neither.
    """
    if not text.strip():
        raise ArchiveError("the archive", "its address is empty")
    if "://" not in text:
        return sa.URL.create(SQLITE, database=os.fspath(pathlib.Path(text).expanduser()))
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ArchiveError(_without_secrets(text), "this is no database URL") from error
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        problem = "write sqlite:///PATH, postgresql://USER:PASSWORD@HOST/NAME or the path of a file"
        raise ArchiveError(redact_url(url), f"{url.drivername} is no database that an archive can be in; {problem}")
    if driver == SQLITE and (not url.database or url.database == ":memory:"):
        raise ArchiveError(redact_url(url), "it names no file; write sqlite:///PATH")
    return url.set(drivername=driver)


def redact_url(url: sa.URL) -> str:
    """An address that may be printed: without its password."""
    if url.drivername == SQLITE and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def _without_secrets(text: str) -> str:
    """What stands before the first colon: anything behind it could be a password."""
    return f"{text.partition('://')[0]}://…"
