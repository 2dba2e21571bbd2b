"""Names out of the gateway's cache: they cost no request, and know nicknames."""

import functools
from collections.abc import Collection, Mapping, Sequence, Sized
from typing import Final

import hikari

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.describe.name_table import Known, PeopleLookup
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import line_of_words, slug_of_permission

_GONE: Final = Known(None, gone=True)
_HIDDEN: Final = Known(None, hidden=True)


def find_cached_names(cache: GuildCache, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
    """What of a server's cache has a name that holds some words, one after the other, by the words."""
    found: dict[str, list[NamedThing]] = {text: [] for text in texts}
    if not texts:
        return found
    named: list[tuple[Kind, hikari.Snowflake, str | None]] = [
        *((Kind.CHANNEL, one.id, one.name) for one in cache.channels().values()),
        *((Kind.THREAD, one.id, one.name) for one in cache.threads().values()),
        *((Kind.ROLE, one.id, one.name) for one in cache.roles().values()),
        *((Kind.EMOJI, one.id, one.name) for one in cache.emojis().values()),
    ]
    for member in cache.members().values():
        named += [(Kind.USER, member.id, name) for name in {member.display_name, member.username}]
    for kind, thing_id, name in named:
        if not name or name == HIDDEN_NAME:
            continue
        line = line_of_words(name)
        for text, some in found.items():
            if f" {text}" in line:
                some.append(NamedThing(kind, int(thing_id), name, line.strip()))
    return found


def cached_people(cache: GuildCache) -> PeopleLookup:
    """A lookup of members by username, global name or nickname in a bot's cache; made once for many names."""

    @functools.cache
    def people() -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = {}
        for member in cache.members().values():
            for name in {member.username, member.global_name, member.nickname}:
                if name:
                    found.setdefault(fold_name(name), set()).add(int(member.id))
        return found

    return lambda name: people().get(fold_name(name), ())


def cached_names_of_user(cache: GuildCache, user_id: int) -> set[str]:
    """The username, global name and nickname of a member; none where the cache does not have them."""
    member = cache.member(user_id)
    names = () if member is None else (member.username, member.global_name, member.nickname)
    return {name for name in names if name}


def roles_with_permission(cache: GuildCache, slug: str) -> frozenset[int]:
    """The roles that have a permission now, as far as the cache knows."""
    bits = sum(row.mask for bit, row in BY_BIT.items() if slug_of_permission(bit) == slug)
    return frozenset(int(role.id) for role in cache.roles().values() if bits and int(role.permissions) & bits)


class CachedNames:
    """The names of a server's people and things, as its part of the cache has them; a `Lookup`.

    Args:
        cache: The part.
    """

    def __init__(self, cache: GuildCache) -> None:
        self._cache = cache
        self._asks = {
            Kind.USER: self._user,
            Kind.CHANNEL: self._channel,
            Kind.THREAD: self._thread,
            Kind.ROLE: self._role,
            Kind.EMOJI: self._emoji,
            Kind.STICKER: self._sticker,
        }

    def __call__(self, kind: Kind, thing_id: int) -> Known | None:
        """What is known of somebody or something; None for nothing at all."""
        ask = self._asks.get(kind)
        return None if ask is None else ask(thing_id)

    def _user(self, user_id: int) -> Known | None:
        member = self._cache.member(user_id)
        if member is None:
            return None
        bits = self._own_permissions(user_id) if member.is_bot else None
        return Known(member.display_name, bot=member.is_bot, username=member.username, permissions=bits)

    def _own_permissions(self, bot_id: int) -> int | None:
        """The permissions of the role that Discord made for a bot."""
        roles = self._cache.roles().values()
        return next((int(role.permissions) for role in roles if role.bot_id == bot_id), None)

    def _channel(self, channel_id: int) -> Known | None:
        channel = self._cache.channel(channel_id)
        if channel is None:
            return self._thread(channel_id) or _gone(self._cache.channels())
        if channel.name is None or channel.name == HIDDEN_NAME:
            return _HIDDEN
        return Known(channel.name, int(channel.type), channel.parent_id)

    def _thread(self, thread_id: int) -> Known | None:
        thread = self._cache.thread(thread_id)
        if thread is None or thread.name is None:
            return None
        return _HIDDEN if thread.name == HIDDEN_NAME else Known(thread.name, int(thread.type), thread.parent_id)

    def _role(self, role_id: int) -> Known | None:
        role = self._cache.role(role_id)
        if role is None:
            return _gone(self._cache.roles())
        return Known(role.name, permissions=int(role.permissions))

    def _emoji(self, emoji_id: int) -> Known | None:
        emoji = self._cache.emoji(emoji_id)
        return None if emoji is None else Known(emoji.name)

    def _sticker(self, sticker_id: int) -> Known | None:
        sticker = self._cache.sticker(sticker_id)
        return None if sticker is None else Known(sticker.name)


def _gone(all_of_them: Sized) -> Known | None:
    """What a whole cache does not have is gone; an empty one cannot tell."""
    return _GONE if all_of_them else None
