"""Who did what how often, a line each: what a message tells of many entries."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.analyse.bursts import tally_records
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.bursts import Burst
from lightbulb_audit.render.listing import line

_NAME: Final = 40
_REASON: Final = 60


class Sum(NamedTuple):
    """Entries by who did what.

    Attributes:
        lines: A line for each group, those first of which the first entry came first.
        told: How many entries the lines tell.
    """

    lines: Sequence[str]
    told: int


def sum_up(descriptions: Sequence[Description], groups: int, *, style: str = "f") -> Sum:
    """Tell entries by who did what how often.

    Args:
        descriptions: The entries, the first first.
        groups: How many lines at most; the largest groups are told.
        style: In which of Discord's styles moments are told.
    """
    told = {id(one.record): one for one in descriptions}
    tallied = tally_records([one.record for one in descriptions])[:groups]
    bursts = [Burst([told[id(record)] for record in some]) for some in tallied]
    order = {id(one): at for at, one in enumerate(descriptions)}
    bursts.sort(key=lambda burst: order[id(burst.entries[0])])
    return Sum([_line(one, style) for one in bursts], sum(len(one.entries) for one in bursts))


def _line(burst: Burst, style: str) -> str:
    if len(burst.entries) > 1:
        return line(burst, 0, _NAME, style=style)
    return line(burst.entries[0], _REASON, _NAME, style=style)
