"""Which entries of a list belong together, and where a page of such a list ends."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from lightbulb_audit.analyse.doings import doings_of
from lightbulb_audit.analyse.reason import claim_in, fold_name
from lightbulb_audit.catalog.actions import Action, action
from lightbulb_audit.catalog.bursts import SUMMARIES, Summary
from lightbulb_audit.catalog.doings import Doing
from lightbulb_audit.model import Record, snowflake
from lightbulb_audit.model.decode.numbers import action_type_of, count_of

FOLDED_FROM: Final = 3
"""As many entries in a row are one line; two are told as fast by themselves."""

APART: Final = datetime.timedelta(minutes=10)
"""The longest time between two neighbours of a burst: a ban a week is none, and a list of them stays a list."""


_T = TypeVar("_T")

Raw: TypeAlias = Mapping[str, Any]
"""An entry as Discord sent it, of whatever shape."""

Behind: TypeAlias = Callable[[Record], Hashable]
"""Tells for whom somebody did an entry; None for nobody."""


class PageEnd(NamedTuple):
    """Where a page ends.

    Attributes:
        size: How many entries are on it.
        beyond: How many entries behind it belong to its last line.
        is_open: Whether even more may, behind all that is known.
    """

    size: int
    beyond: int = 0
    is_open: bool = False


def summary_slug(doings: Iterable[Doing], type_slug: str) -> str | None:
    """Return the slug by which an entry is summed up: that of the one thing that it did, else that of its type."""
    own = [doing.slug for doing in doings if not doing.is_many]
    slug = own[0] if len(own) == 1 and own[0] in SUMMARIES else type_slug
    return slug if slug in SUMMARIES else None


def burst_key(record: Record) -> Hashable | None:
    """Return what entries share that are told together, as far as they tell it; None for what is told alone."""
    key = sum_key(record.raw)
    return None if key is None else (key, _claimed(record))


def sum_key(raw: Raw) -> Hashable | None:
    """Return who did what, as entries share it that are counted together; None for what is told alone."""
    row = _row(raw)
    slug = summary_slug(doings_of(raw), row.slug)
    return None if slug is None or not snowflake.parse(raw.get("id")) else (_actor(row, raw), slug)


def _claimed(record: Record) -> Hashable:
    return claimed_in(record.raw)


def claimed_in(raw: Raw) -> Hashable:
    """Return whom a reason names as the one for whom a bot did it; None for nobody."""
    claim = claim_in(raw.get("reason"))
    return None if claim is None else claim.user_id or fold_name(claim.name)


def actor_key(raw: Raw) -> Hashable:
    """Return who did it; what AutoMod or Discord did is theirs, whichever member Discord names (`discord/facts.md`)."""
    return _actor(_row(raw), raw)


def _actor(row: Action, raw: Raw) -> Hashable:
    return row.actor or snowflake.parse(raw.get("user_id"))


def _row(raw: Raw) -> Action:
    number = action_type_of(raw.get("action_type"))
    return action(-1 if number is None else number)


class Counted(NamedTuple):
    """How much some entries that are told together come to.

    Attributes:
        entries: How many they are.
        targets: How many things they name, each once; None where some do not say.
        amount: For how many they stand; None where some do not say.
    """

    entries: int
    targets: int | None
    amount: int | None


def count_entries(summary: Summary, raws: Sequence[Raw]) -> Counted:
    """Count entries as their summary counts them."""
    targets = {snowflake.parse(one.get("target_id")) or 0 for one in raws}
    amounts = [_amount(summary, one) for one in raws]
    known = [amount for amount in amounts if amount is not None]
    return Counted(
        len(raws), None if 0 in targets else len(targets), sum(known) if len(known) == len(amounts) else None
    )


def _amount(summary: Summary, raw: Raw) -> int | None:
    if summary.counted == "entries":
        return 1
    options = raw.get("options")
    return count_of(cast("dict[str, Any]", options).get(summary.counted)) if isinstance(options, dict) else None


def tally_records(records: Iterable[Record], behind: Behind = _claimed) -> list[list[Record]]:
    """Return entries by who did what, wherever they stand: those of which there are most first.

    Args:
        records: The entries.
        behind: For whom somebody did one; without it, whoever the reason seems to name.
    """
    return _group(((one.raw, one) for one in records), behind)


def tally(raws: Iterable[Raw], behind: Callable[[Raw], Hashable]) -> list[list[Raw]]:
    """Return the same of entries as Discord sent them, which costs a small part of reading them."""
    return _group(((one, one) for one in raws), behind)


def _group(entries: Iterable[tuple[Raw, _T]], behind: Callable[[_T], Hashable]) -> list[list[_T]]:
    groups: dict[Hashable, list[_T]] = {}
    for at, (raw, one) in enumerate(entries):
        key = sum_key(raw)
        groups.setdefault(at if key is None else (key, behind(one)), []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


def are_near(one: Record, other: Record) -> bool:
    """Return whether two neighbours may belong together, as far as it costs little to tell."""
    if one.entry.action_type != other.entry.action_type or actor_key(one.raw) != actor_key(other.raw):
        return False
    times = one.created_at, other.created_at
    return times[0] is not None and times[1] is not None and abs(times[0] - times[1]) <= APART


def page_end(records: Sequence[Record], count: int, *, is_all: bool) -> PageEnd:
    """Return where a page ends on which entries that belong together are one line.

    Args:
        records: What may be on it, in the order in which it is read.
        count: How many entries it has at most.
        is_all: Whether there are no others.
    """
    size = min(len(records), count)
    last = next((run for run in _runs(records) if size - 1 in run), range(0))
    if len(last) < FOLDED_FROM:
        return PageEnd(size)
    return PageEnd(size, last.stop - size, is_open=last.stop == len(records) and not is_all)


def _runs(records: Sequence[Record]) -> Iterator[range]:
    """Yield where those stand that belong together, one behind the other."""
    start, key = 0, None
    for at in range(1, len(records) + 1):
        if at < len(records) and are_near(records[at - 1], records[at]):
            key = burst_key(records[start]) if key is None else key
            if key is not None and burst_key(records[at]) == key:
                continue
        yield range(start, at)
        start, key = at, None
