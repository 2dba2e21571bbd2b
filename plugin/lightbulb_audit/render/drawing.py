"""A message to send: what hikari needs, and nothing that could ping."""

import dataclasses
from collections.abc import Sequence

import hikari


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """What people see.

    Attributes:
        embed: The text.
        rows: The menus and buttons under it.
    """

    embed: hikari.Embed
    rows: Sequence[hikari.api.ComponentBuilder] = ()
