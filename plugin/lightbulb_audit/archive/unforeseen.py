"""Errors that no database should cause: a running bot goes on without its archive all the same."""

import contextlib
import logging
import traceback
from collections.abc import Generator
from typing import Final

from lightbulb_audit.errors import ArchiveError, AuditError

_log: Final = logging.getLogger(__name__)


@contextlib.contextmanager
def contain_unforeseen(place: str) -> Generator[None]:
    """Turn such an error into an `ArchiveError`, and log where it came from.

    What it says may hold a secret, so it is neither told nor logged.

    Args:
        place: The archive's address, fit to be shown.
    """
    try:
        yield
    except (ArchiveError, AuditError):
        raise
    except Exception as error:  # noqa: BLE001 - see above
        name, frames = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
        _log.error("the archive failed in a way that nobody foresaw: %s, in\n%s", name, frames)
        problem = f"it failed in a way that nobody foresaw ({name}); the bot's log says where"
        raise ArchiveError(place, problem) from None
