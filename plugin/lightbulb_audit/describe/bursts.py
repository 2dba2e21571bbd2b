"""Many entries of one actor and one doing, told at once: "Kyle banned 40 members"."""

import datetime
import functools
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.bursts import SUMMARIES, Summary
from lightbulb_audit.catalog.customs import CUSTOMS
from lightbulb_audit.describe.description import Description
from lightbulb_audit.describe.remarks import Remark
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.describe.values.numbers import count_phrase
from lightbulb_audit.model.decode.numbers import count_of

FOLDED_FROM: Final = 3
"""As many entries in a row are one line; two are told as fast by themselves."""

APART: Final = datetime.timedelta(minutes=10)
"""The longest time between two neighbours of a burst: a ban a week is none, and a list of them stays a list."""


class Burst:
    """Entries of one actor and one doing in words, as if they were one.

    Attributes:
        entries: The entries, in the order of their list; at least one.
    """

    def __init__(self, entries: Sequence[Description]) -> None:
        self.entries = entries

    @functools.cached_property
    def sentence(self) -> Parts:
        """Who did what to how many."""
        return (*self.entries[0].actor_phrase, " ", *_did(summary_of(self.entries[0]) or _ANYTHING, self.entries))

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
    """What is said of many such entries; None for what is never told together."""
    found = _find_doing(told)
    return None if found is None else SUMMARIES[found]


def fold(told: Sequence[Description]) -> list[Description | Burst]:
    """Entries in the order of a list as its lines: neighbours that belong together are one.

    Returns:
        The lines from first to last; together they hold each entry once, in the same order.
    """
    found: list[Description | Burst] = []
    for run in _runs(told):
        found += [Burst(run)] if len(run) >= FOLDED_FROM else run
    return found


def entries_of(line: Description | Burst) -> Sequence[Description]:
    """The entries that a line tells."""
    return line.entries if isinstance(line, Burst) else (line,)


def tally(told: Iterable[Description]) -> list[Burst]:
    """Entries by who did what, wherever they stand: those of which there are most first."""
    groups: dict[Hashable, list[Description]] = {}
    for one in told:
        key = burst_key(one)
        groups.setdefault(id(one) if key is None else key, []).append(one)
    return sorted((Burst(some) for some in groups.values()), key=lambda one: len(one.entries), reverse=True)


def burst_key(told: Description) -> Hashable | None:
    """What entries share that are told together; None for what is told alone."""
    doing = _find_doing(told)
    if doing is None or told.is_doubtful or not told.record.id:
        return None
    return told.record.entry.user_id, told.actor_phrase, doing


def _runs(told: Sequence[Description]) -> list[list[Description]]:
    runs: list[list[Description]] = []
    for one in told:
        if runs and _belong_together(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _belong_together(one: Description, other: Description) -> bool:
    mine, theirs = one.record.entry, other.record.entry
    # What costs little is compared first: most neighbours are unlike.
    if (mine.user_id, mine.action_type) != (theirs.user_id, theirs.action_type):
        return False
    times = one.record.created_at, other.record.created_at
    if times[0] is None or times[1] is None or abs(times[0] - times[1]) > APART:
        return False
    key = burst_key(one)
    return key is not None and key == burst_key(other)


def _find_doing(told: Description) -> str | None:
    """The slug by which an entry is summed up: that of the one thing that it did, else that of its type."""
    own = [doing.slug for doing in told.doings if not doing.is_many]
    slug = own[0] if len(own) == 1 and own[0] in SUMMARIES else told.row.slug
    return slug if slug in SUMMARIES else None


def _did(summary: Summary, entries: Sequence[Description]) -> Parts:
    """What was done to how many, or how often."""
    says, noun, counted = summary
    if counted == "targets":
        return _did_to_targets(summary, entries)
    amounts = [1 if counted == "entries" else count_of(one.record.options.get(counted)) for one in entries]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        # Some do not say for how many they stand.
        return (f"{says} {noun}s {_times(len(entries))}" if noun else f"{says} {_times(len(entries))}",)
    return (f"{says} {count_phrase(sum(known), noun)}",) if noun else (f"{says} {_times(sum(known))}",)


def _did_to_targets(summary: Summary, entries: Sequence[Description]) -> Parts:
    says, noun, _ = summary
    targets = {one.record.entry.target_id for one in entries}
    if None in targets or 0 in targets:
        return (f"{says} {noun}s {_times(len(entries))}",)
    if len(targets) == 1:
        return (f"{says} ", *entries[0].target_phrase, f" {_times(len(entries))}")
    often = "" if len(targets) == len(entries) else f", {_times(len(entries))} in all"
    return (f"{says} {count_phrase(len(targets), noun)}{often}",)


def _times(count: int) -> str:
    return "once" if count == 1 else count_phrase(count, "time")
