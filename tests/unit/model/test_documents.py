"""Audit logs out of files."""

import json
from typing import Any

import pytest
from tests.unit.entries import entry

from lightbulb_audit.model import document

ONE, TWO, THREE = entry(22, 6), entry(23, 6), entry(1, 40)
USER = {"id": "5", "username": "anna"}


def found(text: str) -> list[Any]:
    """The ids of all entries in a text, in order."""
    pages = document.pages_in(document.parse(text).values)
    return [one["id"] for page in pages for one in page["audit_log_entries"]]


@pytest.mark.parametrize(
    "value",
    [
        {"audit_log_entries": [ONE, TWO], "users": [USER]},
        [ONE, TWO],
        {"saved": {"page": {"audit_log_entries": [ONE, TWO], "users": [USER]}}},
        [[ONE], [[TWO]]],
        [{"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": ONE}, {"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": TWO}],
        [{"audit_log_entries": [ONE]}, {"audit_log_entries": [TWO]}],
        {"audit_log_entries": [None, ONE, {"id": "9"}, "x", {"id": "8", "action_type": None}, TWO]},
        {"audit_log": {"audit_log_entries": [ONE, TWO]}, "guild": {"id": "40"}},
    ],
    ids=["page", "list", "wrapped page", "nested lists", "gateway", "pages", "odd rows", "guild file"],
)
def test_every_entry_is_found(value: Any) -> None:
    """Entries are found in order, however they are wrapped, on one line or many."""
    assert found(json.dumps(value)) == [ONE["id"], TWO["id"]]
    assert found(json.dumps(value, indent=2)) == [ONE["id"], TWO["id"]]


def test_a_page_keeps_its_maps() -> None:
    """What stands beside the entries of a page stays with them."""
    page = {"audit_log_entries": [ONE], "users": [USER]}
    for value in (page, {"saved": page}):
        (read,) = document.pages_in([value])
        assert read["users"] == [USER]


def test_json_lines() -> None:
    """One entry a line is read line by line; lines that are no JSON are told by number."""
    lines = [json.dumps(ONE), "", "oops", json.dumps({"t": "X", "d": TWO}), "{", json.dumps(THREE)]
    parsed = document.parse("\n".join(lines))
    assert parsed.bad_lines == [3, 5]
    assert found("\n".join(lines)) == [ONE["id"], TWO["id"], THREE["id"]]


@pytest.mark.parametrize("text", ["", "oops", "{", '[\n{"id": 1},\n', "1\n]", "]\n[", '"a\n1'])
def test_what_is_no_json(text: str) -> None:
    """A text without a JSON object in it is refused with the reason."""
    with pytest.raises(ValueError, match=r"\w"):
        document.parse(text)


def test_nesting_has_no_bottom() -> None:
    """Deep nesting neither ends the program nor hides an entry that JSON itself can read."""
    depth = 400
    assert found("[" * depth + json.dumps(ONE) + "]" * depth) == [ONE["id"]]
    with pytest.raises(ValueError, match="nested too deeply"):
        document.parse("[" * 200_000)


def test_numbers_that_json_has_not() -> None:
    """NaN, infinities and absurdly long numbers lose no entry, and what comes of them is JSON again."""
    text = json.dumps([ONE, TWO])[:-1] + ', {"id": "9", "action_type": 1, "changes": [NaN, Infinity, 1e999, %s]}]'
    parsed = document.parse(text % ("9" * 5000))
    entries = list(document.entries_in(parsed.values))
    assert [one["id"] for one in entries] == [ONE["id"], TWO["id"], "9"]
    json.dumps(entries, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[]", True), ('{"audit_log_entries": []}', True), (json.dumps(ONE), True), ("{}", False), ("7", False),
     ('{"message": "401: Unauthorized", "code": 0}', False)],
)  # fmt: skip
def test_what_could_be_a_log(text: str, expected: bool) -> None:
    """An empty log is a log; an error that Discord answered is none."""
    assert document.is_log(document.parse(text).values) is expected
