"""The command line. Standard output carries the answer alone; exit codes: 0 done, 1 it could not be, 2 wrong use."""

import asyncio
import pathlib
import signal
import sys

import click

from lightbulb_audit import archive as archives
from lightbulb_audit.cli import logs
from lightbulb_audit.cli.addresses import parse_address
from lightbulb_audit.cli.archive import archive
from lightbulb_audit.cli.errors import Group, exit_cleanly
from lightbulb_audit.cli.formats import add_reason_formats
from lightbulb_audit.cli.settings import load_settings

_FILE = click.Path(dir_okay=False, path_type=pathlib.Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=pathlib.Path)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lightbulb-audit")
def cli() -> None:
    """Discord's audit log, in words."""


@cli.command()
@click.option("--config", "config_file", type=_FILE, help="A file such as config.example.toml.")
@click.option("--rest-url", help="A server that speaks Discord's API, instead of Discord.")
@click.option("--archive", "address", metavar="URL", help="Where the archive is; none if empty. Else as the file says.")
@click.option("--health", callback=parse_address, metavar="[HOST:]PORT", help="Tell there by HTTP whether all is well.")
@click.option("--metrics", callback=parse_address, metavar="[HOST:]PORT", help="Tell Prometheus there how it does.")
@click.option(
    "--log-level", type=click.Choice(logs.LEVELS), default="info", help="What is logged; else info and worse."
)
@click.option("--log-json", is_flag=True, help="Log JSON, an object a line.")
@click.option("-v", "--verbose", is_flag=True, help="The same as --log-level debug.")
def run(
    config_file: pathlib.Path | None,
    rest_url: str | None,
    address: str | None,
    health: tuple[str, int] | None,
    metrics: tuple[str, int] | None,
    log_level: str,
    log_json: bool,
    verbose: bool,
) -> None:
    """Run a bot of its own with the extension; its token is taken from DISCORD_TOKEN, or the file DISCORD_TOKEN_FILE.

    Its archive is the file audit.sqlite3 in the working directory, unless the setting `archive` says otherwise.
    At --health an HTTP request is answered with 200 while it is connected and collects, else with 503 and the reason:
    on this machine alone if it is a port, on every interface with 0.0.0.0:PORT. So it is with --metrics.
    """
    logs.start_logging("debug" if verbose else log_level, is_json=log_json)
    with exit_cleanly(when_stopped=0):
        from lightbulb_audit.cli import run as bot  # noqa: PLC0415 - `read` and `--help` need no bot

        # Until the bot's own loop takes the signals, each is what Ctrl-C is.
        for name in bot.stop_signals():
            signal.signal(name, signal.default_int_handler)
        config = load_settings(config_file, address)
        if config.archive:
            archives.check(config.archive)
        bot.run(config, rest_url, health, metrics)


@cli.command()
@click.argument("source", default="-", metavar="[FILE|-]")
@click.option("--json", "as_json", is_flag=True, help="As JSON, an object an entry.")
@click.option("--config", "config_file", type=_FILE, help="A file whose setting `reason_formats` tells who asked bots.")
def read(source: str, as_json: bool, config_file: pathlib.Path | None) -> None:
    """Say in words what Discord's audit log endpoint answered, a list of entries, or one entry a line."""
    from lightbulb_audit.cli import read as reading  # noqa: PLC0415 - as above

    with exit_cleanly():
        add_reason_formats(config_file)
        reading.read(source, as_json=as_json)


@cli.command()
@click.argument("steps", nargs=-1, metavar="[STEP]...")
@click.option("--guild", type=_FILE, help="A guild file; without it the built-in example guild.")
@click.option("--guilds", type=click.IntRange(1), default=1, help="In how many copies of its guild the bot is.")
@click.option("--as", "as_user", metavar="USER_ID", help="Who types; without it the server's owner.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object a step.")
@click.option("--requests", type=_FILE, help="Write each HTTP request that the bot makes, a JSON object a line.")
@click.option(
    "--archive", "address", metavar="URL", default="", help="A database URL for the bot's archive; else none."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The local Discord's port; any free one if 0.")
@click.option("--config", "config_file", type=_FILE, help="A file such as config.example.toml.")
@click.option("--bot", "bot_file", type=_THERE, metavar="FILE", help="A bot of your own, instead of one like `run`.")
@click.option("-v", "--verbose", is_flag=True, help="Show the bot's own log.")
def sandbox(
    steps: tuple[str, ...],
    guild: pathlib.Path | None,
    guilds: int,
    as_user: str | None,
    as_json: bool,
    requests: pathlib.Path | None,
    address: str,
    port: int,
    config_file: pathlib.Path | None,
    bot_file: pathlib.Path | None,
    verbose: bool,
) -> None:
    """Try the bot on a local Discord: no token, no network.

    A STEP is a slash command such as "/audit recent count:5", `press LABEL`, `choose VALUE`, `submit TEXT`,
    `type /audit recent action:ba`, `user-command NAME USER_ID`, `as USER_ID`, `in GUILD_ID`, `event FILE`,
    `grow ENTRY_ID COUNT`, `stop`, `start`, `kill`, `wait SECONDS` or `fault NAME [VALUE]`. Without one they are read
    from standard input, one a line.

    With --bot the bot of a Python file is run, as `python FILE` would, but on the local Discord, whatever its token:
    it finds one in DISCORD_TOKEN, and under the name `token`.
    """
    from discord_standin.sandbox import sandbox as play  # noqa: PLC0415 - as above
    from lightbulb_audit.cli.own_bot import bot_command, bot_environment  # noqa: PLC0415 - as above

    with exit_cleanly():
        load_settings(config_file, address)
        if address:
            archives.check(address)
        code = asyncio.run(
            play(
                argv=bot_command(bot_file, config_file, address),
                env=bot_environment(bot_file, config_file, address),
                steps=steps,
                guild=guild,
                guilds=guilds,
                as_user=as_user,
                as_json=as_json,
                requests=requests,
                port=port,
                is_verbose=verbose,
            )
        )
    sys.exit(code)


cli.add_command(archive)
