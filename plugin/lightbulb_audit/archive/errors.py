"""What databases complain about, as this project's own errors."""

import contextlib
import re
import sqlite3
from collections.abc import Generator, Sequence
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lightbulb_audit.errors import ArchiveAwayError, ArchiveError, ArchiveFullError, ArchiveReadOnlyError

DAMAGED: Final = "the file is damaged; restore it from a backup"

_SQLITE: Final[tuple[tuple[str, type[ArchiveError], str], ...]] = (
    ("SQLITE_READONLY", ArchiveReadOnlyError, "it may only be read; make the file and its folder writable"),
    ("SQLITE_FULL", ArchiveFullError, "the disk is full; make room"),
    ("SQLITE_CANTOPEN", ArchiveAwayError, "the file cannot be opened; see whether its folder exists and may be used"),
    ("SQLITE_BUSY", ArchiveAwayError, "another process holds it for too long; try again"),
    ("SQLITE_LOCKED", ArchiveAwayError, "another process holds it for too long; try again"),
    ("SQLITE_NOTADB", ArchiveError, "this file is no SQLite database"),
    ("SQLITE_CORRUPT", ArchiveError, DAMAGED),
    ("SQLITE_IOERR", ArchiveAwayError, "the disk fails; see whether it is full or broken"),
)

_REFUSED: Final = "the database does not accept this user and password"
_NO_DATABASE: Final = "there is no database of this name; create it"
_POSTGRES: Final[tuple[tuple[str, type[ArchiveError], str], ...]] = (
    ("25006", ArchiveReadOnlyError, "the database may only be read"),
    ("42501", ArchiveReadOnlyError, "this database user may not do that; grant it the rights to its schema"),
    ("53100", ArchiveFullError, "the database's disk is full; make room"),
    ("53", ArchiveAwayError, "the database has no resources left; try again later"),
    ("28", ArchiveError, _REFUSED),
    ("3D000", ArchiveError, _NO_DATABASE),
    ("08", ArchiveAwayError, "the connection to the database broke"),
    ("57P", ArchiveAwayError, "the database is shutting down or starting up"),
    ("58", ArchiveAwayError, "the database's disk fails"),
)

_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    # pgbouncer has one code for all that it refuses.
    ("08P01", "no such database", _NO_DATABASE),
    ("08P01", "no such user", _REFUSED),
    ("08P01", "auth", _REFUSED),
    ("08P01", 'database "', _NO_DATABASE),
    ("08P01", "SSL required", "the database takes connections with TLS alone; write sslmode=require, or leave it out"),
    ("28000", "pg_hba.conf", "the database does not take this user from here, or not without TLS; see its pg_hba.conf"),
)
"""What a code alone does not tell: the code, words that the error has, and what to say."""

_BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED", "40001", "40P01")
_AWAY: Final = "the database does not answer; see whether it runs and whether the address is right"


@contextlib.contextmanager
def translate_errors(place: str, secrets: Sequence[str] = ()) -> Generator[None]:
    """Turn what a database raises into an `ArchiveError`.

    Args:
        place: The archive's address, fit to be shown.
        secrets: Parts of it that are not: databases and drivers repeat them, so what they said is no cause either,
            which a log would show.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate_known(place, error, secrets) from None
    except OSError:
        raise ArchiveAwayError(place, _AWAY) from None
    except sqlite3.Error as error:
        raise _translate_known(place, error, secrets) from None
    except SQLAlchemyError as error:
        raise ArchiveError(place, _words(error, secrets)) from None


def is_busy(error: DBAPIError | sqlite3.Error) -> bool:
    """Return whether the same again may work at once."""
    return _code(error).startswith(_BUSY)


def _code(error: DBAPIError | sqlite3.Error) -> str:
    """SQLite's name of an error, or PostgreSQL's SQLSTATE."""
    origin: Any = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or "")


def _translate_known(place: str, error: DBAPIError | sqlite3.Error, secrets: Sequence[str]) -> ArchiveError:
    code = _code(error)
    for known, words, problem in _WORDS:
        if code == known and words in str(error.orig if isinstance(error, DBAPIError) else error):
            return ArchiveError(place, problem)
    for prefix, kind, problem in (*_SQLITE, *_POSTGRES):
        if code.startswith(prefix):
            return kind(place, problem)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return ArchiveAwayError(place, _AWAY)
    return ArchiveError(place, f"the database refused ({_words(error, secrets)})")


def _words(error: Exception, secrets: Sequence[str]) -> str:
    origin = getattr(error, "orig", None) or error
    text = " ".join(str(origin).split())
    for secret in secrets:
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "…", text)
    return text[:300] or type(origin).__name__
