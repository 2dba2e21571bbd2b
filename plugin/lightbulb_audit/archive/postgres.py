"""The connection to a PostgreSQL as it is hosted: libpq's parameters, several hosts, and poolers in between.

asyncpg reads by itself what TLS needs, and the environment variables and files that libpq looks into. Here is what it
does otherwise: which host is taken, for how long each is waited for, and what is said where one refuses.

A pooler such as pgbouncer may give each transaction another connection to the server. So nothing is ever set for a
session, and statements are prepared under a name only where it was seen that nobody stands in between: they are then
twice as fast.
"""

import importlib
import os
import pathlib
import ssl
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from lightbulb_audit.errors import ArchiveError

_PATIENCE: Final = 10.0
"""Seconds for each host, where `connect_timeout` says nothing. libpq would wait for ever."""

_NAME: Final = "lightbulb-audit"
_NAMELESS: Final[Mapping[str, Any]] = {"prepared_statement_cache_size": 0, "prepared_statement_name_func": str}
"""What tells SQLAlchemy to prepare each statement anew, without a name: the next one takes its place."""

_ANY: Final = "any"
_SYSTEM: Final = "system"
_TLS_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_TLS_VERSIONS: Final = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_SESSIONS: Final = (_ANY, "read-write", "read-only", "primary", "standby", "prefer-standby")

FILES: Final = ("sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile", "servicefile")
"""The options that name a file."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "sslmode": _TLS_MODES,
    "ssl": _TLS_MODES,  # what SQLAlchemy's users write
    "sslnegotiation": ("postgres", "direct"),
    "ssl_min_protocol_version": _TLS_VERSIONS,
    "ssl_max_protocol_version": _TLS_VERSIONS,
    "target_session_attrs": _SESSIONS,
    # What the driver cannot do, and need not where it is not insisted on.
    "channel_binding": ("disable", "prefer"),
    "gssencmode": ("disable", "prefer"),
    "client_encoding": ("utf8", "UTF8", "utf-8", "UTF-8", "auto"),
}
"""The options that take one of a few values. Source: PostgreSQL's manual, "Parameter Key Words"."""

_TLS: Final = (
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl",
    "ssl_min_protocol_version", "ssl_max_protocol_version",
)  # fmt: skip
_SETTINGS: Final = ("application_name", "options")
_DRIVERS_OWN: Final = ("user", "password", "passfile", "krbsrvname", "gsslib")
OPTIONS: Final = frozenset(
    {*CHOICES, *FILES, *_TLS, *_SETTINGS, *_DRIVERS_OWN, "service", "host", "port", "connect_timeout"}
)
"""Every option of an address that is understood."""

_IN_RECOVERY: Final = (
    "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on' OR pg_is_in_recovery()"
)
_UNVERIFIED: Final = (
    "the server's certificate cannot be verified, which its sslmode asks for; name the authority's certificate in "
    "sslrootcert, or write sslrootcert=system where a public one gave it"
)
_NO_AUTHORITY: Final = "its sslmode verifies the server, but sslrootcert is missing; name a file in it, or system"
_BAD_TLS: Final = "TLS cannot be had; see whether what its sslrootcert, sslcert and sslkey name is right"
_NO_TLS: Final = "the server speaks no TLS, which its sslmode asks for"
_NO_HOST: Final = "none of its hosts is what its target_session_attrs asks for"


@attrs.frozen(kw_only=True)
class Target:
    """Where to connect, and how.

    Attributes:
        place: The address, fit to be shown.
        hosts: Each host with its port; None where the driver finds it as libpq would.
        session: Which of them to take: one of `target_session_attrs`.
        seconds: How long each is waited for; None for ever.
        tls: The options about TLS.
        arguments: What the driver takes beside.
    """

    place: str
    hosts: tuple[tuple[str | None, int | None], ...]
    session: str
    seconds: float | None
    tls: Mapping[str, str] = attrs.field(repr=False)
    arguments: Mapping[str, Any] = attrs.field(repr=False)


class Connector:
    """Makes connections to what an address names.

    Args:
        url: The address, checked by `url.parse`.
        place: The same, fit to be shown.

    Attributes:
        is_direct: Whether nobody stands between the server and us, as far as is known.

    Raises:
        ArchiveError: If a file that the address names is not there.
        ModuleNotFoundError: If the driver is not installed.
    """

    def __init__(self, url: sa.URL, place: str) -> None:
        check_files(url, place)
        self._driver: Any = importlib.import_module("asyncpg")  # it has no types; and SQLite needs none of it
        self._url = url
        self._target = target_of(url, place)
        self.is_direct = False

    def create_engine(self, **options: Any) -> AsyncEngine:
        """Return an engine over such connections.

        Args:
            options: What SQLAlchemy takes beside.
        """
        arguments = {"async_creator_fn": self._connect, **_NAMELESS}
        engine = create_async_engine(self._url.set(query={}), connect_args=arguments, **options)
        event.listen(engine.sync_engine, "do_connect", self._choose)
        return engine

    def _choose(self, _dialect: Any, _record: Any, _positional: Any, given: dict[str, Any]) -> None:
        if self.is_direct:
            for name in _NAMELESS:
                given.pop(name, None)

    async def _connect(self, **_: Any) -> Any:
        return await _connect(self._driver, self._target, {} if self.is_direct else {"statement_cache_size": 0})


