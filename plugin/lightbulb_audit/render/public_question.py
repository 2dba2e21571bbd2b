"""The question before an answer is shown where people would read the log who may not see it."""

import enum
from typing import Final, NamedTuple

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.render.message import COLOUR, MessagePayload

_PREFIX: Final = "lb-audit:p1"
"""What its buttons begin with: whose they are, and the version of their form."""

_PARTS: Final = 4


class Choice(enum.StrEnum):
    """What was pressed."""

    YES = "y"
    NO = "n"


class Press(NamedTuple):
    """What a button of it carries.

    Attributes:
        choice: What was pressed.
        command: The command that waits for it.
        token: Which answer waits for it.
    """

    choice: Choice
    command: str
    token: str


def ask(command: str, token: str) -> MessagePayload:
    """Ask, and show nothing of the log."""
    row = hikari.impl.MessageActionRowBuilder()
    yes, no = (f"{_PREFIX}|{choice}|{command}|{token}" for choice in (Choice.YES, Choice.NO))
    row.add_interactive_button(hikari.ButtonStyle.DANGER, yes, label=words.YES)
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, no, label=words.NO)
    return MessagePayload(hikari.Embed(description=words.PUBLIC_QUESTION, color=COLOUR), [row])


def remembered() -> MessagePayload:
    """Say that a yes counts, though the answer that waited for it is no more."""
    return MessagePayload(hikari.Embed(description=words.PUBLIC_REMEMBERED, color=COLOUR))


def parse_press(custom_id: str) -> Press | None:
    """Return what a button carries; None for one that is not of the question. It is as hostile as anything."""
    parts = custom_id.split("|")
    if len(parts) != _PARTS or parts[0] != _PREFIX or parts[1] not in set(Choice):
        return None
    return Press(Choice(parts[1]), parts[2], parts[3])
