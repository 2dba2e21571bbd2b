"""Routes about the guild: what is in it, who is in it, and its audit log."""

from collections.abc import Iterable

from discord_standin.audit_log import AuditQuery
from discord_standin.call import Call, Route, Routes
from discord_standin.errors import invalid_form, unknown
from discord_standin.permissions import Permission
from discord_standin.state import found
from discord_standin.values import Json, Payload, as_integer, as_object, as_snowflake, objects

_GATEWAY_ONLY = frozenset(
    {
        "joined_at",
        "large",
        "unavailable",
        "member_count",
        "voice_states",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    }
)
"""What only GUILD_CREATE carries."""
_MEMBERS_LIMIT = (1, 1000)
_UNKNOWN_RULE = 10066


def _guild(call: Call) -> Json:
    call.guild()
    state = call.world.state
    guild = {key: value for key, value in state.guild.items() if key not in _GATEWAY_ONLY}
    guild["roles"] = list(state.roles.values())
    if call.query.get("with_counts", "").lower() in {"true", "1"}:
        guild |= {"approximate_member_count": len(state.members), "approximate_presence_count": len(state.members)}
    return guild


def _channels(call: Call) -> Json:
    call.guild()
    state = call.world.state
    return [c for c in state.channels.values() if state.bot_may(Permission.VIEW_CHANNEL, c)]


def _roles(call: Call) -> Json:
    call.guild()
    return list(call.world.state.roles.values())


def _role(call: Call) -> Json:
    call.guild()
    return found(call.world.state.roles.get(call.path["role_id"]), 10011)


def _member(call: Call) -> Json:
    call.guild()
    state = call.world.state
    member = state.members.get(call.path["user_id"])
    if member is None:
        raise unknown(10007 if call.path["user_id"] in state.users else 10013)
    return member


def _members(call: Call) -> Json:
    call.guild()
    limit = _bounded(call, "limit", default=1, bounds=_MEMBERS_LIMIT)
    after = as_integer(call.query.get("after"))
    ordered = sorted(call.world.state.members.values(), key=lambda member: int(member["user"]["id"]))
    return [member for member in ordered if int(member["user"]["id"]) > after][:limit]


def _search_members(call: Call) -> Json:
    call.guild()
    limit = _bounded(call, "limit", default=1, bounds=_MEMBERS_LIMIT)
    start = call.query.get("query", "").lower()
    members = call.world.state.members.values()
    return [m for m in members if start in f"{m['user']['username']} {m['nick'] or ''}".lower()][:limit]


def _audit_log(call: Call) -> Json:
    call.guild()
    call.needs(Permission.VIEW_AUDIT_LOG)
    state = call.world.state
    return state.audit_log.page(AuditQuery.read(call.query), state.users)


def _threads(call: Call) -> Json:
    call.guild()
    return {"threads": call.world.state.visible_threads(), "members": [], "has_more": False}


def _emojis(call: Call) -> Json:
    return _part(call, "emojis")


def _emoji(call: Call) -> Json:
    return _one(_part(call, "emojis"), call.path["emoji_id"], 10014)


def _stickers(call: Call) -> Json:
    return _part(call, "stickers")


def _sticker(call: Call) -> Json:
    return _one(_part(call, "stickers"), call.path["sticker_id"], 10060)


def _scheduled_events(call: Call) -> Json:
    return _part(call, "guild_scheduled_events")


def _scheduled_event(call: Call) -> Json:
    return _one(_part(call, "guild_scheduled_events"), call.path["guild_scheduled_event_id"], 10070)


def _sounds(call: Call) -> Json:
    return {"items": _part(call, "soundboard_sounds")}


def _sound(call: Call) -> Json:
    call.guild()
    sounds = objects(call.world.state.guild.get("soundboard_sounds"))
    return found(next((s for s in sounds if str(s.get("sound_id")) == call.path["sound_id"]), None), 10097)


def _rules(call: Call) -> Json:
    call.guild()
    call.needs(Permission.MANAGE_GUILD)
    return _named(call, "auto_moderation_rules")


def _rule(call: Call) -> Json:
    return _one(_rules(call), call.path["rule_id"], _UNKNOWN_RULE)


def _integrations(call: Call) -> Json:
    call.guild()
    call.needs(Permission.MANAGE_GUILD)
    return _named(call, "integrations")


