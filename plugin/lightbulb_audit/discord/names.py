"""Names out of the gateway's cache: they cost no request, and know nicknames."""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence, Sized
from typing import Final

import hikari

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.describe.name_table import Known, Lookup, PeopleLookup, nobody
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import line_of_words, slug_of_permission

_GONE: Final = Known(None, gone=True)
_HIDDEN: Final = Known(None, hidden=True)


def cached_names(app: object, guild_id: hikari.Snowflake) -> Lookup:
    """A lookup in a bot's cache; one that knows nothing for a bot without."""
    return _CachedNames(app.cache, guild_id) if isinstance(app, hikari.CacheAware) else nobody


def server_name(app: object, guild_id: hikari.Snowflake) -> str | None:
    """What the server is called; None where the cache does not have it."""
    guild = app.cache.get_available_guild(guild_id) if isinstance(app, hikari.CacheAware) else None
    return None if guild is None else guild.name


def find_cached_names(
    app: object, guild_id: hikari.Snowflake, texts: Collection[str]
) -> Mapping[str, Sequence[NamedThing]]:
    """What of a server's cache has a name that holds some words, one after the other, by the words."""
    found: dict[str, list[NamedThing]] = {text: [] for text in texts}
    if not isinstance(app, hikari.CacheAware) or not texts:
        return found
    cache = app.cache
    named: list[tuple[Kind, hikari.Snowflake, str | None]] = [
        *((Kind.CHANNEL, one.id, one.name) for one in cache.get_guild_channels_view_for_guild(guild_id).values()),
        *((Kind.THREAD, one.id, one.name) for one in cache.get_threads_view_for_guild(guild_id).values()),
        *((Kind.ROLE, one.id, one.name) for one in cache.get_roles_view_for_guild(guild_id).values()),
        *((Kind.EMOJI, one.id, one.name) for one in cache.get_emojis_view_for_guild(guild_id).values()),
    ]
    for member in cache.get_members_view_for_guild(guild_id).values():
        named += [(Kind.USER, member.id, name) for name in {member.display_name, member.username}]
    for kind, thing_id, name in named:
        if not name or name == HIDDEN_NAME:
            continue
        line = line_of_words(name)
        for text, some in found.items():
            if f" {text}" in line:
                some.append(NamedThing(kind, int(thing_id), name, line.strip()))
    return found


def cached_people(app: object, guild_id: hikari.Snowflake) -> PeopleLookup:
    """A lookup of members by username, global name or nickname in a bot's cache; made once for many names."""

    @functools.cache
    def people() -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = {}
        if isinstance(app, hikari.CacheAware):
            for member in app.cache.get_members_view_for_guild(guild_id).values():
                for name in {member.username, member.global_name, member.nickname}:
                    if name:
                        found.setdefault(fold_name(name), set()).add(int(member.id))
        return found

    return lambda name: people().get(fold_name(name), ())


def cached_names_of_user(app: object, guild_id: hikari.Snowflake, user_id: int) -> set[str]:
    """The username, global name and nickname of a member; none where the cache does not have them."""
    member = app.cache.get_member(guild_id, user_id) if isinstance(app, hikari.CacheAware) else None
    names = () if member is None else (member.username, member.global_name, member.nickname)
    return {name for name in names if name}


def roles_with_permission(app: object, guild_id: hikari.Snowflake, slug: str) -> frozenset[int]:
    """The roles that have a permission now, as far as the cache knows."""
    if not isinstance(app, hikari.CacheAware):
        return frozenset()
    bits = sum(row.mask for bit, row in BY_BIT.items() if slug_of_permission(bit) == slug)
    roles = app.cache.get_roles_view_for_guild(guild_id)
    return frozenset(int(role.id) for role in roles.values() if bits and int(role.permissions) & bits)


class _CachedNames:
    """Asks the cache kind by kind."""

    def __init__(self, cache: hikari.api.Cache, guild_id: hikari.Snowflake) -> None:
        self._cache = cache
        self._guild_id = guild_id
        self._asks = {
            Kind.USER: self._user,
            Kind.CHANNEL: self._channel,
            Kind.THREAD: self._thread,
            Kind.ROLE: self._role,
            Kind.EMOJI: self._emoji,
            Kind.STICKER: self._sticker,
        }

    def __call__(self, kind: Kind, thing_id: int) -> Known | None:
        ask = self._asks.get(kind)
        return None if ask is None else ask(hikari.Snowflake(thing_id))

    def _user(self, user_id: hikari.Snowflake) -> Known | None:
        member = self._cache.get_member(self._guild_id, user_id)
        if member is not None:
            return Known(member.display_name, bot=member.is_bot, username=member.username)
        user = self._cache.get_user(user_id)
        return (
            None if user is None else Known(user.display_name or user.username, bot=user.is_bot, username=user.username)
        )

    def _channel(self, channel_id: hikari.Snowflake) -> Known | None:
        channel = self._cache.get_guild_channel(channel_id)
        if channel is None:
            return self._thread(channel_id) or self._gone(any_of=self._cache.get_guild_channels_view_for_guild)
        if channel.name is None or channel.name == HIDDEN_NAME:
            return _HIDDEN
        return Known(channel.name, int(channel.type), channel.parent_id)

    def _thread(self, thread_id: hikari.Snowflake) -> Known | None:
        thread = self._cache.get_thread(thread_id)
        if thread is None or thread.name is None:
            return None
        return _HIDDEN if thread.name == HIDDEN_NAME else Known(thread.name, int(thread.type), thread.parent_id)

    def _role(self, role_id: hikari.Snowflake) -> Known | None:
        role = self._cache.get_role(role_id)
        return self._gone(any_of=self._cache.get_roles_view_for_guild) if role is None else Known(role.name)

    def _emoji(self, emoji_id: hikari.Snowflake) -> Known | None:
        emoji = self._cache.get_emoji(emoji_id)
        return None if emoji is None else Known(emoji.name)

    def _sticker(self, sticker_id: hikari.Snowflake) -> Known | None:
        sticker = self._cache.get_sticker(sticker_id)
        return None if sticker is None else Known(sticker.name)

    def _gone(self, any_of: Callable[[hikari.Snowflake], Sized]) -> Known | None:
        """What a whole cache does not have is gone; an empty one cannot tell."""
        return _GONE if any_of(self._guild_id) else None
