"""A description as JSON, for `lightbulb-audit read --json`."""

import datetime
from typing import Any

from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.party import Party
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.text.plain import plain, whole
from lightbulb_audit.describe.values.scalars import compact_text
from lightbulb_audit.model import Record


def to_json(told: Description) -> dict[str, Any]:
    """Return one entry: its words and what they were made of, all texts plain; what came of it where that is known."""
    record, row, time = told.record, told.row, told.record.created_at
    actor, target, behind = told.actor, told.target, told.on_behalf_of
    return {
        "id": str(int(record.id)) if record.id else str(record.raw.get("id")),
        "at": None if time is None else _time(time),
        "action_type": record.raw.get("action_type")
        if "action_type" in record.unread
        else int(record.entry.action_type),
        "action": row.slug,
        "category": row.category.value,
        "actor": {"id": _id(actor, record, "user_id"), **_names(actor)},
        "on_behalf_of": None if behind is None else {"id": str(behind.id), **_names(behind)},
        "target": {"kind": _kind(target), "id": _id(target, record, "target_id"), **_names(target)},
        "sentence": plain(told.sentence),
        "reason": compact_text(record.raw["reason"]) if "reason" in record.unread else told.full_reason,
        "changes": [
            {
                "key": line.change.key,
                "label": plain((line.label,)),
                "old": line.change.old,
                "new": line.change.new,
                "text": f"{plain((line.label,))}: {whole(line.text)}",
            }
            for line in told.changes
        ],
        "options": record.raw["options"] if "options" in told.unread else dict(record.options),
        "unread": list(told.unread),
        **{key: value for key, value in _came_of_it(told).items() if value},
    }


def beside(told: Description) -> dict[str, Any]:
    """Return what is known of an entry beside what Discord sent: who is who, and what came of it."""
    behind = told.on_behalf_of
    return {
        "actor": {"id": _text(told.actor.id), **_names(told.actor)},
        "on_behalf_of": None if behind is None else {"id": _text(behind.id), **_names(behind)},
        "target": {"kind": _kind(told.target), "id": _text(told.target.id), **_names(told.target)},
        **_came_of_it(told),
    }


def _came_of_it(told: Description) -> dict[str, Any]:
    return {"undone_by": _reversal_json(told.undoing), "remarks": [remark.plain for remark in told.remarks]}


def _reversal_json(undoing: Reversal | None) -> dict[str, Any] | None:
    """Return the entry that undid another."""
    if undoing is None:
        return None
    actor = {"id": _text(undoing.by.id), **_names(undoing.by)}
    return {"entry_id": str(int(undoing.record.id)), "at": _time(undoing.at), "actor": actor}


def _text(number: int | None) -> str | None:
    return None if number is None else str(int(number))


def _time(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _names(party: Party) -> dict[str, str | None]:
    """Return the name as it is, and the username where it is known."""
    return {"name": party.name} if party.username is None else {"name": party.name, "username": party.username}


def _kind(party: Party) -> str | None:
    return None if party.kind is None else party.kind.value


def _id(party: Party, record: Record, key: str) -> str | None:
    """Return an id; what stood in its place where nobody can read it."""
    if party.id is not None:
        return str(int(party.id))
    return compact_text(record.raw[key]) if key in record.unread else None
