"""How each type of entry reads in full, a file a type: what Discord shows, as text."""

import pytest
from tests.goldens.compare import assert_golden
from tests.goldens.test_goldens import week

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.describe import Description
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import entry
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.services.names.resolve import Resolution

_AT_MOST = 3
_BACK = ButtonState(Verb.BACK, Query())


@pytest.fixture(scope="module")
def told() -> dict[int, list[Description]]:
    """The example week by type, the newest first."""
    by_type: dict[int, list[Description]] = {}
    for one in week():
        by_type.setdefault(one.row.type, []).append(one)
    return by_type


def _shown(told: Description) -> str:
    """An entry's embed, from top to bottom."""
    embed = entry.draw(entry.EntryView(told, Resolution(), _BACK)).embed
    assert embed is not None
    tone = told.row.tone
    shade = tone.value if embed.color == entry.COLOURS[tone] else str(embed.color)
    lines = [
        f"[{shade}] {embed.author.name if embed.author else ''}",
        f"{embed.title}",
        f"{embed.description}",
    ]
    for field in embed.fields:
        lines += [f"{field.name}", *(f"    {line}" for line in field.value.splitlines())]
    lines.append(f"{embed.footer.text if embed.footer else ''}")
    return "\n".join(lines)


@pytest.mark.parametrize("action_type", [*(row.type for row in ROWS), 987])
def test_an_entry_reads_like_this(told: dict[int, list[Description]], action_type: int) -> None:
    """The newest entries of each type say all that they hold, in an order that a person would choose."""
    entries = told[action_type][:_AT_MOST]
    text = "\n\n".join(_shown(one) for one in entries) + "\n"
    assert_golden(f"entries/{action_type:03}_{entries[0].row.slug}.txt", text)
