"""Whatever a line shows finds the entry that it tells."""

import datetime
import random
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journeys.city import City
from tests.properties.pages import Maker

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, names_of
from lightbulb_audit.describe.text.spans import Parts, Rest, UntrustedText
from lightbulb_audit.model import Page, Reader, Record
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.predicate import compile_predicate, text_values
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.query.values import ParseContext
from lightbulb_audit.services.names.page_names import extend_with_page

_NOW: Final = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
_SENSE: Final = ParseContext(1, _NOW, zoneinfo.ZoneInfo("UTC"))
_READER: Final = Reader(OfflineApp())
_GUILD: Final = hikari.Snowflake(1)
_NOBODY: Final = "\N{BULLET}"


def _words(parts: Parts) -> Iterator[str]:
    """Each word of a line, as a person would type it."""
    for part in parts:
        if isinstance(part, str):
            # Brackets and commas of ours are no words, and ids have fewer digits here than Discord gives.
            yield from (word for word in words_of(part) if word.isalpha())
        elif isinstance(part, UntrustedText):
            yield from (word for word in words_of(part.text) if _NOBODY not in word and not word.isdigit())
        elif isinstance(part, Rest):
            yield from _words(part.parts)


def _anybody(_kind: Kind, _thing_id: int) -> Known | None:
    """A name without a word for whom nobody knows: no words of ours stand in its place then."""
    return Known(_NOBODY)


def _is_found(record: Record, word: str, page: Page, named: Mapping[str, frozenset[int]]) -> bool:
    return _fits(record, f'"{word}"', page, named)


def _fits(record: Record, text: str, page: Page, named: Mapping[str, frozenset[int]]) -> bool:
    query = parse(text, tokenize(text), _SENSE)
    known = SearchContext({text: named.get(text.strip(), frozenset()) for text in text_values(query)})
    return compile_predicate(query, extend_with_page(query, known, page)).matches(record)


def _asked(told: Description) -> Iterator[str]:
    """What it did and what it changed, as people read it, in the language of a search."""
    yield f'action:"{told.row.name}"'
    yield from (f'action:"{doing.name}"' for doing in told.doings)
    yield from (f'key:"{change.label}"' for change in told.changes if change.label in _LABELS)


_LABELS: Final = {row.label for row in (*fields.OF_OBJECT.values(), *fields.COMMON.values())}
_LONGEST: Final = 100


def _missed(told: Description, page: Page, named: Mapping[str, frozenset[int]]) -> Sequence[str]:
    """The words that the line shows, and by which its entry is not found."""
    # A longer one than a search may be is nobody's word.
    shown = [word for word in dict.fromkeys(_words(told.sentence)) if len(word) <= _LONGEST]
    return [word for word in shown if not _is_found(told.record, word, page, named)]


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(min_value=0))
def test_every_word_of_a_line_finds_it(seed: int) -> None:
    """Of a drawn server each entry is found by each word of its line, its doing, its settings and each name."""
    rng, city = random.Random(seed), City(seed, _NOW)
    log = rng.sample(city.log, 40)
    page = _READER.page({"audit_log_entries": log, "users": city.json()["audit_log"]["users"]}, _GUILD)
    named: dict[str, frozenset[int]] = {}
    for thing_id, known in city.names().items():
        for word in {word for name in known for word in words_of(name)}:
            named[word] = named.get(word, frozenset()) | {thing_id}
    called = city.names()
    names = names_of([page], lambda _, thing_id: Known(min(called[thing_id])) if thing_id in called else None)
    for record in page.records:
        told = describe(record, names)
        assert _missed(told, page, named) == []
        assert [asked for asked in _asked(told) if not _fits(record, asked, page, named)] == []
        for thing_id in (record.entry.user_id, record.entry.target_id):
            words = [word for name in called.get(int(thing_id or 0), ()) for word in words_of(name)]
            assert all(_is_found(record, word, page, named) for word in words)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(min_value=0))
def test_every_word_of_any_line_finds_it(openapi: dict[str, Any], seed: int) -> None:
    """The same of whatever Discord's contract allows, where nothing is known but what the page tells."""
    page = _READER.page(Maker(openapi, random.Random(seed)).page(20), _GUILD)
    names = names_of([page], _anybody)
    for record in page.records:
        # What is changed must have a name, which Discord's contract does not say.
        keys = [one.get("key") for one in record.raw.get("changes") or ()]
        if all(isinstance(key, str) and words_of(key) for key in keys):
            assert _missed(describe(record, names), page, {"everyone": frozenset({int(_GUILD)})}) == []
