"""Entries that reading the log brought to light: which of them are news, and who is told."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from lightbulb_audit.model import Page, Record
from lightbulb_audit.services.collector.range_reader import RangeResult

Announce: TypeAlias = Callable[[Page, Sequence[Record]], None]
"""Takes a page, and some of its entries."""


def tell_nobody(_page: Page, _records: Sequence[Record]) -> None:
    """Keep it to oneself."""


def news_of(read: RangeResult, known_through: int | None) -> Sequence[Record]:
    """Return the entries of which the archive knew nothing, the earliest first.

    Args:
        read: A page, as it was kept.
        known_through: Up to which id all is history, however late it is read; None where nobody can tell.
    """
    fresh = () if known_through is None else [one for one in read.records if int(one.id) in read.fresh]
    return sorted((one for one in fresh if int(one.id) > (known_through or 0)), key=lambda one: int(one.id))
