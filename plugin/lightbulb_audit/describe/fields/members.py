"""What happened to members and threads, in verbs."""

import datetime
from collections.abc import Mapping
from typing import Final

from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import Fill, when
from lightbulb_audit.describe.text.spans import Parts, Timestamp
from lightbulb_audit.describe.values.formatter import count_phrase, duration, moment_of


def _timeout_end(scene: EntryContext, _: str) -> Parts | None:
    end = _timeout(scene)
    return None if end is None else (Timestamp(end),)


def _timeout_length(scene: EntryContext, _: str) -> Parts | None:
    end, start = _timeout(scene), scene.record.created_at
    # Discord's own menu gives round lengths; the clock of the entry is a moment late.
    return None if end is None or start is None else (duration(_round(round((end - start).total_seconds()))),)


def _if_timeout_over(scene: EntryContext, _: str) -> Parts | None:
    """Return whether a timeout was taken back; a time that cannot be read says nothing of the kind."""
    end, start = scene.new("communication_disabled_until"), scene.record.created_at
    moment = moment_of(end)
    return when(end is None or (moment is not None and start is not None and moment <= start))


def _find_running_end(scene: EntryContext) -> datetime.datetime | None:
    """Return the end of the timeout that was still running; None where there was none."""
    end, start = moment_of(scene.old("communication_disabled_until")), scene.record.created_at
    return None if end is None or start is None or end <= start else end


def _timeout_verb(scene: EntryContext, _: str) -> Parts | None:
    """Return what became of a timeout that was still running."""
    before, after = _find_running_end(scene), _timeout(scene)
    if before is None or after is None or before == after:
        return None
    return ("prolonged",) if after > before else ("shortened",)


def _timeout(scene: EntryContext) -> datetime.datetime | None:
    end, start = moment_of(scene.new("communication_disabled_until")), scene.record.created_at
    return None if end is None or (start is not None and end <= start) else end


def _round(seconds: int) -> int:
    minute = 60
    nearest = round(seconds / minute) * minute
    return nearest if nearest and abs(seconds - nearest) <= 3 else max(seconds, 1)  # noqa: PLR2004 - seconds of delay


def _more_changes(scene: EntryContext, _: str) -> Parts | None:
    count = len(scene.changes) - 1
    return (count_phrase(count, "more setting"),) if count > 0 else None


_VOICE: Final[Mapping[tuple[str, bool], str]] = {
    ("mute", True): "muted",
    ("mute", False): "unmuted",
    ("deaf", True): "deafened",
    ("deaf", False): "undeafened",
}
_THREAD: Final[Mapping[tuple[str, bool], str]] = {
    ("archived", True): "archived",
    ("archived", False): "reopened",
    ("locked", True): "locked",
    ("locked", False): "unlocked",
}


def _verbs(scene: EntryContext, table: Mapping[tuple[str, bool], str]) -> Parts | None:
    values = [(key, change.new) for key, change in scene.changes.items()]
    verbs = [table[value] for value in values if isinstance(value[1], bool) and value in table]
    return (", ".join(verbs),) if verbs and len(verbs) == len(scene.changes) else None


def _voice_verbs(scene: EntryContext, _: str) -> Parts | None:
    return _verbs(scene, _VOICE)


def _thread_verbs(scene: EntryContext, _: str) -> Parts | None:
    if "name" not in scene.changes:
        return _verbs(scene, _THREAD)
    others = [(key, change.new) for key, change in scene.changes.items() if key != "name"]
    verbs = [_THREAD[value] for value in others if isinstance(value[1], bool)]
    return (", ".join([*verbs, "renamed"]),) if len(verbs) == len(others) else None


FILLS: Final[Mapping[str, Fill]] = {
    "?timeout_over": _if_timeout_over,
    "timeout_verb": _timeout_verb,
    "timeout_end": _timeout_end,
    "timeout_length": _timeout_length,
    "more_changes": _more_changes,
    "voice_verbs": _voice_verbs,
    "thread_verbs": _thread_verbs,
}
