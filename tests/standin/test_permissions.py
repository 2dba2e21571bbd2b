"""Permissions come out as Discord's reference computes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from discord_standin.guild_file import GuildFile
from discord_standin.permissions import ALL, Permission
from discord_standin.state import HIDDEN_FLAG, State

VIEW, SEND, HISTORY = int(Permission.VIEW_CHANNEL), int(Permission.SEND_MESSAGES), int(Permission.READ_MESSAGE_HISTORY)
ADMIN, AUDIT = int(Permission.ADMINISTRATOR), int(Permission.VIEW_AUDIT_LOG)
GUILD = "100"
MEMBER = "2"


def _over(id_: str, kind: int, *, allow: int = 0, deny: int = 0) -> dict[str, Any]:
    return {"id": id_, "type": kind, "allow": str(allow), "deny": str(deny)}


def _state(everyone: int, role: int, overwrites: list[dict[str, Any]], **member: Any) -> State:
    guild = {
        "id": GUILD,
        "owner_id": "1",
        "roles": [
            {"id": GUILD, "name": "@everyone", "permissions": str(everyone)},
            {"id": "20", "name": "r", "permissions": str(role)},
        ],
        "channels": [{"id": "30", "type": member.pop("kind", 0), "permission_overwrites": overwrites}],
        "threads": [{"id": "40", "parent_id": "30", "type": 11}, {"id": "41", "parent_id": "30", "type": 12}],
        "members": [{"user": {"id": MEMBER, "username": "m"}, "roles": ["20"], **member}],
    }
    return State(GuildFile.from_json({"guild": guild}))


@pytest.mark.parametrize(
    ("everyone", "role", "overwrites", "expected"),
    [
        (VIEW, SEND, [], VIEW | SEND),
        (VIEW, ADMIN, [_over(GUILD, 0, deny=VIEW)], ALL),
        (VIEW | SEND, 0, [_over(GUILD, 0, deny=SEND)], VIEW),
        (VIEW | SEND, 0, [_over(GUILD, 0, deny=SEND), _over("20", 0, allow=SEND)], VIEW | SEND),
        (VIEW | SEND, 0, [_over("20", 0, allow=SEND), _over(MEMBER, 1, deny=SEND)], VIEW),
        (VIEW | SEND, 0, [_over("20", 0, deny=SEND), _over(MEMBER, 1, allow=SEND)], VIEW | SEND),
        (VIEW | SEND, 0, [_over("20", 1, deny=SEND)], VIEW | SEND),
        (VIEW | SEND | AUDIT, 0, [_over(GUILD, 0, deny=VIEW)], AUDIT),
        (VIEW, 0, [_over(GUILD, 0, allow=AUDIT)], VIEW),
        (VIEW | int(Permission.EMBED_LINKS), 0, [], VIEW),
    ],
)
def test_channel(everyone: int, role: int, overwrites: list[dict[str, Any]], expected: int) -> None:
    """Overwrites of everyone, roles and the member apply in this order; what is denied implies more."""
    state = _state(everyone, role, overwrites)
    assert state.permissions(MEMBER, state.channels["30"]) == expected
    assert state.permissions(MEMBER, state.threads["40"]) == expected


def test_owner_and_strangers() -> None:
    """The owner may all, a stranger nothing."""
    state = _state(0, 0, [])
    assert state.permissions("1", state.channels["30"]) == ALL
    assert state.permissions("1") == ALL
    assert state.permissions("77") == 0


def test_timeout() -> None:
    """A member in a timeout keeps seeing and reading; one whose timeout has passed keeps all."""
    soon, past = ((datetime.now(UTC) + timedelta(hours=hours)).isoformat() for hours in (1, -1))
    held = VIEW | SEND | HISTORY | AUDIT
    state = _state(held, 0, [], communication_disabled_until=soon)
    assert state.permissions(MEMBER) == VIEW | HISTORY
    assert state.permissions(MEMBER, state.channels["30"]) == VIEW | HISTORY
    assert _state(held, 0, [], communication_disabled_until=past).permissions(MEMBER) == held
    assert _state(held, ADMIN, [], communication_disabled_until=soon).permissions(MEMBER) == ALL


def test_voice_needs_connect() -> None:
    """Without CONNECT a voice channel gives nothing but its sight."""
    state = _state(VIEW | SEND, 0, [], kind=2)
    assert state.permissions(MEMBER, state.channels["30"]) == VIEW


def test_private_thread() -> None:
    """A private thread is closed to those who neither own it nor may manage threads."""
    state = _state(VIEW | SEND, 0, [])
    assert state.permissions(MEMBER, state.threads["41"]) == 0
    state = _state(VIEW | SEND, int(Permission.MANAGE_THREADS), [])
    assert state.permissions(MEMBER, state.threads["41"]) & VIEW


def test_hidden_channels() -> None:
    """A channel that the bot cannot view is shown to it without its name."""
    state = _state(VIEW | SEND, 0, [_over(GUILD, 0, deny=VIEW)])
    hidden = state.shown_channel(state.channels["30"])
    assert hidden["name"] == "___hidden___"
    assert hidden["flags"] & HIDDEN_FLAG
    assert [overwrite["id"] for overwrite in hidden["permission_overwrites"]] == [GUILD]
