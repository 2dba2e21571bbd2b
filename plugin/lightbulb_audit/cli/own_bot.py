"""`sandbox --bot FILE`: somebody's own bot, on the local Discord instead of the real one.

Run as a module it takes the file, the server's address and a port: every `hikari.GatewayBot` and `hikari.RESTBot` that
the file makes goes there, with the token of that server; one without a gateway listens on that port. It then is as
`python FILE` would be, with a `token` at hand.
"""

import functools
import os
import pathlib
import runpy
import sys
from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit import config
from lightbulb_audit.cli.connection import TOKEN, TOKEN_FILE

_PLACES: Final = ("host", "port", "path", "socket", "ssl_context", "reuse_address", "reuse_port")
"""Where a bot says that it listens."""

_MODULE: Final = "lightbulb_audit.cli.own_bot"


def bot_command(bot: pathlib.Path | None, config_file: pathlib.Path | None, archive: str) -> list[str]:
    """Return how the sandbox starts its bot: the file of somebody's own, else one like `run`."""
    if bot is not None:
        return [sys.executable, "-m", _MODULE, str(bot.resolve()), "{rest_url}", "{endpoint_port}"]
    named = [] if config_file is None else ["--config", str(config_file.resolve())]
    return [sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", "{rest_url}", "--archive", archive, *named]


def bot_environment(bot: pathlib.Path | None, config_file: pathlib.Path | None, archive: str) -> Mapping[str, str]:
    """What stands in the environment of the sandbox's bot: a token, and for somebody's own what options would say."""
    token = {TOKEN: "{token}", TOKEN_FILE: ""}
    if bot is None:
        return token
    named = {} if config_file is None else {config.ENVIRONMENT: str(config_file.resolve())}
    return {**token, config.variable("archive"): archive, **named}


def main(file: str, rest_url: str, port: str) -> None:
    """Run the file's bot.

    Args:
        file: The Python file; it runs its bot by itself, or just makes one.
        rest_url: Where the local Discord is.
        port: Where a bot without a gateway listens; empty where Discord cannot post to it.
    """
    import hikari  # noqa: PLC0415 - the options of the sandbox need no bot

    token = os.environ[TOKEN]
    begun: list[object] = []
    made = {"token": token, "rest_url": rest_url}
    _redirect(hikari.GatewayBot, made, {}, begun)
    listens = {"host": "127.0.0.1", "port": int(port)} if port else None
    _redirect(hikari.RESTBot, {**made, "token_type": "Bot", "public_key": None}, listens, begun)
    sys.argv = [file]
    sys.path.insert(0, str(pathlib.Path(file).parent))
    names = runpy.run_path(file, {"token": token}, "__main__")
    bots = [one for one in names.values() if isinstance(one, (hikari.GatewayBot, hikari.RESTBot))]
    if bots and not begun:
        bots[0].run()
    elif not begun:
        sys.exit(f"{file}: there is no hikari.GatewayBot or hikari.RESTBot in it")


def _redirect(kind: Any, made: Mapping[str, Any], started: Mapping[str, Any] | None, begun: list[object]) -> None:
    """Send all bots of a kind to another server.

    Args:
        kind: Which bots.
        made: Options that they are made with, whatever they say themselves.
        started: Options that they are started with; None where they cannot be started there.
        begun: Gets those that were started.
    """
    make, start = kind.__init__, kind.start

    @functools.wraps(make)
    def make_there(self: object, *_: object, **options: Any) -> None:
        make(self, **{**options, **made})

    @functools.wraps(start)
    async def start_there(self: object, **options: Any) -> None:
        if started is None:
            sys.exit(f"the local Discord cannot post to a {kind.__name__}: install lightbulb-audit-standin[endpoint]")
        begun.append(self)
        kept = {name: value for name, value in options.items() if name not in _PLACES}
        await start(self, **{**kept, **started, "check_for_updates": False})  # which would ask the world outside

    kind.__init__, kind.start = make_there, start_there


if __name__ == "__main__":
    main(*sys.argv[1:])
