"""Reading never raises, and never drops."""

import json
import random
from typing import Any, Final, cast

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties import hostile
from tests.properties.pages import Maker, is_entry

from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Names, names_of
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.decode import log_file
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.render.record_json import to_json

READER: Final = Reader(OfflineApp())
GUILD: Final = hikari.Snowflake(7)
RANDOMS: Final = st.randoms(use_true_random=True)
KEYS: Final = {
    "id", "at", "action_type", "action", "category", "actor", "on_behalf_of", "target", "sentence", "reason", "changes",
    "options",
    "unread",
}  # fmt: skip
UNSAFE: Final = [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e"]
UNSAFE_TOO: Final = [*UNSAFE, *"\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff"]


def assert_one_line(text: str) -> None:
    """A text is one line, not empty, without anything that breaks it or turns it round."""
    assert text.strip()
    assert not [character for character in UNSAFE_TOO if character in text]
    assert len(text.splitlines()) == 1


def assert_told(page: Page, rows: list[Any]) -> None:
    """Each row that is an entry came out, in order, in words and as JSON."""
    wanted = [row for row in rows if is_entry(row)]
    assert [record.raw for record in page.records] == wanted
    assert page.audit_log.entries.keys() == {record.id for record in page.records if record.id}
    for names in (names_of([page]), Names()):
        for record in page.records:
            told = describe(record, names)
            assert_one_line(plain(told.sentence))
            row = to_json(told)
            assert row.keys() == KEYS
            json.dumps(row, allow_nan=False)
            assert_one_line(row["sentence"])
            assert row["id"] == str(record.raw["id"]) or record.id
            assert len(row["changes"]) == len(list(record.changes()))
            for change in row["changes"]:
                assert change.keys() == {"key", "label", "old", "new", "text"}
                assert_one_line(change["text"])


@settings(max_examples=300, deadline=None)
@given(rng=RANDOMS)
def test_pages_of_discords_contract(openapi: dict[str, Any], rng: random.Random) -> None:
    """Every entry that Discord's own contract allows comes out of a page in words."""
    raw = Maker(openapi, rng).page()
    page = READER.page(raw, GUILD)
    assert len(page.records) == len(raw["audit_log_entries"])
    assert_told(page, raw["audit_log_entries"])


@settings(max_examples=500, deadline=None)
@given(rng=RANDOMS)
def test_broken_pages(openapi: dict[str, Any], rng: random.Random) -> None:
    """Whatever is wrong with a page, every object with an id and an action type comes out of it in words."""
    raw = Maker(openapi, rng).page(broken=True)
    rows = raw["audit_log_entries"]
    assert_told(READER.page(raw, GUILD), cast("list[Any]", rows))


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_any_json_is_a_page(rng: random.Random) -> None:
    """Any JSON at all reads as a page, whose entries are told."""
    raw = hostile.json_value(rng, depth=5)
    rows = cast("list[Any]", raw if isinstance(raw, list) else [])
    assert_told(READER.page(raw, GUILD), rows)


@settings(max_examples=150, deadline=None)
@given(rng=RANDOMS)
def test_documents(openapi: dict[str, Any], rng: random.Random) -> None:
    """Entries come out of a document's text as they come out of its JSON, as one page, a list, or one a line."""
    # Half characters that meet become one on their way through text.
    raw = json.loads(json.dumps(Maker(openapi, rng).page(broken=rng.random() < 0.5)))
    rows = [row for row in raw["audit_log_entries"] if is_entry(row)]
    lines = "\n".join(json.dumps(row) for row in rows)
    for text in (json.dumps(raw), json.dumps(rows, ensure_ascii=rng.random() < 0.5, indent=2), lines):
        if not text:
            continue
        found = [one for page in log_file.pages_in(log_file.parse(text).values) for one in page["audit_log_entries"]]
        wanted = [row for row in found if row in rows]
        assert wanted == rows
