"""One entry by itself."""

from typing import Final

import hikari

from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.changes import ChangeLine
from lightbulb_audit.describe.markdown import escape, markdown, timestamp
from lightbulb_audit.describe.parts import Outside
from lightbulb_audit.render import limits
from lightbulb_audit.render.drawing import Drawing

COLOURS: Final = {
    Tone.ADD: hikari.Color(0x57F287),
    Tone.CHANGE: hikari.Color(0xFEE75C),
    Tone.REMOVE: hikari.Color(0xED4245),
    Tone.SANCTION: hikari.Color(0xEB459E),
    Tone.RELEASE: hikari.Color(0x5865F2),
}

_LONGEST_VALUE: Final = 200
_MORE: Final = 16


def draw(told: Description) -> Drawing:
    """Draw one entry: its sentence, when, why, and what was changed."""
    time = told.record.created_at
    when = "" if time is None else f"{timestamp(time, 'F')} ({timestamp(time, 'R')})"
    embed = hikari.Embed(
        title=f"{told.row.icon} {told.row.name}",
        description=f"{markdown(told.sentence, longest=100)}\n{when}".rstrip(),
        color=COLOURS[told.row.tone],
    )
    if told.reason is not None:
        embed.add_field("Reason", f"*{escape(told.reason, 500)}*")
    lines = [_line(change) for change in told.changes]
    if lines:
        embed.add_field("Changes", _fitting(lines, limits.FIELD_VALUE))
    unknown = [f"**{escape(key, 64)}**: {escape(str(value), 200)}" for key, value in _unknown_options(told)]
    if unknown:
        embed.add_field("Options", _fitting(unknown, limits.FIELD_VALUE))
    embed.set_footer(f"Entry {int(told.record.id)}" if told.record.id else "An entry without a readable id")
    return Drawing(embed)


def _line(change: ChangeLine) -> str:
    label = change.label if isinstance(change.label, str) else markdown((change.label,), longest=64)
    bold = label if isinstance(change.label, Outside) and change.label.style == "name" else f"**{label}**"
    return f"{bold}: {markdown(change.text, longest=_LONGEST_VALUE)}"


def _unknown_options(told: Description) -> list[tuple[str, object]]:
    unread = [name.removeprefix("options.") for name in told.unread if name.startswith("options.")]
    return [(key, told.record.options[key]) for key in unread]


def _fitting(lines: list[str], room: int) -> str:
    """As many whole lines as fit, and how many more there are."""
    kept: list[str] = []
    size = 0
    for index, line in enumerate(lines):
        size += len(line) + 1
        if size > room - _MORE and (index < len(lines) - 1 or size > room):
            more = len(lines) - index
            return "\n".join([*kept, f"and {more} more"])
        kept.append(line)
    return "\n".join(kept)
