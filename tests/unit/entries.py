"""Entries made by hand, and the names around them."""

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import Any, Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model import Page, Reader, Record, snowflake
from lightbulb_audit.model.offline_app import OfflineApp

GUILD: Final = hikari.Snowflake(40)
READER: Final = Reader(OfflineApp())
ENTRY_ID: Final = int(snowflake.first_at(datetime.datetime(2026, 11, 20, 10, 2, 55, tzinfo=datetime.UTC)))
"""The smallest id of the entries made here; their time is 2026-11-20 10:02:55 UTC."""

ANNA, BOB, OLGA, GIVEAWAYS = 5, 6, 7, 8
GENERAL, PLANS, LOUNGE, TOWNHALL, DEV, IDEAS = 10, 11, 12, 13, 14, 15
HELPER, VIP, GUEST = 20, 21, 22
RULE, EVENT, COMMAND, STAGE, WEBHOOK, EMOJI, STICKER, SOUND, APP, PROMPT = range(30, 40)

KNOWN: Final[Mapping[tuple[Kind, int], Known]] = {
    (Kind.USER, ANNA): Known("anna"),
    (Kind.USER, BOB): Known("bob"),
    (Kind.USER, OLGA): Known("olga"),
    (Kind.USER, GIVEAWAYS): Known("Giveaways", bot=True),
    (Kind.CHANNEL, GENERAL): Known("general", 0),
    (Kind.CHANNEL, PLANS): Known("plans", 0),
    (Kind.CHANNEL, LOUNGE): Known("Lounge", 2),
    (Kind.CHANNEL, TOWNHALL): Known("Townhall", 13),
    (Kind.CHANNEL, DEV): Known("dev", 0),
    (Kind.THREAD, IDEAS): Known("ideas", 11, GENERAL),
    (Kind.ROLE, HELPER): Known("Helper"),
    (Kind.ROLE, VIP): Known("VIP"),
    (Kind.ROLE, GUEST): Known("Guest"),
    (Kind.RULE, RULE): Known("No shouting"),
    (Kind.EVENT, EVENT): Known("Game night"),
    (Kind.COMMAND, COMMAND): Known("ban"),
    (Kind.WEBHOOK, WEBHOOK): Known("Deploys"),
    (Kind.EMOJI, EMOJI): Known("party"),
    (Kind.STICKER, STICKER): Known("Wave"),
    (Kind.SOUND, SOUND): Known("Airhorn"),
    (Kind.INTEGRATION, APP): Known("Giveaways"),
}
NAMES: Final = Names(KNOWN, guild_id=GUILD)

INVITE_CODE: Final = "hunter2"

_numbers: Final = itertools.count(1)


def change(key: str, new: Any = None, old: Any = None) -> dict[str, Any]:
    """A change as Discord sends it: without the value that there is none of."""
    values = {"old_value": old, "new_value": new}
    return {"key": key, **{name: value for name, value in values.items() if value is not None}}


def entry(
    action_type: Any,
    target: Any = None,
    *changes: Any,
    user: Any = ANNA,
    options: Any = None,
    reason: Any = None,
    entry_id: int | None = None,
) -> dict[str, Any]:
    """An entry as Discord sends it."""
    made: dict[str, Any] = {
        "id": str(ENTRY_ID + next(_numbers) if entry_id is None else entry_id),
        "user_id": None if user is None else str(user),
        "target_id": None if target is None else str(target),
        "action_type": action_type,
    }
    if changes:
        made["changes"] = list(changes)
    if options is not None:
        made["options"] = options
    if reason is not None:
        made["reason"] = reason
    return made


def page(*rows: Any, **maps: Any) -> Page:
    """A page of entries, read."""
    return READER.page({"audit_log_entries": list(rows), **maps}, GUILD)


def record(raw: Any) -> Record:
    """An entry, read; it must be one."""
    found = READER.entry(raw, GUILD)
    assert found is not None
    return found


def told(raw: Any, names: Names = NAMES) -> Description:
    """An entry in words."""
    return describe(record(raw), names)


def said(raw: Any, names: Names = NAMES) -> str:
    """An entry's sentence, plain."""
    return plain(told(raw, names).sentence)


def changes_said(raw: Any, names: Names = NAMES) -> list[str]:
    """The lines of an entry's changes, plain."""
    return [
        f"{line.label if isinstance(line.label, str) else plain((line.label,))}: {plain(line.text)}"
        for line in told(raw, names).changes
    ]


def at(moment: datetime.datetime) -> int:
    """The first id of a moment, for an entry of that time."""
    return int(snowflake.first_at(moment))


def bits(*numbers: int) -> str:
    """Permissions as Discord sends them: a bit field in a string."""
    return str(sum(1 << number for number in numbers))


def ids(records: Iterable[Record]) -> list[int]:
    """The ids of records, as plain numbers."""
    return [int(record.id) for record in records]
