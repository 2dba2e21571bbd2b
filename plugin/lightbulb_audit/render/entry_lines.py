"""Entries one by one: a line each, and a menu to look into one."""

from collections.abc import Callable, Sequence
from typing import Final

import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description
from lightbulb_audit.render import limits
from lightbulb_audit.render.components import label
from lightbulb_audit.render.listing import line

_CUTS: Final = ((512, 100), (200, 100), (100, 64), (60, 40), (30, 24), (0, 24), (0, 12))
"""Longest reason and longest name, from generous to tight: the first that fits is taken."""


def entry_lines(
    descriptions: Sequence[Description], room: int, *, style: str, mark: Callable[[Description], str] = lambda _: ""
) -> list[str]:
    """Return entries in their order, tightened before any is left out; those that are left out are counted.

    Args:
        descriptions: The entries.
        room: Characters for all lines.
        style: In which of Discord's styles moments are told.
        mark: What stands before an entry.
    """
    lines: list[str] = []
    for reason, name in _CUTS:
        lines = [f"{mark(one)}{line(one, reason, name, style=style)}" for one in descriptions]
        if sum(map(len, lines)) + len(lines) <= room:
            return lines
    kept: list[str] = []
    for text in lines:
        room -= len(text) + 1
        if room < 0:
            return [*kept, words.AND_MORE.format(count=len(lines) - len(kept))]
        kept.append(text)
    return kept


def add_entry_menu(
    row: hikari.impl.MessageActionRowBuilder, custom_id: str, placeholder: str, descriptions: Sequence[Description]
) -> None:
    """Add a menu with one option an entry, its value the entry's id."""
    menu = row.add_text_menu(custom_id, placeholder=placeholder, min_values=1, max_values=1)
    for one in descriptions[: limits.MENU_OPTIONS]:
        menu.add_option(label(one), str(int(one.record.id)), emoji=one.icon)
