"""What came from Discord and what was imported, in every order."""

from collections.abc import Sequence
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.archive.append import CurrentEntry
from lightbulb_audit.archive.projections.current import fold
from lightbulb_audit.archive.projections.entry_state import meaning
from lightbulb_audit.model.observation import to_text

_COUNTS: Final = st.sampled_from([None, "1", "3", 7, "99", "many"])
_Seen = tuple[str, str]


@st.composite
def _texts(draw: st.DrawFn) -> str:
    raw: dict[str, Any] = {"id": "1", "action_type": draw(st.sampled_from([22, 72])), "user_id": draw(_IDS)}
    count = draw(_COUNTS)
    if count is not None:
        raw["options"] = {"count": count}
    if draw(st.booleans()):
        raw |= {"guild_id": "9", "reason": draw(st.sampled_from([None, "raid"]))}
    return to_text(raw)


_IDS: Final = st.sampled_from(["5", "6"])
_LISTS: Final = st.lists(_texts(), max_size=4)


def _folded(seen: Sequence[_Seen]) -> tuple[Any, ...]:
    """What of a state can be told from without: its meaning, its columns, and whether it is marked."""
    states: dict[int, CurrentEntry] = {}
    for way, text in seen:
        fold(states, 1, text, way, redacted=False)
    if not states:
        return ()
    now = states[1].state
    return meaning(now.raw), now.actor_id, now.action_type, now.count, now.reason, now.is_imported


@given(discord=_LISTS, files=_LISTS, places=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(discord: list[str], files: list[str], places: Any) -> None:
    """However the two are mixed, an entry's state is the same, and Discord's wherever Discord said something."""
    one, other = [("event", text) for text in discord], [("import", text) for text in files]
    ways = ["event"] * len(one) + ["import"] * len(other)
    places.shuffle(ways)
    streams = {"event": iter(one), "import": iter(other)}
    mixed = [next(streams[way]) for way in ways]
    state = _folded([*one, *other])
    assert _folded(mixed) == _folded([*other, *one]) == state
    if one:
        assert state[1:3] == _folded(one)[1:3]
        assert state[-1] is False
