"""`lightbulb-audit archive`: looking after an archive, without Discord."""

import asyncio
import contextlib
import datetime
import pathlib
import re
import sys
from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lightbulb_audit import config as settings
from lightbulb_audit.archive import open_archive
from lightbulb_audit.cli.errors import exit_cleanly
from lightbulb_audit.describe.numbers import pluralize
from lightbulb_audit.errors import ArchiveError, InputError
from lightbulb_audit.model import snowflake

if TYPE_CHECKING:
    from lightbulb_audit.archive.stats import ArchiveStatus
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T", bound=Callable[..., Any])

_ID: Final = click.IntRange(1, snowflake.LARGEST)
_FINDINGS_SHOWN: Final = 100


def _kept(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[int, bytes]:
    """Heads that were kept elsewhere, by server."""
    found: dict[int, bytes] = {}
    for words in given:
        guild, _, digest = words.partition("=")
        try:
            found[int(guild)] = bytes.fromhex(digest)
        except ValueError as error:
            problem = f"{words!r} is not what `verify` prints: GUILD=DIGEST"
            raise click.BadParameter(problem) from error
    return found


def _located(command: _T) -> _T:
    """The two options that every command has."""
    file = click.Path(dir_okay=False, path_type=pathlib.Path)
    command = click.option("--config", "config_file", type=file, help="A file whose setting `archive` says where.")(
        command
    )
    return click.option("--archive", "address", metavar="URL", help="sqlite:///PATH, a PostgreSQL URL, or a path.")(
        command
    )


def _run(
    address: str | None,
    config_file: pathlib.Path | None,
    work: Callable[["Archive"], Coroutine[Any, Any, None]],
    *,
    is_new_allowed: bool = False,
) -> None:
    """Do some work with an archive."""
    with exit_cleanly():
        if address is None:
            address = (settings.find() if config_file is None else settings.load(config_file)).archive
        if not address:
            problem = "say which archive: --archive URL, or the setting `archive` in a file for --config"
            raise click.UsageError(problem)
        asyncio.run(_with(address, work, is_new_allowed=is_new_allowed))


async def _with(address: str, work: Callable[["Archive"], Coroutine[Any, Any, None]], *, is_new_allowed: bool) -> None:
    async with await open_archive(address, is_new_allowed=is_new_allowed) as opened:
        await work(opened)


async def _status(opened: "Archive", guild: int | None) -> "Sequence[ArchiveStatus]":
    """What there is of one or every server.

    Raises:
        ArchiveError: If there is nothing of that one.
    """
    found = await opened.status(guild)
    if guild is not None and not found:
        raise _unknown(opened, guild)
    return found


def _unknown(opened: "Archive", guild: int) -> ArchiveError:
    return ArchiveError(opened.place, f"there is nothing of guild {guild} in it; `archive status` lists what there is")


def _unaltered(rows: int) -> str:
    return f"{pluralize(rows, 'row', 'rows')}, {'as it was' if rows == 1 else 'all as they were'} written"


@contextlib.contextmanager
def _progress(what: str, total: int | None) -> Generator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)


@click.group()
def archive() -> None:
    """Look after an archive: every state of every entry ever seen, in a database."""


@archive.command()
@_located
def status(address: str | None, config_file: pathlib.Path | None) -> None:
    """Say what the archive holds of each server, and what is missing, since when and why."""
    from lightbulb_audit.cli import status as archive_status  # noqa: PLC0415 - the rest needs nothing of it

    async def work(opened: "Archive") -> None:
        found, now = await opened.status(), datetime.datetime.now(datetime.UTC)
        for one in found:
            click.echo("\n".join(archive_status.lines(one, now)))
        if not found:
            click.echo("The archive is empty.")

    _run(address, config_file, work)


