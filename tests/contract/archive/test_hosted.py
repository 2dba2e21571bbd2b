"""PostgreSQL as it is hosted: what libpq's parameters mean there, and a pooler in between."""

import asyncio
import contextlib
import pathlib
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from typing import Final

import pytest
import sqlalchemy as sa
from tests.contract.archive.certificates import Authority
from tests.contract.archive.kit import GUILD, Cable, findings, seen
from tests.poolers import PORT, running_pgbouncer, through, unused_port

from lightbulb_audit.archive import open_archive, ping
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.url import parse
from lightbulb_audit.errors import ArchiveAwayError, ArchiveError

_NO_TLS: Final = "the server speaks no TLS, which its sslmode asks for"
_NO_HOST: Final = "none of its hosts is what its target_session_attrs asks for"
_UNVERIFIED: Final = "the server's certificate cannot be verified, which its sslmode asks for; name the authority's"
_NO_AUTHORITY: Final = "its sslmode verifies the server, but sslrootcert is missing"


async def _ask(address: str, words: str) -> str:
    """What a server answers over a connection such as the archive has."""
    database = Database(address)
    try:
        async with database.reading() as connection:
            return str((await connection.exec_driver_sql(words)).scalar_one())
    finally:
        await database.close()


def _with(address: str, options: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{options}"


# A pooler


async def test_many_at_once_share_the_connections_of_a_pooler(database: str, pooler: pathlib.Path) -> None:
    """Each transaction may go to another process of the server, and nothing of the one before is missed there."""
    address = through(pooler, database)
    guilds = range(GUILD, GUILD + 8)
    async with await open_archive(address) as one, await open_archive(address) as other:

        async def work(guild: int) -> None:
            for number in range(6):
                await (one, other)[number % 2].append(guild, [seen(number)])
                assert (await one.stats(guild)).entries == number + 1

        await asyncio.gather(*map(work, guilds))
        assert sorted(await other.guilds()) == list(guilds)
        assert await findings(one) == []
        connector = one._database._connector  # pyright: ignore[reportPrivateUsage]
        assert connector is not None
        assert not connector.is_direct


async def test_a_pooler_that_is_busy_for_a_while(server: str) -> None:
    """Connections that wait for long are taken for dead and made anew, and nobody is given one of the dead."""
    with running_pgbouncer(server, {"default_pool_size": "1"}) as folder:
        one, other = (Database(through(folder, server)) for _ in range(2))
        try:
            await asyncio.gather(*(_sleep(one, 0.1) for _ in range(4)))
            busy = asyncio.create_task(_sleep(other, 1.5))
            await asyncio.sleep(0.2)
            doubting = asyncio.create_task(_sleep(one, 0))
            await asyncio.sleep(0.6)
            await asyncio.gather(busy, doubting, *(_sleep(one, 0) for _ in range(3)))
        finally:
            await asyncio.gather(one.close(), other.close())


async def _sleep(database: Database, seconds: float) -> None:
    async with database.reading() as connection:
        await connection.exec_driver_sql(f"SELECT pg_sleep({seconds})")


async def test_without_a_pooler_statements_are_prepared_once(server: str) -> None:
    """Where nobody stands in between, that is seen, and a statement that comes again is known there."""
    database = Database(server)
    try:
        await database.probe()
        counts: list[int] = []
        for _ in range(2):
            async with database.reading() as connection:
                found = await connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements")
                counts.append(found.scalar_one())
        assert counts[0] == counts[1] >= 1
    finally:
        await database.close()


async def test_what_a_pooler_refuses(server: str, tmp_path: pathlib.Path) -> None:
    """A wrong name or password is told as such, though a pooler has one code for all that it refuses."""
    users = tmp_path / "users.txt"
    right = "hunter2"
    users.write_text(f'"postgres" "{right}"\n', encoding="utf-8")
    with running_pgbouncer(server, {"auth_type": "plain"}, {"auth_file": users}) as folder:
        url = sa.make_url(through(folder, server))
        await ping(url.set(password=right).render_as_string(hide_password=False))
        passfile = tmp_path / "passfile"
        passfile.write_text(f"*:*:*:postgres:{right}\n", encoding="utf-8")
        passfile.chmod(0o600)
        await ping(
            url.set(password=None).update_query_dict({"passfile": str(passfile)}).render_as_string(hide_password=False)
        )
        for wrong, said in (
            (url.set(password=f"{right}x"), "the database does not accept this user and password"),
            (url.set(username="anna", password=right), "the database does not accept this user and password"),
            (url.set(database="nowhere", password=right), "there is no database of this name; create it"),
        ):
            with pytest.raises(ArchiveError) as caught:
                await ping(wrong.render_as_string(hide_password=False))
            assert caught.value.problem == said
            assert "hunter" not in str(caught.value)


# Hosts


@pytest.fixture
async def cable(server: str) -> AsyncIterator[Cable]:
    """A way to the server by TCP."""
    cable = Cable(server)
    await cable.plug()
    yield cable
    await cable.pull()


@pytest.fixture
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes connections, and says nothing."""

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(keep, "127.0.0.1", 0)
    yield listening.sockets[0].getsockname()[1]
    listening.close()


async def test_each_host_is_waited_for_by_itself(silent: int, cable: Cable) -> None:
    """A host that says nothing costs `connect_timeout`, and the next one is taken; also where none listens."""
    address = f"postgresql://postgres@127.0.0.1:{silent},127.0.0.1:1,127.0.0.1:{cable.port}/postgres?connect_timeout=1"
    began = time.monotonic()
    assert await _ask(address, "SELECT 5") == "5"
    assert 1 <= time.monotonic() - began < 5
    with pytest.raises(ArchiveAwayError):
        await ping(f"postgres://postgres@127.0.0.1:{silent}/postgres?connect_timeout=1")


@pytest.mark.parametrize(
    ("wanted", "settings", "is_there"),
    [
        ("any", "", True), ("read-write", "", True), ("primary", "", True), ("prefer-standby", "", True),
        ("standby", "", False), ("read-only", "", False),
        ("read-only", "default_transaction_read_only", True), ("read-write", "default_transaction_read_only", False),
        ("primary", "default_transaction_read_only", True),
    ],
)  # fmt: skip
async def test_only_a_server_of_the_kind_asked_for_is_taken(
    server: str, wanted: str, settings: str, is_there: bool
) -> None:
    """`target_session_attrs` goes by whether the server is a standby, or says that it may only be read."""
    options = f"&options=-c%20{settings}%3Don" if settings else ""
    address = _with(server, f"target_session_attrs={wanted}{options}")
    if is_there:
        await ping(address)
        return
    with pytest.raises(ArchiveError) as caught:
        await ping(address)
    assert caught.value.problem == _NO_HOST


@pytest.mark.parametrize(
    ("options", "words", "said"),
    [
        ("", "SHOW application_name", "lightbulb-audit"),
        ("application_name=my%20bot", "SHOW application_name", "my bot"),
        ("options=-c%20work_mem%3D7MB%20-c%20geqo%3Doff", "SHOW work_mem", "7MB"),
        ("client_encoding=utf8&gssencmode=prefer&channel_binding=prefer", "SHOW client_encoding", "UTF8"),
    ],
)
async def test_a_sessions_settings(server: str, options: str, words: str, said: str) -> None:
    """What the session is to be called, and how it is set, reaches the server."""
    assert await _ask(_with(server, options) if options else server, words) == said


# TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who vouches for the server."""
    return Authority(tmp_path_factory.mktemp("authority"), "ours")


@pytest.fixture(scope="module")
def tls_port(server: str, authority: Authority) -> Iterator[int]:
    """The port of a server that speaks TLS alone, as `localhost`."""
    file, key = authority.vouch_for("localhost")
    port = unused_port()
    settings = {"listen_addr": "127.0.0.1", "listen_port": str(port), "client_tls_sslmode": "require"}
    with running_pgbouncer(server, settings, {"client_tls_cert_file": file, "client_tls_key_file": key}):
        yield port


@pytest.mark.parametrize(
    ("host", "options", "said"),
    [
        ("localhost", "sslmode=disable", "the database takes connections with TLS alone; write"),
        ("localhost", "sslmode=allow", None),
        ("localhost", "sslmode=prefer", None),
        ("localhost", "", None),
        ("localhost", "sslmode=require", None),
        ("localhost", "ssl=require", None),
        ("localhost", "sslmode=require&sslrootcert=OURS", None),
        ("localhost", "sslmode=require&sslrootcert=OTHERS", _UNVERIFIED),
        ("localhost", "sslmode=verify-ca", _NO_AUTHORITY),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert=OURS", None),
        ("localhost", "sslmode=verify-ca&sslrootcert=OTHERS", _UNVERIFIED),
        ("localhost", "sslmode=verify-full&sslrootcert=OURS", None),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert=OURS", _UNVERIFIED),
        ("localhost", "sslmode=verify-full&sslrootcert=system", _UNVERIFIED),
        ("localhost", "sslrootcert=system", _UNVERIFIED),
        ("localhost", "sslmode=verify-full&sslrootcert=NOWHERE", "its sslrootcert is no file that can be read"),
        (
            "localhost",
            "sslmode=require&sslcert=OURS&sslkey=OTHERS",
            "TLS cannot be had; see whether what its sslrootcert",
        ),
        ("localhost", "sslmode=require&ssl_min_protocol_version=TLSv1.3", None),
    ],
)
async def test_tls_as_libpq_means_it(
    tls_port: int,
    authority: Authority,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    options: str,
    said: str | None,
) -> None:
    """Each sslmode encrypts, and verifies the authority and the host, just as libpq's manual says."""
    monkeypatch.setenv("HOME", str(tmp_path))  # where nobody's certificates lie
    files = {"OURS": authority.file, "OTHERS": Authority(tmp_path, "others").file, "NOWHERE": tmp_path / "nowhere"}
    for name, file in files.items():
        options = options.replace(name, str(file))
    address = f"postgres://postgres@{host}:{tls_port}/postgres?{options}".rstrip("?")
    if said is None:
        await ping(address)
        return
    with pytest.raises(ArchiveError) as caught:
        await ping(address)
    assert said in caught.value.problem
    assert not isinstance(caught.value, ArchiveAwayError)


async def test_a_certificate_that_was_taken_back(server: str, authority: Authority) -> None:
    """A server is not believed whose certificate stands in the list of `sslcrl`."""
    file, key = authority.vouch_for("localhost")
    port = unused_port()
    settings = {"listen_addr": "127.0.0.1", "listen_port": str(port), "client_tls_sslmode": "require"}
    with running_pgbouncer(server, settings, {"client_tls_cert_file": file, "client_tls_key_file": key}):
        address = f"postgres://postgres@localhost:{port}/postgres?sslmode=verify-full&sslrootcert={authority.file}"
        await ping(f"{address}&sslcrl={authority.revoke()}")
        with pytest.raises(ArchiveError) as caught:
            await ping(f"{address}&sslcrl={authority.revoke(file)}")
    assert _UNVERIFIED in caught.value.problem


async def test_tls_from_the_first_byte(server: str, authority: Authority) -> None:
    """With `sslnegotiation=direct` the connection begins with TLS, and nothing is sent before in the clear."""
    file, key = authority.vouch_for("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    context.set_alpn_protocols(["postgresql"])
    socket = pathlib.Path(str(sa.make_url(server).query["host"]), f".s.PGSQL.{PORT}")
    protocols: list[str | None] = []

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protocols.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        inner, outer = await asyncio.open_unix_connection(str(socket))
        await asyncio.gather(_pump(reader, outer), _pump(inner, writer))

    listening = await asyncio.start_server(forward, "127.0.0.1", 0, ssl=context)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        address = f"postgres://postgres@localhost:{port}/postgres?sslmode=verify-full&sslrootcert={authority.file}"
        await ping(f"{address}&sslnegotiation=direct")
        assert set(protocols) == {"postgresql"}
        with pytest.raises(ArchiveError):
            await ping(f"{address}&sslnegotiation=postgres&connect_timeout=2")


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
async def test_a_server_without_tls(cable: Cable, authority: Authority, mode: str) -> None:
    """What insists on TLS is refused in a sentence; what does not goes without."""
    address = f"postgres://postgres@127.0.0.1:{cable.port}/postgres?sslmode={mode}&sslrootcert={authority.file}"
    if mode in {"disable", "allow", "prefer"}:
        await ping(address)
        return
    with pytest.raises(ArchiveError) as caught:
        await ping(address)
    assert caught.value.problem == _NO_TLS


async def test_a_clients_certificate(server: str, authority: Authority) -> None:
    """A server that asks for one gets that of `sslcert` and `sslkey`, and nothing else will do."""
    file, key = authority.vouch_for("localhost")
    own, own_key = authority.vouch_for("postgres")
    port = unused_port()
    settings = {"listen_addr": "127.0.0.1", "listen_port": str(port), "client_tls_sslmode": "verify-full"}
    files = {"client_tls_cert_file": file, "client_tls_key_file": key, "client_tls_ca_file": authority.file}
    with running_pgbouncer(server, settings, files):
        address = f"postgres://postgres@localhost:{port}/postgres?sslmode=verify-full&sslrootcert={authority.file}"
        await ping(f"{address}&sslcert={own}&sslkey={own_key}")
        with pytest.raises(ArchiveError):
            await ping(address)
        locked, locked_key = authority.vouch_for("postgres", "hunter2")
        await ping(f"{address}&sslcert={locked}&sslkey={locked_key}&sslpassword=hunter2")
        with pytest.raises(ArchiveError) as caught:
            await ping(f"{address}&sslcert={locked}&sslkey={locked_key}&sslpassword=hunter3")
        assert "TLS cannot be had" in caught.value.problem
        assert "hunter" not in str(caught.value)


# Services


_SERVICES: Final = """\
# what our servers are
[other]
host=nowhere.invalid

[ours]
host=HOST
user=postgres
dbname=postgres
application_name=100%% by service
options=-c work_mem=7MB
password=a=b#c
[later]
sslmoed=require
[nested]
service=ours
[secret]
password=hunter2
sslmode=perhaps
"""


@pytest.fixture
def service_file(server: str, tmp_path: pathlib.Path) -> pathlib.Path:
    """A file of services, one of which is the server's."""
    path = tmp_path / "services.conf"
    path.write_text(_SERVICES.replace("HOST", str(sa.make_url(server).query["host"])), encoding="utf-8")
    return path


@pytest.mark.parametrize("way", ["servicefile", "PGSERVICEFILE", "PGSYSCONFDIR", "home", "PGSERVICE"])
async def test_a_service_by_its_name(service_file: pathlib.Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """`service` stands for what is written under its name, wherever libpq would find the file."""
    for name in ("PGSERVICEFILE", "PGSYSCONFDIR", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(service_file.parent / "home"))
    (service_file.parent / "home").mkdir()
    address = f"postgres:///?service=ours&servicefile={service_file}"
    if way == "PGSERVICE":
        monkeypatch.setenv("PGSERVICE", "ours")
        address = f"postgres:///?servicefile={service_file}"
    elif way != "servicefile":
        address = "postgres:///?service=ours"
        standard = {"home": "home/.pg_service.conf", "PGSYSCONFDIR": "pg_service.conf"}.get(way)
        if standard is not None:
            (service_file.parent / standard).write_bytes(service_file.read_bytes())
        if way != "home":
            monkeypatch.setenv(way, str(service_file if way == "PGSERVICEFILE" else service_file.parent))
    assert await _ask(address, "SHOW application_name") == "100%% by service"
    assert await _ask(f"{address}&application_name=own", "SHOW application_name") == "own"
    assert await _ask(address, "SHOW work_mem") == "7MB"
    assert parse(address).password == "a=b#c"  # noqa: S105 - made up, to be read as libpq reads it


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("service=nobody", "its service stands in no service file"),
        ("service=later", "the parameter sslmoed of its service is unknown"),
        ("service=nested", "the parameter service of its service is unknown"),
        ("service=secret", "its sslmode is none of disable"),
    ],
)
def test_a_service_that_cannot_be_used(service_file: pathlib.Path, options: str, said: str) -> None:
    """What is wrong with a service is said as if it stood in the address, and without its secrets."""
    with pytest.raises(ArchiveError) as caught:
        parse(f"postgres:///?{options}&servicefile={service_file}")
    assert caught.value.problem.startswith(said)
    assert "hunter2" not in str(caught.value)


# Addresses


_PARAMETERS: Final = (
    "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth", "channel_binding",
    "connect_timeout", "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication", "gssencmode",
    "sslmode", "requiressl", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslkeylogfile",
    "sslpassword", "sslcertmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "requirepeer",
    "ssl_min_protocol_version", "ssl_max_protocol_version", "min_protocol_version", "max_protocol_version",
    "krbsrvname", "gsslib", "gssdelegation", "scram_client_key", "scram_server_key", "service", "servicefile",
    "target_session_attrs", "load_balance_hosts", "oauth_issuer", "oauth_client_id", "oauth_client_secret",
    "oauth_scope",
)  # fmt: skip
"""All that libpq knows. Source: PostgreSQL 18's manual, "Parameter Key Words"."""

_MEANT: Final = {
    "host": "a", "port": "5433", "user": "me", "password": "x", "passfile": "/x", "channel_binding": "prefer",
    "connect_timeout": "5", "client_encoding": "utf8", "options": "-c geqo=off", "application_name": "bot",
    "gssencmode": "disable", "sslmode": "require", "sslnegotiation": "direct", "sslcert": "/x", "sslkey": "/x",
    "sslpassword": "x", "sslrootcert": "/x", "sslcrl": "/x", "ssl_min_protocol_version": "TLSv1.2",
    "ssl_max_protocol_version": "TLSv1.3", "krbsrvname": "x", "gsslib": "gssapi", "service": "ours",
    "servicefile": "/x", "target_session_attrs": "primary",
}  # fmt: skip
"""Those that mean here what they mean there, each with a value."""


@pytest.mark.parametrize("name", _PARAMETERS)
def test_each_parameter_is_meant_or_refused(name: str, service_file: pathlib.Path) -> None:
    """Nothing that libpq knows is taken and does nothing: it is understood, or refused by its name."""
    beside = f"&servicefile={service_file}" if name == "service" else "&sslmode=require" * (name == "sslnegotiation")
    address = f"postgresql://h/name?{name}={_MEANT.get(name, '1')}{beside}"
    if name in _MEANT:
        assert parse(address).drivername == "postgresql+asyncpg"
        return
    with pytest.raises(ArchiveError) as caught:
        parse(address)
    assert caught.value.problem.startswith(f"its option {name} is unknown; ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("sslmoed=require", "its option sslmoed is unknown; do you mean sslmode?"),
        ("pgbouncer=true", "its option pgbouncer is unknown; leave it out"),
        ("prepared_statement_cache_size=0", "its option prepared_statement_cache_size is unknown; leave it out"),
        ("keepalives_idle=5", "its option keepalives_idle is unknown; leave it out"),
        ("sslmode=yes", "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"),
        ("channel_binding=require", "its channel_binding is none of disable, prefer"),
        ("target_session_attrs=master", "its target_session_attrs is none of any, read-write, read-only, primary"),
        ("ssl_min_protocol_version=3", "its ssl_min_protocol_version is none of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3"),
        ("connect_timeout=soon", "its connect_timeout is no whole number of seconds"),
        ("sslnegotiation=tls", "its sslnegotiation is none of postgres, direct"),
        ("sslnegotiation=direct", "its sslnegotiation=direct needs an sslmode of require, verify-ca, verify-full"),
        ("sslnegotiation=direct&ssl=prefer", "its sslnegotiation=direct needs an sslmode of require"),
        ("sslrootcert=system&sslmode=require", "its sslrootcert=system needs sslmode=verify-full"),
        ("port=0", "its port is not from 1 to 65535"),
        ("Hunter2", "there is an unknown option behind its ?; known are application_name, channel_binding"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(options: str, said: str) -> None:
    """An unknown option is refused by its name, and a wrong value with those that fit, without itself."""
    with pytest.raises(ArchiveError) as caught:
        parse(f"postgresql://me:secret@host/name?{options}")
    assert caught.value.problem.startswith(said)
    assert "Hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["postgresql://me@a:1,b,[::1]:3/name", "postgres://me@a:1,b,[::1]:3/name?sslmode=require"]
)
def test_several_hosts_stand_where_one_does(address: str) -> None:
    """Libpq's own form of several hosts, each with a port of its own or none."""
    assert Database(address).place == "postgresql://a:1,b,[::1]:3/name"
