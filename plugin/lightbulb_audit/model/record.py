"""One audit log entry: hikari's model of it, and all that Discord sent."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import hikari

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.old_shapes import modern_changes
from lightbulb_audit.model.observation import MARK


class Change(NamedTuple):
    """One field of the changed object, in Discord's own JSON.

    `new` is None where the value was reset, `old` is None where there was none before. Source: Discord's API
    reference, "Audit Log Change Object".
    """

    key: str
    old: Any
    new: Any

    @property
    def either(self) -> Any:
        """The new value; the old one of what was reset or removed."""
        return self.new if self.new is not None else self.old


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """An audit log entry that lost nothing on its way in.

    Attributes:
        entry: hikari's model, with every part that could be decoded. An id that could not be read is 0, a type that
            could not be read is -1.
        raw: The JSON object that Discord sent.
        unread: The parts of it that no model could take, such as `target_id` or `changes.color`.
    """

    entry: hikari.AuditLogEntry
    raw: Mapping[str, Any]
    unread: tuple[str, ...] = ()

    @property
    def id(self) -> hikari.Snowflake:
        """The entry's id; 0 where it could not be read."""
        return self.entry.id

    @property
    def created_at(self) -> datetime.datetime | None:
        """When it happened, in UTC; None where the id could not be read."""
        return snowflake.time_of(self.entry.id) if self.entry.id else None

    @property
    def options(self) -> Mapping[str, Any]:
        """The entry's options as they came; empty where there are none."""
        options = self.raw.get("options")
        return cast("Mapping[str, Any]", options) if isinstance(options, dict) else {}

    @property
    def is_imported(self) -> bool:
        """Whether it is known from imported files alone, which anybody may have written."""
        return self.raw.get(MARK) is True

    def changes(self) -> list[Change]:
        """Return every change as it came, whatever shape it has; those of an old API version as today's."""
        return changes_in(self.raw)


def changes_in(raw: Mapping[str, Any]) -> list[Change]:
    """Return every change of an entry as it came, whatever shape it has; those of an old API version as today's."""
    return [_change(one) for one in changes_of(raw)]


def _change(raw: Any) -> Change:
    if not isinstance(raw, dict):
        return Change("?", None, raw)
    change = cast("dict[str, Any]", raw)
    return Change(str(change.get("key", "?")), change.get("old_value"), change.get("new_value"))


def changes_of(raw: Mapping[str, Any]) -> list[Any]:
    """Return the list of changes of an entry, those of an old API version in today's shape."""
    changes = raw_changes(raw)
    return modern_changes(changes) if changes else []


def raw_changes(raw: Mapping[str, Any]) -> list[Any]:
    """Return the list of changes of an entry; what is no list counts as one odd change."""
    changes = raw.get("changes")
    if isinstance(changes, list):
        return cast("list[Any]", changes)
    return [changes] if changes else []
