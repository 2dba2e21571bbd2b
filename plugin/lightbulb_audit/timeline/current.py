"""What a thing is like now, as the bot sees it: the other end from which a moment is told.

Whatever no entry changed since the moment was then as it is now.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from lightbulb_audit.catalog.kinds import Kind


class CurrentOverwrite(NamedTuple):
    """What one role or member is allowed and denied in a channel now.

    Attributes:
        kind: Whether it is a role's or a member's.
        allow: What is allowed, as a bit field.
        deny: What is denied, as a bit field.
    """

    kind: Kind
    allow: int
    deny: int


@dataclasses.dataclass(frozen=True, slots=True)
class CurrentState:
    """What a thing is like now.

    Attributes:
        kind: What it is.
        settings: The values of its settings, as Discord sends them, by changed object and key.
        roles: The ids of a member's roles; None for anything else.
        overwrites: A channel's overwrites by whose they are; None for anything else.
    """

    kind: Kind
    settings: Mapping[tuple[str, str], Any]
    roles: frozenset[int] | None = None
    overwrites: Mapping[int, CurrentOverwrite] | None = None
