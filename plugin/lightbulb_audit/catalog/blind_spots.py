"""What Discord never tells about what a type of entry is about, for whoever looks for it there.

Source: Discord's documentation and its issue tracker, as named beside each.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.kinds import Kind

_REORDERED: Final = "Discord logs no change of the order of {}."
_QUESTIONS: Final = "Discord logs no removal of an onboarding question."  # discord-api-docs#6892
_JOINED: Final = "Discord does not log members who join or leave by themselves."

UNLOGGED: Final[Mapping[int, str]] = {
    11: _REORDERED.format("channels"),
    20: _JOINED,
    22: _JOINED,
    28: _JOINED,
    31: _REORDERED.format("roles"),
    163: _QUESTIONS,
    164: _QUESTIONS,
    167: _QUESTIONS,
}
"""Type to what of the same kind gets no entry."""

LACKING: Final[Mapping[int, str]] = {
    # discord-api-docs#6428
    21: (
        "Discord splits a prune of more than 1,000 members, and may name a pruned member as the one who did a later "
        "part of it."
    ),
    # discord-api-docs#8248
    26: (
        "Discord does not log who was moved, nor who moved by themself. What one person does within some minutes is "
        "counted in one entry."
    ),
    27: (
        "Discord does not log who was disconnected, nor who left by themself. What one person does within some minutes "
        "is counted in one entry."
    ),
    72: (
        "Discord does not log members who delete their own messages, bots that delete a single message, or what a "
        "message said."
    ),
    73: "Discord does not log whose messages they were, or what they said.",
}
"""Type to what its entries do not say."""

UNTOLD_OF: Final[Mapping[Kind, str]] = {
    Kind.USER: "Discord logs neither who joins or leaves by themself nor who deletes messages of their own.",
    Kind.CHANNEL: "Discord logs no change of the order of channels, and no message that its author deletes.",
    Kind.ROLE: "Discord logs no change of the order of roles.",
}
"""Kind to what is never told of one."""

UNTOLD: Final[Mapping[int, str]] = {**UNLOGGED, **LACKING}
"""Type to what is never told."""

# discord-api-docs#1659 and #7644
NAMELESS: Final[Mapping[int, str]] = dict.fromkeys(
    (51, 52), "Whoever has a webhook's address can change and delete it; Discord does not say who it was."
)
"""Type to the same where an entry names nobody who did it."""

OWN: Final[Mapping[int, str]] = {
    25: "Roles that members choose in onboarding or get for a linked account stand as given by themselves.",
}
"""Type to the same where somebody did it to themself."""
