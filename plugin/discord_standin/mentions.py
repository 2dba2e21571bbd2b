"""Whom a message pings: its content against its `allowed_mentions`. Embeds never ping anyone."""

import re
from collections.abc import Iterable

from discord_standin.values import Json, Payload, as_object, is_array, is_object

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def compute(
    content: str, allowed: Json, *, users: dict[str, Payload], roles: dict[str, Payload], may_ping_all: bool
) -> Payload:
    """Compute the fields of a message that say whom it mentions.

    Args:
        content: The message's content.
        allowed: Its `allowed_mentions` as sent; anything but an object allows all.
        users: The known users by id.
        roles: The guild's roles by id.
        may_ping_all: Whether the author has MENTION_EVERYONE, which roles that are not mentionable need too.

    Returns:
        `mentions`, `mention_roles` and `mention_everyone`.
    """
    user_ids = _allowed(_ordered(_USER.findall(content)), allowed, "users")
    role_ids = _allowed(_ordered(_ROLE.findall(content)), allowed, "roles")
    pingable = [r for r in role_ids if r in roles and (may_ping_all or roles[r].get("mentionable"))]
    everyone = bool(_EVERYONE.search(content)) and _parses(allowed, "everyone") and may_ping_all
    return {
        "mentions": [users[u] for u in user_ids if u in users],
        "mention_roles": pingable,
        "mention_everyone": everyone,
    }


def _parses(allowed: Json, kind: str) -> bool:
    if not is_object(allowed):
        return True
    parse = allowed.get("parse")
    return is_array(parse) and kind in parse


def _allowed(ids: list[str], allowed: Json, kind: str) -> list[str]:
    if _parses(allowed, kind):
        return ids
    listed = as_object(allowed).get(kind)
    chosen = set(map(str, listed)) if is_array(listed) else set[str]()
    return [i for i in ids if i in chosen]


def _ordered(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
