"""Any value under any key is told."""

from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.entries import ENTRY_ID, GENERAL, change, told

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.kinds import HIDDEN_NAME
from lightbulb_audit.catalog.schema.fields import COMMON, OF_OBJECT
from lightbulb_audit.catalog.schema.shapes import SHAPES
from lightbulb_audit.describe.text.markdown import markdown
from lightbulb_audit.describe.text.plain import plain

KEYS: Final = sorted({*COMMON, *(key for _, key in OF_OBJECT), "20", "aura"})
INNER: Final = sorted(
    {key for shape in SHAPES.values() for key in (*shape.fields, *shape.untold, shape.head)}
    | {"id", "type", "allow", "deny", "permission", "primary_color", "frequency", "start", "n", "day", "emoji_name"}
)
TYPES: Final = sorted({row.type for row in ROWS if row.changed})

SCALAR: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-2, 12)
    | st.floats()
    | st.text(max_size=80)
    | st.sampled_from(["", " ", HIDDEN_NAME, "ab" * 16, "a_" + "0" * 32, "1", "-1", "9" * 40, str(GENERAL)])
    | st.sampled_from(["2026-11-20T10:00:00+00:00", "\ud83d", "a\nb", "x " * 40])
)
ODD: Final = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(INNER), inner, max_size=5)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=12,
)


@settings(max_examples=1_500, deadline=None)
@given(st.sampled_from(TYPES), st.sampled_from(KEYS), ODD, ODD)
def test_anything_is_told(action_type: int, key: str, old: Any, new: Any) -> None:
    """Whatever stands under a key, its change is one line of words, in plain text and in markdown."""
    raw = {"id": str(ENTRY_ID), "action_type": action_type, "user_id": "5", "target_id": "10"}
    (line,) = told({**raw, "changes": [change(key, new, old)]}).changes
    for drawn in (plain(line.text), markdown(line.text)):
        assert drawn.strip()
        assert "\n" not in drawn
        assert HIDDEN_NAME not in drawn


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KEYS), st.lists(ODD, max_size=4), st.lists(ODD, max_size=4))
def test_any_list_is_told(key: str, old: list[Any], new: list[Any]) -> None:
    """Lists of anything are told, also where items come twice or cannot be told apart."""
    for action_type in (11, 141, 164, 191):
        raw = {"id": str(ENTRY_ID), "action_type": action_type, "user_id": "5", "target_id": "10"}
        (line,) = told({**raw, "changes": [change(key, new, old)]}).changes
        assert plain(line.text).strip()
