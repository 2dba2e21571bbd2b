"""What a bot calls and draws differently from us."""

from collections.abc import Mapping, Sequence
from typing import Final

from lightbulb_audit.analyse.reason import FORMATS, compile_format
from lightbulb_audit.catalog.customs import CUSTOMS

_NONE: Final[Mapping[str, str]] = {}


def customize(
    *,
    words: Mapping[str, str] = _NONE,
    icons: Mapping[str, str] = _NONE,
    colours: Mapping[str, str] = _NONE,
    reason_formats: Sequence[str] = (),
) -> None:
    """Add to the tables that all answers go by, in every bot of this process; best before loading.

    Rows are by slug: an action's as `EntryText.action` has it, such as `member_ban_add`, or a finer one that `action:`
    proposes, such as `member_timeout`.

    Args:
        words: What people call an action besides, by slug: phrases separated by commas, such as `"mute, silence"`.
        icons: One of Unicode's emoji, by slug.
        colours: A colour such as `"#57f287"`, by slug.
        reason_formats: How your bots write into a reason who asked them; see the setting of the same name.

    Raises:
        ValueError: If a slug is none, or a value does not fit; then nothing is added.
    """
    for row in reason_formats:
        compile_format(row)
    CUSTOMS.extend(words, icons, colours)
    FORMATS.lengthen(reason_formats)
