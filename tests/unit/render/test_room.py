"""What does not fit into an entry's field is counted."""

from tests.unit.entries import GENERAL, bits, change, entry, told

from lightbulb_audit.describe.text.spans import UntrustedText, join
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.entry import EntryView, draw
from lightbulb_audit.render.overflow import fit_text
from lightbulb_audit.services.names.resolve import Resolution


def changes_of(count: int) -> list[str]:
    """The lines of the changes of a deleted channel that had so many overwrites."""
    allow, deny = bits(*range(10, 22)), bits(*range(22, 30))
    rows = [{"id": str(700 + n), "type": 0, "allow": allow, "deny": deny} for n in range(count)]
    raw = entry(12, GENERAL, change("name", None, "plans"), change("permission_overwrites", None, rows))
    embed = draw(EntryView(told(raw), Resolution(), ButtonState(Verb.BACK, Query()))).embed
    assert embed is not None
    text = next(field.value for field in embed.fields if field.name == "Changes")
    assert len(text) <= limits.FIELD_VALUE
    return text.splitlines()


def test_overwrites_stand_one_a_line() -> None:
    """Each role's permissions stand in a line of their own; those that do not fit are counted."""
    name, heading, *rows, rest = changes_of(9)
    assert name == "**Name**: plans"
    assert heading == "**Permissions**:"
    assert all(row.startswith(f"• role {700 + n} (") for n, row in enumerate(rows))
    assert rest == f"and {9 - len(rows)} more"
    assert 0 < len(rows) < 9


def test_a_long_list_is_cut_between_its_items() -> None:
    """A text that does not fit ends between two items, with its brackets closed and the others counted."""
    text = ("Helper (allowed: ", *join([(UntrustedText(f"permission {n}", "plain"),) for n in range(20)]), ")")
    said, is_cut = fit_text(text, 60)
    assert said == "Helper (allowed: permission 0, permission 1) and 18 more"
    assert is_cut
    assert fit_text(("a", ", ", "b"), 60) == ("a, b", False)