def _webhooks(call: Call) -> Json:
    call.guild()
    call.needs(Permission.MANAGE_WEBHOOKS)
    return _named(call, "webhooks")


def _channel_webhooks(call: Call) -> Json:
    channel = call.channel(Permission.MANAGE_WEBHOOKS)
    return [hook for hook in _named(call, "webhooks") if str(hook.get("channel_id")) == channel["id"]]


def _webhook(call: Call) -> Json:
    call.needs(Permission.MANAGE_WEBHOOKS)
    return _one(_named(call, "webhooks"), call.path["webhook_id"], 10015)


def _invites(call: Call) -> Json:
    call.guild()
    call.needs(Permission.MANAGE_GUILD)
    return list(objects(call.world.state.guild.get("invites")))


def _invite(call: Call) -> Json:
    held = objects(call.world.state.guild.get("invites"))
    return found(next((invite for invite in held if invite.get("code") == call.path["code"]), None), 10006)


def _stage(call: Call) -> Json:
    held = objects(call.world.state.guild.get("stage_instances"))
    wanted = call.path["channel_id"]
    return found(next((stage for stage in held if str(stage.get("channel_id")) == wanted), None), 10067)


def _part(call: Call, name: str) -> list[Payload]:
    call.guild()
    return list(objects(call.world.state.guild.get(name)))


def _named(call: Call, name: str) -> list[Payload]:
    """List what the guild holds; where the file has it only in the audit log's map, that."""
    state = call.world.state
    held = state.guild.get(name)
    return list(objects(held if held is not None else state.audit_log.map(name)))


def _one(items: Iterable[Payload], wanted: str, code: int) -> Payload:
    return found(next((item for item in items if str(item.get("id")) == wanted), None), code)


def _bounded(call: Call, name: str, *, default: int, bounds: tuple[int, int]) -> int:
    value = as_snowflake(call.query.get(name, default))
    if value is None or not bounds[0] <= value <= bounds[1]:
        words = f"int value should be between {bounds[0]} and {bounds[1]}."
        raise invalid_form([([name], "NUMBER_TYPE_MAX", words)])
    return value


def _bans(call: Call) -> Json:
    call.guild()
    call.needs(Permission.BAN_MEMBERS)
    return [as_object(ban) for ban in objects(call.world.state.guild.get("bans"))]


_GUILD = "/guilds/{guild_id}"

ROUTES: Routes = (
    Route("GET", _GUILD, _guild),
    Route("GET", f"{_GUILD}/audit-logs", _audit_log),
    Route("GET", f"{_GUILD}/channels", _channels),
    Route("GET", f"{_GUILD}/roles", _roles),
    Route("GET", _GUILD + "/roles/{role_id}", _role),
    Route("GET", f"{_GUILD}/members", _members),
    Route("GET", f"{_GUILD}/members/search", _search_members),
    Route("GET", _GUILD + "/members/{user_id}", _member),
    Route("GET", f"{_GUILD}/threads/active", _threads),
    Route("GET", f"{_GUILD}/emojis", _emojis),
    Route("GET", _GUILD + "/emojis/{emoji_id}", _emoji),
    Route("GET", f"{_GUILD}/stickers", _stickers),
    Route("GET", _GUILD + "/stickers/{sticker_id}", _sticker),
    Route("GET", f"{_GUILD}/scheduled-events", _scheduled_events),
    Route("GET", _GUILD + "/scheduled-events/{guild_scheduled_event_id}", _scheduled_event),
    Route("GET", f"{_GUILD}/soundboard-sounds", _sounds),
    Route("GET", _GUILD + "/soundboard-sounds/{sound_id}", _sound),
    Route("GET", f"{_GUILD}/auto-moderation/rules", _rules),
    Route("GET", _GUILD + "/auto-moderation/rules/{rule_id}", _rule),
    Route("GET", f"{_GUILD}/integrations", _integrations),
    Route("GET", f"{_GUILD}/webhooks", _webhooks),
    Route("GET", f"{_GUILD}/invites", _invites),
    Route("GET", f"{_GUILD}/bans", _bans),
    Route("GET", "/channels/{channel_id}/webhooks", _channel_webhooks),
    Route("GET", "/webhooks/{webhook_id}", _webhook),
    Route("GET", "/invites/{code}", _invite),
    Route("GET", "/stage-instances/{channel_id}", _stage),
)
