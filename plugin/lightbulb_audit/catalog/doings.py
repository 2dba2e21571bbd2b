"""What was done, finer than Discord's types of entries: a timeout and a nickname are both a changed member to Discord.

One row a doing. A row fits an entry of which one of its conditions holds; an entry may be several doings at once.
Searches, proposals and the icons of lines all go by this table. What each condition means, `analyse.doings` says; an
archive keeps which doings an entry is, so whoever changes the table raises `query.terms.VERSION`.
"""

import dataclasses
import enum
from collections.abc import Mapping
from typing import Final, NamedTuple

from lightbulb_audit.catalog.actions import ROWS


class Became(enum.StrEnum):
    """What became of a changed field."""

    ANYTHING = "anything"
    ON = "on"
    OFF = "off"
    LATER = "later"
    """A moment after the entry's own."""
    OVER = "over"
    """No moment, or one that was past already."""
    MORE = "more"
    """Bits were set that were not."""
    FEWER = "fewer"


class Condition(NamedTuple):
    """What an entry must be.

    Attributes:
        types: Its type is one of these.
        key: The field that was changed; empty for none in particular.
        became: What became of it, or the number that it got.
    """

    types: tuple[int, ...]
    key: str = ""
    became: Became | int = Became.ANYTHING


@dataclasses.dataclass(frozen=True, slots=True)
class Doing:
    """One row.

    Attributes:
        slug: How a search names it; no longer than a button has room for.
        name: What a person calls it, such as "Member timed out".
        icon: One emoji.
        conditions: Any of which makes an entry one.
        words: What people call it besides: phrases in small letters, separated by commas.
        is_many: Whether it sums up what is unlike, such as all deletions.
    """

    slug: str
    name: str
    icon: str
    conditions: tuple[Condition, ...]
    words: str = ""
    is_many: bool = False

    @property
    def types(self) -> frozenset[int]:
        """All types of entries that may be one."""
        return frozenset(number for one in self.conditions for number in one.types)

    @property
    def is_of_types(self) -> bool:
        """Whether the type alone tells."""
        return not any(one.key for one in self.conditions)


def _member(key: str, became: Became = Became.ANYTHING) -> tuple[Condition, ...]:
    return (Condition((24,), key, became),)


def _channel(*keys: str) -> tuple[Condition, ...]:
    return tuple(Condition((11,), key) for key in keys)


def _thread(key: str, became: Became = Became.ANYTHING) -> tuple[Condition, ...]:
    return (Condition((111,), key, became),)


def _types(ending: str) -> tuple[Condition, ...]:
    return (Condition(tuple(row.type for row in ROWS if row.slug.endswith(ending))),)


_OVERWRITES: Final = (13, 14, 15)
_NAMED: Final = tuple(row.type for row in ROWS if row.slug.endswith("_update"))

