"""Questions in plain English: which words are a time, which only ask, and which say what was done."""

import zoneinfo

import pytest
from tests.unit.query.test_times import ZONES, search, span_of

from lightbulb_audit.errors import Fault, SearchError
from lightbulb_audit.query.syntax import format_search


def _words(text: str) -> list[tuple[str, ...]]:
    return [one.values for one in search(text).clauses if one.filter == "text"]


@pytest.mark.parametrize(
    ("text", "words", "span"),
    [
        ("what did hal do yesterday", ["hal"], "2026-10-26 to 2026-10-27"),
        ("who deleted #plans last week", ["deleted", "plans"], "2026-10-19 to 2026-10-26"),
        ("Yesterday, who banned vera?", ["banned", "vera"], "2026-10-26 to 2026-10-27"),
        ("who was banned yesterday by kyle", ["banned", "kyle"], "2026-10-26 to 2026-10-27"),
        ("what happened today?", [], "2026-10-27 to 2026-10-28"),
        ("kicked since Friday", ["kicked"], "2026-10-23 to "),
        ("banned before yesterday", ["banned"], " to 2026-10-26"),
        ("kicked until last Monday", ["kicked"], " to 2026-10-26"),
        ("what happened 3 days ago", [], "2026-10-24 to 2026-10-25"),
        ("what happened 2 weeks ago", [], "2026-10-12 to 2026-10-19"),
        ("what happened an hour ago", [], "2026-10-27 01:30:15 to "),
        ("banned vera on 12 Oct", ["banned", "vera"], "2026-10-12 to 2026-10-13"),
        ("banned on 2026-10-20", ["banned"], "2026-10-20 to 2026-10-21"),
        ("banned in september", ["banned"], "2026-09-01 to 2026-10-01"),
        ("who banned april last week", ["banned", "april"], "2026-10-19 to 2026-10-26"),
        ("banned between Friday and Sunday", ["banned"], "2026-10-23 to 2026-10-26"),
        ("kicked from Monday to today", ["kicked"], "2026-10-26 to 2026-10-28"),
        ("deleted in the last 24 hours", ["deleted"], "2026-10-26 02:30:15 to "),
        ("banned on the weekend", ["banned"], "2026-10-24 to 2026-10-26"),
        ("kicked on friday night", ["kicked"], "2026-10-23 18:00 to 2026-10-24 06:00"),
        ("after yesterday 14:00 banned", ["banned"], "2026-10-26 14:00 to "),
        ("last warning this week", ["last", "warning"], "2026-10-26 to 2026-11-02"),
    ],
)
def test_a_time_in_a_question(text: str, words: list[str], span: str) -> None:
    """Words that are plainly a time bound it, wherever they stand; the others are looked for."""
    query = search(text)
    assert span_of(query) == span
    assert _words(text) == [(word,) for word in words]
    assert search(format_search(query)) == query


@pytest.mark.parametrize(
    "text",
    ["who banned april", "may", "friday", "the raid of sunday", "after the raid", "kicked before lunch", "since",
     "friday night", '"banned yesterday"', 'banned "last week"', "-yesterday", "text:yesterday", "10 days", "3 4 2026"],
)  # fmt: skip
def test_what_may_be_a_name_is_no_time(text: str) -> None:
    """A month or a day by itself is a name as well, and what stands in quotes stays words."""
    assert span_of(search(text)) == " to "


@pytest.mark.parametrize(
    ("text", "word", "fault"),
    [
        ("who was banned tomorrow", "tomorrow", Fault.STILL_TO_COME),
        ("banned next week", "next week", Fault.STILL_TO_COME),
        ("banned on 3/4/2026", "on 3/4/2026", Fault.SEVERAL_DAYS),
        ("banned since today before yesterday", "before yesterday", Fault.NO_TIME_BETWEEN),
    ],
)
def test_a_time_that_no_log_has(text: str, word: str, fault: Fault) -> None:
    """What is to come, could be several days, or leaves no time is pointed at without a filter, too."""
    with pytest.raises(SearchError) as raised:
        search(text)
    error = raised.value
    assert (error.text[error.start : error.end], error.fault) == (word, fault)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bans", [("bans", "banned")]),
        ("show all kicks", [("kicks", "kicked")]),
        ("timeout", [("timeout", "timed out")]),
        ("deletions of roles", [("deletions", "deleted"), ("roles", "role")]),
        ("ban", [("ban",)]),
        ('"bans"', [("bans ",)]),
        ("what happened", [("what",), ("happened",)]),
    ],
)
def test_what_people_call_a_deed(text: str, words: list[tuple[str, ...]]) -> None:
    """What was done is found by the word that entries have for it too, and what only asks is passed over."""
    assert _words(text) == words


@pytest.mark.parametrize("zone", ZONES)
def test_as_behind_a_filter(zone: zoneinfo.ZoneInfo) -> None:
    """A time means the same in a question and behind `created:`."""
    for said in ("yesterday", "last week", "this month", "last 24 hours", "3 days ago", "since Friday", "last night"):
        bare, typed = (search(text, zone).clauses for text in (f"vera {said}", f"vera created:{said}"))
        assert [one.values for one in bare] == [one.values for one in typed]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("kicks without a reason", 'text:"kicks"*,"kicked"* -has:reason'),
        ("banned with no reason", '"banned"* -has:reason'),
        ('banned "without a reason"', '"banned"* "without a reason"'),
        ("how many people did kyle ban", '"kyle"* "ban"*'),
        ("banned people", '"banned"* "people"*'),
        ("whats touched helper", '"helper"*'),
        ("slow mode", '"slowmode"*'),
        ("web hooks deleted", '"webhook"* "deleted"*'),
        ("who made code7", 'text:"made"*,"created"* "code7"*'),
        ("role removed from quinn", '"role"* text:"removed"*,"took"*,"deleted"* "quinn"*'),
        ("nickname changes", '"nickname"* text:"changes"*,"changed"*'),
    ],
)
def test_what_is_said_otherwise(text: str, written: str) -> None:
    """What people say in other words, or in several, is looked for as entries say it."""
    assert format_search(search(text)) == written
