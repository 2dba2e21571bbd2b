"""What the services need of the world outside."""

import dataclasses
from collections.abc import Callable
from typing import Protocol

import hikari

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names import Known, Lookup
from lightbulb_audit.model import Page, Record


class AuditLog(Protocol):
    """A server's audit log, wherever it is kept."""

    async def read(
        self,
        guild_id: hikari.Snowflake,
        *,
        limit: int,
        before: int | None = None,
        after: int | None = None,
        user_id: int | None = None,
        action_type: int | None = None,
        target_id: int | None = None,
    ) -> Page:
        """Read a page, with the filters of Discord's endpoint.

        Args:
            guild_id: Whose log.
            limit: How many entries at most, 1 to 100.
            before: Entries with smaller ids, newest first.
            after: Entries with larger ids, oldest first; ignored if `before` is given.
            user_id: Who did it.
            action_type: Of which type.
            target_id: What it was done to.

        Raises:
            AuditError: If it could not be read; each kind says why.
        """
        ...


class Lookups(Protocol):
    """What one entry may ask Discord for; each call is one request at most, and bounded in time.

    Each raises `GoneError` for what does not exist any more, and another `AuditError` where there was no answer.
    """

    async def user(self, record: Record) -> hikari.User | None:
        """Who did it."""
        ...

    async def target(self, record: Record, kind: Kind) -> hikari.User | Known | None:
        """What it was done to; None where Discord cannot be asked for a thing of this kind."""
        ...

    async def channel(self, channel_id: int) -> Known:
        """A channel or thread."""
        ...

    async def message(self, record: Record) -> hikari.Message | None:
        """The message that was pinned or unpinned."""
        ...

    async def entry_shown_in(self, channel_id: int, message_id: int) -> int | None:
        """The id of the entry that a message of a bot shows in its footer; None if it shows none."""
        ...


class Sight(Protocol):
    """What the asker may see."""

    async def may_read(self, guild_id: hikari.Snowflake, channel_id: int) -> bool:
        """Whether Discord would show them the messages of a channel."""
        ...

    def cost(self, channel_id: int) -> int:
        """How many requests that costs at most."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A server as the bot knows it.

    Attributes:
        name: What it is called; None where nobody knows.
        names: Its people and things in the bot's cache.
        cached_user: A user in the bot's cache; None where it has none.
        lookups: Where one of them can be asked for.
        sight: What somebody may see of it.
    """

    name: str | None
    names: Lookup
    cached_user: Callable[[int], hikari.User | None]
    lookups: Lookups
    sight: Callable[[Viewer], Sight]
