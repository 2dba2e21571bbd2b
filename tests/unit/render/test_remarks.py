"""What is said beside a sentence, in every form in which an entry is shown."""

import csv
import io
import json
from typing import Final

from tests.unit.entries import ANNA, BOB, ENTRY_ID, GUILD, NAMES, OLGA, READER, entry, page, record

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, Names, nobody
from lightbulb_audit.model.observation import TOLD, Observation
from lightbulb_audit.model.query import Query, View
from lightbulb_audit.render import components
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.entry import EntryView, draw, in_full
from lightbulb_audit.render.export import FORMATS, spreadsheet
from lightbulb_audit.render.listing import line
from lightbulb_audit.render.record_json import to_json
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.resolve import Resolution

_PEOPLE: Final = {(Kind.USER, OLGA): Known("olga", username="olga_ironfist")}
_MINUTES: Final = 4 * 60_000 << 22


def _undone() -> Description:
    """A ban that olga lifted four minutes later."""
    names = Names({**_PEOPLE, (Kind.USER, ANNA): Known("anna"), (Kind.USER, BOB): Known("bob")})
    unban = entry(23, BOB, user=OLGA, entry_id=ENTRY_ID + _MINUTES)
    return describe(record(entry(22, BOB, entry_id=ENTRY_ID)), names, record(unban))


def _menu(told: Description) -> str:
    """What stands under the entry's label in a menu."""
    window = Window(Query(), None, [told.record], [], has_newer=False, has_older=False, scanned=1)
    row, *_ = components.rows(window, components.ListPage([told], 0, View.RECENT))
    (option,) = row.build()[0]["components"][0]["options"]
    return str(option["description"])


def _cells(told: Description) -> dict[str, str]:
    text = spreadsheet.head().removeprefix(spreadsheet.BOM) + spreadsheet.entry(told)
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return row


def test_what_came_of_it_in_every_form() -> None:
    """List, menu, entry, text, page, table and lines say alike that an entry was undone, when and by whom."""
    told, by = _undone(), ENTRY_ID + _MINUTES
    said = "undone after 4 minutes by olga"
    assert "· ↩️ undone after 4 minutes by **olga** ·" in line(told)
    assert _menu(told) == "2026-11-20 10:02 UTC · ↩️ undone by olga"
    embed = draw(EntryView(told, Resolution(), ButtonState(Verb.BACK, Query()))).embed
    assert embed is not None
    (field,) = [field.value for field in embed.fields if field.name == words.CAME_OF_IT]
    assert field.startswith(f"Undone after 4 minutes by **olga**\n<@{OLGA}> · olga\\_ironfist · <t:")
    assert f"{words.CAME_OF_IT}: {said} (" in in_full(told)
    page = FORMATS["html"].entry(told)
    assert "↩️</span> undone after 4 minutes by <b><bdi>olga</bdi></b> · <time" in page
    assert f"Entry\N{NO-BREAK SPACE}{by}" in page
    assert f"user\N{NO-BREAK SPACE}{OLGA} (<bdi>olga</bdi>, <bdi>olga_ironfist</bdi>)" in page
    assert {name: cell for name, cell in _cells(told).items() if "undone" in name or name == "remarks"} == {
        "remarks": f"↩️ {said}",
        "undone_by_entry_id": f"'{by}",
        "undone_at": "2026-11-20T10:06:55.000Z",
        "undone_by_id": f"'{OLGA}",
        "undone_by": "olga",
        "undone_by_username": "olga_ironfist",
    }
    actor = {"id": str(OLGA), "name": "olga", "username": "olga_ironfist"}
    undone = {"entry_id": str(by), "at": "2026-11-20T10:06:55.000Z", "actor": actor}
    beside = json.loads(FORMATS["jsonl"].entry(told))[TOLD]
    for data in (beside, to_json(told)):
        assert (data["undone_by"], data["remarks"]) == (undone, [f"↩️ {said}"])


def test_what_was_not_undone_says_nothing() -> None:
    """An entry that nothing undid has no mark in any form."""
    told = describe(record(entry(22, BOB)), NAMES)
    assert "↩️" not in line(told) + _menu(told) + in_full(told) + FORMATS["html"].entry(told)
    assert not any(_cells(told)[name] for name in _cells(told) if "undone" in name or name == "remarks")
    assert not {"undone_by", "remarks"} & to_json(told).keys()


async def test_a_prune_that_may_name_the_wrong_person() -> None:
    """Parts of one prune that name several people say beside the sentence that Discord may be wrong."""
    options = {"delete_member_days": "30", "members_removed": "1000"}
    rows = [entry(21, user=user, options=options, entry_id=ENTRY_ID + at) for at, user in ((2, ANNA), (1, BOB))]
    told, _ = await Describer(None).describe(GUILD, [page(*rows)], page(*rows).records, nobody)
    for one in told:
        for text in (line(one), _menu(one), FORMATS["html"].entry(one), _cells(one)["remarks"]):
            assert "⚠️" in text
            assert words.PERHAPS_PRUNED in text
        assert to_json(one)["remarks"] == [f"⚠️ {words.PERHAPS_PRUNED}"]


def test_what_is_told_beside_comes_in_nowhere() -> None:
    """A line of a file is taken in as Discord's entry alone, and what was told beside is no unread part of it."""
    raw = json.loads(FORMATS["jsonl"].entry(_undone()))
    found = READER.entry(raw, GUILD)
    assert found is not None
    assert to_json(describe(found, NAMES))["unread"] == []
    assert TOLD not in json.loads(Observation.of(raw, found.created_at, "import").raw if found.created_at else "")
