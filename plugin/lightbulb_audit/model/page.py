"""A page of the audit log: the entries, and the people and things that they name."""

import dataclasses
import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import hikari

from lightbulb_audit.errors import AuditError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.record import Record

_log: Final = logging.getLogger(__name__)

T = TypeVar("T")

MAPS: Final = (
    "users",
    "webhooks",
    "integrations",
    "threads",
    "auto_moderation_rules",
    "application_commands",
    "guild_scheduled_events",
)
"""The lists that Discord sends beside the entries."""


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a page came from, if not from Discord at once.

    Attributes:
        since: The smallest id from which on the archive is complete; None where it is nowhere.
        instead_of: Why Discord could not be asked, where it should have been.
    """

    since: int | None
    instead_of: AuditError | None = None


class Page:
    """What one read of the audit log gave.

    Attributes:
        guild_id: Whose log it is.
        raw: The JSON object that Discord sent.
        records: Its entries, in the order in which they came.
        row_count: How many rows came, those that are no entries included: fewer than asked for means the end.
        origin: Set where it came from an archive.
    """

    def __init__(
        self,
        app: hikari.RESTAware,
        guild_id: hikari.Snowflake,
        raw: Mapping[str, Any],
        records: Sequence[Record],
        *,
        row_count: int,
    ) -> None:
        self._app = app
        self.guild_id = guild_id
        self.raw = raw
        self.records = records
        self.row_count = row_count
        self.origin: Origin | None = None

    def things(self, name: str) -> list[Mapping[str, Any]]:
        """Return the JSON objects of one of `MAPS`; what is none is passed over."""
        rows = self.raw.get(name)
        if not isinstance(rows, list):
            return []
        return [cast("dict[str, Any]", row) for row in cast("list[Any]", rows) if isinstance(row, dict)]

    @functools.cached_property
    def audit_log(self) -> hikari.AuditLog:
        """The page as hikari's model. What hikari cannot decode is missing here alone; `raw` has it."""
        factory = self._app.entity_factory
        return hikari.AuditLog(
            entries={record.id: record.entry for record in self.records if record.id},
            auto_mod_rules=self._decode("auto_moderation_rules", factory.deserialize_auto_mod_rule),
            integrations=self._decode("integrations", factory.deserialize_partial_integration),
            threads=self._decode("threads", factory.deserialize_guild_thread),
            users=self._decode("users", factory.deserialize_user),
            webhooks=self._decode("webhooks", factory.deserialize_webhook),
        )

    def _decode(self, name: str, decode: Callable[[Any], T]) -> dict[hikari.Snowflake, T]:
        found: dict[hikari.Snowflake, T] = {}
        for thing in self.things(name):
            thing_id = snowflake.parse(thing.get("id"))
            if thing_id is None:
                continue
            try:
                found[thing_id] = decode(thing)
            except Exception:  # noqa: BLE001 - hikari raises whatever the odd value makes it raise
                _log.debug("one of the page's %s could not be decoded", name, exc_info=True)
        return found
