"""An entry in words, from whatever a bot has of it."""

import dataclasses
import datetime
import json
import pathlib
from typing import Any, Final

import hikari
import pytest
from click.testing import CliRunner
from tests.unit.entries import ANNA, BOB, GUILD, change, entry

import lightbulb_audit
from discord_standin.example import example_guild
from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.cli.main import cli
from lightbulb_audit.model.offline_app import OfflineApp

FACTORY: Final = OfflineApp().entity_factory
EXAMPLE: Final[dict[str, Any]] = example_guild(datetime.datetime.now(datetime.UTC))
ROWS_OF_EXAMPLE: Final[list[Any]] = EXAMPLE["audit_log"]["audit_log_entries"]


def _hikaris(row: Any) -> hikari.AuditLogEntry | None:
    """Hikari's own model of an entry; None where it refuses it."""
    try:
        return FACTORY.deserialize_audit_log_entry(row, guild_id=GUILD)
    except Exception:  # noqa: BLE001 - hikari raises whatever the odd value makes it raise
        return None


def _without_values(text: lightbulb_audit.EntryText) -> object:
    """All words of an entry: values come back from hikari in another spelling, such as a number for its digits."""
    changes = tuple(dataclasses.replace(one, old=None, new=None) for one in text.changes)
    return dataclasses.replace(text, changes=changes)


def test_an_entry_of_hikaris_is_told_like_its_json() -> None:
    """Of every example that hikari takes, its model and Discord's JSON give the same words."""
    taken = [(row, found) for row in ROWS_OF_EXAMPLE if (found := _hikaris(row)) is not None]
    assert len(taken) > 100
    assert len({found.action_type for _, found in taken}) > 40
    for row, found in taken:
        of_json = lightbulb_audit.describe(row, guild_id=GUILD)
        assert _without_values(lightbulb_audit.describe(found)) == _without_values(of_json)


@pytest.mark.parametrize("action_type", [row.type for row in ROWS])
def test_every_type_is_told_from_each_form(action_type: int) -> None:
    """JSON, hikari's model and a record of any type of entry are described without asking anybody."""
    row = {**entry(action_type, 6), "guild_id": str(int(GUILD))}
    record = lightbulb_audit.read_page([row]).records[0]
    texts = [lightbulb_audit.describe(one) for one in (row, record, record.entry)]
    assert texts[0] == texts[1] == texts[2]
    assert texts[0].sentence
    assert texts[0].action_type == action_type


def test_every_kind_of_value_comes_back_from_hikari() -> None:
    """What hikari turns into objects of its own is told as Discord sent it."""
    rows = [
        entry(1, 40, change("afk_timeout", 300, 60), change("prune_delete_days", 7)),
        entry(11, 10, change("default_auto_archive_duration", 1440, 60), change("rate_limit_per_user", 10, 0)),
        entry(31, 20, change("permissions", "8", "0"), change("color", 0xFF0000, 0)),
        entry(24, BOB, change("communication_disabled_until", "2030-01-01T00:00:00+00:00")),
        entry(25, BOB, change("$add", [{"id": "20", "name": "Helper"}])),
        entry(40, None, change("max_uses", 0), change("max_age", 0), change("code", "abc")),
        entry(10, 10, change("permission_overwrites", [{"id": "20", "type": 0, "allow": "1024", "deny": "0"}])),
        entry(21, None, options={"delete_member_days": "7", "members_removed": "41"}),
        entry(72, BOB, options={"channel_id": "10", "count": "5"}),
        entry(13, 10, change("allow", "1024"), options={"id": "20", "type": "0", "role_name": "Helper"}),
    ]
    for row in rows:
        found = _hikaris(row)
        assert found is not None
        assert _without_values(lightbulb_audit.describe(found)) == _without_values(
            lightbulb_audit.describe(row, guild_id=GUILD)
        ), row


def _sentences_of_read(path: pathlib.Path) -> list[str]:
    """What `lightbulb-audit read --json` says of a file."""
    said = CliRunner().invoke(cli, ["read", str(path), "--json"], catch_exceptions=False)
    return [row["sentence"] for row in json.loads(said.output)]


def test_a_page_is_told_as_the_command_line_does(tmp_path: pathlib.Path) -> None:
    """A page's own names are used, and its sentences are those of `lightbulb-audit read`."""
    path = tmp_path / "page.json"
    path.write_text(json.dumps(EXAMPLE["audit_log"]), encoding="utf-8")
    page = lightbulb_audit.read_page(EXAMPLE["audit_log"], guild_id=int(EXAMPLE["guild"]["id"]))
    assert [text.sentence for text in page.texts()] == _sentences_of_read(path)
    assert len(page.records) == len(ROWS_OF_EXAMPLE)
    assert page.raw is EXAMPLE["audit_log"]


def test_a_value_is_what_it_says() -> None:
    """Who, whom, why and what stand apart, in plain text that holds no line and no direction."""
    row = entry(24, BOB, change("nick", "b\u202eob\n", "bobby"), reason="  be\nkind ")
    users = [{"id": str(ANNA), "username": "anna", "global_name": "Anna"}, {"id": str(BOB), "username": "bob"}]
    text = lightbulb_audit.read_page({"audit_log_entries": [row], "users": users}, guild_id=GUILD).texts()[0]
    assert (text.action, text.category, text.icon) == ("member_update", "members", "✏️")
    assert text.actor == lightbulb_audit.Subject("user", hikari.Snowflake(ANNA), "Anna", "anna")
    assert text.target.username == "bob"
    assert text.reason == "be kind"
    assert [(one.key, one.label, one.old) for one in text.changes] == [("nick", "Nickname", "bobby")]
    words = [text.sentence, *(one.text for one in text.changes)]
    assert not any(letter in said for said in words for letter in "\n\u202e")
    assert text.record.raw is row
    assert hash(text.actor)


@pytest.mark.parametrize("row", [{}, {"id": "1"}, {"action_type": 22}, {"id": None, "action_type": 22}])
def test_what_is_no_entry_is_refused(row: dict[str, Any]) -> None:
    """JSON without an id or a type raises a sentence."""
    with pytest.raises(ValueError, match="no id or no action type"):
        lightbulb_audit.describe(row)


def test_nothing_is_lost_of_what_is_odd() -> None:
    """Every object with an id and a type is a record, with what nobody can decode by name."""
    page = lightbulb_audit.read_page([{"id": "x", "action_type": 22}, "nothing", {"id": "7", "action_type": 987}])
    assert [record.unread for record in page.records] == [("id",), ()]
    assert [text.id for text in page.texts()] == [0, 7]
    assert page.texts()[0].created_at is None
    assert lightbulb_audit.read_page("what").records == ()
