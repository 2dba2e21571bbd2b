"""Which prunes may name the wrong person."""

from tests.unit.entries import ANNA, BOB, ENTRY_ID, OLGA, entry, ids, record

from lightbulb_audit.analyse.prunes import doubtful_prunes
from lightbulb_audit.model import Record

MINUTE = 60_000 << 22


def _prune(minute: int, user: int, count: str, days: str = "30") -> Record:
    options = {"delete_member_days": days, "members_removed": count}
    return record(entry(21, user=user, options=options, entry_id=ENTRY_ID + minute * MINUTE))


def test_parts_of_one_prune_by_several_people() -> None:
    """Parts that follow closely on each other, one of them full, and name several people are all doubtful."""
    parts = [_prune(0, BOB, "412"), _prune(3, BOB, "1000"), _prune(6, ANNA, "1000")]
    assert doubtful_prunes(parts[::-1]) == set(ids(parts))


def test_what_is_no_split_prune() -> None:
    """One person's prunes, small ones, those far apart and those for other days are as Discord says."""
    for some in (
        [],
        [_prune(0, BOB, "1000")],
        [_prune(0, BOB, "1000"), _prune(3, BOB, "20")],
        [_prune(0, BOB, "999"), _prune(3, ANNA, "20")],
        [_prune(0, BOB, "1000"), _prune(30, ANNA, "1000")],
        [_prune(0, BOB, "1000"), _prune(3, ANNA, "1000", "7")],
        [record(entry(21, user=OLGA, options={"members_removed": [1]})), record(entry(22, BOB))],
    ):
        assert doubtful_prunes(some) == set()
