"""Nicknames: an entry that changes one is told with the name that the member had before. Pure."""

from typing import Final

from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import is_visible
from lightbulb_audit.model import Change, Record

NICKNAME: Final = "nick"


def nickname_change(record: Record) -> Change | None:
    """Return the change of a member's nickname; None where there is none, or more than one."""
    if action(record.entry.action_type).target is not Kind.USER:
        return None
    found = [change for change in record.changes() if change.key == NICKNAME]
    return found[0] if len(found) == 1 else None


def names_before(record: Record, names: Names) -> Names:
    """Return the names by which an entry is told: the member whose nickname it changed is called as before."""
    change, target_id = nickname_change(record), record.entry.target_id
    if change is None or target_id is None:
        return names
    member, known = int(target_id), names.get(Kind.USER, target_id)
    before = (known or Known(None))._replace(name=_name_before(change, names, member))

    def behind(kind: Kind, thing_id: int) -> Known | None:
        return before if kind is Kind.USER and thing_id == member else names.get(kind, thing_id)

    return names if before == known else names.derived(behind)


def _name_before(change: Change, names: Names, member: int) -> str | None:
    """Return the nickname that they had, or without one the account's own name; never the one that they got."""
    known = names.get(Kind.USER, member) or Known(None)
    old = change.old if isinstance(change.old, str) and is_visible(change.old) else None
    account, named = names.account_name(member), None if known.name == change.new else known.name
    # Whose nickname was removed is known by the account's own name: that stays.
    told = (account, named, old) if change.new is None else (old, account, named)
    return next(filter(None, (*told, known.username)), None)
