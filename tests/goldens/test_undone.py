"""How what came of entries reads, all of a believable week."""

from tests.goldens.compare import assert_golden
from tests.goldens.test_goldens import read_week

from lightbulb_audit.analyse.reversals import undone
from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import entry, listing
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.services.names.resolve import Resolution


def _undone() -> list[Description]:
    """The entries of the week that were undone, the newest first."""
    records, names = read_week()
    found = [(record, by) for record in records if (by := undone(record, records)) is not None]
    found.sort(key=lambda pair: pair[0].id, reverse=True)
    return [describe(record, names, by) for record, by in found]


def _field(told: Description) -> str:
    """The field of the entry that says so."""
    embed = entry.draw(entry.EntryView(told, Resolution(), ButtonState(Verb.BACK, Query()))).embed
    assert embed is not None
    (value,) = [field.value for field in embed.fields if field.name == words.CAME_OF_IT]
    return value


def test_what_came_of_entries() -> None:
    """Each entry of the week that was undone, and nothing else, says so in a line and a field of its own."""
    lines: list[str] = []
    for one in _undone():
        assert one.undoing is not None
        lines += [plain(one.sentence), f"    {plain(one.undoing.text)}", f"    {plain(one.undoing.brief)}"]
        lines += [f"    {line}" for line in (listing.line(one), *_field(one).splitlines())]
    assert_golden("undone.txt", "\n".join(lines) + "\n")
