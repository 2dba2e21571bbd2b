"""Builds INTERACTION_CREATE payloads in the shape that Discord sends."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from discord_standin.interactions import Interaction, Kind
from discord_standin.limits import ATTACHMENT_BYTES
from discord_standin.permissions import Permission
from discord_standin.state import State
from discord_standin.values import Payload, as_integer

_CHANNEL_FIELDS = (
    "id",
    "type",
    "name",
    "parent_id",
    "position",
    "topic",
    "nsfw",
    "flags",
    "guild_id",
    "last_message_id",
    "rate_limit_per_user",
    "thread_metadata",
)
_TEXT_TYPES = frozenset({0, 5})
_ALWAYS = int(Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE)
"""An interaction's `app_permissions` always has these (reference, "Interaction Structure")."""


@dataclass(slots=True)
class Resolved:
    """Whom and what an interaction's options name.

    Attributes:
        state: Where they come from.
        data: The `resolved` object so far.
    """

    state: State
    data: dict[str, Payload] = field(default_factory=dict[str, Payload])

    def add_user(self, user: Payload) -> str:
        """Note a user, and the member, if it is one; give its id."""
        self.data.setdefault("users", {})[user["id"]] = user
        member = self.state.members.get(user["id"])
        if member is not None:
            permissions = str(self.state.permissions(user["id"]))
            partial = {key: value for key, value in member.items() if key not in {"user", "deaf", "mute"}}
            self.data.setdefault("members", {})[user["id"]] = {**partial, "permissions": permissions}
        return user["id"]

    def add_role(self, role: Payload) -> str:
        """Note a role; give its id."""
        self.data.setdefault("roles", {})[role["id"]] = role
        return role["id"]

    def add_channel(self, channel: Payload) -> str:
        """Note a channel or thread; give its id."""
        partial = {key: channel[key] for key in _CHANNEL_FIELDS if key in channel}
        permissions = str(self.state.permissions(self.state.bot["id"], channel))
        self.data.setdefault("channels", {})[channel["id"]] = {**partial, "permissions": permissions}
        return channel["id"]


def build(state: State, interaction: Interaction, data: Payload) -> Payload:
    """Build the payload of an interaction.

    Args:
        state: The guild.
        interaction: Who does what where.
        data: The part that depends on the kind: the command, the component, or the form.
    """
    payload: Payload = {
        "id": interaction.id,
        "application_id": state.application_id,
        "type": int(interaction.kind),
        "data": data,
        "guild": {
            "id": state.id,
            "locale": state.guild["preferred_locale"],
            "features": state.guild["features"],
        },
        "guild_id": state.id,
        "guild_locale": state.guild["preferred_locale"],
        "channel": {key: interaction.channel[key] for key in _CHANNEL_FIELDS if key in interaction.channel},
        "channel_id": interaction.channel["id"],
        "member": _member(state, interaction),
        "token": interaction.token,
        "version": 1,
        "app_permissions": str(_app_permissions(state, interaction.channel)),
        "locale": str(state.users[interaction.user_id].get("locale") or "en-US"),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": state.id},
        "context": 0,
        "attachment_size_limit": ATTACHMENT_BYTES.most,
    }
    permissions = str(state.permissions(interaction.user_id, interaction.channel))
    payload["channel"]["permissions"] = permissions
    if interaction.source is not None and interaction.kind in {Kind.COMPONENT, Kind.MODAL}:
        payload["message"] = interaction.source.message
    return payload


def asker_channel(state: State, user_id: str) -> Payload:
    """Choose where a member types: the first text channel in which the member and the bot may see and write."""
    wanted = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES
    texts = sorted(
        (channel for channel in state.channels.values() if channel["type"] in _TEXT_TYPES),
        key=lambda channel: (as_integer(channel["position"]), int(channel["id"])),
    )
    ways: Sequence[list[Payload]] = (
        [c for c in texts if state.may(user_id, wanted, c) and state.bot_may(wanted, c)],
        [c for c in texts if state.may(user_id, Permission.VIEW_CHANNEL, c)],
        [c for c in texts if c["id"] == str(state.guild["system_channel_id"])],
        texts,
        list(state.channels.values()),
    )
    for way in ways:
        if way:
            return way[0]
    return {"id": state.id, "type": 0, "name": "general", "permission_overwrites": [], "guild_id": state.id}


def _member(state: State, interaction: Interaction) -> Payload:
    permissions = state.permissions(interaction.user_id, interaction.channel)
    return {**state.members[interaction.user_id], "permissions": str(permissions)}


def _app_permissions(state: State, channel: Payload) -> int:
    return state.permissions(state.bot["id"], channel) | _ALWAYS
