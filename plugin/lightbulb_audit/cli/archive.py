"""`lightbulb-audit archive`: looking after an archive, without Discord."""

import contextlib
import datetime
import pathlib
import re
import sys
from collections.abc import Generator
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from lightbulb_audit.cli.archive_session import (
    archive_options,
    fetch_status,
    parse_heads,
    print_lines,
    progress_bar,
    run_with_archive,
    unknown_guild,
)
from lightbulb_audit.cli.errors import exit_cleanly
from lightbulb_audit.cli.settings import load_settings
from lightbulb_audit.describe.text.plain import escaped
from lightbulb_audit.describe.values.numbers import pluralize
from lightbulb_audit.errors import ArchiveError, InputError
from lightbulb_audit.model import snowflake

if TYPE_CHECKING:
    from lightbulb_audit.archive.store import Archive

_ID: Final = click.IntRange(1, snowflake.LARGEST)


@click.group()
def archive() -> None:
    """Look after an archive: every state of every entry ever seen, in a database."""


@archive.command()
@archive_options
def status(address: str | None, config_file: pathlib.Path | None) -> None:
    """Say what the archive holds of each server, and what is missing, since when and why."""
    from lightbulb_audit.cli import status as archive_status  # noqa: PLC0415 - the rest needs nothing of it

    async def work(opened: "Archive") -> None:
        found, now = await opened.status(), datetime.datetime.now(datetime.UTC)
        for one in found:
            click.echo("\n".join(archive_status.lines(one, now)))
        if not found:
            click.echo("The archive is empty.")

    run_with_archive(address, config_file, work)


@archive.command()
@archive_options
@click.option("--guild", type=_ID, help="Of one server only.")
@click.option(
    "--head", "heads", multiple=True, callback=parse_heads, metavar="GUILD=DIGEST@ROW", help="A head kept elsewhere."
)
@click.option("--checkpoints", metavar="FILE|CHANNEL_ID", help="Where checkpoints are: a channel, or a file of them.")
@click.option("--rest-url", help="A server that speaks Discord's API, instead of Discord.")
@click.option("--allow-erasure", "is_allowed", is_flag=True, help="What was erased after such a head is in order.")
def verify(
    address: str | None,
    config_file: pathlib.Path | None,
    guild: int | None,
    heads: dict[int, tuple[bytes, int | None]],
    checkpoints: str | None,
    rest_url: str | None,
    is_allowed: bool,
) -> None:
    """Find every row that was altered, removed, put in or swapped, and print each chain's head.

    Keep the heads elsewhere: given back by --head, they show whether rows were cut off at the end, and what was erased
    since. Checkpoints, which Discord dates, show it too, and whether everything was written anew; of a channel those of
    the bot are taken whose token is in DISCORD_TOKEN. Exit code 1: something was altered; 3: something was erased after
    a kept head.
    """
    from lightbulb_audit.cli.verify import Inspection  # noqa: PLC0415 - see `open_archive`

    async def work(opened: "Archive") -> None:
        inspection = Inspection(opened, heads)
        total = sum(one.head.number - one.head.anchor_number for one in await opened.status(guild))
        with progress_bar("verify", total) as progress:
            await print_lines(inspection.lines(guild, progress))
        strange = 0 if checkpoints is None else await _compare(opened, checkpoints, guild, rest_url)
        if inspection.problem:
            raise ArchiveError(opened.place, inspection.problem)
        if strange:
            raise ArchiveError(opened.place, f"{pluralize(strange, 'finding', 'findings')}; compare it with a backup")
        if guild is not None and not inspection.servers:
            raise unknown_guild(opened, guild)
        if not inspection.servers:
            click.echo("The archive is empty: there is nothing to verify.")
        if inspection.erased and not is_allowed:
            click.echo(f"{opened.place}: {inspection.erased}", err=True)
            sys.exit(3)

    run_with_archive(address, config_file, work)


async def _compare(opened: "Archive", source: str, guild: int | None, rest_url: str | None) -> int:
    """Hold the archive against checkpoints; how many findings there were."""
    from lightbulb_audit.cli import checkpoints as archive_checkpoints  # noqa: PLC0415 - the rest needs no Discord

    given = await archive_checkpoints.read(source, guild, rest_url)
    done = await opened.checkpoints.compare(given.checkpoints)
    found = [*given.problems, *(str(finding) for one in done for finding in one.findings)]
    for line in (*found, *(line for one in done for line in one.lines)):
        click.echo(line)
    for lost in {one.head.guild_id for one in await opened.status(guild)} - given.checkpoints.keys():
        click.echo(f"guild {lost}: there is no checkpoint of it")
    return len(found)


