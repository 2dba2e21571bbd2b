"""Whatever a line shows finds the entry that it tells."""

import datetime
import random
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journeys.city import City
from tests.properties.pages import Maker

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.catalog.searches import SEARCHES
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.entry_references import references
from lightbulb_audit.describe.names.name_table import Known as Name
from lightbulb_audit.describe.names.name_table import names_of
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


def _anybody(_kind: Kind, _thing_id: int) -> Name | None:
    """A name without a word for whom nobody knows: no words of ours stand in its place then."""
    return Name(_NOBODY)


class Known:
    """Names by the words in them, as the program knows them beside a page.

    Args:
        names: All that anybody and anything is or was called, by id.
    """

    def __init__(self, names: Mapping[int, Iterable[str]]) -> None:
        self.names = {thing_id: [words_of(name) for name in called] for thing_id, called in names.items()}

    def called(self, phrase: str) -> frozenset[int]:
        """Return the ids of all in whose names these words stand one behind the other, the last perhaps just begun."""
        wanted = f" {phrase}"
        return frozenset(
            thing_id for thing_id, names in self.names.items() if any(wanted in f" {' '.join(one)} " for one in names)
        )


_EVERYONE: Final = Known({int(_GUILD): ["everyone"]})


def _is_found(record: Record, word: str, page: Page, known: Known) -> bool:
    return _fits(record, f'"{word}"', page, known)


def _fits(record: Record, text: str, page: Page, known: Known) -> bool:
    query = parse(text, tokenize(text), _SENSE)
    context = SearchContext({value: known.called(value) for value in text_values(query)})
    return compile_predicate(query, extend_with_page(query, context, page)).matches(record)


def _asked(told: Description) -> Iterator[str]:
    """What it did and what it changed, as people say it, in the language of a search."""
    row = told.row
    yield f'category:"All of {row.category.value}"'
    # What has no type has no name of one either.
    own = [f"{row.type}", row.slug, row.name] if row.type >= 0 else []
    words = [*own, *SEARCHES.get(row.type, "").split(", ")]
    for doing in told.doings:
        words += [doing.name, doing.slug, *doing.words.split(", ")]
    yield from (f'action:"{word}"' for word in words if word)
    for change in told.changes:
        if change.label in _LABELS:
            yield f'key:"{change.label}"'
    for change in told.record.changes():
        if change.key in _KEYS:
            yield f'key:"{change.key}"'


_LABELS: Final = {row.label for row in (*fields.OF_OBJECT.values(), *fields.COMMON.values())}
_KEYS: Final = {*fields.COMMON, *(name for _, name in fields.OF_OBJECT)}
_LONGEST: Final = 100


def _missed(told: Description, page: Page, known: Known) -> Sequence[str]:
    """The words that the line shows, and by which its entry is not found."""
    # A longer one than a search may be is nobody's word.
    shown = [word for word in dict.fromkeys(_words(told.sentence)) if len(word) <= _LONGEST]
    return [word for word in shown if not _is_found(told.record, word, page, known)]


def _unnamed(record: Record, page: Page, known: Known) -> Sequence[str]:
    """The names of whom and what an entry names by which it is not found: whole, and each word of them."""
    ids = {int(record.entry.user_id or 0), *(thing_id for _, thing_id in references(record))}
    names = [words for thing_id in sorted(ids) for words in known.names.get(thing_id, ()) if words]
    asked = dict.fromkeys(text for words in names for text in (" ".join(words), *words))
    return [text for text in asked if not _is_found(record, text, page, known)]


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(min_value=0))
def test_every_word_of_a_line_finds_it(seed: int) -> None:
    """Of a drawn server each entry is found by each word of its line, its doing, its settings and each name."""
    rng, city = random.Random(seed), City(seed, _NOW)
    log = rng.sample(city.log, 30)
    page = _READER.page({"audit_log_entries": log, "users": city.json()["audit_log"]["users"]}, _GUILD)
    called = city.names()
    known = Known(called)
    names = names_of([page], lambda _, thing_id: Name(min(called[thing_id])) if thing_id in called else None)
    for record in page.records:
        told = describe(record, names)
        assert _missed(told, page, known) == []
        assert [asked for asked in _asked(told) if not _fits(record, asked, page, known)] == []
        assert _unnamed(record, page, known) == []


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(min_value=0))
def test_every_word_of_any_line_finds_it(openapi: dict[str, Any], seed: int) -> None:
    """The same of whatever Discord's contract allows, where nothing is known but what the page tells."""
    page = _READER.page(Maker(openapi, random.Random(seed)).page(20), _GUILD)
    names = names_of([page], _anybody)
    for record in page.records:
        told = describe(record, names)
        assert [asked for asked in _asked(told) if not _fits(record, asked, page, _EVERYONE)] == []
        # What is changed must have a name, which Discord's contract does not say.
        keys = [one.get("key") for one in record.raw.get("changes") or ()]
        if all(isinstance(key, str) and words_of(key) for key in keys):
            assert _missed(told, page, _EVERYONE) == []
