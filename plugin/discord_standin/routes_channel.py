"""Routes about channels and the messages in them."""

from datetime import UTC, datetime, timedelta

from discord_standin import defaults, limits
from discord_standin.call import Call, Route, Routes
from discord_standin.drafts import compose
from discord_standin.errors import ApiError, invalid_form, unknown
from discord_standin.messages import Held
from discord_standin.permissions import Permission
from discord_standin.state import found, guarded
from discord_standin.values import Json, Payload, as_integer, as_object, as_snowflake, timestamp

_PAGE = (1, 100)
_DEFAULT_PAGE = 50
_OLD = timedelta(hours=1)
_KEPT_FLAGS = (1 << 2) | (1 << 12) | (1 << 15)
"""The flags that a bot may set: no embeds of links, no notification, IS_COMPONENTS_V2."""


def _channel(call: Call) -> Json:
    channel = call.channel()
    threads = call.world.state.threads
    return threads.sent(channel) if channel["id"] in threads else channel


def _thread_member(call: Call) -> Json:
    """Source: reference, "Get Thread Member": a 404 for who is not in the thread."""
    thread = _thread(call)
    return _with_member(call, found(call.world.state.thread_members(thread["id"]).get(call.path["user_id"]), 10007))


def _thread_members(call: Call) -> Json:
    thread = _thread(call)
    after = as_integer(call.query.get("after"))
    held = sorted(call.world.state.thread_members(thread["id"]).values(), key=lambda member: int(member["user_id"]))
    later = [_with_member(call, member) for member in held if int(member["user_id"]) > after]
    return later[: _limit(call, _PAGE[1])] if "with_member" in call.query else later


def _thread(call: Call) -> Payload:
    channel = call.channel()
    if channel["id"] not in call.world.state.threads:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return channel


def _with_member(call: Call, member: Payload) -> Payload:
    if call.query.get("with_member", "").lower() not in {"true", "1"}:
        return member
    return {**member, "member": call.world.state.members[member["user_id"]]}


def _limit(call: Call, default: int) -> int:
    limit = as_snowflake(call.query.get("limit", default))
    if limit is None or not _PAGE[0] <= limit <= _PAGE[1]:
        words = f"int value should be between {_PAGE[0]} and {_PAGE[1]}."
        raise invalid_form([(["limit"], "NUMBER_TYPE_MAX", words)])
    return limit


def _messages(call: Call) -> Json:
    channel = call.channel()
    state = call.world.state
    if not state.bot_may(Permission.READ_MESSAGE_HISTORY, channel):
        return []
    limit = _limit(call, _DEFAULT_PAGE)
    held = state.messages.in_channel(channel["id"])
    if "before" in call.query:
        held = [one for one in held if int(one.id) < as_integer(call.query["before"])]
    elif "after" in call.query:
        held = [one for one in held if int(one.id) > as_integer(call.query["after"])][-limit:]
    elif "around" in call.query:
        middle = as_integer(call.query["around"])
        nearest = sorted(held, key=lambda one: abs(int(one.id) - middle))[:limit]
        held = sorted(nearest, key=lambda one: int(one.id), reverse=True)
    return [one.message for one in held[:limit]]


def _message(call: Call) -> Json:
    return _held(call, call.channel(Permission.READ_MESSAGE_HISTORY)).message


def _held(call: Call, channel: Payload) -> Held:
    held = call.world.state.messages.find(channel["id"], call.path["message_id"])
    return found(held if held is not None and held.owner is None else None, 10008)


def _post(call: Call) -> Json:
    state = call.world.state
    channel = _writable(call)
    nonce = _nonce(call)
    first = _sent_before(call, channel, nonce)
    if first is not None:
        return first.message
    draft = compose(state, call.fields, call.uploads, channel=channel, old=None)
    base: Payload = {
        "id": state.snowflakes.next(),
        "flags": as_integer(call.fields.get("flags")) & _KEPT_FLAGS,
        "tts": bool(call.fields.get("tts")),
    }
    if nonce is not None:
        base["nonce"] = nonce
    if call.fields.get("message_reference"):
        base |= _reply(call, channel, as_object(call.fields["message_reference"]))
    held = state.messages.add(defaults.message(base, channel["id"], state.bot))
    draft.apply_to(held, call.fields)
    if nonce is not None:
        state.messages.note_nonce(held, str(nonce))
    channel["last_message_id"] = held.id
    state.messages.touch(held)
    call.world.posted.append(held)
    call.world.tell("MESSAGE_CREATE", held)
    return held.message


def _nonce(call: Call) -> str | int | None:
    """Read the nonce. Source: `MessageCreateRequest.nonce` in Discord's OpenAPI file."""
    nonce = call.fields.get("nonce")
    if isinstance(nonce, str) and len(nonce) > limits.NONCE.most:
        words = f"Must be {limits.NONCE.most} or fewer in length."
        raise invalid_form([(["nonce"], "NONCE_TYPE_TOO_LONG", words)])
    return nonce if isinstance(nonce, str | int) else None


