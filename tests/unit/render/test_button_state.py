"""What a button carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model.query import MOST_COUNT, Cursor, Query, View
from lightbulb_audit.model.snowflake import LARGEST
from lightbulb_audit.render.button_state import ButtonState, QueryFields, Verb, decode, encode, is_ours

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
    """The largest ids and the longest category stay within 100 characters."""
    query = QueryFields(LARGEST, max((one.value for one in Category), key=len), LARGEST, LARGEST, LARGEST).query(25)
    for verb in Verb:
        assert len(encode(ButtonState(verb, query, Cursor("older", LARGEST), LARGEST, view=View.SIDES))) <= 100


GOOD = encode(ButtonState(Verb.OLDER, QueryFields(5, "22", 6, 7, 8).query(10), Cursor("older", 9)))


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
    ],
)  # fmt: skip
def test_made_up_states(custom_id: str) -> None:
    """A custom id of another version, or a made up one, is refused as outdated."""
    with pytest.raises(OutdatedError):
        decode(custom_id)


@given(st.text(max_size=120) | st.lists(st.text("0123456789azAZ<>|", max_size=12), min_size=8, max_size=8).map(
    lambda parts: "|".join(["la1", *parts])))  # fmt: skip
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
    [("la1|x", True), ("la27|x", True), ("la|x", False), ("lax|1", False), ("other", False), ("", False)],
)
def test_whose_button(custom_id: str, ours: bool) -> None:
    """Buttons of every version of this plugin are ours, those of others are not."""
    assert is_ours(custom_id) is ours