@archive.command()
@archive_options
@click.option("--rest-url", help="A server that speaks Discord's API, instead of Discord.")
@click.option("--print", "is_printed", is_flag=True, help="Print the lines instead, to be kept elsewhere.")
def checkpoint(address: str | None, config_file: pathlib.Path | None, rest_url: str | None, is_printed: bool) -> None:
    """Post each server's checkpoint now to the channel of the setting `checkpoints`, with the token in DISCORD_TOKEN.

    A checkpoint says how many rows there are, and the root of the tree over them: whoever rewrites one of them later
    is found by `verify --checkpoints`, even if all else was written anew.
    """
    from lightbulb_audit.cli import checkpoints as archive_checkpoints  # noqa: PLC0415 - as above

    async def work(opened: "Archive") -> None:
        if is_printed:
            await print_lines(archive_checkpoints.lines(opened))
        else:
            posted = await archive_checkpoints.post(opened, channel, rest_url)
            click.echo(f"{pluralize(posted, 'checkpoint', 'checkpoints')} posted")

    channel = 0
    if not is_printed:
        with exit_cleanly():
            channel = int(load_settings(config_file, address).checkpoints or 0)
        if not channel:
            problem = "say where to: set `checkpoints` in the settings to the id of a channel, or use --print"
            raise click.UsageError(problem)
    run_with_archive(address, config_file, work)


@archive.command()
@archive_options
@click.option("--guild", type=_ID, help="Of which server, where the archive has several.")
@click.argument("entry_id", type=_ID)
def prove(address: str | None, config_file: pathlib.Path | None, guild: int | None, entry_id: int) -> None:
    """Write the proof, as JSON, that an entry was in the archive when its last checkpoint was given out.

    The script in the README checks it against that checkpoint, and needs nothing else.
    """

    async def work(opened: "Archive") -> None:
        guilds = await opened.guilds() if guild is None else [guild]
        if not guilds:
            raise ArchiveError(opened.place, "there is nothing in it")
        if len(guilds) > 1:
            problem = "say of which server: --guild ID"
            raise click.UsageError(problem)
        click.echo(await opened.checkpoints.prove(guilds[0], entry_id))

    run_with_archive(address, config_file, work)


@archive.command()
@archive_options
@click.option("--guild", type=_ID, help="Of one server only.")
def rebuild(address: str | None, config_file: pathlib.Path | None, guild: int | None) -> None:
    """Make anew all that the rows tell: today's entries, the index, what is covered and missing, names.

    Does nothing where the rows themselves were altered.
    """
    from lightbulb_audit.cli.verify import rebuild as mend  # noqa: PLC0415 - see `open_archive`

    async def work(opened: "Archive") -> None:
        found = await fetch_status(opened, guild)
        with progress_bar("rebuild", sum(one.head.number - one.head.anchor_number for one in found)) as progress:
            await print_lines(mend(opened, guild, progress))

    run_with_archive(address, config_file, work)


class _Asking(click.Command):
    """A command with a question, which may begin with a `-`: that turns its first word round."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell the question from the options: all of those begin with two."""
        asked = [one for one in args if re.match(r"-[^-]", one) and one != "-h"] if "--" not in args else []
        rest = [one for one in args if one not in asked]
        return super().parse_args(ctx, [*rest, "--", *asked] if asked else rest)


