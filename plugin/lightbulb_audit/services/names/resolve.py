"""Looking up what an entry names, where neither its page, the cache nor the archive knows: at most five requests.

Each costs its own line only: what Discord does not answer in time is left as it is, what is gone is said to be gone.
"""

import asyncio
import dataclasses
import enum
import functools
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, NamedTuple

import hikari

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import ACTORS, Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.entry_references import Reference
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.errors import AuditError, ForbiddenError, GoneError
from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.services.ports import Lookups, Sight

_log: Final = logging.getLogger(__name__)

REQUESTS_AT_MOST: Final = 5
_PINS: Final = frozenset({74, 75})
_GONE: Final = Known(None, gone=True)
_HIDDEN: Final = Known(None, hidden=True)

_ASKED_AS: Final[Mapping[Kind, Kind]] = {
    Kind.INTEGRATION: Kind.USER,
    Kind.ROLE_OR_MEMBER: Kind.USER,
}
"""As what an id is asked for where it may be that of several: an app has its bot's, and a bot knows all roles."""


class MessageAccess(enum.Enum):
    """What became of looking for a message."""

    SHOWN = enum.auto()
    OUT_OF_SIGHT = enum.auto()
    HIDDEN = enum.auto()
    GONE = enum.auto()
    UNANSWERED = enum.auto()


@dataclasses.dataclass(slots=True)
class Resolution:
    """What is known about the people and things of one entry.

    Attributes:
        users: Those of its people whose account is known.
        known: Names that were looked up, and what is gone.
        seen: What became of looking for the message; None if the entry names none.
        message: The message, only if the asker may read it.
    """

    users: dict[int, hikari.User] = dataclasses.field(default_factory=dict[int, hikari.User])
    known: dict[Reference, Known] = dataclasses.field(default_factory=dict[Reference, Known])
    seen: MessageAccess | None = None
    message: hikari.Message | None = None


class Unknown(NamedTuple):
    """What an entry names and nobody knows.

    Attributes:
        names: Whom and what it names by id alone: in its sentence first, then in the other parts that are shown.
        claimed: Whom its reason names, where nobody knows whether the id is anybody's.
    """

    names: Sequence[Reference]
    claimed: int | None = None


def unknown_in(told: Description) -> Unknown:
    """Return what has to be looked up for an entry."""
    _ = told.undoing, told.on_behalf_of, told.target, told.changes, told.options
    return Unknown(told.unknown, told.claimed)


