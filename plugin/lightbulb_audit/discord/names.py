"""Names out of the gateway's cache: they cost no request, and know nicknames."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import hikari

from lightbulb_audit.analyse.reason import fold_name
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.describe.names.name_table import Known, PeopleLookup
from lightbulb_audit.discord.guild_cache import GuildCache
from lightbulb_audit.errors import ForbiddenError, GoneError
from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.terms import named_thing, slug_of_permission

_GONE: Final = Known(None, gone=True)
_HIDDEN: Final = Known(None, hidden=True)


def find_cached_names(
    cache: GuildCache, texts: Collection[str], told: Iterable[hikari.User] = ()
) -> Mapping[str, Sequence[NamedThing]]:
    """Return what of a server's cache has a name that holds some words, one after the other, by the words.

    Args:
        cache: The bot's cache.
        texts: The words.
        told: Whom Discord was asked about.
    """
    found: dict[str, list[NamedThing]] = {text: [] for text in texts}
    if not texts:
        return found
    named: list[tuple[Kind, hikari.Snowflake, str | None]] = [
        *((Kind.CHANNEL, one.id, one.name) for one in cache.channels().values()),
        *((Kind.THREAD, one.id, one.name) for one in cache.threads().values()),
        *((Kind.ROLE, one.id, one.name) for one in cache.roles().values()),
        *((Kind.EMOJI, one.id, one.name) for one in cache.emojis().values()),
    ]
    things: list[NamedThing] = []
    for kind, thing_id, name in named:
        if not name or name == HIDDEN_NAME:
            continue
        things.append(named_thing(kind, int(thing_id), name))
    for person in (*cache.members().values(), *told):
        things += named_things(person)
    for one in things:
        for text, some in found.items():
            if one.holds(text):
                some.append(one)
    return found


def named_things(person: hikari.User) -> list[NamedThing]:
    """Somebody by each name that they can be found by: a member's nickname hides no other one."""
    nickname = person.nickname if isinstance(person, hikari.Member) else None
    names = dict.fromkeys(name for name in (nickname, person.global_name, person.username) if name)
    return [named_thing(Kind.USER, int(person.id), name) for name in names]


def cached_people(cache: GuildCache) -> PeopleLookup:
    """Return a lookup of members by username, global name or nickname in a bot's cache; made once for many names."""

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
    """Return the username, global name and nickname of a member; none where the cache does not have them."""
    member = cache.member(user_id)
    names = () if member is None else (member.username, member.global_name, member.nickname)
    return {name for name in names if name}


def roles_with_permission(cache: GuildCache, slug: str) -> frozenset[int]:
    """Return the roles that have a permission now, as far as the cache knows."""
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
            Kind.TAG: self._tag,
        }

    def __call__(self, kind: Kind, thing_id: int) -> Known | None:
        """Return what is known of somebody or something; None for nothing at all."""
        ask = self._asks.get(kind)
        return None if ask is None else ask(thing_id)

    def _user(self, user_id: int) -> Known | None:
        member = self._cache.member(user_id)
        if member is None:
            return None
        bits = self._own_permissions(user_id) if member.is_bot else None
        return Known(member.display_name, bot=member.is_bot, username=member.username, permissions=bits)

    def _own_permissions(self, bot_id: int) -> int | None:
        """Return the permissions of the role that Discord made for a bot."""
        roles = self._cache.roles().values()
        return next((int(role.permissions) for role in roles if role.bot_id == bot_id), None)

    def _channel(self, channel_id: int) -> Known | None:
        channel = self._cache.channel(channel_id)
        if channel is None:
            return self._thread(channel_id)
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
        return None if role is None else Known(role.name, permissions=int(role.permissions))

    def _emoji(self, emoji_id: int) -> Known | None:
        emoji = self._cache.emoji(emoji_id)
        return None if emoji is None else Known(emoji.name)

    def _sticker(self, sticker_id: int) -> Known | None:
        sticker = self._cache.sticker(sticker_id)
        return None if sticker is None else Known(sticker.name)

    def _tag(self, tag_id: int) -> Known | None:
        return self._tags.get(tag_id)

    @functools.cached_property
    def _tags(self) -> Mapping[int, Known]:
        """The tags of all forums, which come with these."""
        forums = (one for one in self._cache.channels().values() if isinstance(one, hikari.GuildForumChannel))
        return {int(tag.id): Known(tag.name) for forum in forums for tag in forum.available_tags}


class ToldNames:
    """The same, and the names of whom and what Discord was asked about within the last hour; a `Lookup`.

    What the cache does not have may be there all the same, as an archived thread is: only Discord can say that
    something is gone.

    Args:
        cache: The bot's cache.
        told: What Discord said about an id; None where it was not asked.
    """

    def __init__(self, cache: GuildCache, told: Callable[[Kind, int], object]) -> None:
        self._cached = CachedNames(cache)
        self._told = told

    def __call__(self, kind: Kind, thing_id: int) -> Known | None:
        """Return what is known of somebody or something; None for nothing at all."""
        told = self._told(kind, thing_id)
        # Discord keeps the accounts of those who left it: an id without one is told as it is.
        is_no_account = kind is Kind.USER and isinstance(told, GoneError)
        return self._cached(kind, thing_id) or (None if is_no_account else known_from(told))


def known_from(found: object) -> Known | None:
    """Return what Discord's answer about a thing tells of its name and place: its model in hikari, or the error."""
    if isinstance(found, GoneError):
        return _GONE
    if isinstance(found, ForbiddenError):
        return _HIDDEN
    if isinstance(found, hikari.User):
        return Known(found.display_name or found.username, bot=found.is_bot, username=found.username)
    name = getattr(found, "name", None) or None
    if isinstance(found, hikari.PartialChannel):
        channel_type, parent_id = int(found.type), getattr(found, "parent_id", None)
        if name == HIDDEN_NAME:
            return Known(None, channel_type, parent_id, hidden=True)
        return Known(name, channel_type, parent_id)
    return None if name is None else Known(name)
