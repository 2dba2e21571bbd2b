"""Whatever an entry is called can be searched for, and finds it."""

import datetime
import os
import random
import zoneinfo
from typing import Any, Final

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.pages import Maker
from tests.properties.searched import World

from lightbulb_audit.analyse.doings import doings_of
from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.model import Reader, Record
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.remote import NO_LORE, endpoint_filters, is_filtered_by_endpoint
from lightbulb_audit.query.syntax import parse, tokenize
from lightbulb_audit.query.terms import key_of
from lightbulb_audit.query.values import ParseContext

_SENSE: Final = ParseContext(1, datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC), zoneinfo.ZoneInfo("UTC"))
_READER: Final = Reader(OfflineApp())


def _records(openapi: dict[str, Any], seed: int) -> list[Record]:
    """Entries of drawn servers: as Discord describes them, and as searches often meet them."""
    rng = random.Random(seed)
    world, drawn = World(rng), Maker(openapi, rng).page(20)
    raw = {"audit_log_entries": [*drawn["audit_log_entries"], *(world.entry() for _ in range(20))]}
    return list(_READER.page(raw, hikari.Snowflake(1)).records)


def _finds(text: str, record: Record) -> bool:
    query = parse(text, tokenize(text), _SENSE)
    fits = compile_predicate(query, NO_LORE).matches(record)
    asked = endpoint_filters(query).get("action_type")
    # What Discord is asked for may leave out nothing that fits.
    assert not fits or asked in (None, record.entry.action_type)
    assert fits or asked != record.entry.action_type or not is_filtered_by_endpoint(query)
    return fits


@settings(max_examples=60 if "EVERY_CASE" in os.environ else 25, deadline=None)
@given(seed=st.integers(min_value=0))
def test_what_was_done_is_found(openapi: dict[str, Any], seed: int) -> None:
    """An entry is found by the names, words and slugs of all that it is, and not where those are excluded."""
    for record in _records(openapi, seed):
        for doing in doings_of(record.raw):
            for text in (doing.name, doing.slug, *doing.words.split(", ")):
                assert not text or _finds(f'action:"{text}"', record)
                assert not text or not _finds(f'-action:"{text}"', record)
        row = action(record.entry.action_type)
        if row.category != "other":
            assert _finds(f"action:{row.slug} category:{row.category}", record)


@settings(max_examples=60 if "EVERY_CASE" in os.environ else 25, deadline=None)
@given(seed=st.integers(min_value=0))
def test_what_was_changed_is_found(openapi: dict[str, Any], seed: int) -> None:
    """An entry is found by every setting that it shows as changed, as it is shown and as Discord calls it."""
    for record in _records(openapi, seed):
        for line in describe(record, names_of([])).changes:
            if fields.field(action(record.entry.action_type).changed, line.change.key) is not None:
                assert _finds(f'key:"{line.label}"', record)
                assert _finds(f"key:{line.change.key}", record)


def test_a_setting_means_the_same_when_it_is_read_again() -> None:
    """All keys that are shown alike are carried along, and mean no more than that the next time."""
    for name in {*fields.COMMON, *(key for _, key in fields.OF_OBJECT)}:
        query = parse(f"key:{name}", tokenize(f"key:{name}"), _SENSE)
        (clause,) = query.clauses
        again = f"key:{','.join(clause.values)}"
        assert parse(again, tokenize(again), _SENSE) == query
        assert key_of(name) in clause.values