@archive.command(cls=_Asking)
@archive_options
@click.option("--guild", type=_ID, help="Of one server only.")
@click.option(
    "--format", "form", type=click.Choice(("jsonl", "csv", "html")), help="Raw lines, and nothing else, if left out."
)
@click.argument("query", default="")
def export(
    address: str | None, config_file: pathlib.Path | None, guild: int | None, form: str | None, query: str
) -> None:
    """Write what fits a QUERY of `/audit search`, or everything, to standard output, newest first.

    By itself it writes the raw entries, one a line; --format makes it a table, a page, or lines that say as well who is
    who and what came of it, of one server.
    """

    async def work(opened: "Archive") -> None:
        from lightbulb_audit.cli.export import ArchiveExporter  # noqa: PLC0415 - see `open_archive`

        settings = load_settings(config_file, address)
        total = sum(one.holding.entries for one in await fetch_status(opened, guild))
        with progress_bar("export", None if query else total) as progress:
            exporter = ArchiveExporter(opened, guild, query, settings.zone, settings.retention_days, progress)
            async with contextlib.aclosing(exporter.lines() if form is None else exporter.file(form)) as pieces:
                is_escaped = form in (None, "jsonl") and sys.stdout.isatty()
                async for piece in pieces:
                    sys.stdout.write(escaped(piece) if is_escaped else piece)

    run_with_archive(address, config_file, work)


@archive.command(name="import")
@archive_options
@click.option("--guild", type=_ID, help="The server of entries that name none.")
@click.argument("source", metavar="FILE|-")
def import_(address: str | None, config_file: pathlib.Path | None, guild: int | None, source: str) -> None:
    """Take in what `export` wrote, pages of Discord's, or lists of entries. What is known already is passed over."""
    # It is opened first: what cannot be read begins no archive.
    with exit_cleanly(), _opened(source) as stream:

        async def work(opened: "Archive") -> None:
            await _import(opened, stream, source, guild)

        run_with_archive(address, config_file, work, is_new_allowed=True)


@contextlib.contextmanager
def _opened(source: str) -> Generator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = pathlib.Path(source).open("rb")  # noqa: SIM115 - what is read from it may raise OSError of its own
    except OSError as error:
        raise InputError(source, f"it cannot be read ({error.strerror})") from error
    with stream:
        yield stream


async def _import(opened: "Archive", stream: BinaryIO, source: str, guild: int | None) -> None:
    from lightbulb_audit.archive.importer import Importer  # noqa: PLC0415 - see `open_archive`

    await opened.check()
    with progress_bar("import", None) as progress:
        importer = Importer(opened, guild, progress)
        try:
            await importer.take(stream)
        except ValueError as error:
            raise InputError(source, f"there is no audit log in it ({error})") from error
    click.echo(f"{importer.taken.added:,} taken in, {importer.taken.known:,} known already")
    if importer.problems:
        raise InputError(source, "; ".join([*importer.problems, "the rest was taken in"]))


@archive.command()
@archive_options
@click.option("--guild", type=_ID, help="One server only; else every one that the bot is in.")
@click.option("--rest-url", help="A server that speaks Discord's API, instead of Discord.")
def backfill(address: str | None, config_file: pathlib.Path | None, guild: int | None, rest_url: str | None) -> None:
    """Read from Discord what the archive lacks of the last 45 days; the bot's token is taken from DISCORD_TOKEN.

    What was read stays, however it ends: the next time goes on from there.
    """
    from lightbulb_audit.cli.backfill import backfill as fill  # noqa: PLC0415 - the rest needs no Discord
    from lightbulb_audit.cli.connection import bot_token  # noqa: PLC0415 - as above

    with exit_cleanly():
        token = bot_token()

    async def work(opened: "Archive") -> None:
        pace = load_settings(config_file, address).requests_per_second
        with progress_bar("backfill", None) as progress:
            await print_lines(fill(opened, token, guild, rest_url, progress, pace))

    run_with_archive(address, config_file, work, is_new_allowed=True)


@archive.command()
@archive_options
@click.option("--user", type=_ID, required=True, help="Whose id.")
@click.option("--name", "names", multiple=True, help="A name of theirs, beside the nicknames that the archive knows.")
@click.option("--guild", type=_ID, help="In one server only.")
def forget(
    address: str | None, config_file: pathlib.Path | None, user: int, names: tuple[str, ...], guild: int | None
) -> None:
    """Blank a user: their names, and every reason and value that holds their id or a name.

    The rows stay, and each blanked one is recorded, so that the archive still verifies.
    """

    async def work(opened: "Archive") -> None:
        total = sum(one.observations for one in await fetch_status(opened, guild))
        with progress_bar("forget", total) as progress:
            blanked = await opened.forget(user, names, guild, progress)
        click.echo(f"{pluralize(blanked, 'row', 'rows')} blanked")

    run_with_archive(address, config_file, work)
