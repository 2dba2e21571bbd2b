"""A log that is a list, for whatever reads logs."""

from typing import Any, Final

import hikari

from lightbulb_audit.model import Page, Reader, snowflake
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.model.query import PageRequest

READER: Final = Reader(OfflineApp())


class ListedLog:
    """A log that is a list, newest first, served as Discord's endpoint serves it."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.reads = 0

    async def read(self, guild_id: hikari.Snowflake, request: PageRequest) -> Page:  # noqa: D102 - the port tells
        assert 1 <= request.limit <= 100
        self.reads += 1
        asked = {name: getattr(request, name) for name in ("user_id", "action_type", "target_id")}
        rows = [
            row
            for row in self._around(request.before, request.after)
            if all(value is None or str(row[key]) == str(value) for key, value in asked.items())
        ]
        return READER.page({"audit_log_entries": rows[: request.limit]}, guild_id)

    def _around(self, before: int | None, after: int | None) -> list[dict[str, Any]]:
        """Rows on one side of an id; those without one stand where they stand."""
        numbers = [snowflake.parse(row["id"]) for row in self.rows]
        if before is not None:
            start = 1 + max((i for i, number in enumerate(numbers) if number and number >= before), default=-1)
            return self.rows[start:]
        if after is not None:
            end = min((i for i, number in enumerate(numbers) if number and number <= after), default=len(self.rows))
            return self.rows[:end][::-1]
        return self.rows
