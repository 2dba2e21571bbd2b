"""Finds whom or what a person means by an id, a name or a mention."""

import re
from collections.abc import Iterable, Iterator

from discord_standin import defaults
from discord_standin.state import State
from discord_standin.values import Payload, as_snowflake

_MENTION = re.compile(r"<(@!?|@&|#)(\d+)>")
_KINDS = {"@": "user", "@!": "user", "@&": "role", "#": "channel"}


class NotFoundError(Exception):
    """Nothing is called that; the message is one sentence."""


def find_user(state: State, text: str) -> Payload:
    """Find a user by id, `@name` or mention; any well-formed id counts, as in Discord's user picker."""
    user_id = _id(text, "user")
    if user_id is not None:
        return state.users.get(user_id) or defaults.user({"id": user_id, "username": f"deleted_user_{user_id}"})
    wanted = text.removeprefix("@").strip()
    found = _by_name(((user_names(state, user), user) for user in state.users.values()), wanted)
    if found is None:
        message = f"No user is called {wanted}."
        raise NotFoundError(message)
    return found


def find_role(state: State, text: str) -> Payload:
    """Find a role by id, `@name` or mention."""
    role_id = _id(text, "role")
    wanted = text.removeprefix("@").strip()
    named = ((r["name"], r["name"].removeprefix("@")) for r in state.roles.values())
    found = state.roles.get(role_id) if role_id else _by_name(zip(named, state.roles.values(), strict=True), wanted)
    if found is None:
        message = f"No role is called {wanted}."
        raise NotFoundError(message)
    return found


def find_channel(state: State, text: str) -> Payload:
    """Find a channel or thread by id, `#name` or mention."""
    channel_id = _id(text, "channel")
    wanted = text.removeprefix("#").strip()
    every = [*state.channels.values(), *state.threads.active()]
    found = state.find_channel(channel_id) if channel_id else _by_name((((c["name"],), c) for c in every), wanted)
    if found is None:
        message = f"No channel is called {wanted}."
        raise NotFoundError(message)
    return found


def find_mentionable(state: State, text: str) -> tuple[str, Payload]:
    """Find a role or a user; gives which of the two it is."""
    try:
        return "role", find_role(state, text)
    except NotFoundError:
        return "user", find_user(state, text)


def user_names(state: State, user: Payload) -> Iterator[str]:
    """Yield all names of a user: username, display name, nickname."""
    nick = state.members.get(user["id"], {}).get("nick")
    yield from (str(name) for name in (user["username"], user.get("global_name"), nick) if name)


def _id(text: str, kind: str) -> str | None:
    mention = _MENTION.fullmatch(text)
    if mention is not None:
        return mention[2] if _KINDS[mention[1]] == kind else None
    return text if as_snowflake(text) is not None else None


def _by_name(candidates: Iterable[tuple[Iterable[str], Payload]], wanted: str) -> Payload | None:
    """Find by exact name first, then without regard to case."""
    held = [(list(names), payload) for names, payload in candidates]
    for fold in (str, str.casefold):
        for names, payload in held:
            if fold(wanted) in map(fold, names):
                return payload
    return None
