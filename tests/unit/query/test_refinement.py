"""A search made wider or narrower."""

import pytest
from tests.unit.entries import ANNA, BOB, entry, page, record

from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.refinement import Relaxation, closest, droppable_clauses, narrow, relax_in_pages, without
from lightbulb_audit.query.related import of_one
from lightbulb_audit.query.remote import NO_LORE

_SPAN = (Clause("after", ("5",)), Clause("before", ("90",)))
_ACTOR, _REASON = Clause("actor", (str(ANNA),)), Clause("has", ("reason",))


def test_without_a_condition() -> None:
    """The condition goes, the others stay, and both bounds of a span go together."""
    query = Query((_SPAN[0], _ACTOR, _SPAN[1], _REASON), 7)
    assert without(query, 1) == Query((_SPAN[0], _SPAN[1], _REASON), 7)
    assert without(query, 0) == without(query, 2) == Query((_ACTOR, _REASON), 7)
    assert droppable_clauses(query) == [0, 1, 3]
    assert droppable_clauses(Query((_ACTOR,))) == droppable_clauses(Query(_SPAN)) == []
    with pytest.raises(IndexError):
        without(query, 4)


def test_one_of_several() -> None:
    """One value stays of those that a name may mean, or a namesake by id; what can be nobody's id is refused."""
    query = Query((_REASON, Clause("actor", ("1", "2", "3"))))
    assert narrow(query, 1, "2") == Query((_REASON, Clause("actor", ("2",))))
    assert narrow(query, 1, "4") == Query((_REASON, Clause("actor", ("4",))))
    for place, value in ((1, "vera"), (0, "4")):
        with pytest.raises(ValueError, match=value):
            narrow(query, place, value)


def test_what_entries_at_hand_tell() -> None:
    """What fits without a condition is counted, surely only where Discord did not leave it out of what was read."""
    rows = [entry(22, BOB, entry_id=30, reason="raid"), entry(23, BOB, entry_id=20), entry(22, BOB, entry_id=10)]
    query = Query((Clause("action", ("member_kick",)), _REASON))
    found = relax_in_pages(query, NO_LORE, [page(*rows), page(*rows)], is_whole=True)
    assert found == [Relaxation(0, 1, is_all=False)]
    unfiltered = Query((Clause("text", ("storm",)), Clause("category", ("members",))))
    assert relax_in_pages(unfiltered, NO_LORE, [page(*rows)], is_whole=True) == [Relaxation(0, 3, is_all=True)]


def test_the_closest_first() -> None:
    """What finds fewest is nearest to the question."""
    counts = [Relaxation(at, count, is_all=True) for at, count in enumerate((9, 2, 5, 2))]
    assert [one.clause for one in closest(counts, 3)] == [1, 3, 2]


def test_the_server_and_everyone() -> None:
    """What tells the server from its role of the same id goes with it, and is no condition of its own."""
    about = Query.where(about=40)
    server, everyone = of_one(about, 40), of_one(about, 40, is_everyone=True)
    for query in (server, everyone):
        assert droppable_clauses(query) == []
        wider = Query((*query.clauses, _REASON))
        assert droppable_clauses(wider) == [0, 2]
        assert without(wider, 0) == Query((_REASON,))
        assert without(wider, 2) == query
    for query, types in ((server, [1]), (everyone, [31])):
        fits = compile_predicate(query, NO_LORE).matches
        assert [one for one in (1, 31) if fits(record(entry(one, 40)))] == types
    assert of_one(Query.where(about=41), 40) == Query.where(about=41)
