"""Discord's permissions, bit by bit. Source: Discord's API reference, "Permissions"; hikari lacks 48.

47 and 53 are as users of Discord document them.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Final


@dataclasses.dataclass(frozen=True, slots=True)
class Permission:
    """One permission.

    Attributes:
        bit: Its number.
        name: As Discord's own settings call it.
        verb: As it reads after "let Helper".
        dangerous: Whether who has it can harm the server or its members.
    """

    bit: int
    name: str
    verb: str
    dangerous: bool = False

    @property
    def mask(self) -> int:
        """The permission as a bit field."""
        return 1 << self.bit


_ROWS: Final = (
    Permission(0, "Create invite", "create invites"),
    Permission(1, "Kick members", "kick members", dangerous=True),
    Permission(2, "Ban members", "ban members", dangerous=True),
    Permission(3, "Administrator", "do everything", dangerous=True),
    Permission(4, "Manage channels", "manage the channel", dangerous=True),
    Permission(5, "Manage server", "manage the server", dangerous=True),
    Permission(6, "Add reactions", "add reactions"),
    Permission(7, "View audit log", "view the audit log"),
    Permission(8, "Priority speaker", "speak with priority"),
    Permission(9, "Video", "share video"),
    Permission(10, "View channels", "view the channel"),
    Permission(11, "Send messages", "send messages"),
    Permission(12, "Send text-to-speech messages", "send text-to-speech messages"),
    Permission(13, "Manage messages", "manage messages"),
    Permission(14, "Embed links", "embed links"),
    Permission(15, "Attach files", "attach files"),
    Permission(16, "Read message history", "read the message history"),
    Permission(17, "Mention everyone", "mention everyone", dangerous=True),
    Permission(18, "Use external emoji", "use external emoji"),
    Permission(19, "View server insights", "view the server insights"),
    Permission(20, "Connect", "connect"),
    Permission(21, "Speak", "speak"),
    Permission(22, "Mute members", "mute members", dangerous=True),
    Permission(23, "Deafen members", "deafen members", dangerous=True),
    Permission(24, "Move members", "move members", dangerous=True),
    Permission(25, "Use voice activity", "use voice activity"),
    Permission(26, "Change nickname", "change their nickname"),
    Permission(27, "Manage nicknames", "manage nicknames"),
    Permission(28, "Manage roles", "manage permissions", dangerous=True),
    Permission(29, "Manage webhooks", "manage webhooks", dangerous=True),
    Permission(30, "Manage expressions", "manage expressions"),
    Permission(31, "Use application commands", "use application commands"),
    Permission(32, "Request to speak", "request to speak"),
    Permission(33, "Manage events", "manage events"),
    Permission(34, "Manage threads", "manage threads"),
    Permission(35, "Create public threads", "create public threads"),
    Permission(36, "Create private threads", "create private threads"),
    Permission(37, "Use external stickers", "use external stickers"),
    Permission(38, "Send messages in threads", "send messages in threads"),
    Permission(39, "Use activities", "use activities"),
    Permission(40, "Time out members", "time out members", dangerous=True),
    Permission(41, "View monetization analytics", "view monetization analytics"),
    Permission(42, "Use soundboard", "use the soundboard"),
    Permission(43, "Create expressions", "create expressions"),
    Permission(44, "Create events", "create events"),
    Permission(45, "Use external sounds", "use external sounds"),
    Permission(46, "Send voice messages", "send voice messages"),
    Permission(47, "Use Clyde AI", "use Clyde AI"),
    Permission(48, "Set voice channel status", "set the voice channel status"),
    Permission(49, "Create polls", "create polls"),
    Permission(50, "Use external apps", "use external apps"),
    Permission(51, "Pin messages", "pin messages"),
    Permission(52, "Bypass slowmode", "bypass slowmode"),
    Permission(53, "Manage official messages", "manage official messages"),
)

BY_BIT: Final[Mapping[int, Permission]] = {row.bit: row for row in _ROWS}
DANGEROUS: Final = sum(row.mask for row in _ROWS if row.dangerous)
VIEW_AUDIT_LOG: Final = BY_BIT[7]

_WIDEST: Final = 256
"""Bits looked at: far more than Discord has, and a bound against absurd numbers."""


def permissions_of(bits: int) -> Iterator[Permission]:
    """Yield each permission in a bit field, from the lowest; one that nobody documents yet is named by its number."""
    for bit in range(min(bits.bit_length(), _WIDEST)):
        if bits >> bit & 1:
            yield BY_BIT.get(bit) or Permission(bit, f"Permission {bit}", f"use permission {bit}")
