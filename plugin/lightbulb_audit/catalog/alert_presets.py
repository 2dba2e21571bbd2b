"""The usual alerts, for small, middle and large servers: what other bots ask for, with slow windows beside the fast.

The fast numbers are those that anti-raid bots begin with: three deleted channels or roles, five to ten bans or kicks,
three webhooks, five renames, each within a minute or half of one. What is done now and then in every server, such as
adding a bot or giving a permission that moderators have, is told where it is unusual for who does it.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

SIZES: Final = ("small", "middle", "large")


@dataclasses.dataclass(frozen=True, slots=True)
class Preset:
    """One of the usual alerts.

    Attributes:
        name: What it is known by.
        meaning: What it watches for, in a sentence.
        query: Which entries, in the language of searches; `{own}` stands for the bot and its roles, `{everyone}` for
            the role that everybody has.
        conditions: What is asked of them, for each size.
    """

    name: str
    meaning: str
    query: str
    conditions: tuple[str, str, str]


_HARMFUL: Final = "ban_members,kick_members,manage_channels,manage_roles,manage_webhooks,mention_everyone"


def _same(condition: str) -> tuple[str, str, str]:
    return condition, condition, condition


PRESETS: Final[Sequence[Preset]] = (
    Preset(
        "channels", "Somebody deletes several channels, at once or over some hours.", "action:channel_delete",
        ("3 in 60s or 8 in 6h by actor", "3 in 60s or 12 in 6h by actor", "3 in 30s or 20 in 6h by actor"),
    ),
    Preset(
        "roles", "Somebody deletes several roles, at once or over some hours.", "action:role_delete",
        ("3 in 60s or 6 in 6h by actor", "3 in 60s or 8 in 6h by actor", "3 in 30s or 10 in 6h by actor"),
    ),
    Preset(
        "bans", "Somebody bans many members, at once or over some hours.", "action:member_ban_add",
        ("5 in 60s or 15 in 6h by actor", "7 in 60s or 30 in 6h by actor", "10 in 60s or 60 in 6h by actor"),
    ),
    Preset(
        "kicks", "Somebody kicks many members, at once or over some hours.", "action:member_kick",
        ("5 in 60s or 15 in 6h by actor", "7 in 60s or 30 in 6h by actor", "10 in 60s or 60 in 6h by actor"),
    ),
    Preset(
        "prunes", "Somebody prunes many members: each that was removed counts.", "action:member_prune",
        ("10 in 6h by actor", "100 in 6h by actor", "200 in 6h by actor"),
    ),
    Preset(
        "webhooks", "Somebody makes several webhooks, through which anybody may post.", "action:webhook_create",
        ("3 in 60s or 6 in 6h by actor", "3 in 60s or 8 in 6h by actor", "3 in 30s or 10 in 6h by actor"),
    ),
    Preset(
        "bots", "Somebody adds a bot for the first time, or more bots within an hour than ever before.",
        "action:bot_add", _same("most from 1 in 1h by actor"),
    ),
    Preset(
        "renames", "Somebody renames many different channels, roles or the server.",
        "action:channel_renamed,role_renamed,server_renamed",
        ("5 targets in 60s or 15 targets in 6h by actor", "5 targets in 60s or 20 targets in 6h by actor",
         "5 targets in 60s or 30 targets in 6h by actor"),
    ),
    Preset(
        "power", "Somebody gets Administrator or Manage Server, by whatever way.",
        "gained:administrator,manage_server", _same("every by actor"),
    ),
    Preset(
        "new_power", "Somebody gives permissions that can harm the server more often within an hour than ever before.",
        f"gained:{_HARMFUL}", _same("most from 2 in 1h by actor"),
    ),
    Preset(
        "everyone", "Everybody gets a permission that can harm the server.",
        f"gained:administrator,manage_server,{_HARMFUL} role:{{everyone}}", _same("every by actor"),
    ),
    Preset(
        "server", "The server gets another owner, or another invite link of its own.",
        "action:ownership,custom_link", _same("every by actor"),
    ),
    Preset(
        "access", "This bot loses the permission to read the log, or a role that has it.",
        "lost:view_audit_log,administrator about:{own}", _same("every by actor"),
    ),
    Preset(
        "silence", "Discord's log goes on without telling this bot, or closes to it.", "", _same("silence"),
    ),
)  # fmt: skip

BY_NAME: Final[Mapping[str, Preset]] = {one.name: one for one in PRESETS}
