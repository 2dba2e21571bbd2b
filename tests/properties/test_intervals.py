import itertools

from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.model.intervals import Interval, merge, subtract

_INTERVALS = st.lists(st.builds(Interval, st.integers(0, 60), st.integers(0, 60)), max_size=12)


def _ids(intervals: list[Interval]) -> set[int]:
    return {number for low, high in intervals for number in range(low, high + 1)}


@given(_INTERVALS)
def test_merging_keeps_every_id(intervals: list[Interval]) -> None:
    """The same ids come out, in order, with at least one id missing between two intervals."""
    found = merge(intervals)
    assert _ids(found) == _ids(intervals)
    assert all(low <= high for low, high in found)
    assert all(before.high + 1 < after.low for before, after in itertools.pairwise(found))
    assert merge(found) == found


@given(_INTERVALS, st.builds(Interval, st.integers(0, 60), st.integers(0, 60)))
def test_taking_out_leaves_the_rest(taken: list[Interval], interval: Interval) -> None:
    """What is left are exactly the ids that nobody took, in as few intervals as can be."""
    left = list(subtract(interval, taken))
    assert _ids(left) == _ids([interval]) - _ids(taken)
    assert merge(left) == left
