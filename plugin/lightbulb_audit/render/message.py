"""A message to send: what hikari needs, and nothing that could ping."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

import hikari

COLOUR: Final = hikari.Color(0x5865F2)
"""Discord's own blue: a list is neither good nor bad."""

SILENT: Final[Mapping[str, Any]] = {"mentions_everyone": False, "user_mentions": False, "role_mentions": False}
"""The arguments by which no message of ours pings anybody."""


@dataclasses.dataclass(frozen=True, slots=True)
class MessagePayload:
    """What people see.

    Attributes:
        embed: The text; None for a file alone.
        rows: The menus and buttons under it.
        files: What is sent along.
    """

    embed: hikari.Embed | None = None
    rows: Sequence[hikari.api.ComponentBuilder] = ()
    files: Sequence[hikari.Bytes] = ()

    def to_message(self) -> dict[str, Any]:
        """Return the arguments of hikari's ways to answer an interaction; nothing in it pings."""
        message: dict[str, Any] = {**SILENT, "components": self.rows}
        if self.embed is not None:
            message["embed"] = self.embed
        if self.files:
            message["attachments"] = self.files
        return message
