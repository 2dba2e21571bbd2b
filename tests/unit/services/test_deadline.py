"""What one answer may take, and for how long it is young."""

import asyncio

from lightbulb_audit.services.deadline import shared, take, time_left


def test_an_answer_takes_no_more_than_it_may() -> None:
    """What was taken once is not to be had again within one answer, and all of it within the next."""
    for _ in range(2):
        with shared():
            assert [take("people", wanted, 5) for wanted in (3, 4, 1)] == [3, 2, 0]
            assert take("others", 1, 5) == 1
    assert [take("people", 9, 5) for _ in range(2)] == [5, 5]


async def test_time_goes_on() -> None:
    """The seconds of an answer are counted from its start, and never fall below none."""
    assert time_left(1.5) == 1.5
    with shared():
        before = time_left(1.5)
        await asyncio.sleep(0.02)
        assert 0 < time_left(1.5) < before <= 1.5
        assert time_left(0.01) == 0
