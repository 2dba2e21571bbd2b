"""The archive: every state of every entry ever seen, in a database; nothing is changed unseen.

This module imports no database package, since the extension works without one: `open_archive` does, and says what is
missing.
"""

import asyncio
import contextlib
import importlib
import importlib.util
from collections.abc import Generator
from typing import TYPE_CHECKING, Final

from lightbulb_audit.errors import ArchiveError

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

__all__ = ["check", "check_files", "is_installed", "open_archive", "ping", "prepare"]

_EXTRAS: Final = {
    "sqlalchemy": "archive",
    "alembic": "archive",
    "aiosqlite": "archive",
    "cryptography": "archive",
    "asyncpg": "postgres",
}


def is_installed() -> bool:
    """Return whether there is all that an archive in a SQLite file needs."""
    return all(
        importlib.util.find_spec(name) is not None for name in ("sqlalchemy", "alembic", "aiosqlite", "cryptography")
    )


def check(address: str) -> None:
    """See whether an address can be one of an archive, without looking there.

    Raises:
        ArchiveError: If it cannot.
    """
    with _explain_missing():
        from lightbulb_audit.archive.url import parse  # noqa: PLC0415 - see above

        parse(address)


def check_files(address: str) -> None:
    """See whether an address can be one of an archive, and whether the folder and files that it names are there.

    Raises:
        ArchiveError: If it cannot, or one is not.
    """
    with _explain_missing():
        from lightbulb_audit.archive import url  # noqa: PLC0415 - see above

        url.check_files(url.parse(address))


async def prepare() -> None:
    """Load the database packages in a thread: they are large, and nothing else should wait for them.

    What is missing is told when an archive is opened.
    """

    def load() -> None:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module("lightbulb_audit.archive.store")

    await asyncio.to_thread(load)


async def open_archive(address: str, *, is_new_allowed: bool = True) -> "Archive":
    """Open an archive, and bring its tables up to date.

    Args:
        address: A URL such as `sqlite:///path` or `postgresql://user:password@host/name`, or the path of a SQLite file.
        is_new_allowed: Whether to make one where there is none.

    Raises:
        ArchiveError: If it cannot be used; each kind says why.
    """
    await prepare()
    with _explain_missing():
        from lightbulb_audit.archive.store import Archive  # noqa: PLC0415 - see above

        return await Archive.open(address, is_new_allowed=is_new_allowed)


async def ping(address: str) -> None:
    """See whether the database of an archive answers at all, whatever is in it.

    Args:
        address: As for `open_archive`.

    Raises:
        ArchiveError: If it refuses.
    """
    await prepare()
    with _explain_missing():
        from lightbulb_audit.archive.connection import Database  # noqa: PLC0415 - see above

        await Database(address).ping()


@contextlib.contextmanager
def _explain_missing() -> Generator[None]:
    """Say which extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        extra = _EXTRAS.get(package)
        if extra is None:
            raise
        problem = f"{package} is missing: pip install 'lightbulb-audit[{extra}]'"
        raise ArchiveError("the archive", problem) from error
