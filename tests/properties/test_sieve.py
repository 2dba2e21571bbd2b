"""The sieve lets through, of many predicates, each that a line fits."""

import random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.searched import World

from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest, compile_predicate
from lightbulb_audit.query.sieve import Sieve
from lightbulb_audit.query.terms import terms_of

_WORDS: Final = ("@by:5", "@to:6", "@type:22", "spam", "spammer", "花", "a\u2003b", ".")
_pieces = st.sampled_from([*(f" {one} " for one in _WORDS), *(f" {one}" for one in _WORDS), " spam spammer ", " ", ""])
_tests = st.builds(TermTest, st.lists(_pieces, max_size=3).map(tuple), st.booleans())
_bounds = st.builds(IdBound, st.sampled_from(["above", "below", "at"]), st.just((5,)), st.booleans())
_predicates = st.builds(Predicate, st.lists(_tests, max_size=3).map(tuple), st.lists(_bounds, max_size=1).map(tuple))
_lines = st.one_of(
    st.sampled_from(["", " "]), st.lists(st.sampled_from(_WORDS), max_size=6).map(lambda some: f" {' '.join(some)} ")
)


@given(st.lists(_predicates, max_size=6), _lines, st.integers(4, 6))
def test_near_is_what_fits(predicates: list[Predicate], line: str, entry_id: int) -> None:
    """Each that a line fits is near it, once, whatever its tests are."""
    _assert_near(predicates, entry_id, line)


def _assert_near(predicates: list[Predicate], entry_id: int, line: str) -> None:
    near = list(Sieve(predicates).near(line))
    assert len(near) == len(set(near))
    assert {place for place, one in enumerate(predicates) if one.fits(entry_id, line)} <= set(near)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(min_value=0))
def test_searches_over_entries(seed: int) -> None:
    """So it is with searches as people write them, over the lines that entries have."""
    world = World(random.Random(seed))
    predicates = [compile_predicate(world.search(3), world.lore()) for _ in range(8)]
    for entry in (world.entry() for _ in range(10)):
        _assert_near(predicates, int(entry["id"]), terms_of(entry))