class Resolver:
    """Resolves one entry for one asker.

    Args:
        lookups: Where to ask.
        sight: What the asker may see.
        cached_user: A user in the bot's cache; None where it has none.
    """

    def __init__(self, lookups: Lookups, sight: Sight, cached_user: Callable[[int], hikari.User | None]) -> None:
        self._lookups = lookups
        self._sight = sight
        self._cached_user = cached_user

    async def resolve(self, record: Record, page: Page, names: Names, unknown: Unknown) -> Resolution:
        """Look up all that is worth a request, the most telling first.

        Args:
            record: The entry.
            page: The page that it came with.
            names: What is known already, also to the archive.
            unknown: What it names that was not, the most telling first.
        """
        resolved = Resolution(users=self._known_users(record, page))
        room = REQUESTS_AT_MOST
        chosen: list[Awaitable[None]] = []
        wanted = self._plan_lookups(
            record, names, [one for one in unknown.names if references.is_unknown(names, *one)], resolved
        )
        claimed = unknown.claimed
        if claimed is not None and not names.is_human(claimed) and self._lookups.is_open(None, claimed):
            wanted.insert(0, (1, lambda: self._look_up_claimed(resolved, claimed)))
        for cost, ask in wanted:
            if cost <= room:
                room -= cost
                chosen.append(ask())
        await asyncio.gather(*chosen)
        return resolved

    def _known_users(self, record: Record, page: Page) -> dict[int, hikari.User]:
        users = page.audit_log.users
        found = {one: users.get(hikari.Snowflake(one)) or self._cached_user(one) for one in _people(record)}
        return {user_id: user for user_id, user in found.items() if user is not None}

    def _plan_lookups(
        self, record: Record, names: Names, unknown: Sequence[Reference], resolved: Resolution
    ) -> list[tuple[int, Callable[[], Awaitable[None]]]]:
        """Return what could be asked, and how many requests each costs at most."""
        wanted: list[tuple[int, Callable[[], Awaitable[None]]]] = []
        channel_id = snowflake.parse(record.options.get("channel_id"))
        is_pin = record.entry.action_type in _PINS and snowflake.parse(record.options.get("message_id")) is not None
        if is_pin:
            cost = 1 if channel_id is None else 1 + self._sight.cost(channel_id)
            wanted.append((cost, lambda: self._message(record, names, resolved)))
        asked: dict[int, tuple[Kind, Kind]] = {}
        for kind, thing_id in [*unknown, *self._nameless(record, names, resolved)]:
            # What was added, changed or removed as an app is an integration, which has an id of its own.
            is_target = kind is action(record.entry.action_type).target and thing_id == record.entry.target_id
            way = kind if is_target else _ASKED_AS.get(kind, kind)
            # The message's channel is asked for with the message.
            if self._lookups.is_open(way, thing_id) and not (is_pin and thing_id == channel_id):
                asked.setdefault(thing_id, (kind, way))
        return wanted + [(1, functools.partial(self._look_up, resolved, one, *ways)) for one, ways in asked.items()]

    @staticmethod
    def _nameless(record: Record, names: Names, resolved: Resolution) -> list[Reference]:
        """What has a name, but not what the entry shows beside it: the usernames of people, and where a thread is."""
        wanted: list[Reference] = []
        for one in _people(record):
            known = names.get(Kind.USER, one)
            if known is not None and known.gone:
                resolved.known[Kind.USER, one] = known
            elif known is not None and known.username is None and one not in resolved.users and one not in ACTORS:
                wanted.append((Kind.USER, one))
        kind, target_id = action(record.entry.action_type).target, record.entry.target_id
        thread = None if target_id is None or kind is not Kind.THREAD else references.lookup(names, kind, target_id)
        if target_id is not None and thread is not None and thread.name and not (thread.parent_id or thread.gone):
            wanted.append((kind, int(target_id)))
        return wanted

    async def _look_up(self, resolved: Resolution, thing_id: int, kind: Kind, asked: Kind) -> None:
        known = await look_up(self._lookups, asked, thing_id)
        if isinstance(known, hikari.User):
            resolved.users[thing_id] = known
            resolved.known[Kind.USER, thing_id] = known_user(known)
        elif known is not None and (asked is not Kind.USER or kind is asked):
            resolved.known[kind, thing_id] = known

    async def _look_up_claimed(self, resolved: Resolution, user_id: int) -> None:
        member = await look_up_member(self._lookups, user_id)
        if member is not None:
            resolved.known[Kind.USER, user_id] = known_user(member)

    async def _message(self, record: Record, names: Names, resolved: Resolution) -> None:
        """The message, if the asker may read it: who may not costs no request for it."""
        channel_id = snowflake.parse(record.options.get("channel_id"))
        known = None if channel_id is None else references.lookup(names, Kind.CHANNEL, channel_id)
        resolved.seen = MessageAccess.UNANSWERED
        if channel_id is None or (known is not None and known.gone):
            resolved.seen = MessageAccess.GONE
            return
        may_read = await self._may_read(record, channel_id, resolved)
        if known is None:
            await self._look_up(resolved, channel_id, Kind.CHANNEL, Kind.CHANNEL)
        if not may_read:
            return
        try:
            resolved.message = await self._lookups.message(record)
            resolved.seen = MessageAccess.GONE if resolved.message is None else MessageAccess.SHOWN
        except AuditError as error:
            resolved.seen = _access_of(error)

    async def _may_read(self, record: Record, channel_id: int, resolved: Resolution) -> bool:
        """Return whether the asker may read a channel; if not, the reason is noted."""
        try:
            if await self._sight.may_read(record.entry.guild_id, channel_id):
                return True
            resolved.seen = MessageAccess.OUT_OF_SIGHT
        except AuditError as error:
            resolved.seen = _access_of(error)
        return False


def _access_of(error: AuditError) -> MessageAccess:
    if isinstance(error, GoneError):
        return MessageAccess.GONE
    if isinstance(error, ForbiddenError):
        return MessageAccess.HIDDEN
    _log.debug("a message could not be looked up", exc_info=error)
    return MessageAccess.UNANSWERED


def _people(record: Record) -> list[int]:
    """The ids of who did it and to whom. Whom Discord names as the user of what AutoMod did is not who did it."""
    entry, row = record.entry, action(record.entry.action_type)
    ids = (None if row.actor else entry.user_id, entry.target_id if row.target is Kind.USER else None)
    return [int(one) for one in dict.fromkeys(ids) if one is not None]


async def look_up(lookups: Lookups, kind: Kind, thing_id: int) -> hikari.User | Known | None:
    """Return what Discord says of somebody or something; None where it does not say."""
    try:
        return await lookups.thing(kind, thing_id)
    except GoneError:
        return _GONE
    except ForbiddenError:
        return _HIDDEN
    except AuditError:
        _log.debug("%s %s could not be looked up", kind, thing_id, exc_info=True)
        return None


async def look_up_member(lookups: Lookups, user_id: int) -> hikari.User | None:
    """Somebody, if they are a member; None where Discord does not say so."""
    try:
        return await lookups.member(user_id)
    except AuditError:
        return None


def known_user(user: hikari.User) -> Known:
    """Return what an account tells of somebody."""
    return Known(user.global_name or user.username, bot=user.is_bot, username=user.username)
