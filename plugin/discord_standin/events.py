"""Gateway events out of a file: what they change in the guild before the bot hears of them."""

import json
from collections.abc import Callable
from pathlib import Path

from discord_standin import defaults
from discord_standin.errors import UsageError
from discord_standin.state import State
from discord_standin.values import Payload, as_object, as_snowflake, is_object


def read_events(path: Path) -> list[tuple[str, Payload]]:
    """Read a file of gateway events, one `{"t": NAME, "d": PAYLOAD}` a line.

    Raises:
        UsageError: The file cannot be read, or a line is no such object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        message = f"event FILE: {path} cannot be read: {error.strerror or error}."
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        message = f"event FILE: {path} is not UTF-8 text."
        raise UsageError(message) from error
    return [_read_line(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _read_line(path: Path, number: int, line: str) -> tuple[str, Payload]:
    try:
        event = as_object(json.loads(line))
    except (ValueError, RecursionError) as error:
        message = f"{path}, line {number}: no JSON ({error})."
        raise UsageError(message) from error
    name, data = event.get("t"), event.get("d")
    if not isinstance(name, str) or not is_object(data):
        message = f'{path}, line {number}: an event is an object {{"t": NAME, "d": PAYLOAD}}.'
        raise UsageError(message)
    return name, data


def apply_event(state: State, event: str, data: Payload) -> None:
    """Change the guild as an event says; events that change nothing here are let through."""
    change = _CHANGES.get(event)
    if change is not None:
        change(state, data)


def _audit_log_entry(state: State, data: Payload) -> None:
    state.audit_log.add({key: value for key, value in data.items() if key != "guild_id"})


def _put_channel(state: State, data: Payload) -> None:
    if as_snowflake(data.get("id")) is not None:
        old = state.channels.get(str(data["id"]), {})
        state.channels[str(data["id"])] = defaults.channel({**old, **data}, state.id)


def _drop_channel(state: State, data: Payload) -> None:
    state.channels.pop(str(data.get("id")), None)


def _put_thread(state: State, data: Payload) -> None:
    if as_snowflake(data.get("id")) is not None:
        state.threads.put(data)


def _drop_thread(state: State, data: Payload) -> None:
    state.threads.drop(str(data.get("id")))


def _change_thread_members(state: State, data: Payload) -> None:
    state.threads.change_members(data)


def _put_role(state: State, data: Payload) -> None:
    role = as_object(data.get("role"))
    if as_snowflake(role.get("id")) is not None:
        old = state.roles.get(str(role["id"]), {})
        state.roles[str(role["id"])] = defaults.role({**old, **role})


def _drop_role(state: State, data: Payload) -> None:
    role_id = str(data.get("role_id"))
    state.roles.pop(role_id, None)
    for member in state.members.values():
        member["roles"] = [held for held in member["roles"] if held != role_id]


def _drop_member(state: State, data: Payload) -> None:
    state.members.pop(str(as_object(data.get("user")).get("id")), None)


def _change_guild(state: State, data: Payload) -> None:
    state.guild.update({key: value for key, value in data.items() if key not in {"id", "roles", "channels", "members"}})


def _add_message(state: State, data: Payload) -> None:
    if as_snowflake(data.get("id")) is not None and data.get("channel_id") is not None:
        plain = {key: value for key, value in data.items() if key not in {"member", "guild_id"}}
        state.messages.add(defaults.message(plain, str(data["channel_id"]), state.bot))


def _change_message(state: State, data: Payload) -> None:
    held = state.messages.find(str(data.get("channel_id")), str(data.get("id")))
    if held is not None:
        held.message.update({key: value for key, value in data.items() if key not in {"member", "guild_id"}})


def _drop_message(state: State, data: Payload) -> None:
    held = state.messages.find(str(data.get("channel_id")), str(data.get("id")))
    if held is not None:
        state.messages.remove(held)


_CHANGES: dict[str, Callable[[State, Payload], None]] = {
    "GUILD_AUDIT_LOG_ENTRY_CREATE": _audit_log_entry,
    "GUILD_UPDATE": _change_guild,
    "CHANNEL_CREATE": _put_channel,
    "CHANNEL_UPDATE": _put_channel,
    "CHANNEL_DELETE": _drop_channel,
    "THREAD_CREATE": _put_thread,
    "THREAD_UPDATE": _put_thread,
    "THREAD_DELETE": _drop_thread,
    "THREAD_MEMBERS_UPDATE": _change_thread_members,
    "GUILD_ROLE_CREATE": _put_role,
    "GUILD_ROLE_UPDATE": _put_role,
    "GUILD_ROLE_DELETE": _drop_role,
    "GUILD_MEMBER_ADD": State.put_member,
    "GUILD_MEMBER_UPDATE": State.put_member,
    "GUILD_MEMBER_REMOVE": _drop_member,
    "MESSAGE_CREATE": _add_message,
    "MESSAGE_UPDATE": _change_message,
    "MESSAGE_DELETE": _drop_message,
}
