"""What a button carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model.query import MOST_COUNT, Cursor, Query, View
from lightbulb_audit.model.snowflake import LARGEST
from lightbulb_audit.render.button_state import ButtonState, QueryFields, Verb
from lightbulb_audit.render.custom_id import decode, encode, is_ours

IDS = st.none() | st.integers(0, LARGEST)
COUNTS = st.integers(1, MOST_COUNT)
QUERIES = st.builds(
    Query.where,
    count=COUNTS,
    actor=IDS,
    action=st.sampled_from(["", *[category.value for category in Category]]) | st.integers(0, (1 << 31) - 1).map(str),
    target=IDS,
    after=IDS,
    before=IDS,
)
CURSORS = st.none() | st.builds(Cursor, st.sampled_from(["older", "newer"]), st.integers(0, LARGEST))
STATES = st.sampled_from(View).flatmap(
    lambda view: st.builds(
        ButtonState,
        st.sampled_from([verb for verb in Verb if verb is not Verb.MEANT]),
        st.builds(Query, count=COUNTS) if view.is_searched else QUERIES,
        CURSORS,
        IDS,
        st.just(view),
        st.just(""),
    )
)
MEANT = st.builds(
    ButtonState,
    st.just(Verb.MEANT),
    st.builds(Query, count=COUNTS),
    st.none(),
    st.integers(0, 250),
    st.just(View.SEARCH),
    st.text(st.characters(exclude_characters="|"), min_size=1, max_size=60),
)
"""What was meant for a word of a search."""
"""A search stands in the message: a custom id has no room for it."""


@given(STATES | MEANT)
def test_round_trip(state: ButtonState) -> None:
    """Whatever is put into a custom id comes out of it, and it is known as ours."""
    custom_id = encode(state)
    assert decode(custom_id) == state
    assert is_ours(custom_id)
    assert 1 <= len(custom_id) <= 100


def test_the_largest_state_fits() -> None:
    """The largest ids and the longest action stay within 100 characters."""
    longest = max((*(one.value for one in Category), *BY_DOING), key=len)
    query = QueryFields(LARGEST, longest, LARGEST, LARGEST, LARGEST).query(25)
    for verb in Verb:
        assert len(encode(ButtonState(verb, query, Cursor("older", LARGEST), LARGEST, view=View.SIDES))) <= 100


GOOD = "la1|o|10|5|22|6|7|8|<9||"
NEW = encode(ButtonState(Verb.OLDER, QueryFields(5, "22", 6, 7, 8).query(10), Cursor("older", 9)))


def test_buttons_of_the_first_version_go_on_working() -> None:
    """What stands under messages posted before means what it meant."""
    assert decode(GOOD) == decode(NEW)
    unfolded = decode("la1|e|25u|||||||aZ|s")
    assert (unfolded.verb, unfolded.query.count, unfolded.query.is_folded) == (Verb.ENTRY, 25, False)
    assert unfolded.view is View.SEARCH


@pytest.mark.parametrize(
    "custom_id",
    [
        "", "la1", "la1|", "la2" + GOOD[3:], "la" + GOOD[3:], GOOD + "|", GOOD.replace("|o|", "|?|"),
        GOOD.replace("|10|", "|0|"), GOOD.replace("|10|", "|26|"), GOOD.replace("|10|", "|-1|"),
        GOOD.replace("|10|", "||"), GOOD.replace("|22|", "|banana|"), GOOD.replace("|22|", "|\u0662\u0662|"),
        GOOD.replace("|5|", "|!|"), GOOD.replace("|5|", "|" + "Z" * 11 + "|"),
        GOOD.replace("|5|", "|" + "Z" * 12 + "|"),
        GOOD.replace("<9", "9"), GOOD.replace("<9", "<"), GOOD.replace("<9", "=9"), GOOD.replace("<9", "<-"),
        GOOD.replace("|10|", "|" + "9" * 5000 + "|"), GOOD.replace("|22|", "|" + "9" * 5000 + "|"),
        GOOD.replace("|22|", "|99999999999|"), GOOD.replace("|22|", "|-22|"), GOOD.replace("|10|", "|\u0661\u0660|"),
        GOOD.replace("|10|", "| 10|"), GOOD.replace("|10|", "|1_0|"),
        "lb-audit:", "lb-audit:2", "lb-audit:2|", NEW + "|", NEW.replace(":2|", ":3|"), NEW.replace("|o", "|?"),
        NEW.replace("|oz|", "|o0|"), NEW.replace("|oz|", "|o_|"), NEW.replace("|oz|", "|o|"),
        NEW.replace("|5|", "|<|"), NEW.replace("|5|", "|" + "{" * 11 + "|"), NEW.replace("|22|", "|banana|"),
        NEW.replace("<9", "9"), NEW.replace("<9", "<"), NEW.replace("<9", "<~"),
    ],
)  # fmt: skip
def test_made_up_states(custom_id: str) -> None:
    """A custom id of another version, or a made up one, is refused as outdated."""
    with pytest.raises(OutdatedError):
        decode(custom_id)


@given(st.text(max_size=120) | st.lists(st.text("0123456789azAZ<>|", max_size=12), min_size=8, max_size=8).map(
    lambda parts: "|".join(["la1", *parts])) | st.lists(st.text("0123456789azAZ<>|{", max_size=12), max_size=9).map(
    lambda parts: "|".join(["lb-audit:2", *parts])))  # fmt: skip
def test_hostile_states(custom_id: str) -> None:
    """Any text is a state that can be encoded again, or is refused as outdated; nothing else is raised."""
    is_ours(custom_id)
    try:
        state = decode(custom_id)
    except OutdatedError:
        return
    assert decode(encode(state)) == state


@pytest.mark.parametrize(
    ("custom_id", "ours"),
    [
        (GOOD, True), (NEW, True), ("lb-audit:3|what|is|to|come", True), ("lb-audit:2|x", True),
        ("la1|x", False), ("la27|x", False), ("la|x", False), ("other", False), ("", False), ("lb-audit", False),
        ("lb-audit:", False), ("lb-audit:two|x", False), ("lb-audit:2", False), ("lb-auditor|2|x", False),
        (f"{GOOD}|x", False), (f"x{NEW}", False), ("lb-audit:2|a\nb", False), ("lb_0c1e", False),
    ],
)  # fmt: skip
def test_whose_button(custom_id: str, ours: bool) -> None:
    """Whole ids of every version of this plugin are ours; those of others are not, whatever they begin with."""
    assert is_ours(custom_id) is ours
