"""The address of an archive, in the forms in which people write it.

An address may hold a password, and one that was mistyped may hold it anywhere. So what cannot be told for sure is
refused, and of the rest nothing is ever shown but driver, host, port and database.
"""

import os
import pathlib
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from lightbulb_audit.archive import postgres
from lightbulb_audit.archive.service_file import with_service
from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.model.rules import name_alike

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
    POSTGRES: postgres.OPTIONS,
}
_HOSTS: Final = re.compile(
    r"(?P<head>[a-z+]+://(?:[^/?#@]*@)?)(?P<hosts>[^/?#@]*,[^/?#@]*)(?P<path>[^?@]*)(?P<query>.*)"
)
"""Several hosts where one stands, as libpq takes them: SQLAlchemy takes them as options only."""

_STRONG: Final = ("require", "verify-ca", "verify-full")
_OPTION_NAME: Final = re.compile(r"[a-z_]{2,40}")
_SECONDS: Final = re.compile(r"-?[0-9]{1,9}")
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
        url = sa.make_url(_hosts_apart(text))
    except (ArgumentError, ValueError):
        # Without its cause: that may name what stood in the place of a port.
        raise ArchiveError(scheme, f"this is no database URL; {_FORMS}") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ArchiveError(scheme, f"{url.drivername} is no database that an archive can be in; {_FORMS}")
    for problem in _problems(url, driver, text):
        raise ArchiveError(scheme, problem)
    if driver == POSTGRES:
        url = with_service(url, postgres.OPTIONS, scheme)
    for problem in (*(_wrong_values(url) if driver == POSTGRES else ()), *_wrong_places(url)):
        raise ArchiveError(scheme, problem)
    return url.set(drivername=driver)


def _problems(url: sa.URL, driver: str, text: str) -> Iterator[str]:
    """Yield why a URL cannot be one of an archive."""
    options = [one.partition("=") for one in text.partition("?")[2].split("&")]
    asked = {**url.query, **{name: value for name, _, value in options if name}}
    if driver == SQLITE:
        if not url.database or url.database == ":memory:" or url.host or url.username:
            yield "it names no file; write sqlite:///PATH"
    elif "@" in f"{url.host}{url.database}" or any("@" in name for name in asked):
        yield f"it can be read in several ways; {_ESCAPED}"
    known = _OPTIONS[driver]
    yield from (_unknown(name, known, text) for name in asked if name not in known)


def _wrong_places(url: sa.URL) -> Iterator[str]:
    """Yield what is wrong with its hosts and ports."""
    hosts = [postgres.split_port(host) for host in _each(url.query.get("host"))]
    ports = (url.port, *_each(url.query.get("port")), *(port for _, port in hosts))
    if not all(_is_port(port) for port in ports if port is not None):
        yield f"its port is not from 1 to {_MOST_PORTS}"
    if not all(_is_host(host) for host in (url.host, *(host for host, _ in hosts)) if host):
        yield "its host is no name of one"


def _hosts_apart(text: str) -> str:
    """Return an address with several hosts, and each of them as an option."""
    found = _HOSTS.fullmatch(text)
    if found is None:
        return text
    hosts = urllib.parse.urlencode([("host", host) for host in found["hosts"].split(",")])
    return f"{found['head']}{found['path']}{found['query'] or '?'}{'&' if found['query'] else ''}{hosts}"


def _unknown(name: str, known: Iterable[str], text: str) -> str:
    """That an option is none; it is named if it can be nothing secret."""
    if not _OPTION_NAME.fullmatch(name) or f"{name}=" not in text:
        return f"there is an unknown option behind its ?; known are {', '.join(sorted(known))}"
    near = name_alike(name, known)
    return f"its option {name} is unknown; " + (f"do you mean {near}?" if near else "leave it out")


def _wrong_values(url: sa.URL) -> Iterator[str]:
    """Yield what is wrong with the values of options, which are not shown."""
    for name, allowed in postgres.CHOICES.items():
        if not set(_each(url.query.get(name))) <= set(allowed):
            yield f"its {name} is none of {', '.join(allowed)}"
    if not all(map(_SECONDS.fullmatch, _each(url.query.get("connect_timeout")))):
        yield "its connect_timeout is no whole number of seconds"
    if url.query.get("sslrootcert") == "system" and url.query.get("sslmode", "verify-full") != "verify-full":
        yield "its sslrootcert=system needs sslmode=verify-full"
    weak = url.query.get("sslrootcert") != "system" and url.query.get("sslmode", url.query.get("ssl")) not in _STRONG
    if url.query.get("sslnegotiation") == "direct" and weak:
        yield f"its sslnegotiation=direct needs an sslmode of {', '.join(_STRONG)}"


def _each(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the values of an option, which may be given several times, or with commas between."""
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


def check_files(url: sa.URL) -> None:
    """See whether what an address names is there, as far as the disk tells.

    Raises:
        ArchiveError: If a folder or a file is missing.
    """
    if url.drivername == POSTGRES:
        postgres.check_files(url, redact_url(url))
        return
    name = url.database or ""
    folder = pathlib.Path(name).absolute().parent
    if not name.startswith("file:") and not folder.is_dir():
        raise ArchiveError(redact_url(url), f"there is no folder {folder}; make it, or name another")


def redact_url(url: sa.URL) -> str:
    """Return an address that may be printed."""
    if url.drivername == SQLITE:
        return url.database or "the archive"
    hosts = _each(url.query.get("host") or url.host)
    host = ",".join(f"[{one}]" if one.count(":") > 1 and "]" not in one else one for one in hosts)
    port = "" if url.port is None else f":{url.port}"
    return f"{url.get_backend_name()}://{host}{port}/{url.database or ''}"


def secrets(url: sa.URL) -> tuple[str, ...]:
    """Return what of an address must never be shown, the longest first."""
    shown = {"host", "port", "connect_timeout", *postgres.CHOICES}
    options = [value for name in url.query if name not in shown for value in _each(url.query[name])]
    return tuple(sorted({one for one in (url.username, url.password, *options) if one}, key=len, reverse=True))


def _scheme_of(text: str) -> str:
    """Return what stands before the first colon, if it is a name: anything behind it could be a password."""
    scheme = text.partition("://")[0]
    return f"{scheme}://…" if _SCHEME.fullmatch(scheme) else "the archive"
