"""Many entries of one actor and one doing, told at once: "Kyle banned 40 members"."""

import functools
from collections.abc import Hashable, Sequence
from typing import Final

from lightbulb_audit.analyse.bursts import FOLDED_FROM, Counted, Raw, actor_key, are_near, count_entries, summary_slug
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.bursts import SUMMARIES, Summary
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.describe.description import Description
from lightbulb_audit.describe.remarks import Remark
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.describe.values.numbers import count_phrase


class Burst:
    """Entries of one actor and one doing in words, as if they were one.

    Attributes:
        entries: The entries, in the order of their list; at least one.
        shown: Those of them that are on the page.
        goes_on: Whether there may be more of them than those.
    """

    def __init__(self, entries: Sequence[Description]) -> None:
        self.entries = entries
        self.shown = entries
        self.goes_on = False

    @functools.cached_property
    def sentence(self) -> Parts:
        """Who did what to how many."""
        return tell_together(self.entries[0], [one.record.raw for one in self.entries])

    @property
    def icon(self) -> str:
        """The emoji that all of them have; else that of the type."""
        icons = {one.icon for one in self.entries}
        return icons.pop() if len(icons) == 1 else CUSTOMS.icon_of(self.entries[0].row)

    @property
    def reason(self) -> str | None:
        """The reason that all of them have."""
        reasons = {one.reason for one in self.entries}
        return reasons.pop() if len(reasons) == 1 else None

    @property
    def remarks(self) -> list[Remark]:
        """How many of them were undone."""
        count = sum(one.undoing is not None for one in self.entries)
        said = words.ALL_UNDONE if count == len(self.entries) else words.SOME_UNDONE.format(count=count)
        return [Remark("↩️", (said,), (said,))] if count else []


_ANYTHING: Final = Summary("did something", counted="entries")


def summary_of(told: Description) -> Summary | None:
    """Return what is said of many such entries; None for what is never told together."""
    found = _find_doing(told)
    return None if found is None else SUMMARIES[found]


def fold(told: Sequence[Description]) -> list[Description | Burst]:
    """Return entries in the order of a list as its lines: neighbours that belong together are one.

    Returns:
        The lines from first to last; together they hold each entry once, in the same order.
    """
    found: list[Description | Burst] = []
    for run in _runs(told):
        found += [Burst(run)] if len(run) >= FOLDED_FROM else run
    return found


def entries_of(line: Description | Burst) -> Sequence[Description]:
    """Return the entries that a line tells."""
    return line.entries if isinstance(line, Burst) else (line,)


def shown_of(line: Description | Burst) -> Sequence[Description]:
    """Return the entries that a line tells, but for those that are not on the page."""
    return line.shown if isinstance(line, Burst) else (line,)


def burst_key(told: Description) -> Hashable | None:
    """Return what entries share that are told together; None for what is told alone."""
    doing = _find_doing(told)
    if doing is None or told.is_doubtful or not told.record.id:
        return None
    return actor_key(told.record.raw), told.actor_phrase, doing


def _runs(told: Sequence[Description]) -> list[list[Description]]:
    runs: list[list[Description]] = []
    for one in told:
        if runs and _belong_together(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _belong_together(one: Description, other: Description) -> bool:
    # What costs little is compared first: most neighbours are unlike.
    if not are_near(one.record, other.record):
        return False
    key = burst_key(one)
    return key is not None and key == burst_key(other)


def _find_doing(told: Description) -> str | None:
    """Return the slug by which an entry is summed up: that of the one thing that it did, else that of its type."""
    return summary_slug(told.doings, told.row.slug)


def tell_together(told: Description, raws: Sequence[Raw]) -> Parts:
    """Tell entries that belong together, one of which is told: who did what to how many."""
    summary = summary_of(told) or _ANYTHING
    return (*told.actor_phrase, " ", *_did(summary, count_entries(summary, raws), told.target_phrase))


def _did(summary: Summary, counted: Counted, target: Parts) -> Parts:
    """Return what was done to how many, or how often."""
    says, noun, kind = summary
    if kind == "targets":
        return _did_to_targets(summary, counted, target)
    if counted.amount is None:
        return (f"{says} {noun}s {_times(counted.entries)}" if noun else f"{says} {_times(counted.entries)}",)
    return (f"{says} {count_phrase(counted.amount, noun)}",) if noun else (f"{says} {_times(counted.amount)}",)


def _did_to_targets(summary: Summary, counted: Counted, target: Parts) -> Parts:
    says, noun, _ = summary
    if counted.targets is None:
        return (f"{says} {noun}s {_times(counted.entries)}",)
    if counted.targets == 1:
        return (f"{says} ", *target, f" {_times(counted.entries)}")
    often = "" if counted.targets == counted.entries else f", {_times(counted.entries)} in all"
    return (f"{says} {count_phrase(counted.targets, noun)}{often}",)


def _times(count: int) -> str:
    return "once" if count == 1 else count_phrase(count, "time")
