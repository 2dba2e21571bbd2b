"""What an archive holds of a server, and what it lacks, in plain lines: for `lightbulb-audit archive status`."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.describe.values.numbers import pluralize
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import CollectionProgress, Marks, MissingRange
from lightbulb_audit.services.collector.coverage import missing

if TYPE_CHECKING:
    from lightbulb_audit.archive.stats import ArchiveStatus


def lines(one: "ArchiveStatus", now: datetime.datetime) -> Iterator[str]:
    """Yield all of it, a fact a line.

    Args:
        one: What there is.
        now: The time: what Discord still has is to be read, what it forgot is missing for good.
    """
    head, holding = one.head, one.holding
    standing = CollectionProgress(one.covered, one.gaps, one.marks, one.postponed)
    if standing.top is not None:
        # Without Discord nothing else tells that this machine's clock is behind.
        now = max(now, snowflake.time_of(min(standing.top, snowflake.LARGEST)))
    seen = pluralize(one.observations, "observation", "observations")
    of_them = "it" if holding.entries == 1 else "them"
    yield f"guild {head.guild_id}: {pluralize(holding.entries, 'entry', 'entries')}, {seen} of {of_them}"
    if holding.oldest is not None and holding.newest is not None:
        yield f"  entries from {_time(holding.oldest)} to {_time(holding.newest)}"
    if holding.last_seen is not None:
        yield f"  last observed {_said(holding.last_seen)}"
    yield from _marks(one.marks)
    for interval in one.covered:
        yield f"  complete from {_time(interval.low)} to {_time(interval.high)}"
    for stretch in missing(standing, now):
        yield f"  {_stretch(stretch)}"
    if one.postponed is not None:
        yield f"  what is older than {one.postponed.keep_days} days is deleted after {_said(one.postponed.until)}"
    if head.anchor_number:
        yield f"  the first {pluralize(head.anchor_number, 'row was', 'rows were')} pruned"
    yield f"  head {head.guild_id}={head.digest.hex()}"


def _marks(marks: Marks) -> Iterator[str]:
    """Yield how it is collected, as far as a bot ever collected here."""
    if marks.checked_at is not None:
        yield f"  collected by {'asking now and then' if marks.is_polled else 'events'}"
    for what, moment in (
        ("Discord last asked", marks.checked_at),
        ("last read again", marks.reread_at),
        ("no permission since", marks.forbidden_at),
        ("left", marks.left_at),
    ):
        if moment is not None:
            yield f"  {what} {_said(moment)}"


def _stretch(stretch: MissingRange) -> str:
    low, high = stretch.interval
    when = f"from {_time(low)} to {_time(high)}" if low else f"before {_time(min(high + 1, snowflake.LARGEST))}"
    what = "not yet read" if stretch.is_pending else "missing"
    reason = "nobody noted why" if stretch.reason is None and not stretch.is_pending else stretch.reason
    return f"{what} {when}" if reason is None else f"{what} {when}: {clean(reason)}"


def _time(entry_id: int) -> str:
    return _said(snowflake.time_of(entry_id))


def _said(moment: datetime.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
