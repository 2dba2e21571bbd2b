"""Audit logs out of files."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import growth
from tests.unit.entries import entry

from lightbulb_audit.model.decode import lenient_json, log_file

ONE, TWO, THREE = entry(22, 6), entry(23, 6), entry(1, 40)
USER = {"id": "5", "username": "anna"}


def found(text: str) -> list[Any]:
    """The ids of all entries in a text, in order."""
    pages = log_file.pages_in(log_file.parse(text).values)
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
        (read,) = log_file.pages_in([value])
        assert read["users"] == [USER]


def test_json_lines() -> None:
    """One entry a line is read line by line; lines that are no JSON are told by number."""
    lines = [json.dumps(ONE), "", "oops", json.dumps({"t": "X", "d": TWO}), "{", json.dumps(THREE)]
    parsed = log_file.parse("\n".join(lines))
    assert parsed.bad_lines == (3, 5)
    assert found("\n".join(lines)) == [ONE["id"], TWO["id"], THREE["id"]]


@pytest.mark.parametrize("text", ["", "oops", "{", '[\n{"id": 1},\n', "1\n]", "]\n[", '"a\n1'])
def test_what_is_no_json(text: str) -> None:
    """A text without a JSON object in it is refused with the reason."""
    with pytest.raises(ValueError, match=r"\w"):
        log_file.parse(text)


def test_nesting_has_no_bottom() -> None:
    """Deep nesting neither ends the program nor hides an entry that JSON itself can read."""
    depth = 400
    assert found("[" * depth + json.dumps(ONE) + "]" * depth) == [ONE["id"]]
    with pytest.raises(ValueError, match="nested too deeply"):
        log_file.parse("[" * 200_000)


def test_numbers_that_json_has_not() -> None:
    """NaN, infinities and absurdly long numbers lose no entry, and what comes of them is JSON again."""
    text = json.dumps([ONE, TWO])[:-1] + ', {"id": "9", "action_type": 1, "changes": [NaN, Infinity, 1e999, %s]}]'
    parsed = log_file.parse(text % ("9" * 5000))
    entries = list(log_file.entries_in(parsed.values))
    assert [one["id"] for one in entries] == [ONE["id"], TWO["id"], "9"]
    json.dumps(entries, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[]", True), ('{"audit_log_entries": []}', True), (json.dumps(ONE), True), ("{}", False), ("7", False),
     ('{"message": "401: Unauthorized", "code": 0}', False)],
)  # fmt: skip
def test_what_could_be_a_log(text: str, expected: bool) -> None:
    """An empty log is a log; an error that Discord answered is none."""
    assert log_file.is_log(log_file.parse(text).values) is expected


_STRANGE = {**ONE, "id": "77", "reason": 'a "}]{[,\\" 🔨 é \n', "changes": [{"key": "nick", "new_value": {"id": "1"}}]}
_SHAPES: list[Any] = [
    {"application_commands": [], "audit_log_entries": [ONE, _STRANGE, TWO], "users": [USER]},
    [_STRANGE, ONE, TWO, THREE],
    {"saved": [{"t": "X", "d": _STRANGE}, {"t": "X", "d": TWO}]},
]


def _texts() -> list[str]:
    whole = [json.dumps(value, indent=indent, ensure_ascii=False) for value in _SHAPES for indent in (None, 2)]
    a_line_each = [json.dumps(one, ensure_ascii=False) for one in (ONE, _STRANGE, TWO)]
    return [*whole, "\n".join(a_line_each), "[\n" + ",\n".join(a_line_each) + "\n]"]


def _complete(text: str) -> list[str]:
    """The ids of the entries that stand whole in a text, found without the code under test."""
    ids: list[str] = []
    decoder = json.JSONDecoder()
    for start in (index for index, sign in enumerate(text) if sign == "{"):
        try:
            value, _ = decoder.raw_decode(text, start)
        except ValueError:
            continue
        if log_file.is_entry(value):
            ids.append(value["id"])
    return ids


@given(st.sampled_from(_texts()), st.data())
def test_a_cut_text_loses_only_what_was_cut(text: str, data: st.DataObject) -> None:
    """Wherever a text is cut off, every entry that is whole before that comes out, and none that is half."""
    part = text[: data.draw(st.integers(1, len(text)))]
    expected = _complete(part)
    try:
        assert found(part) == expected
    except ValueError:
        assert not expected


def test_what_is_said_of_a_cut_text() -> None:
    """A cut page is told from lines of which one is bad; its maps stay with it."""
    text = json.dumps({"users": [USER], "audit_log_entries": [ONE, TWO]})
    parsed = log_file.parse(text[:-20])
    assert (parsed.is_cut, parsed.is_deep, parsed.bad_lines, parsed.fault) == (True, False, (), "")
    (page,) = log_file.pages_in(parsed.values)
    assert page["users"] == [USER]
    assert log_file.parse(f"[\n{json.dumps(ONE)},\n{json.dumps(TWO)},\n{json.dumps(THREE)}").is_cut
    lines = log_file.parse(f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n" + json.dumps(THREE)[:-9])
    assert (lines.is_cut, lines.bad_lines) == (False, (3,))


def test_a_value_nested_too_deeply_costs_only_itself() -> None:
    """What is too deep is replaced by a word; its entry and all others come out, and can be written again."""
    deep = json.dumps({**TWO, "changes": "HERE"}).replace('"HERE"', "[" * 50_000 + "]" * 50_000)
    for text in (
        f"[{json.dumps(ONE)}, {deep}, {json.dumps(THREE)}]",
        f"{json.dumps(ONE)}\n{deep}\n{json.dumps(THREE)}",
    ):
        parsed = log_file.parse(text)
        assert (parsed.is_deep, parsed.is_cut, parsed.bad_lines, parsed.fault) == (True, False, (), "")
        assert found(text) == [ONE["id"], TWO["id"], THREE["id"]]
        assert lenient_json.TOO_DEEP in json.dumps(parsed.values)


def test_an_entry_far_down_comes_out() -> None:
    """An entry below more lists than Python can go into comes out, whole."""
    depth = 50_000
    assert found("[" * depth + json.dumps(ONE) + "]" * depth) == [ONE["id"]]
    assert not log_file.parse("[" * depth + json.dumps(ONE) + "]" * depth).is_deep


@pytest.mark.parametrize("broken", ["[%s, %s,]", "[%s %s]", "[%s, // no\n %s]", '{"a": %s, oops: %s}', "[%s, %s}]"])
def test_a_broken_text_keeps_its_entries(broken: str) -> None:
    """A text that is almost JSON gives its entries, and the reason why it is none."""
    text = broken % (json.dumps(ONE), json.dumps(TWO))
    assert found(text) == [ONE["id"], TWO["id"]]
    assert log_file.parse(text).fault


@pytest.mark.parametrize("parts", [("[", "}"), ("[{", "]"), ('"\\', "")])
def test_salvage_takes_no_time(parts: tuple[str, str]) -> None:
    """However odd a text is, the time that it takes grows with its length only."""
    short, long = (parts[0] * count + parts[1] * count for count in (1_000, 16_000))
    assert growth(_refused, short, long) < 4 * 16  # by its square it would be 256 times


def _refused(text: str) -> None:
    """See that a text is no JSON."""
    with pytest.raises(ValueError, match=r"\w"):
        log_file.parse(text)