def target_of(url: sa.URL, place: str) -> Target:
    """Return what an address asks for."""
    query = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    query |= {name: os.path.expanduser(query[name]) for name in FILES if name in query}  # noqa: PTH111 - a text stays one
    if "ssl" in query:
        query.setdefault("sslmode", query.pop("ssl"))
    settings = {"application_name": _NAME} | {name: query[name] for name in _SETTINGS if name in query}
    arguments: dict[str, Any] = {
        "database": url.database or None,
        "user": url.username or None,
        "password": url.password or None,
        "server_settings": settings,
        **{name: query[name] for name in _DRIVERS_OWN if name in query},
    }
    if query.get("sslnegotiation") == "direct":
        arguments["direct_tls"] = True
    seconds = float(query.get("connect_timeout", _PATIENCE))
    return Target(
        place=place,
        hosts=tuple(_hosts(url, query)),
        session=query.get("target_session_attrs") or os.environ.get("PGTARGETSESSIONATTRS") or _ANY,
        seconds=seconds if seconds > 0 else None,
        tls={name: query[name] for name in _TLS if name in query},
        arguments=arguments,
    )


def _hosts(url: sa.URL, query: Mapping[str, str]) -> Iterator[tuple[str | None, int | None]]:
    """Yield each host with its port: of several, each has its own, or all have one, as in libpq."""
    ports = [int(port) for port in query.get("port", "").split(",") if port] or [url.port]
    for at, text in enumerate((query.get("host") or url.host or "").split(",")):
        host, port = split_port(text)
        yield host or None, port or ports[at if len(ports) > 1 and at < len(ports) else 0]


def split_port(text: str) -> tuple[str, int | None]:
    """Return a host and the port behind it: `host`, `host:5432`, `[::1]:5432`, or the folder of a socket."""
    if text.startswith("/"):
        return text, None
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit() and not (":" in host and not host.endswith("]")):
        return host.strip("[]"), int(port)
    return text.strip("[]"), None


def _tls(options: Mapping[str, str]) -> dict[str, Any]:
    """Return what the driver is told of TLS: an address with nothing else, which it reads as libpq would.

    It cannot do one thing that libpq can: take the authorities that the machine trusts.
    """
    if options.get("sslrootcert") != _SYSTEM:
        return {"dsn": f"postgresql://?{urllib.parse.urlencode(options)}"} if options else {}
    context = ssl.create_default_context()
    context.set_alpn_protocols(["postgresql"])
    for name, edge in (("min", "minimum_version"), ("max", "maximum_version")):
        if (version := options.get(f"ssl_{name}_protocol_version")) is not None:
            setattr(context, edge, ssl.TLSVersion[version.replace(".", "_")])
    if "sslcrl" in options:
        context.load_verify_locations(options["sslcrl"])
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_CHAIN
    if "sslcert" in options:
        secret = options.get("sslpassword", "")
        context.load_cert_chain(options["sslcert"], options.get("sslkey"), lambda: secret)
    return {"ssl": context}


async def _connect(driver: Any, target: Target, options: Mapping[str, Any]) -> Any:
    """Connect to the first host that will do, by the rules of libpq.

    Raises:
        ArchiveError: If TLS cannot be had as it is asked for, or no host is of the kind asked for.
        OSError: If none answers.
    """
    refused: Exception = ArchiveError(target.place, _NO_HOST)
    # A standby is better, but any will do: so all are asked twice.
    for session in ("standby", _ANY) if target.session == "prefer-standby" else (target.session,):
        for host, port in target.hosts:
            try:
                connection = await _open(driver, target, {**options, **_place_of(host, port)})
            except (OSError, driver.exceptions.CannotConnectNowError) as error:
                refused = error
                continue
            if session == _ANY or await _suits(connection, session):
                return connection
            connection.terminate()
            refused = ArchiveError(target.place, _NO_HOST)
    raise refused


def _place_of(host: str | None, port: int | None) -> dict[str, Any]:
    return {name: value for name, value in (("host", host), ("port", port)) if value is not None}


async def _open(driver: Any, target: Target, options: Mapping[str, Any]) -> Any:
    try:
        arguments = {**target.arguments, **_tls(target.tls), **options, "target_session_attrs": _ANY}
        return await driver.connect(**arguments, timeout=target.seconds)
    except (OSError, driver.exceptions.ClientConfigurationError) as error:
        problem = _tls_problem(error)
        if problem is None:
            raise
        # Without a cause: the driver repeats what it was given.
        raise ArchiveError(target.place, problem) from None


def _tls_problem(error: Exception) -> str | None:
    """Return why TLS cannot be had; None where the error is about something else."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _UNVERIFIED
    if isinstance(error, ssl.SSLError):
        return f"{_BAD_TLS} ({error.reason or 'SSL'})"
    if isinstance(error, ConnectionError):
        return _NO_TLS if "SSL" in str(error) else None
    return None if isinstance(error, OSError) else _NO_AUTHORITY


async def _suits(connection: Any, session: str) -> bool:
    """Return whether a server is of the kind that is asked for."""
    async with connection.transaction():  # so that a pooler leaves both answers to one server
        is_standby, is_read_only = await connection.fetchrow(_IN_RECOVERY)
    wanted = {"primary": not is_standby, "standby": is_standby, "read-write": not is_read_only}
    return bool(wanted.get(session, is_read_only))


def check_files(url: sa.URL, place: str) -> None:
    """See whether the files that an address names are there.

    Raises:
        ArchiveError: If one is not.
    """
    for name in FILES:
        path = url.query.get(name)
        is_system = name == "sslrootcert" and path == _SYSTEM
        if isinstance(path, str) and not is_system and not os.access(pathlib.Path(path).expanduser(), os.R_OK):
            raise ArchiveError(place, f"its {name} is no file that can be read")
