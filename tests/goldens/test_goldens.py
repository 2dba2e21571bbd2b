"""How a believable week reads, line by line."""

import datetime
from collections.abc import Iterator
from typing import Any, Final

import hikari
from tests.goldens.compare import assert_golden

from discord_standin.example import example_guild
from lightbulb_audit.catalog.actions import BY_TYPE
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.describe.text.plain import clean, plain
from lightbulb_audit.model import Reader, Record
from lightbulb_audit.model.offline_app import OfflineApp

NOW: Final = datetime.datetime(2026, 11, 22, 22, tzinfo=datetime.UTC)


def known_in(guild: dict[str, Any]) -> dict[tuple[Kind, int], Known]:
    """What a bot's cache would know of a guild."""
    known: dict[tuple[Kind, int], Known] = {}
    for channel in (*guild["channels"], *guild["threads"]):
        known[Kind.CHANNEL, int(channel["id"])] = Known(channel["name"], channel["type"])
    for kind, things in ((Kind.ROLE, guild["roles"]), (Kind.EMOJI, guild["emojis"])):
        known |= {(kind, int(thing["id"])): Known(thing["name"]) for thing in things}
    for member in guild["members"]:
        user = member["user"]
        name = member.get("nick") or user.get("global_name") or user["username"]
        known[Kind.USER, int(user["id"])] = Known(name, bot=user.get("bot") is True)
    return known


def read_week() -> tuple[list[Record], Names]:
    """The example guild's log, by type, and within a type newest first; and the names around it."""
    made = example_guild(NOW)
    known = known_in(made["guild"])
    page = Reader(OfflineApp()).page(made["audit_log"], hikari.Snowflake(made["guild"]["id"]))
    names = names_of([page], lambda kind, thing_id: known.get((kind, thing_id)))
    return sorted(page.records, key=lambda record: (record.entry.action_type, -record.id)), names


def week() -> Iterator[Description]:
    """The same in words."""
    records, names = read_week()
    for record in records:
        yield describe(record, names)


def line(told: Description) -> str:
    """One entry as its type, sentence and reason, and under it its changes."""
    sentence, reason = plain(told.sentence), "" if told.reason is None else clean(told.reason)
    return f"{told.row.type} | {sentence} | {reason}".rstrip()


def changes(told: Description) -> Iterator[str]:
    """One line a change."""
    for change in told.changes:
        label = change.label if isinstance(change.label, str) else plain((change.label,))
        yield f"{told.row.type} | {label}: {plain(change.text)}"


def test_sentences() -> None:
    """Every sentence of the example week reads as somebody has read it and found it good; no type is missing."""
    told = list(week())
    assert {one.row.type for one in told} >= BY_TYPE.keys()
    # Many entries of a raid read alike: each line stands once.
    assert_golden("sentences.txt", "\n".join(dict.fromkeys(map(line, told))) + "\n")


def test_changes() -> None:
    """Every change of the example week reads as somebody has read it and found it good."""
    lines = dict.fromkeys(text for one in week() for text in changes(one))
    assert_golden("changes.txt", "\n".join(lines) + "\n")