@archive.command()
@_located
@click.option("--guild", type=_ID, help="Of one server only.")
@click.option("--head", "heads", multiple=True, callback=_kept, metavar="GUILD=DIGEST", help="A head kept elsewhere.")
def verify(address: str | None, config_file: pathlib.Path | None, guild: int | None, heads: dict[int, bytes]) -> None:
    """Find every row that was altered, removed, put in or swapped, and print each chain's head.

    Keep the heads elsewhere: given back by --head, they show whether rows were cut off at the end.
    """

    async def work(opened: "Archive") -> None:
        wrong, is_there = 0, False
        total = sum(one.head.number - one.head.anchor_number for one in await opened.status(guild))
        with _progress("verify", total) as progress:
            async with contextlib.aclosing(opened.verify(guild, heads, progress)) as found:
                async for head, findings in found:
                    for finding in findings[:_FINDINGS_SHOWN]:
                        click.echo(str(finding))
                    if len(findings) > _FINDINGS_SHOWN:
                        click.echo(f"guild {head.guild_id}: {len(findings) - _FINDINGS_SHOWN} more")
                    if not findings:
                        click.echo(f"guild {head.guild_id}: {_unaltered(head.number - head.anchor_number)}")
                    click.echo(f"head {head.guild_id}={head.digest.hex()}")
                    wrong += len(findings)
                    is_there = True
        if wrong:
            raise ArchiveError(opened.place, f"{pluralize(wrong, 'finding', 'findings')}; compare it with a backup")
        if guild is not None and not is_there:
            raise _unknown(opened, guild)

    _run(address, config_file, work)


class _Asking(click.Command):
    """A command with a question, which may begin with a `-`: that turns its first word round."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell the question from the options: all of those begin with two."""
        asked = [one for one in args if re.match(r"-[^-]", one) and one != "-h"] if "--" not in args else []
        rest = [one for one in args if one not in asked]
        return super().parse_args(ctx, [*rest, "--", *asked] if asked else rest)


@archive.command(cls=_Asking)
@_located
@click.option("--guild", type=_ID, help="Of one server only.")
@click.option(
    "--format", "form", type=click.Choice(("jsonl", "csv", "html")), default="jsonl", help="Raw lines if left out."
)
@click.argument("query", default="")
def export(address: str | None, config_file: pathlib.Path | None, guild: int | None, form: str, query: str) -> None:
    """Write what fits a QUERY of `/audit search`, or everything, to standard output, newest first.

    By itself it writes the raw entries, one a line; --format makes it a table or a page of one server.
    """

    async def work(opened: "Archive") -> None:
        from lightbulb_audit.cli.export import ArchiveExporter  # noqa: PLC0415 - see `open_archive`

        total = sum(one.holding.entries for one in await _status(opened, guild))
        with _progress("export", None if query else total) as progress:
            exporter = ArchiveExporter(opened, guild, query, progress)
            async with contextlib.aclosing(exporter.lines() if form == "jsonl" else exporter.file(form)) as pieces:
                async for piece in pieces:
                    sys.stdout.write(piece)

    _run(address, config_file, work)


@archive.command(name="import")
@_located
@click.option("--guild", type=_ID, help="The server of entries that name none.")
@click.argument("source", metavar="FILE|-")
def import_(address: str | None, config_file: pathlib.Path | None, guild: int | None, source: str) -> None:
    """Take in what `export` wrote, pages of Discord's, or lists of entries. What is known already is passed over."""

    async def work(opened: "Archive") -> None:
        with contextlib.ExitStack() as stack:
            await _import(opened, stack.enter_context(_opened(source)), source, guild)

    _run(address, config_file, work, is_new_allowed=True)


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

    with _progress("import", None) as progress:
        importer = Importer(opened, guild, progress)
        try:
            await importer.take(stream)
        except ValueError as error:
            raise InputError(source, f"there is no audit log in it ({error})") from error
    click.echo(f"{importer.taken.added:,} taken in, {importer.taken.known:,} known already")
    if importer.problems:
        raise InputError(source, "; ".join([*importer.problems, "the rest was taken in"]))


@archive.command()
@_located
@click.option("--guild", type=_ID, help="One server only; else every one that the bot is in.")
@click.option("--rest-url", help="A server that speaks Discord's API, instead of Discord.")
def backfill(address: str | None, config_file: pathlib.Path | None, guild: int | None, rest_url: str | None) -> None:
    """Read from Discord what the archive lacks of the last 45 days; the bot's token is taken from DISCORD_TOKEN.

    What was read stays, however it ends: the next time goes on from there.
    """
    from lightbulb_audit.cli.backfill import backfill as fill  # noqa: PLC0415 - the rest needs no Discord

    async def work(opened: "Archive") -> None:
        with _progress("backfill", None) as progress:
            async for line in fill(opened, guild, rest_url, progress):
                click.echo(line)

    _run(address, config_file, work, is_new_allowed=True)


@archive.command()
@_located
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
        total = sum(one.observations for one in await _status(opened, guild))
        with _progress("forget", total) as progress:
            blanked = await opened.forget(user, names, guild, progress)
        click.echo(f"{pluralize(blanked, 'row', 'rows')} blanked")

    _run(address, config_file, work)
