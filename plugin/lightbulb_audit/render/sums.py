"""Who did what how often, a line each: what a message tells of many entries."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.analyse.bursts import tally_records
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.bursts import Burst
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.render.listing import line

_NAME: Final = 40
_REASON: Final = 60
_CUTS: Final = ((_REASON, _NAME), (_REASON, 24), (0, 12))
"""Longest reason and longest name, from generous to tight: the first that fits is taken."""


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


def tallied_lines(tallied: Sequence[Tallied], room: int, *, style: str) -> Sum:
    """Return a line for each group as far as there is room, tightened before any is left out.

    Args:
        tallied: The groups, in their order.
        room: Characters for all lines.
        style: In which of Discord's styles moments are told.
    """
    lines: list[str] = []
    for reason, name in _CUTS:
        lines = [line(one, reason, name, style=style) for one in tallied]
        if sum(map(len, lines)) + len(lines) <= room:
            return Sum(lines, sum(len(one.raws) for one in tallied))
    count = 0
    for text in lines:
        room -= len(text) + 1
        if room < 0:
            break
        count += 1
    return Sum(lines[:count], sum(len(one.raws) for one in tallied[:count]))


def _line(burst: Burst, style: str) -> str:
    if len(burst.entries) > 1:
        return line(burst, 0, _NAME, style=style)
    return line(burst.entries[0], _REASON, _NAME, style=style)
