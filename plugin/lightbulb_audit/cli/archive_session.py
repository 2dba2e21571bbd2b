"""What the commands of `lightbulb-audit archive` share: their options, the open archive, and a bar of progress."""

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.heartbeat import guard
from lightbulb_audit.cli.errors import exit_cleanly
from lightbulb_audit.cli.formats import add_reason_formats
from lightbulb_audit.cli.settings import load_settings
from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.errors import ArchiveError

if TYPE_CHECKING:
    from lightbulb_audit.archive.stats import ArchiveStatus
    from lightbulb_audit.archive.store import Archive

_T = TypeVar("_T", bound=Callable[..., Any])


def parse_heads(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[int, tuple[bytes, int | None]]:
    """Return heads that were kept elsewhere, by server."""
    found: dict[int, tuple[bytes, int | None]] = {}
    for words in given:
        guild, _, head = words.partition("=")
        digest, at, number = head.partition("@")
        try:
            found[int(guild)] = bytes.fromhex(digest), int(number) if at else None
        except ValueError as error:
            problem = f"{words!r} is not what `verify` prints: GUILD=DIGEST@ROW"
            raise click.BadParameter(problem) from error
    return found


def archive_options(command: _T) -> _T:
    """Return the two options that every command has."""
    file = click.Path(dir_okay=False, path_type=pathlib.Path)
    command = click.option("--config", "config_file", type=file, help="A file whose setting `archive` says where.")(
        command
    )
    return click.option("--archive", "address", metavar="URL", help="sqlite:///PATH, a PostgreSQL URL, or a path.")(
        command
    )


def run_with_archive(
    address: str | None,
    config_file: pathlib.Path | None,
    work: Callable[["Archive"], Coroutine[Any, Any, None]],
    *,
    is_new_allowed: bool = False,
) -> None:
    """Do some work with an archive."""
    with exit_cleanly():
        address = address if address is not None else load_settings(config_file, None).archive
        if not address:
            problem = "there is none: say which by --archive URL, or by the setting `archive`"
            raise click.UsageError(problem)
        add_reason_formats(config_file)
        asyncio.run(_work_with(address, work, is_new_allowed=is_new_allowed))


async def _work_with(
    address: str, work: Callable[["Archive"], Coroutine[Any, Any, None]], *, is_new_allowed: bool
) -> None:
    async with await open_archive(address, is_new_allowed=is_new_allowed) as opened:
        await guard(work(opened), opened)


async def fetch_status(opened: "Archive", guild: int | None) -> "Sequence[ArchiveStatus]":
    """Return what there is of one or every server.

    Raises:
        ArchiveError: If there is nothing of that one.
    """
    found = await opened.status(guild)
    if guild is not None and not found:
        raise unknown_guild(opened, guild)
    return found


async def print_lines(lines: AsyncGenerator[str]) -> None:
    """Print lines as they come; where nobody reads on, what they come from ends before the archive is closed."""
    async with contextlib.aclosing(lines) as given:
        async for line in given:
            click.echo(clean(line))


def unknown_guild(opened: "Archive", guild: int) -> ArchiveError:
    """Return what to tell who asks for a server of which the archive has nothing."""
    return ArchiveError(opened.place, f"there is nothing of guild {guild} in it; `archive status` lists what there is")


@contextlib.contextmanager
def progress_bar(what: str, total: int | None) -> Generator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)
