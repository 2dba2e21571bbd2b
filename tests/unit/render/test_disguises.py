"""Names that look like others, and entries that anybody may have written, in every form in which they are shown."""

import json
from typing import Any, Final

import pytest
from tests.unit.entries import ANNA, BOB, GUILD, READER, entry

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.describe.text.markdown import markdown
from lightbulb_audit.describe.text.plain import HIDDEN_MARK, plain
from lightbulb_audit.model.query import Query
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.entry import EntryView, draw, in_full
from lightbulb_audit.render.export import FORMATS
from lightbulb_audit.render.record_json import to_json
from lightbulb_audit.services.names.resolve import Resolution

_FAKE: Final = "an\u200bna"
_SEEN: Final = f"an{HIDDEN_MARK}na"


def _told(**fields: Any) -> Description:
    names = Names({(Kind.USER, ANNA): Known(_FAKE, username="mallory"), (Kind.USER, BOB): Known("b\U000e0041ob")})
    record = READER.entry({**entry(22, BOB), **fields}, GUILD)
    assert record is not None
    return describe(record, names)


def _forms(told: Description) -> dict[str, str]:
    """All forms in which an entry is shown to a reader."""
    embed = draw(EntryView(told, Resolution(), ButtonState(Verb.BACK, Query()))).embed
    assert embed is not None
    assert embed.author is not None
    return {
        "sentence": plain(told.sentence),
        "embed": str(embed.description),
        "author": str(embed.author.name),
        "file": in_full(told),
        "html": FORMATS["html"].entry(told),
        "csv": FORMATS["csv"].entry(told),
        "json": str(to_json(told)["sentence"]),
        "list": markdown(told.sentence),
    }


def test_a_hidden_character_is_seen_beside_the_username() -> None:
    """Wherever the name stands a mark shows what is hidden in it, and the username, or else the id, stands beside."""
    for name, text in _forms(_told()).items():
        assert _SEEN in text, name
        assert "mallory" in text.replace("\\", ""), name
        assert _FAKE not in text, name
    assert plain(_told().sentence) == f"{_SEEN} (mallory) banned b{HIDDEN_MARK}ob ({BOB})"


def test_data_stays_as_it_is() -> None:
    """A program gets the name itself, and the username where it is known."""
    told = to_json(_told())
    assert told["actor"] == {"id": str(ANNA), "name": _FAKE, "username": "mallory"}
    assert told["target"] == {"kind": "user", "id": str(BOB), "name": "b\U000e0041ob"}


@pytest.mark.parametrize(
    "name", ["anna", "👨\u200d👩\u200d👧 anna", "Zoë", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"]
)
def test_an_honest_name_stands_alone(name: str) -> None:
    """A name that is as it looks, with emoji or in any script, needs no username."""
    user = {"id": str(ANNA), "username": "mallory", "global_name": name}
    page = READER.page({"audit_log_entries": [entry(22, BOB)], "users": [user]}, GUILD)
    assert plain(describe(page.records[0], names_of([page])).sentence) == f"{name} banned user {BOB}"


def test_what_is_imported_is_marked() -> None:
    """An entry that is known from a file alone says so in full, in the page, in the table and in the lines."""
    told = _told(imported=True)
    forms = _forms(told)
    for name in ("embed", "file", "html"):
        assert words.IMPORTED in forms[name]
        assert words.IMPORTED not in _forms(_told())[name]
    assert ',"yes",' in forms["csv"]
    assert ',"yes",' not in _forms(_told())["csv"]
    assert json.loads(FORMATS["jsonl"].entry(told))["imported"] is True
    assert to_json(told)["unread"] == []
