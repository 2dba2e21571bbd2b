"""Routes about the bot itself: the gateway's address, its application, its commands, and people."""

from discord_standin.call import Call, Route, Routes
from discord_standin.errors import unknown
from discord_standin.state import State, found, verify_key
from discord_standin.values import Json, Payload, as_integer, as_snowflake

_MEMBERS_AND_CONTENT_FLAGS = (1 << 15) | (1 << 19)
"""The application may use the privileged intents GUILD_MEMBERS and MESSAGE_CONTENT."""
_MOST_GUILDS = 200


def _gateway(call: Call) -> Json:
    return {"url": call.world.gateway.url}


def _gateway_bot(call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 14_400_000, "max_concurrency": 1}
    return {"url": call.world.gateway.url, "shards": 1, "session_start_limit": limit}


def _me(call: Call) -> Json:
    return {
        **call.world.state.bot,
        "verified": True,
        "mfa_enabled": True,
        "locale": "en-US",
        "email": None,
        "banner": None,
        "accent_color": None,
    }


def _application(call: Call) -> Json:
    state, endpoint = call.world.state, call.world.endpoint
    return {
        "id": state.application_id,
        "name": state.bot["username"],
        "icon": None,
        "description": "",
        "type": None,
        "summary": "",
        "bot": state.bot,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": endpoint.signer.verify_key if endpoint else verify_key(state.application_id),
        "flags": _MEMBERS_AND_CONTENT_FLAGS,
        "flags_new": str(_MEMBERS_AND_CONTENT_FLAGS),
        "max_participants": None,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": endpoint.url if endpoint else None,
        "role_connections_verification_url": None,
        "owner": state.users[state.guild["owner_id"]],
        "team": None,
        "approximate_guild_count": len(call.world.states),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "integration_types_config": {"0": {}},
        "explicit_content_filter": 0,
        "creator_monetization_state": 1,
        "event_webhooks_status": 1,
        "eligible_oauth2_scopes": [],
    }


def _my_guilds(call: Call) -> Json:
    after, before = as_integer(call.query.get("after")), as_integer(call.query.get("before"), (1 << 63) - 1)
    states = sorted(call.world.states.values(), key=lambda state: int(state.id))
    asked = [state for state in states if state.is_joined and after < int(state.id) < before]
    limit = as_integer(call.query.get("limit"), _MOST_GUILDS)
    some = asked[-limit:] if "before" in call.query and "after" not in call.query else asked[:limit]
    return [_my_guild(call, state) for state in some]


def _my_guild(call: Call, state: State) -> Payload:
    guild = {key: state.guild[key] for key in ("id", "name", "icon", "banner", "features")}
    guild |= {"owner": False, "permissions": str(state.permissions(state.bot["id"]))}
    if str(call.query.get("with_counts")).lower() in {"true", "1"}:
        guild |= {"approximate_member_count": len(state.members), "approximate_presence_count": len(state.members)}
    return guild


def _user(call: Call) -> Json:
    return found(_find_user(call, call.path["user_id"]), 10013)


def _find_user(call: Call, user_id: str) -> Payload | None:
    """Accounts are of no guild."""
    return next((state.users[user_id] for state in call.world.states.values() if user_id in state.users), None)


def _open_direct(call: Call) -> Json:
    state = call.world.state
    user_id = str(call.fields.get("recipient_id"))
    user = found(_find_user(call, user_id), 10013)
    for channel in state.direct_channels.values():
        if channel["recipients"][0]["id"] == user_id:
            return channel
    channel: Payload = {"id": state.snowflakes.next(), "type": 1, "last_message_id": None, "flags": 0}
    channel["recipients"] = [user]
    state.direct_channels[channel["id"]] = channel
    return channel


def _scope(call: Call) -> str | None:
    state = call.world.state
    if call.path["application_id"] != state.application_id:
        raise unknown(10002)
    if "guild_id" in call.path:
        call.guild()
    return call.path.get("guild_id")


def _commands(call: Call) -> Json:
    return call.world.commands.in_scope(_scope(call))


def _set_commands(call: Call) -> Json:
    return call.world.commands.replace(_scope(call), call.body)


def _create_command(call: Call) -> Json:
    return call.world.commands.put(_scope(call), call.body)


def _command(call: Call) -> Json:
    return call.world.commands.get(_scope(call), call.path["command_id"])


def _change_command(call: Call) -> Json:
    return call.world.commands.change(_scope(call), call.path["command_id"], call.fields)


def _delete_command(call: Call) -> Json:
    call.world.commands.delete(_scope(call), call.path["command_id"])


def _all_command_permissions(call: Call) -> Json:
    _scope(call)
    return []


def _command_permissions(call: Call) -> Json:
    _scope(call)
    if as_snowflake(call.path["command_id"]) is None:
        raise unknown(10063)
    raise unknown(10066)


_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: Routes = (
    Route("GET", "/gateway", _gateway),
    Route("GET", "/gateway/bot", _gateway_bot),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/users/@me", _me),
    Route("GET", "/users/@me/guilds", _my_guilds),
    Route("POST", "/users/@me/channels", _open_direct),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", f"{_GUILD}/permissions", _all_command_permissions),
    Route("GET", _GUILD + "/{command_id}/permissions", _command_permissions),
    *(
        route
        for base in (_GLOBAL, _GUILD)
        for route in (
            Route("GET", base, _commands),
            Route("PUT", base, _set_commands),
            Route("POST", base, _create_command, status=201),
            Route("GET", base + "/{command_id}", _command),
            Route("PATCH", base + "/{command_id}", _change_command),
            Route("DELETE", base + "/{command_id}", _delete_command),
        )
    ),
)
