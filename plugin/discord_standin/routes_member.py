"""Routes that change people and the server's safety: roles given and taken, and invites paused.

Source: Discord's API reference, "Add Guild Member Role", "Remove Guild Member Role", "Modify Guild Incident Actions",
and "Permission Hierarchy".
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from discord_standin.call import Call, Route, Routes
from discord_standin.errors import ApiError, forbidden, invalid_form, unknown
from discord_standin.events import apply_event
from discord_standin.permissions import Permission, is_below
from discord_standin.state import found
from discord_standin.values import Json, Payload, as_object, parse_timestamp

_MEMBER_ROLE_UPDATE: Final = 25
_LONGEST_PAUSE: Final = timedelta(hours=24)
_PAUSES: Final = ("invites_disabled_until", "dms_disabled_until")


def _give(call: Call) -> Json:
    member, role = _subject(call)
    if role["id"] not in member["roles"]:
        _change(call, member, [*member["roles"], role["id"]], "$add", role)


def _take(call: Call) -> Json:
    member, role = _subject(call)
    if role["id"] in member["roles"]:
        _change(call, member, [one for one in member["roles"] if one != role["id"]], "$remove", role)


def _subject(call: Call) -> tuple[Payload, Payload]:
    """Find the member and the role of a path, and see that the bot may give or take that role.

    Raises:
        ApiError: 404 with 10007, 10011 or 10013; 400 with 50028 for @everyone; 403 with 50013 without MANAGE_ROLES, for
            a role that is not below the bot's highest, and for one that belongs to a bot or an integration.
    """
    call.guild()
    call.needs(Permission.MANAGE_ROLES)
    state, user_id = call.world.state, call.path["user_id"]
    member = state.members.get(user_id)
    if member is None:
        raise unknown(10007 if user_id in state.users else 10013)
    role = found(state.roles.get(call.path["role_id"]), 10011)
    if role["id"] == state.id:
        raise ApiError(400, 50028, "Invalid Role")
    if role["managed"] or not is_below(role, state.roles, state.bot_member):
        raise forbidden(50013)
    return member, role


def _change(call: Call, member: Payload, roles: list[str], key: str, role: Payload) -> None:
    """Change somebody's roles, and write into the log who did it and why."""
    state = call.world.state
    changed = {**member, "roles": roles, "guild_id": state.id}
    apply_event(state, "GUILD_MEMBER_UPDATE", changed)
    call.world.dispatch("GUILD_MEMBER_UPDATE", changed)
    entry: Payload = {
        "id": state.snowflakes.next(),
        "user_id": state.bot["id"],
        "target_id": member["user"]["id"],
        "action_type": _MEMBER_ROLE_UPDATE,
        "changes": [{"key": key, "new_value": [{"id": role["id"], "name": role["name"]}]}],
        "guild_id": state.id,
    }
    if call.reason is not None:
        entry["reason"] = call.reason
    apply_event(state, "GUILD_AUDIT_LOG_ENTRY_CREATE", entry)
    call.world.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE", entry)


def _pause(call: Call) -> Json:
    """Pause invites and direct messages, each until a moment within 24 hours; what is left out is not paused.

    No entry of the log tells of it.
    """
    call.guild()
    call.needs(Permission.MANAGE_GUILD)
    state = call.world.state
    pauses = {name: _moment(call, name) for name in _PAUSES}
    state.guild["incidents_data"] = {**as_object(state.guild.get("incidents_data")), **pauses}
    guild = {key: value for key, value in state.guild.items() if key not in {"members", "channels", "threads"}}
    call.world.dispatch("GUILD_UPDATE", {**guild, "roles": list(state.roles.values())})
    return pauses


def _moment(call: Call, name: str) -> str | None:
    value = call.fields.get(name)
    if value is None:
        return None
    moment = parse_timestamp(value)
    if moment is None:
        raise invalid_form([([name], "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")])
    if moment > datetime.now(UTC) + _LONGEST_PAUSE:
        raise invalid_form([([name], "BASE_TYPE_BAD_TIME", "The time must be within 24 hours.")])
    return moment.isoformat()


_ROLE: Final = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"

ROUTES: Routes = (
    Route("PUT", _ROLE, _give),
    Route("DELETE", _ROLE, _take),
    Route("PUT", "/guilds/{guild_id}/incident-actions", _pause),
)
