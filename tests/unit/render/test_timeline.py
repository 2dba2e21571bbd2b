"""How a moment of a thing is drawn, piece by piece."""

from typing import Any

import pytest
from tests.unit.entries import (
    APP,
    BOB,
    COMMAND,
    DEV,
    ENTRY_ID,
    GENERAL,
    GUILD,
    HELPER,
    IDEAS,
    INVITE_CODE,
    LOUNGE,
    NAMES,
    RULE,
    change,
    entry,
    record,
)

from lightbulb_audit.catalog.kinds import HIDDEN_NAME, Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.model import snowflake
from lightbulb_audit.render import timeline
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.timeline.rebuild import settings_at

LATEST = 1 << 62
SECOND = 1000 << 22


def drawn(thing_id: int | str, *rows: dict[str, Any], moment: int = LATEST, kind: Kind | None = None) -> MessagePayload:
    """The drawing of a moment."""
    told = settings_at([record(row) for row in rows], thing_id, moment, kind)
    return timeline.draw(timeline.PastView(told, NAMES, "menu", "back"))


def lines(thing_id: int | str, *rows: dict[str, Any], moment: int = LATEST, kind: Kind | None = None) -> list[str]:
    """The lines of the description below the moment."""
    embed = drawn(thing_id, *rows, moment=moment, kind=kind).embed
    assert embed is not None
    return (embed.description or "").split("\n")[1:]


def title(thing_id: int | str, *rows: dict[str, Any], kind: Kind | None = None) -> str:
    """The title without the moment."""
    embed = drawn(thing_id, *rows, kind=kind).embed
    assert embed is not None
    return (embed.title or "").rpartition(" · ")[0]


@pytest.mark.parametrize(
    ("thing_id", "kind", "expected"),
    [
        (HELPER, Kind.ROLE, "Role Helper"),
        (99, Kind.ROLE, "Role 99"),
        (int(GUILD), Kind.ROLE, "Everyone"),
        (int(GUILD), Kind.SERVER, "The server"),
        (BOB, Kind.USER, "bob"),
        (99, Kind.USER, "User 99"),
        (GENERAL, Kind.CHANNEL, "\\#general"),
        (LOUNGE, Kind.CHANNEL, "Lounge"),
        (IDEAS, Kind.THREAD, "Thread ideas"),
        (RULE, Kind.RULE, "AutoMod rule No shouting"),
        (COMMAND, Kind.COMMAND, "Command /ban"),
        (APP, Kind.COMMAND, "App Giveaways"),
        (INVITE_CODE, Kind.INVITE, "Invite hunter2"),
        (99, None, "99"),
    ],
)
def test_titles(thing_id: int | str, kind: Kind | None, expected: str) -> None:
    """The title says what it is and what it is called today."""
    assert title(thing_id, kind=kind) == expected


def test_titles_of_what_nobody_knows_any_more() -> None:
    """What has no name today is called as an entry has it, but never by a hidden name."""
    assert title(99, entry(32, 99, change("name", None, "Muted"))) == "Role Muted"
    assert title(99, entry(12, 99, change("name", None, HIDDEN_NAME))) == "Channel 99"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (entry(31, HELPER, change("hoist", True)), "since <t:1795168975:D> (anna)"),
        (entry(31, HELPER, change("hoist", True), user=None), "since <t:1795168975:D>"),
        (entry(31, HELPER, change("hoist", True), user=99), "since <t:1795168975:D> (user 99)"),
    ],
)
def test_sources(row: dict[str, Any], expected: str) -> None:
    """A value says since when it was so and by whom, where that is known."""
    assert lines(HELPER, row)[0] == f"**Shown apart**: yes · {expected}"


def test_who_an_integration_stood_for() -> None:
    """What an integration did is said to be its own doing."""
    row = entry(25, BOB, change("$add", [{"id": "99", "name": "Sub"}]), options={"integration_type": "twitch"})
    assert lines(BOB, row)[0] == "🎭 **Sub**: held · since <t:1795168975:D> (Twitch)"


def test_later_changes_tell() -> None:
    """What only a later change or the removal tells is marked so."""
    rows = [entry(31, HELPER, change("hoist", True, False)), entry(32, HELPER, change("name", None, "Helper"))]
    assert lines(HELPER, *rows, moment=ENTRY_ID - SECOND) == [
        "**Name**: Helper · told by its removal, <t:1795168975:D> (anna)",
        "**Shown apart**: no · told by a later change, <t:1795168975:D> (anna)",
        "-# Not known: permissions, colour, can be mentioned",
    ]


def test_what_changes_by_itself_too() -> None:
    """A thread is archived when nobody writes, without an entry: what was recorded may not be so any more."""
    row = entry(111, IDEAS, change("archived", True, False), change("locked", True, False))
    assert [line.endswith("by itself meanwhile") for line in lines(IDEAS, row)[:2]] == [True, False]
    assert not any("meanwhile" in line for line in lines(IDEAS, row, moment=ENTRY_ID - SECOND))