def _sent_before(call: Call, channel: Payload, nonce: str | int | None) -> Held | None:
    """Find the message that the same nonce made within the past few minutes.

    Source: reference, "Create Message", `enforce_nonce`: that message is returned and no new one is made; where it was
    deleted meanwhile it is an unknown message (staff in the documentation's pull request 6647).
    """
    if nonce is None or not call.fields.get("enforce_nonce"):
        return None
    seconds = call.world.faults.nonce_seconds
    held = call.world.state.messages.find_by_nonce(channel["id"], str(nonce), seconds)
    if held is not None and held.is_deleted:
        raise unknown(10008)
    return held


def _writable(call: Call) -> Payload:
    """Find the channel and check all that writing into it needs."""
    state = call.world.state
    channel = call.channel()
    is_thread = channel["id"] in state.threads
    sending = Permission.SEND_MESSAGES_IN_THREADS if is_thread else Permission.SEND_MESSAGES
    guarded(state.bot_may(sending, channel), 50013)
    if channel.get("type") in {4, 14, 15, 16}:
        raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
    if call.fields.get("embeds"):
        guarded(state.bot_may(Permission.EMBED_LINKS, channel), 50013)
    if call.uploads:
        guarded(state.bot_may(Permission.ATTACH_FILES, channel), 50013)
    return channel


def _reply(call: Call, channel: Payload, reference: Payload) -> Payload:
    wanted = str(reference.get("message_id"))
    known = call.world.state.messages.find(channel["id"], wanted)
    if known is None and reference.get("fail_if_not_exists", True):
        raise invalid_form([(["message_reference"], "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
    return {"type": 19, "message_reference": {"type": 0, "channel_id": channel["id"], "message_id": wanted}}


def _edit(call: Call) -> Json:
    state = call.world.state
    channel = call.channel()
    held = _held(call, channel)
    if held.message["author"]["id"] != state.bot["id"]:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    _count_late_edit(held)
    compose(state, call.fields, call.uploads, channel=channel, old=held).apply_to(held, call.fields)
    held.message["edited_timestamp"] = timestamp()
    state.messages.touch(held)
    call.world.posted.append(held)
    call.world.tell("MESSAGE_UPDATE", held)
    return held.message


def _count_late_edit(held: Held) -> None:
    """Count an edit of a message that is older than an hour, of which Discord takes few.

    Source: reference, "JSON Error Codes", 30046; that it is a 429, and how it reads: issues of libraries.
    """
    age = datetime.now(UTC) - datetime.fromisoformat(held.message["timestamp"])
    if age <= _OLD:
        return
    held.late_edits += 1
    if held.late_edits > limits.LATE_EDITS.most:
        words = "Maximum number of edits to messages older than 1 hour reached. Try again later."
        raise ApiError(429, 30046, words, extra={"retry_after": _OLD.total_seconds(), "global": False})


def _delete(call: Call) -> Json:
    state = call.world.state
    channel = call.channel()
    held = _held(call, channel)
    if held.message["author"]["id"] != state.bot["id"]:
        guarded(state.bot_may(Permission.MANAGE_MESSAGES, channel), 50013)
    state.messages.remove(held)
    gone = {"id": held.id, "channel_id": channel["id"], "guild_id": state.id}
    call.world.dispatch("MESSAGE_DELETE", gone)


def _typing(call: Call) -> Json:
    call.channel(Permission.SEND_MESSAGES)


def _pinned(call: Call) -> list[Payload]:
    channel = call.channel(Permission.READ_MESSAGE_HISTORY)
    held = call.world.state.messages.in_channel(channel["id"])
    return [one.message for one in held if one.message.get("pinned")]


def _pins(call: Call) -> Json:
    return _pinned(call)


def _pin_page(call: Call) -> Json:
    items = [{"pinned_at": message["timestamp"], "message": message} for message in _pinned(call)]
    return {"items": items, "has_more": False}


_CHANNEL = "/channels/{channel_id}"

ROUTES: Routes = (
    Route("GET", _CHANNEL, _channel),
    Route("GET", f"{_CHANNEL}/messages", _messages),
    Route("POST", f"{_CHANNEL}/messages", _post, limit=(5, 5.0)),
    Route("GET", f"{_CHANNEL}/messages/pins", _pin_page),
    Route("GET", f"{_CHANNEL}/pins", _pins),
    Route("POST", f"{_CHANNEL}/typing", _typing),
    Route("GET", f"{_CHANNEL}/thread-members", _thread_members),
    Route("GET", _CHANNEL + "/thread-members/{user_id}", _thread_member),
    Route("GET", _CHANNEL + "/messages/{message_id}", _message),
    Route("PATCH", _CHANNEL + "/messages/{message_id}", _edit, limit=(5, 5.0)),
    Route("DELETE", _CHANNEL + "/messages/{message_id}", _delete),
)
