"""How complete the entries of a file are, in plain sentences."""

from collections.abc import Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.plain import moment_text
from lightbulb_audit.describe.text.spans import Timestamp
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.progress import CollectionProgress, MissingRange
from lightbulb_audit.render.coverage import stretch
from lightbulb_audit.services.log.browse import Window

_STRETCHES: Final = 50


def of_archive(standing: CollectionProgress | None, missing: Sequence[MissingRange]) -> list[str]:
    """Return what an archive has of the span that was asked for.

    Args:
        standing: How complete the archive is; None where it did not say.
        missing: What it lacks of the span, newest first.
    """
    covered = () if standing is None else standing.covered
    said = [words.EXPORT_ARCHIVED.format(since=_time(covered[-1].low)) if covered else words.EXPORT_UNSURE]
    said += [words.EXPORT_LACKS.format(stretch=_stretch(one)) for one in missing[:_STRETCHES]]
    if len(missing) > _STRETCHES:
        said.append(words.AND_MORE.format(count=len(missing) - _STRETCHES))
    return said


def of_discord(window: Window) -> list[str]:
    """Return how far Discord's own log was looked through."""
    said = [words.EXPORT_LIVE]
    if window.reached is not None:
        said.append(words.EXPORT_REACHED.format(count=f"{window.scanned:,}", time=_time(window.reached)))
    deeds = window.bots
    if deeds is not None and not deeds.is_whole and deeds.place is not None:
        said.append(words.BOTS_REACHED.format(count=f"{deeds.scanned:,}", time=_time(deeds.place)))
    return said


def _stretch(missing: MissingRange) -> str:
    return stretch(missing, lambda moment: moment_text(Timestamp(moment))).replace("*", "")


def _time(entry_id: int) -> str:
    return moment_text(Timestamp(snowflake.time_of(min(entry_id, snowflake.LARGEST))))