@pytest.mark.parametrize(
    ("options", "changes", "expected"),
    [
        ({"id": "20"}, (change("allow", "2048"), change("deny", "32768")),
         "🔐 **Helper**: may send messages; may not attach files"),
        ({"id": "40"}, (change("allow", "0"), change("deny", "1024")), "🔐 **everyone**: may not view the channel"),
        ({"id": "99", "role_name": "Muted"}, (change("allow", "0"), change("deny", "0")),
         "🔐 **Muted**: nothing allowed, nothing denied"),
        ({"id": "99", "role_name": "@everyone"}, (change("deny", "0"),),
         "🔐 **everyone**: what it allows is not known"),
        ({"id": "6", "type": "1"}, (change("allow", "268435472"),),
         "🔐 **bob**: may manage the channel ⚠️, manage permissions ⚠️; what it denies is not known"),
        ({"id": "99", "type": "1"}, (change("allow", "1"), change("deny", "0")), "🔐 **user 99**: may create invites"),
    ],
)  # fmt: skip
def test_overwrites(options: dict[str, str], changes: tuple[Any, ...], expected: str) -> None:
    """Who may do what in a channel reads in words, dangerous permissions marked."""
    said = lines(DEV, entry(13, DEV, *changes, options=options))
    assert said[0].startswith(f"{expected} · since")
    assert said[-1].endswith("permissions of other roles and members")


def test_no_overwrites() -> None:
    """That there are none is said where a whole list tells it."""
    said = lines(DEV, entry(10, DEV, change("permission_overwrites", [])))
    assert said[1] == "The log has entries about this, but none that tells a setting."
    assert said[2] == "🔐 No role and no member has permissions of its own here"
    assert "permissions" not in said[-1]


def menu(drawing: MessagePayload) -> list[dict[str, Any]]:
    """The menu's options."""
    rows = [dict(row.build()[0]) for row in drawing.rows]
    return [option for row in rows for item in row["components"] for option in item.get("options", ())]


@pytest.mark.parametrize(("moment", "first"), [(0, 24), (20, 33), (39, 39)])
def test_the_menu_shows_the_moments_around(moment: int, first: int) -> None:
    """Of many entries those around the moment can be chosen, newest first, by the entry's id."""
    ids = [ENTRY_ID + number * SECOND for number in range(40)]
    rows = [entry(31, HELPER, change("name", f"n{number}"), entry_id=each) for number, each in enumerate(ids)]
    options = menu(drawn(HELPER, *rows, moment=ids[moment]))
    assert [option["value"] for option in options] == [str(each) for each in ids[first - 24 : first + 1][::-1]]
    assert str(ids[moment]) in {option["value"] for option in options}
    assert options[0]["label"] == f"anna named the role n{first}"
    assert options[-1]["description"] == f"{snowflake.time_of(ids[first - 24]):%Y-%m-%d %H:%M} UTC"


def test_nothing_to_choose() -> None:
    """Without entries there is only the way back."""
    rows = [dict(row.build()[0]) for row in drawn(DEV, kind=Kind.CHANNEL).rows]
    assert [[item["custom_id"] for item in row["components"]] for row in rows] == [["back"]]


def test_gone_without_settings() -> None:
    """Of what is gone without a trace of its settings no settings are announced."""
    assert lines(BOB, entry(22, BOB)) == [
        "Not in the server: **anna** banned **bob** on <t:1795168975:D>.",
        "-# Not known: nickname, timed out until, muted in voice, deafened in voice, roles",
    ]
    assert lines(99, entry(32, 99))[0] == "It was gone: **anna** deleted role 99 on <t:1795168975:D>."


def test_names_of_hidden_channels() -> None:
    """A channel that is hidden from the bot is never called by the name that Discord gives instead."""
    names = Names({(Kind.CHANNEL, DEV): Known(HIDDEN_NAME, 0)})
    told = settings_at([record(entry(11, DEV, change("name", HIDDEN_NAME, "x")))], DEV, LATEST)
    embed = timeline.draw(timeline.PastView(told, names, "menu", "back")).embed
    assert embed is not None
    assert "hidden\\_" not in f"{embed.title}{embed.description}"


def test_a_server_and_its_role_everyone_have_one_id() -> None:
    """Asked for the server, what everybody may do is told beside its settings."""
    rows = [
        record(entry(1, GUILD, change("afk_timeout", 900, 300))),
        record(entry(31, GUILD, change("permissions", "2048", "0"))),
    ]
    known, everyone = (settings_at(rows, int(GUILD), LATEST, kind) for kind in (Kind.SERVER, Kind.ROLE))
    embed = timeline.draw(timeline.PastView(known, NAMES, "menu", "back", everyone)).embed
    assert embed is not None
    assert "AFK timeout" in (embed.description or "")
    assert "Send messages" not in (embed.description or "")
    (field,) = embed.fields
    assert field.name == "The role everyone"
    assert field.value.startswith("**Permissions**: Send messages · since")
