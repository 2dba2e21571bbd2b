"""`sandbox --bot FILE`: somebody's own bot, on the local Discord instead of the real one.

Run as a module it takes the file and the server's address: every `hikari.GatewayBot` that the file makes goes there,
with the token of that server. It then is as `python FILE` would be, with a `token` at hand.
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

_MODULE: Final = "lightbulb_audit.cli.own_bot"


def bot_command(bot: pathlib.Path | None, config_file: pathlib.Path | None, archive: str) -> list[str]:
    """Return how the sandbox starts its bot: the file of somebody's own, else one like `run`."""
    if bot is not None:
        return [sys.executable, "-m", _MODULE, str(bot.resolve()), "{rest_url}"]
    named = [] if config_file is None else ["--config", str(config_file.resolve())]
    return [sys.executable, "-m", "lightbulb_audit", "run", "--rest-url", "{rest_url}", "--archive", archive, *named]


def bot_environment(bot: pathlib.Path | None, config_file: pathlib.Path | None, archive: str) -> Mapping[str, str]:
    """What stands in the environment of the sandbox's bot: a token, and for somebody's own what options would say."""
    token = {TOKEN: "{token}", TOKEN_FILE: ""}
    if bot is None:
        return token
    named = {} if config_file is None else {config.ENVIRONMENT: str(config_file.resolve())}
    return {**token, config.variable("archive"): archive, **named}


def main(file: str, rest_url: str) -> None:
    """Run the file's bot.

    Args:
        file: The Python file; it runs its bot by itself, or just makes one.
        rest_url: Where the local Discord is.
    """
    import hikari  # noqa: PLC0415 - the options of the sandbox need no bot

    token = os.environ[TOKEN]
    begun = _redirect(hikari.GatewayBot, token, rest_url)
    sys.argv = [file]
    sys.path.insert(0, str(pathlib.Path(file).parent))
    made = runpy.run_path(file, {"token": token}, "__main__")
    bots = [one for one in made.values() if isinstance(one, hikari.GatewayBot)]
    if bots and not begun:
        bots[0].run()
    elif not begun:
        sys.exit(f"{file}: there is no hikari.GatewayBot in it")


def _redirect(kind: Any, token: str, rest_url: str) -> list[object]:
    """Send all bots of a kind to another server; the list is filled with those that were started."""
    make, start = kind.__init__, kind.start
    begun: list[object] = []

    @functools.wraps(make)
    def make_there(self: object, *_: object, **options: Any) -> None:
        options.pop("token", None)
        make(self, token, **{**options, "rest_url": rest_url})

    @functools.wraps(start)
    async def start_there(self: object, **options: Any) -> None:
        begun.append(self)
        await start(self, **{**options, "check_for_updates": False})  # which would ask the world outside

    kind.__init__, kind.start = make_there, start_there
    return begun


if __name__ == "__main__":
    main(*sys.argv[1:])
