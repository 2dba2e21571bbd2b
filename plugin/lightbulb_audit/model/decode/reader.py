"""Raw JSON in, Records out: nothing raises, nothing is dropped.

hikari decodes each entry as a whole where it can. Where it cannot (see its `deserialize_audit_log_entry`: one odd
value of one change raises out of a page of 100), the entry is taken apart and each part is decoded alone; a part that
still fails stays raw and is named in `Record.unread`.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final, cast

import hikari

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode import entry_info
from lightbulb_audit.model.decode.numbers import action_type_of
from lightbulb_audit.model.decode.old_shapes import modern_options
from lightbulb_audit.model.page import Page
from lightbulb_audit.model.record import Record, raw_changes

_log: Final = logging.getLogger(__name__)

_NO_TYPE: Final = -1
_LARGEST_ID: Final = str(snowflake.LARGEST)
_DIGITS: Final = len(_LARGEST_ID)
_NO_ID: Final = hikari.Snowflake(0)


class Reader:
    """Reads what Discord sends about audit logs.

    Args:
        app: Whose entity factory decodes, and which the models' `fetch_` methods ask later.
    """

    def __init__(self, app: hikari.RESTAware) -> None:
        self._app = app
        self._factory = app.entity_factory

    def page(self, payload: Any, guild_id: hikari.Snowflake) -> Page:
        """Read what `GET /guilds/{id}/audit-logs` answered, or a plain list of entries."""
        raw: Mapping[str, Any] = (
            cast("dict[str, Any]", payload) if isinstance(payload, dict) else {"audit_log_entries": payload}
        )
        entries = raw.get("audit_log_entries")
        rows = cast("list[Any]", entries) if isinstance(entries, list) else []
        records = [record for row in rows if (record := self.entry(row, guild_id)) is not None]
        return Page(self._app, guild_id, raw, records, row_count=len(rows))

    def entry(self, raw: Any, guild_id: hikari.Snowflake) -> Record | None:
        """Read one entry, of a page or of a gateway event.

        Returns:
            The record; None for what is no entry: no JSON object, or one without an id or an action type. Discord
            sends rows whose type is null and says to ignore them (its documentation's issue tracker).
        """
        if not isinstance(raw, dict):
            return None
        row = cast("dict[str, Any]", raw)
        if row.get("action_type") is None or row.get("id") is None:
            return None
        if _is_ordinary(row):
            try:
                return self._read_whole(row, guild_id)
            except Exception:  # noqa: BLE001 - hikari raises whatever the odd value makes it raise
                _log.debug("entry %s is read part by part", row["id"], exc_info=True)
        return self._read_apart(row, guild_id)

    def _read_whole(self, row: dict[str, Any], guild_id: hikari.Snowflake) -> Record:
        options = row.get("options")
        if options is None or row["action_type"] in entry_info.HIKARIS:
            read = row if options is None else {**row, "options": modern_options(options)}
            return Record(self._factory.deserialize_audit_log_entry(read, guild_id=guild_id), row)
        entry = self._factory.deserialize_audit_log_entry({**row, "options": None}, guild_id=guild_id)
        decode = entry_info.DECODERS.get(row["action_type"], entry_info.raw_info)
        entry.options = decode(self._app, options)
        return Record(entry, row)

    def _read_apart(self, row: Mapping[str, Any], guild_id: hikari.Snowflake) -> Record:
        unread: list[str] = []
        ids = {key: snowflake.parse(row.get(key)) for key in ("id", "user_id", "target_id")}
        unread += [key for key, value in ids.items() if value is None and row.get(key) not in (None, "")]
        action_type = action_type_of(row["action_type"])
        if action_type is None:
            action_type = _NO_TYPE
            unread.append("action_type")
        reason = row.get("reason")
        if not isinstance(reason, str | None):
            unread.append("reason")
            reason = None
        entry = hikari.AuditLogEntry(
            app=self._app,
            id=ids["id"] or _NO_ID,
            guild_id=guild_id,
            user_id=ids["user_id"],
            target_id=ids["target_id"],
            action_type=hikari.AuditLogEventType(action_type),
            changes=[self._change(change, unread) for change in raw_changes(row)],
            options=self._options(action_type, row.get("options"), unread),
            reason=reason,
        )
        return Record(entry, row, tuple(unread))

    def _change(self, raw: Any, unread: list[str]) -> hikari.AuditLogChange:
        """Decode one change by handing hikari an entry that has nothing else."""
        try:
            entry = self._factory.deserialize_audit_log_entry(
                {"id": 0, "target_id": None, "user_id": None, "action_type": 1, "changes": [raw]}, guild_id=_NO_ID
            )
            return entry.changes[0]
        except Exception:  # noqa: BLE001 - as above
            change = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {"new_value": raw}
            key = str(change.get("key", "?"))
            unread.append(f"changes.{key}")
            return hikari.AuditLogChange(key=key, old_value=change.get("old_value"), new_value=change.get("new_value"))

    def _options(self, action_type: int, raw: Any, unread: list[str]) -> Any:
        """Decode the options by handing hikari an entry that has nothing else, or by our own tables."""
        if not raw:
            return None
        try:
            if action_type not in entry_info.HIKARIS:
                return entry_info.DECODERS.get(action_type, entry_info.raw_info)(self._app, raw)
            entry = self._factory.deserialize_audit_log_entry(
                {
                    "id": 0,
                    "target_id": None,
                    "user_id": None,
                    "action_type": action_type,
                    "options": modern_options(raw),
                },
                guild_id=_NO_ID,
            )
        except Exception:  # noqa: BLE001 - as above
            unread.append("options")
            return entry_info.raw_info(self._app, cast("dict[str, Any]", raw)) if isinstance(raw, dict) else None
        return entry.options


def _is_ordinary(row: Mapping[str, Any]) -> bool:
    """Return whether ids and type are of the documented kinds: hikari reads 1.5 or "1_0" as an id without a word."""
    user_id, target_id, reason = row.get("user_id", 0), row.get("target_id", 0), row.get("reason")
    return (
        _is_documented_id(row["id"])
        and (user_id is None or _is_documented_id(user_id))
        and (target_id is None or _is_documented_id(target_id))
        and type(row["action_type"]) is int
        and row["action_type"] == action_type_of(row["action_type"])
        and (reason is None or type(reason) is str)
    )


def _is_documented_id(value: Any) -> bool:
    """Return whether `snowflake.parse` would take a string, found out without parsing it: hikari will."""
    return (
        type(value) is str
        and value.isascii()
        and value.isdigit()
        and len(value) <= _DIGITS
        and (len(value) < _DIGITS or value <= _LARGEST_ID)
    )
