"""What an entry can be about, and how each is named."""

import dataclasses
import enum
from collections.abc import Mapping
from typing import Final


class Kind(enum.StrEnum):
    """The kinds of people and things that entries name."""

    SERVER = "server"
    USER = "user"
    CHANNEL = "channel"
    THREAD = "thread"
    ROLE = "role"
    INVITE = "invite"
    WEBHOOK = "webhook"
    EMOJI = "emoji"
    STICKER = "sticker"
    SOUND = "sound"
    INTEGRATION = "app"
    STAGE = "stage"
    EVENT = "event"
    COMMAND = "command"
    RULE = "rule"
    PROMPT = "question"
    TAG = "tag"
    ROLE_OR_MEMBER = "role or member"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class Naming:
    """How a kind reads.

    Attributes:
        noun: What to call one, such as "thread": "the thread ideas", "thread 123".
        named: The name within it, such as `:{}:`.
        none: What to say if the entry names none at all.
        name_key: The change that holds its name.
    """

    noun: str
    named: str = "{}"
    none: str = "something"
    name_key: str = "name"


NAMING: Final[Mapping[Kind, Naming]] = {
    Kind.SERVER: Naming("server", none="the server"),
    Kind.USER: Naming("user", none="somebody", name_key=""),
    Kind.CHANNEL: Naming("channel", none="a channel"),
    Kind.THREAD: Naming("thread", none="a thread"),
    Kind.ROLE: Naming("role", none="a role"),
    Kind.INVITE: Naming("invite", none="an invite", name_key="code"),
    Kind.WEBHOOK: Naming("webhook", none="a webhook"),
    Kind.EMOJI: Naming("emoji", ":{}:", none="an emoji"),
    Kind.STICKER: Naming("sticker", none="a sticker"),
    Kind.SOUND: Naming("sound", none="a sound"),
    Kind.INTEGRATION: Naming("app", none="an app"),
    Kind.STAGE: Naming("stage", none="a stage", name_key="topic"),
    Kind.EVENT: Naming("event", none="an event"),
    Kind.COMMAND: Naming("command", "/{}", none="a command"),
    Kind.RULE: Naming("AutoMod rule", none="an AutoMod rule"),
    Kind.PROMPT: Naming("onboarding question", "“{}”", none="an onboarding question", name_key="title"),
    Kind.TAG: Naming("tag", none="a tag"),
    Kind.ROLE_OR_MEMBER: Naming("role or member", none="somebody"),
    Kind.UNKNOWN: Naming("", none="something"),
}

HIDDEN_NAME: Final = "___hidden___"
"""What Discord sends instead of the name of a channel that the bot may not see (since 2026-11-16)."""

A_HIDDEN_NAME: Final = "a hidden name"
"""What is said instead of it."""

DISCORD_ID: Final = 643_945_264_868_098_049
"""The account under which Discord itself acts in a server."""

AUTOMOD_ID: Final = 1_008_776_202_191_634_432
"""The account under which AutoMod acts."""

ACTORS: Final[Mapping[int, str]] = {DISCORD_ID: "Discord", AUTOMOD_ID: "AutoMod"}
"""Those who act for Discord itself, whatever their accounts are called."""


def actor_id(name: str) -> int:
    """The account of an actor that is never a member, by what the catalogue calls it: AutoMod's, or Discord's."""
    return AUTOMOD_ID if name == ACTORS[AUTOMOD_ID] else DISCORD_ID


INTEGRATIONS: Final[Mapping[str, str]] = {
    "twitch": "Twitch",
    "youtube": "YouTube",
    "discord": "A bot's app",
    "guild_subscription": "The server's subscriptions",
}
"""`options.integration_type` of 20 and 25. Source: openapi.json, IntegrationTypes."""

CHANNEL_TYPES: Final[Mapping[int, str]] = {
    0: "text channel",
    1: "direct message",
    2: "voice channel",
    3: "group message",
    4: "category",
    5: "announcement channel",
    6: "store channel",
    10: "announcement thread",
    11: "thread",
    12: "private thread",
    13: "stage channel",
    14: "directory",
    15: "forum",
    16: "media channel",
    17: "lobby",
}
"""Source: Discord's API reference, "Channel Types"; 6 and 17 are as users of Discord document them."""

COMMAND_PERMISSIONS: Final[Mapping[int, Kind]] = {1: Kind.ROLE, 2: Kind.USER, 3: Kind.CHANNEL}
"""Whom a command's permission is for. Source: openapi.json, ApplicationCommandPermissionType."""

UNMARKED_CHANNELS: Final = frozenset({2, 4, 10, 11, 12, 13})
"""The types of channels that people write without a `#`."""
