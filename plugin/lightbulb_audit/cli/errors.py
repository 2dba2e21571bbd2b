"""How every command ends: in good order, or with one line that says why not."""

import contextlib
import io
import os
import sys
from collections.abc import Generator
from typing import Any

import click

from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.errors import ArchiveError, InputError, SettingsError
from lightbulb_audit.model.secrets import mask_secrets


@contextlib.contextmanager
def exit_cleanly(*, when_stopped: int = 1) -> Generator[None]:
    """One line on standard error and exit code 1, instead of a traceback.

    Args:
        when_stopped: The exit code if the user ends it: 0 for what runs until that.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        yield
        sys.stdout.flush()
    except ArchiveError as error:
        _tell(str(error))
        sys.exit(1)
    except (InputError, SettingsError) as error:
        # What was given as a file may have been an address.
        _tell(mask_secrets(str(error)))
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read us has enough.
        _drop_output()
        sys.exit(1)
    except OSError as error:
        # All that is opened says what is wrong with it by itself: what is left is what the answer is written to.
        _drop_output()
        click.echo(f"standard output: it cannot be written ({error.strerror or error})", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(when_stopped)


def _tell(problem: str) -> None:
    click.echo(clean(" ".join(problem.split())), err=True)


class Group(click.Group):
    """Commands whose wrong use is told without repeating a password that stood in the wrong place."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the words before the name of a command."""
        with _masked():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the rest, and do it."""
        with _masked():
            return super().invoke(ctx)


@contextlib.contextmanager
def _masked() -> Generator[None]:
    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(mask_secrets(error.format_message()), error.ctx) from None


def _drop_output() -> None:
    """Let nobody fail again to write what could not be: Python tries once more when it closes the stream."""
    with contextlib.suppress(OSError, ValueError):  # a stream of a test has no number
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    sys.stdout = io.TextIOWrapper(io.BytesIO())
