"""Many entries of one actor and one doing are one line."""

from typing import Any, Final

import pytest
from tests.unit.entries import BOB, ENTRY_ID, GENERAL, NAMES, OLGA, change, entry, page

from lightbulb_audit.analyse.bursts import tally_records
from lightbulb_audit.catalog.actions import BY_SLUG
from lightbulb_audit.catalog.bursts import SUMMARIES
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.bursts import Burst, entries_of, fold, tell_together
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.render import listing

SECOND: Final = 1000 << 22
LONG_AGO: Final = "2020-01-01T00:00:00+00:00"


def told(*rows: dict[str, Any], undone: tuple[int, ...] = (), apart: int = 60) -> list[Description]:
    """Entries in words, newest first, so many seconds apart; those that were undone are told by their place."""
    placed = [{**row, "id": str(ENTRY_ID + (len(rows) - at) * apart * SECOND)} for at, row in enumerate(rows)]
    records = page(*placed).records
    by = page(entry(23, BOB, user=OLGA, entry_id=ENTRY_ID + 10**6 * SECOND)).records[0]
    return [describe(one, NAMES, by if at in undone else None) for at, one in enumerate(records)]


def said(*rows: dict[str, Any], **around: Any) -> list[str]:
    """The lines, as plain text without their time."""
    return [plain(one.sentence) for one in fold(told(*rows, **around))]


BANS: Final = [entry(22, 100 + number, reason="raid") for number in range(4)]
TIMEOUT: Final = change("communication_disabled_until", "2030-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (BANS, "anna banned 4 members"),
        ([entry(22, BOB)] * 3, "anna banned bob 3 times"),
        ([entry(22, 100), entry(22, 100), entry(22, 101)], "anna banned 2 members, 3 times in all"),
        ([entry(22)] * 3, "anna banned members 3 times"),
        ([entry(24, 100 + at, TIMEOUT) for at in range(3)], "anna timed out 3 members"),
        ([entry(24, 100 + at, TIMEOUT, change("nick", "a")) for at in range(3)], "anna changed 3 members"),
        ([entry(24, 100 + at, change("nick", "a")) for at in range(3)], "anna changed the nickname of 3 members"),
        ([entry(72, BOB, options={"channel_id": str(GENERAL), "count": str(at)}) for at in (1, 2, 40)],
         "anna deleted 43 messages"),
        ([entry(72, BOB, options={"count": count}) for count in ("1", "x", "2")], "anna deleted messages 3 times"),
        ([entry(21, options={"members_removed": str(at), "delete_member_days": "7"}) for at in (5, 6, 7)],
         "anna pruned 18 members"),
        ([entry(26, options={"channel_id": str(GENERAL), "count": "2"})] * 3,
         "anna moved members between voice channels 6 times"),
        ([entry(12, 100 + at, change("name", old=f"c{at}")) for at in range(5)], "anna deleted 5 channels"),
        ([entry(40, None, change("code", f"c{at}")) for at in range(3)], "anna created 3 invites"),
        ([entry(1, 40, change("name", f"c{at}")) for at in range(3)], "anna changed the server 3 times"),
    ],
)  # fmt: skip
def test_what_is_said_of_many(rows: list[dict[str, Any]], sentence: str) -> None:
    """What is said counts each person or thing once, and an entry that stands for several as so many."""
    assert said(*rows) == [sentence]


@pytest.mark.parametrize(
    "rows",
    [
        BANS[:2],
        [entry(22, 100), entry(22, 101, user=BOB), entry(22, 102)],
        [entry(22, 100), entry(23, 101), entry(22, 102)],
        [entry(24, 100, TIMEOUT), entry(24, 101, change("communication_disabled_until", None, LONG_AGO)),
         entry(24, 102, TIMEOUT)],
        [entry(999, 100 + at) for at in range(4)],
    ],
)  # fmt: skip
def test_what_stays_apart(rows: list[dict[str, Any]]) -> None:
    """Two in a row, other people, other doings and what nobody knows keep a line each."""
    assert len(said(*rows)) == len(rows)


def test_what_is_far_apart_is_no_burst() -> None:
    """A ban every hour keeps its line."""
    assert len(said(*BANS, apart=3600)) == len(BANS)


def test_a_line_tells_reason_fate_and_span() -> None:
    """A folded line has the reason that all have, how many were undone, and from when to when."""
    (burst,) = fold(told(*BANS, undone=(0, 2)))
    at = [1795168975 + 60, 1795168975 + 240]
    assert listing.line(burst) == (
        f"🔨 **anna** banned 4 members — *raid* · ↩️ 2 undone · <t:{at[0]}:f> to <t:{at[1]}:t>"
    )
    (every,) = fold(told(*BANS, undone=(0, 1, 2, 3)))
    assert [remark.plain for remark in every.remarks] == ["↩️ all undone"]
    (mixed,) = fold(told(*BANS[:3], entry(22, 200, reason="spam")))
    assert mixed.reason is None


def test_every_entry_is_in_one_line_in_its_order() -> None:
    """Folding loses nothing, doubles nothing and moves nothing."""
    rows = [*BANS, entry(23, 100), entry(20, 1), entry(20, 2), entry(20, 3), entry(1, 40)]
    entries = told(*rows)
    lines = fold(entries)
    assert [one for some in lines for one in entries_of(some)] == entries
    assert [len(entries_of(some)) for some in lines] == [4, 1, 3, 1]
    assert isinstance(lines[0], Burst)


def test_a_tally_counts_by_doing_and_person() -> None:
    """Who did what how often is counted wherever it stands, most first."""
    rows = [entry(22, 1), entry(20, 2, user=BOB), entry(22, 3), entry(20, 4), entry(22, 5), entry(20, 6, user=BOB)]
    lines = {one.record.id: one for one in told(*rows)}
    groups = tally_records([one.record for one in lines.values()])
    counted = [
        (plain(tell_together(lines[one[0].id], [record.raw for record in one])), len(one))
        for one in groups
        if len(one) > 1
    ]
    assert counted == [("anna banned 3 members", 3), ("bob kicked 2 members", 2)]


def test_rows_of_summaries() -> None:
    """Each row is of a type or of a doing that is known; what counts things says which."""
    assert set(SUMMARIES) <= {*BY_SLUG, *BY_DOING}
    assert all(row.noun for row in SUMMARIES.values() if row.counted == "targets")
