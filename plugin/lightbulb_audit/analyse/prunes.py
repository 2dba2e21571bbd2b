"""Prunes that Discord split: entries whose actor may be one of the pruned. Pure.

A prune of more than 1,000 members comes as several entries, and those after the first may name a pruned member as the
one who did it. Nothing in an entry tells which of them is right. Source: Discord's issue tracker for its API
documentation, #6428.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lightbulb_audit.model import Record
from lightbulb_audit.model.decode.numbers import number_of

_PRUNE: Final = 21
_FULL: Final = 1000
"""Members that one entry counts at most."""
_APART: Final = datetime.timedelta(minutes=10)
"""How long after another a part of the same prune comes at most."""


def doubtful_prunes(records: Iterable[Record]) -> frozenset[int]:
    """The ids of the entries that are parts of one prune, as far as these tell, and name different people for it."""
    prunes = sorted({int(one.id): one for one in records if one.entry.action_type == _PRUNE and one.id}.items())
    doubted = [one for some in _runs([record for _, record in prunes]) if _is_doubtful(some) for one in some]
    return frozenset(int(one.id) for one in doubted)


def _runs(prunes: Sequence[Record]) -> Iterator[list[Record]]:
    """Prunes that follow closely on each other and ask for the same number of days, given earliest first."""
    run: list[Record] = []
    for record in prunes:
        if run and not _belongs(run[-1], record):
            yield run
            run = []
        run.append(record)
    yield run


def _belongs(before: Record, record: Record) -> bool:
    start, end = before.created_at, record.created_at
    is_close = start is not None and end is not None and end - start <= _APART
    return is_close and before.options.get("delete_member_days") == record.options.get("delete_member_days")


def _is_doubtful(run: Sequence[Record]) -> bool:
    is_split = any((number_of(one.options.get("members_removed")) or 0) >= _FULL for one in run)
    return is_split and len({one.entry.user_id for one in run}) > 1
