"""Where something of ours listens, as it is typed."""

from typing import Final

import click

_LOOPBACK: Final = "127.0.0.1"
_MOST_PORTS: Final = 65535

Address = tuple[str, int]
"""A host and a port."""


def parse_address(_context: click.Context, _option: click.Parameter, text: str | None) -> Address | None:
    """Read `PORT`, of this machine alone, or `HOST:PORT`, such as `0.0.0.0:8080` for every interface."""
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _MOST_PORTS):
        problem = f"{text!r} is no port from 1 to {_MOST_PORTS}, nor HOST:PORT"
        raise click.BadParameter(problem)
    return host.strip("[]") or _LOOPBACK, int(port)
