"""Empty answers to searches, and the menu that asks who is meant, as they are sent."""

from typing import Any

import hikari
import pytest
from tests.unit.entries import ANNA, BOB, NAMES, page

from lightbulb_audit.model.intervals import Interval
from lightbulb_audit.model.progress import MissingRange
from lightbulb_audit.model.query import Clause, Cursor, Query, View, Way
from lightbulb_audit.query.refinement import Relaxation
from lightbulb_audit.render import listing
from lightbulb_audit.render.button_state import Verb
from lightbulb_audit.render.custom_id import decode
from lightbulb_audit.services.causes import NO_CAUSES, Causes, Near
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window

_QUERY = Query(
    (
        Clause("actor", (str(ANNA),)),
        Clause("text", ("raid",)),
        Clause("has", ("reason",)),
        Clause("after", ("4194304000",)),
        Clause("category", ("roles",)),
    )
)


def _drawn(query: Query, causes: Causes = NO_CAUSES, **around: Any) -> tuple[str, list[dict[str, Any]]]:
    """The lines of an empty list without the question, and its components."""
    window = Window(query, None, [], [page()], has_newer=False, has_older=False, scanned=0, **around)
    drawing = listing.draw(EntryList(window, [], NAMES, "Pony", View.SEARCH, causes=causes))
    assert isinstance(drawing.embed, hikari.Embed)
    lines = str(drawing.embed.description).split("\n")
    return lines[1], [part for row in drawing.rows for part in row.build()[0]["components"]]


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        (NO_CAUSES, ""),
        (Causes((Relaxation(0, 1, is_all=True),)), " Without “by **anna**”, 1 entry would fit."),
        (
            Causes(tuple(Relaxation(at, 2000 - at, is_all=at == 4) for at in range(5))),
            (
                " Without “all of Roles”, 1,996 entries would fit; without “the limits of time”, 1,997 entries or "
                "more; without “with a reason”, 1,998 entries or more."
            ),
        ),
        (Causes(near=(Near(1, "a*b"), Near(1, "A*B"), Near(1, "carl"))), " Did you mean **a\\*b** or **carl**?"),
        (Causes(is_hopeless=True), " Leaving out any one of the conditions does not help."),
        (Causes(is_expired=True), " It asks for what is older than 45 days, and Discord keeps no longer."),
    ],
)
def test_what_is_said(causes: Causes, said: str) -> None:
    """Each cause has its sentence; of several conditions the three are told that leave the fewest entries."""
    assert _drawn(_QUERY, causes)[0] == f"Nothing in the audit log fits this.{said}"


@pytest.mark.parametrize(
    ("way", "query", "said"),
    [
        ("older", Query(), "Nothing in the audit log is older."),
        ("newer", Query(), "Nothing in the audit log is newer."),
        ("older", _QUERY, "Nothing older fits this."),
        ("newer", _QUERY, "Nothing newer fits this."),
    ],
)
def test_beyond_the_end(way: Way, query: Query, said: str) -> None:
    """Where somebody jumped past all entries, nothing is said of those on the other side."""
    window = Window(query, Cursor(way, 5), [], [page()], has_newer=True, has_older=False, scanned=0)
    drawing = listing.draw(EntryList(window, [], NAMES, "Pony", View.RECENT))
    assert isinstance(drawing.embed, hikari.Embed)
    assert said in str(drawing.embed.description)


def test_what_is_missing() -> None:
    """A gap in the archive is a cause, too."""
    missing = [MissingRange(Interval(5, 9), None, is_pending=False)]
    assert "A part of the time that is asked for is not there, see below" in _drawn(_QUERY, missing=missing)[0]


def test_the_buttons() -> None:
    """A button carries the place of the condition that it leaves out, and says how many entries that finds at least."""
    relaxed = Causes((Relaxation(3, 1200, is_all=False), Relaxation(1, 12, is_all=True)))
    found = [part for part in _drawn(_QUERY, relaxed)[1] if part.get("label", "").startswith("Without")]
    assert [part["label"] for part in found] == ["Without: raid · 12", "Without: the limits of time · 1,200+"]
    assert [decode(part["custom_id"])[::3] for part in found] == [(Verb.WITHOUT, 1), (Verb.WITHOUT, 3)]
    long = Query((Clause("text", ("a" * 100,)), Clause("has", ("reason",))))
    parts = _drawn(long, Causes((Relaxation(0, 3, is_all=True),)))[1]
    (button,) = [one for one in parts if "· 3" in one.get("label", "")]
    assert len(button["label"]) == 80


def test_what_was_meant() -> None:
    """A button carries the words of each name once, and the place of what was typed for it."""
    near = Causes(near=(Near(1, "Vera"), Near(1, "vera"), Near(1, "Plan B")))
    found = [part for part in _drawn(_QUERY, near)[1] if part.get("label", "").startswith("I meant")]
    assert [part["label"] for part in found] == ["I meant Vera", "I meant Plan B"]
    states = [decode(part["custom_id"]) for part in found]
    assert [(one.verb, one.entry_id, one.said) for one in states] == [
        (Verb.MEANT, 1, "vera"),
        (Verb.MEANT, 1, "plan b"),
    ]


def test_who_is_meant() -> None:
    """The menu has each whom the first name of several may mean, 25 at most; what is excluded needs none."""
    values = tuple(str(one) for one in (ANNA, BOB, *range(100, 130)))
    query = Query((Clause("has", ("reason",)), Clause("target", values)))
    (menu,) = [part for part in _drawn(query)[1] if part["type"] == 3]
    assert menu["placeholder"] == "Which one? The first 25 of 32"
    assert [option["value"] for option in menu["options"]] == list(values[:25])
    assert [option["label"] for option in menu["options"]][:2] == ["anna", "bob"]
    state = decode(menu["custom_id"])
    assert (state.verb, state.entry_id) == (Verb.WHICH, 1)
    excluded = Query((Clause("target", values, is_negated=True),))
    assert [part for part in _drawn(excluded)[1] if part["type"] == 3] == []
