"""pgbouncer, the pooler that stands before many a hosted PostgreSQL: a real one, where it is installed."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from typing import Final

import pytest
import sqlalchemy as sa

PORT: Final = 5432
_SECONDS: Final = 10.0
_NONE: Final[Mapping[str, str]] = {}
_NO_FILES: Final[Mapping[str, pathlib.Path]] = {}


def find_pgbouncer() -> str:
    """Return the program; where there is none, or it cannot be run, skip the test."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed")
    return program


@contextlib.contextmanager
def running_pgbouncer(
    server: str, settings: Mapping[str, str] = _NONE, files: Mapping[str, pathlib.Path] = _NO_FILES
) -> Generator[pathlib.Path]:
    """A pgbouncer in the mode `transaction` before a PostgreSQL; yields the folder of its socket.

    It refuses to run as root, so it runs as whoever the server's socket belongs to.

    Args:
        server: The server's address, with the folder of its socket.
        settings: More lines of its settings.
        files: Settings that name a file, which it gets a copy of.
    """
    program = find_pgbouncer()
    behind = str(sa.make_url(server).query["host"])
    owner = pathlib.Path(behind, f".s.PGSQL.{PORT}").stat()
    with tempfile.TemporaryDirectory(prefix="pb") as home:
        folder = pathlib.Path(home)
        lines = {
            "unix_socket_dir": home, "listen_addr": "", "listen_port": str(PORT), "auth_type": "any",
            "pool_mode": "transaction", "default_pool_size": "4", "max_client_conn": "500", **settings,
            **{name: str(shutil.copy(path, folder)) for name, path in files.items()},
        }  # fmt: skip
        text = "\n".join(f"{name} = {value}" for name, value in lines.items())
        file = folder / "pgbouncer.ini"
        file.write_text(f"[databases]\n* = host={behind} port={PORT} user=postgres\n[pgbouncer]\n{text}\n")
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.st_uid, owner.st_gid)
        user, group = (owner.st_uid, owner.st_gid) if os.getuid() == 0 else (None, None)
        words = [program, "-q", file]
        with (folder / "log").open("wb") as log, subprocess.Popen(words, stderr=log, user=user, group=group) as process:
            try:
                _await_socket(folder / f".s.PGSQL.{lines['listen_port']}", process)
                yield folder
            finally:
                process.kill()


def _await_socket(socket: pathlib.Path, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _SECONDS
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"pgbouncer did not start: {socket.with_name('log').read_text()}")
        time.sleep(0.02)


def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def through(folder: pathlib.Path, address: str) -> str:
    """An address of a database of the server, by way of the pooler."""
    url = sa.make_url(address)
    return url.update_query_dict({"host": str(folder)}).render_as_string(hide_password=False)
