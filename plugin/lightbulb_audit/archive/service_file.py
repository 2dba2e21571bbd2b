"""libpq's connection service file: parameters of a connection under a name.

Source: PostgreSQL's manual, "The Connection Service File". asyncpg reads one too, but only beside another parameter,
and takes what it does not know for a setting of the server.
"""

import os
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa

from lightbulb_audit.errors import ArchiveError

_SERVICE: Final = "service"
_FILE: Final = "servicefile"
_OF_ITS_OWN: Final = frozenset({_SERVICE, _FILE})
_PARTS: Final[Mapping[str, str]] = {"user": "username", "password": "password", "dbname": "database"}
"""What stands in the address itself rather than behind its ?."""

_PLACES: Final[Mapping[str, str]] = {**_PARTS, "host": "host", "port": "port"}

_NAME: Final = re.compile(r"[a-z_]{2,40}")


def with_service(url: sa.URL, known: frozenset[str], place: str) -> sa.URL:
    """Return an address with what its service says; what the address says itself comes first.

    Args:
        url: The address.
        known: The parameters that are understood.
        place: The address, fit to be shown.

    Raises:
        ArchiveError: If there is no such service, or it has a parameter that is not understood.
    """
    name = _text(url, _SERVICE) or os.environ.get("PGSERVICE", "")
    if not name:
        return url
    found = next((one for path in _files(url) if (one := _read(path, name)) is not None), None)
    if found is None:
        raise ArchiveError(place, "its service stands in no service file; see PGSERVICEFILE or servicefile")
    for parameter in found.keys() - known - _PARTS.keys() | found.keys() & _OF_ITS_OWN:
        shown = parameter if _NAME.fullmatch(parameter) else "of a line"
        raise ArchiveError(place, f"the parameter {shown} of its service is unknown; leave it out of the service file")
    return _merge(url, found)


def _merge(url: sa.URL, found: Mapping[str, str]) -> sa.URL:
    """Return an address with each parameter that it does not have itself."""
    given = {name: value for name, value in url.query.items() if name not in _OF_ITS_OWN}
    own = {*given, *(name for name, part in _PLACES.items() if getattr(url, part) not in (None, ""))}
    if "ssl" in given:
        own.add("sslmode")  # the same under two names
    new = {name: value for name, value in found.items() if name not in own}
    parts: dict[str, Any] = {_PARTS[name]: value for name, value in new.items() if name in _PARTS}
    options = {name: value for name, value in new.items() if name not in _PARTS}
    return url.set(**parts).set(query={**options, **given})


def _text(url: sa.URL, name: str) -> str:
    value = url.query.get(name, "")
    return value if isinstance(value, str) else value[-1]


def _files(url: sa.URL) -> Iterator[pathlib.Path]:
    """Yield where services may stand, in the order in which libpq looks."""
    own = _text(url, _FILE) or os.environ.get("PGSERVICEFILE") or "~/.pg_service.conf"
    yield pathlib.Path(own).expanduser()
    if "PGSYSCONFDIR" in os.environ:
        yield pathlib.Path(os.environ["PGSYSCONFDIR"], "pg_service.conf")


def _read(path: pathlib.Path, service: str) -> dict[str, str] | None:
    """Return the parameters of a service; None where the file has none so called. Of two alike the first counts."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return None
    found: dict[str, str] | None = None
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("["):
            if found is not None:
                return found
            found = {} if line == f"[{service}]" else None
        elif found is not None and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, value)
    return found
