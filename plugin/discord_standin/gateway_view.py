"""What a session gets to see of its guilds, by its shard, its intents and the bot's permissions."""

from collections.abc import Iterable

from discord_standin import intents
from discord_standin.gateway_session import GatewaySession
from discord_standin.permissions import Permission
from discord_standin.state import State
from discord_standin.threads import without_members
from discord_standin.values import Payload, as_object, as_snowflake, objects

VERSION = 10


def ready(states: Iterable[State], session: GatewaySession, url: str) -> Payload:
    """Build READY."""
    first, *_ = states = list(states)
    guilds = [{"id": state.id, "unavailable": True} for state in states if is_in_guild(state, session)]
    return {
        "v": VERSION,
        "user": {**first.bot, "verified": True, "mfa_enabled": True, "email": None},
        "guilds": guilds,
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [session.shard, session.shards],
        "application": {"id": first.application_id, "flags": 0},
        "private_channels": [],
        "relationships": [],
        "_trace": [],
    }


def guild_create(state: State, session: GatewaySession) -> Payload:
    """Build GUILD_CREATE: without GUILD_MEMBERS only the bot and who is in voice; unseen channels without names."""
    voices = [v for v in objects(state.guild["voice_states"]) if str(v.get("user_id")) in state.members]
    shown = {state.bot["id"], *(str(voice["user_id"]) for voice in voices)}
    if session.intents & intents.GUILD_MEMBERS:
        shown = set(state.members)
    return {
        **state.guild,
        "joined_at": state.bot_member["joined_at"],
        "member_count": len(state.members),
        "roles": list(state.roles.values()),
        "channels": list(map(state.shown_channel, state.channels.values())),
        "threads": state.visible_threads(),
        "members": [member for user_id, member in state.members.items() if user_id in shown],
        "voice_states": voices,
        "unavailable": False,
    }


def has_guild(state: State, session: GatewaySession) -> bool:
    """Tell whether the guild belongs to the session's shard."""
    number = as_snowflake(state.id) or 0
    return (number >> 22) % session.shards == session.shard


def is_in_guild(state: State, session: GatewaySession) -> bool:
    """Tell whether a session hears of the guild: it is of its shard, and the bot is in it."""
    return state.is_joined and has_guild(state, session)


def may_have(state: State, session: GatewaySession, event: str, data: Payload) -> bool:
    """Tell whether a session's shard, intents and permissions let it have an event."""
    is_direct = str(data.get("channel_id")) in state.direct_channels
    if not is_direct and not is_in_guild(state, session):
        return False
    needed = intents.DIRECT_MESSAGES if is_direct else intents.NEEDED.get(event, 0)
    is_itself = event == "GUILD_MEMBER_UPDATE" and as_object(data.get("user")).get("id") == state.bot["id"]
    if needed and not session.intents & needed and not is_itself:
        return False
    if event == "GUILD_AUDIT_LOG_ENTRY_CREATE":
        return state.bot_may(Permission.VIEW_AUDIT_LOG)
    if event.startswith(("MESSAGE_", "THREAD_")):
        channel = state.find_channel(str(data.get("channel_id") or data.get("id")))
        return channel is None or state.bot_may(Permission.VIEW_CHANNEL, channel)
    return True


def as_seen(state: State, session: GatewaySession, event: str, data: Payload) -> Payload:
    """Give an event's payload without what the bot may not see in it."""
    if event in {"CHANNEL_CREATE", "CHANNEL_UPDATE"}:
        return state.shown_channel(state.channels.get(str(data.get("id")), data))
    if event in {"THREAD_CREATE", "THREAD_UPDATE"}:
        return without_members(data)
    if event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not session.intents & intents.MESSAGE_CONTENT:
        concerned = [as_object(data.get("author")), *objects(data.get("mentions"))]
        is_own = any(user.get("id") == state.bot["id"] for user in concerned)
        if not is_own and "guild_id" in data:
            return {**data, "content": "", "embeds": [], "attachments": [], "components": []}
    return data
