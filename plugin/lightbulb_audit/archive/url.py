"""The address of an archive, in the forms in which people write it.

An address may hold a password, and one that was mistyped may hold it anywhere. So what cannot be told for sure is
refused, and of the rest nothing is ever shown but driver, host, port and database.
"""

import os
import pathlib
import re
from collections.abc import Iterator, Mapping
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
_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    # Source: SQLite, "Uniform Resource Identifiers".
    SQLITE: frozenset({"uri", "mode", "cache", "immutable", "nolock", "psow", "vfs"}),
    # Source: asyncpg's API reference, `connect`, as far as a text will do.
    POSTGRES: frozenset(
        {"host", "port", "user", "password", "passfile", "service", "servicefile", "ssl", "direct_tls"}
        | {"target_session_attrs", "krbsrvname", "gsslib", "prepared_statement_cache_size"}
    ),
}
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_LIKE_A_URL: Final = re.compile(r":(?![\\/]).*@|\bpass\w*\s*=", re.IGNORECASE | re.DOTALL)
"""A password within what has no "://": `user:password@host`, or `password=...`."""

_MOST_PORTS: Final = 65535
_FORMS: Final = "write sqlite:///PATH, postgresql://USER:PASSWORD@HOST/NAME or the path of a file"
_ESCAPED: Final = "in a user or password write @ as %40, / as %2F, ? as %3F and : as %3A"


def parse(text: str) -> sa.URL:
    """A URL such as `sqlite+aiosqlite:///path` or `postgresql://user:password@host/name`, or the path of a SQLite file.

    Raises:
        ArchiveError: If it is neither.
    """
    if not text.strip():
        raise ArchiveError("the archive", "its address is empty")
    if not text.isprintable():
        raise ArchiveError("the archive", "there are control characters in its address")
    if "://" not in text:
        if _LIKE_A_URL.search(text):
            raise ArchiveError("the archive", f"its address is neither a path nor a URL; {_FORMS}")
        return sa.URL.create(SQLITE, database=os.fspath(pathlib.Path(text).expanduser()))
    scheme = _scheme_of(text)
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError):
        # Without its cause: that may name what stood in the place of a port.
        raise ArchiveError(scheme, f"this is no database URL; {_FORMS}") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ArchiveError(scheme, f"{url.drivername} is no database that an archive can be in; {_FORMS}")
    for problem in _problems(url, driver, text):
        raise ArchiveError(scheme, problem)
    return url.set(drivername=driver)


def _problems(url: sa.URL, driver: str, text: str) -> Iterator[str]:
    """Why a URL cannot be one of an archive."""
    options = [one.partition("=") for one in text.partition("?")[2].split("&")]
    asked = {**url.query, **{name: value for name, _, value in options if name}}
    if driver == SQLITE:
        if not url.database or url.database == ":memory:" or url.host or url.username:
            yield "it names no file; write sqlite:///PATH"
    elif "@" in f"{url.host}{url.database}" or any("@" in name for name in asked):
        yield f"it can be read in several ways; {_ESCAPED}"
    if not asked.keys() <= _OPTIONS[driver]:
        yield f"there is an unknown option behind its ?; known are {', '.join(sorted(_OPTIONS[driver]))}"
    if not all(_is_port(port) for port in (url.port, *_each(url.query.get("port"))) if port is not None):
        yield f"its port is not from 1 to {_MOST_PORTS}"
    if not all(_is_host(host) for host in (url.host, *_each(url.query.get("host"))) if host):
        yield "its host is no name of one"


def _each(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """The values of an option, which may be given several times, or with commas between."""
    given = (value,) if isinstance(value, str) else value or ()
    return tuple(one for some in given for one in some.split(","))


def _is_port(port: int | str) -> bool:
    return str(port).isascii() and str(port).isdigit() and 0 < int(port) <= _MOST_PORTS


def _is_host(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return host.startswith("/")  # the folder of a socket
    return True


def redact_url(url: sa.URL) -> str:
    """An address that may be printed."""
    if url.drivername == SQLITE:
        return url.database or "the archive"
    hosts = [url.host] if url.host else _each(url.query.get("host"))
    host = ",".join(f"[{one}]" if one.count(":") > 1 else one for one in hosts)
    port = "" if url.port is None else f":{url.port}"
    return f"{url.get_backend_name()}://{host}{port}/{url.database or ''}"


def secrets(url: sa.URL) -> tuple[str, ...]:
    """What of an address must never be shown, the longest first."""
    options = [value for name in url.query if name not in ("host", "port") for value in _each(url.query[name])]
    return tuple(sorted({one for one in (url.username, url.password, *options) if one}, key=len, reverse=True))


def _scheme_of(text: str) -> str:
    """What stands before the first colon, if it is a name: anything behind it could be a password."""
    scheme = text.partition("://")[0]
    return f"{scheme}://…" if _SCHEME.fullmatch(scheme) else "the archive"
