"""What filling a field is, and what those who fill share."""

import functools
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.text.spans import Parts, UntrustedText

Fill: TypeAlias = Callable[[EntryContext, str], Parts | None]
"""Takes the scene and the words behind the field's name; gives what to say, or None where there is nothing to say."""

YES: Final[Parts] = ()
"""What a condition that holds has to say."""


def when(condition: object) -> Parts | None:
    """Return a condition as something to fill in."""
    return YES if condition else None


def quoted(value: Any) -> Parts | None:
    """Return words from outside in quotes; None for what is no words."""
    return (UntrustedText(value, "quote"),) if isinstance(value, str) and value.strip() else None


@functools.cache
def words_of(argument: str) -> frozenset[str]:
    """Return the words of a template's argument; there are only as many as the catalogue has."""
    return frozenset(argument.split())
