"""What a longer text costs beside a shorter one: no machine is too slow for it, and no machine too busy."""

import time
from collections.abc import Callable
from typing import Any, Final

_LEAST: Final = 0.002
"""Seconds of the processor under which a cost says nothing: a busy machine measures that much by itself."""


def growth(act: Callable[[str], Any], short: str, long: str) -> float:
    """How many times as much of the processor a long text costs as a short one, by the least of some turns."""
    return _seconds(act, long) / max(_seconds(act, short), _LEAST)


def _seconds(act: Callable[[str], Any], text: str) -> float:
    """What it costs the processor: the least of some times."""
    taken: list[float] = []
    for _ in range(3):
        began = time.process_time()
        act(text)
        taken.append(time.process_time() - began)
    return min(taken)