DOINGS: Final[tuple[Doing, ...]] = (
    Doing("member_timeout", "Member timed out", "⏳", _member("communication_disabled_until", Became.LATER),
          "timeout, timed out, time out"),
    Doing("timeout_end", "Timeout ended", "⌛", _member("communication_disabled_until", Became.OVER),
          "timeout removed, timeout lifted, timeout over, end timeout, remove timeout, untimeout"),
    Doing("member_nickname", "Nickname changed", "✏️", _member("nick"), "nickname, nick, rename member, member renamed"),
    Doing("member_mute", "Member muted in voice", "🔇", _member("mute", Became.ON), "mute, muted, server mute"),
    Doing("member_unmute", "Member unmuted in voice", "🔊", _member("mute", Became.OFF), "unmute, unmuted"),
    Doing("member_deafen", "Member deafened in voice", "🔇", _member("deaf", Became.ON),
          "deafen, deafened, server deafen"),
    Doing("member_undeafen", "Member undeafened in voice", "🔊", _member("deaf", Became.OFF), "undeafen, undeafened"),
    Doing("role_given", "Role given", "🎭", (Condition((25,), "$add"),),
          "role added, give role, add role, gave role, promoted"),
    Doing("role_taken", "Role taken", "🎭", (Condition((25,), "$remove"),),
          "role removed, take role, remove role, took role, demoted"),
    Doing(
        "permission_given", "Permission given", "🔐",
        (Condition((31,), "permissions", Became.MORE), Condition(_OVERWRITES, "allow", Became.MORE),
         Condition(_OVERWRITES, "deny", Became.FEWER)),
        "permission granted, permission added, give permission, allowed",
    ),
    Doing(
        "permission_taken", "Permission taken", "🔐",
        (Condition((31,), "permissions", Became.FEWER), Condition(_OVERWRITES, "allow", Became.FEWER),
         Condition(_OVERWRITES, "deny", Became.MORE)),
        "permission revoked, permission removed, take permission, denied",
    ),
    Doing("slowmode", "Slowmode changed", "🐌",
          (*_channel("rate_limit_per_user", "default_thread_rate_limit_per_user"), *_thread("rate_limit_per_user")),
          "slow mode"),
    Doing("channel_topic", "Channel topic changed", "📝", _channel("topic"), "topic"),
    Doing("stage_topic", "Stage topic changed", "🎤", (Condition((84,), "topic"),), "topic"),
    Doing("channel_renamed", "Channel renamed", "📝", _channel("name"), "rename channel, channel name"),
    Doing("channel_moved", "Channel moved", "📝", _channel("parent_id", "position"), "move channel, channel position"),
    Doing("age_restriction", "Age restriction changed", "📝", _channel("nsfw"), "nsfw"),
    Doing("role_renamed", "Role renamed", "🏷️", (Condition((31,), "name"),), "rename role, role name"),
    Doing("role_coloured", "Role recoloured", "🏷️", (Condition((31,), "color"), Condition((31,), "colors")),
          "role colour, role color, recolored"),
    Doing("server_renamed", "Server renamed", "⚙️", (Condition((1,), "name"),), "rename server, server name"),
    Doing("server_icon", "Server icon changed", "⚙️", (Condition((1,), "icon"), Condition((1,), "icon_hash"))),
    Doing("ownership", "Server transferred", "⚙️", (Condition((1,), "owner_id"),),
          "ownership transferred, owner, transfer ownership"),
    Doing("custom_link", "Custom invite link changed", "⚙️", (Condition((1,), "vanity_url_code"),), "vanity url"),
    Doing("event_started", "Event started", "📅", (Condition((101,), "status", 2),), "start event"),
    Doing("event_ended", "Event ended", "📅", (Condition((101,), "status", 3),), "end event"),
    Doing("event_moved", "Event moved", "📅", (Condition((101,), "scheduled_start_time"),), "move event"),
    Doing("thread_archived", "Thread archived", "🧵", _thread("archived", Became.ON), "archive, close thread"),
    Doing("thread_reopened", "Thread reopened", "🧵", _thread("archived", Became.OFF), "unarchive, reopen thread"),
    Doing("thread_locked", "Thread locked", "🔒", _thread("locked", Became.ON), "lock, lock thread"),
    Doing("thread_unlocked", "Thread unlocked", "🔓", _thread("locked", Became.OFF), "unlock, unlock thread"),
    Doing("thread_renamed", "Thread renamed", "🧵", _thread("name"), "rename thread"),
    Doing("renamed", "All renaming", "✏️", (Condition(_NAMED, "name"), *_member("nick")), "rename, renaming",
          is_many=True),
    Doing("created", "All creations", "🆕", _types("_create"), "create, creation, new", is_many=True),
    Doing("changed", "All changes", "📝", _types("_update"), "change, updated, update, edited, edit",
          is_many=True),
    Doing("deleted", "All deletions", "🗑️", _types("_delete"), "delete, deletion", is_many=True),
)  # fmt: skip

BY_DOING: Final[Mapping[str, Doing]] = {row.slug: row for row in DOINGS}
"""Slug to row."""
