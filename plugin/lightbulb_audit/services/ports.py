"""What the services need of the world outside."""

from typing import Protocol

import hikari

from lightbulb_audit.model import Page


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
