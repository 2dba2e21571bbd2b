"""Looking up what an entry names, where neither its page nor the cache knows: at most five requests, side by side.

Each costs its own line only: what Discord does not answer in time is left as it is, what is gone is said to be gone.
"""

import asyncio
import dataclasses
import enum
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import hikari

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import references
from lightbulb_audit.describe.name_table import Known, Names
from lightbulb_audit.errors import AuditError, ForbiddenError, GoneError
from lightbulb_audit.model import Page, Record, snowflake
from lightbulb_audit.services.ports import Lookups, Sight

_log: Final = logging.getLogger(__name__)

REQUESTS_AT_MOST: Final = 5
_PINS: Final = frozenset({74, 75})
_GONE: Final = Known(None, gone=True)


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
    known: dict[tuple[Kind, int], Known] = dataclasses.field(default_factory=dict[tuple[Kind, int], Known])
    seen: MessageAccess | None = None
    message: hikari.Message | None = None


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

    async def resolve(self, record: Record, page: Page, names: Names) -> Resolution:
        """Look up all that is worth a request, the most telling first.

        Args:
            record: The entry.
            page: The page that it came with.
            names: What is known already.
        """
        resolved = Resolution(users=self._known_users(record, page))
        room = REQUESTS_AT_MOST
        chosen: list[Awaitable[None]] = []
        for cost, ask in self._wanted(record, names, resolved):
            if cost <= room:
                room -= cost
                chosen.append(ask())
        await asyncio.gather(*chosen)
        return resolved

    def _known_users(self, record: Record, page: Page) -> dict[int, hikari.User]:
        entry, users = record.entry, page.audit_log.users
        ids = [entry.user_id]
        if action(entry.action_type).target is Kind.USER:
            ids.append(entry.target_id)
        found = {user_id: users.get(user_id) or self._cached_user(user_id) for user_id in ids if user_id is not None}
        return {int(user_id): user for user_id, user in found.items() if user is not None}

    def _wanted(
        self, record: Record, names: Names, resolved: Resolution
    ) -> list[tuple[int, Callable[[], Awaitable[None]]]]:
        """What could be asked, and how many requests each costs at most."""
        entry, kind = record.entry, action(record.entry.action_type).target
        wanted: list[tuple[int, Callable[[], Awaitable[None]]]] = []
        channel_id = snowflake.parse(record.options.get("channel_id"))
        if entry.action_type in _PINS and snowflake.parse(record.options.get("message_id")) is not None:
            cost = 1 if channel_id is None else 1 + self._sight.cost(channel_id)
            wanted.append((cost, lambda: self._message(record, names, resolved)))
        elif channel_id is not None and self._is_unknown(names, resolved, Kind.CHANNEL, channel_id):
            asked = self._lookups.channel
            wanted.append((1, lambda: self._look_up(resolved, Kind.CHANNEL, channel_id, asked(channel_id))))
        target_id, user_id = entry.target_id, entry.user_id
        if target_id is not None and self._is_unknown(names, resolved, kind, target_id):
            wanted.append((1, lambda: self._look_up(resolved, kind, target_id, self._lookups.target(record, kind))))
        if user_id is not None and self._is_unknown(names, resolved, Kind.USER, user_id):
            wanted.append((1, lambda: self._look_up(resolved, Kind.USER, user_id, self._lookups.user(record))))
        return wanted

    @staticmethod
    def _is_unknown(names: Names, resolved: Resolution, kind: Kind, thing_id: int) -> bool:
        if kind is Kind.USER:
            return thing_id not in resolved.users and names.get(Kind.WEBHOOK, thing_id) is None
        return references.lookup(names, kind, thing_id) is None

    async def _look_up(
        self, resolved: Resolution, kind: Kind, thing_id: int, asked: Awaitable[hikari.User | Known | None]
    ) -> None:
        try:
            found = await asked
        except GoneError:
            resolved.known[kind, thing_id] = _GONE
        except AuditError:
            _log.debug("%s %s could not be looked up", kind, thing_id, exc_info=True)
        else:
            self._keep(resolved, kind, thing_id, found)

    async def _message(self, record: Record, names: Names, resolved: Resolution) -> None:
        """The message, if the asker may read it: who may not costs no request for it."""
        channel_id = snowflake.parse(record.options.get("channel_id"))
        known = None if channel_id is None else references.lookup(names, Kind.CHANNEL, channel_id)
        resolved.seen = MessageAccess.UNANSWERED
        try:
            if channel_id is None or (known is not None and known.gone):
                resolved.seen = MessageAccess.GONE
            elif not await self._sight.may_read(record.entry.guild_id, channel_id):
                resolved.seen = MessageAccess.OUT_OF_SIGHT
            else:
                resolved.message = await self._lookups.message(record)
                resolved.seen = MessageAccess.GONE if resolved.message is None else MessageAccess.SHOWN
        except GoneError:
            resolved.seen = MessageAccess.GONE
        except ForbiddenError:
            resolved.seen = MessageAccess.HIDDEN
        except AuditError:
            _log.debug("a message could not be looked up", exc_info=True)

    @staticmethod
    def _keep(resolved: Resolution, kind: Kind, thing_id: int, found: hikari.User | Known | None) -> None:
        if isinstance(found, hikari.User):
            resolved.users[thing_id] = found
            resolved.known[kind, thing_id] = Known(
                found.global_name or found.username, bot=found.is_bot, username=found.username
            )
        elif found is not None:
            resolved.known[kind, thing_id] = found
