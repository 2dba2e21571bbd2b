"""Entries as Discord sent them, one JSON object a line, for programs and for `lightbulb-audit archive import`.

Nothing else stands in the file, since its readers take every line for an entry; what it says of itself goes beside it.
What was found out beside an entry stands under a key of its own at the end of its line, which the import passes over.
"""

from typing import Final

from lightbulb_audit.describe import Description
from lightbulb_audit.model.observation import TOLD, to_text
from lightbulb_audit.render.record_json import beside

_ENDS: Final = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""What some reader takes for the end of a line, of all that JSON lets stand within a text."""


def entry(told: Description) -> str:
    """Return the line of an entry, which names its server."""
    raw, guild_id = told.record.raw, str(int(told.record.entry.guild_id))
    rest = {key: value for key, value in raw.items() if key != TOLD}
    if rest.get("guild_id") != guild_id:
        rest = {"guild_id": guild_id, **{key: value for key, value in rest.items() if key != "guild_id"}}
    return f"{to_text({**rest, TOLD: beside(told)}).translate(_ENDS)}\n"
