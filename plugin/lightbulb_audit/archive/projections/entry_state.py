"""Today's state of an entry out of all that was observed of it. Pure.

`options.count` of an entry grows for some minutes, and pages may be read out of order: the larger count always stands.
Source: Discord's staff in the issue tracker of its documentation.

Anybody may have written an imported file. So what Discord said stands over what a file says, whichever came first, and
of several files the first; only a larger count is taken from each. How what came from Discord is mixed with what was
imported makes no difference to the state.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, Final, cast

from lightbulb_audit.archive.projections.term_columns import strip_told
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode import numbers
from lightbulb_audit.model.observation import to_text
from lightbulb_audit.query.terms import terms_of

_GUILD: Final = "guild_id"


@dataclasses.dataclass(frozen=True, slots=True)
class EntryState:
    """What is known of an entry today.

    Attributes:
        raw: Its JSON text, with the largest count ever seen.
        actor_id: Who did it.
        target_id: What it was done to.
        action_type: Of which type; None where that is no number.
        count: The largest `options.count` ever seen; None where there was none.
        reason: The reason, fit for every database.
        terms: What it can be found by beside that, fit for every database; see `term_columns`.
        is_imported: Whether it is known from imported files alone.
    """

    raw: str
    actor_id: int | None
    target_id: int | None
    action_type: int | None
    count: int | None
    reason: str | None
    terms: str
    is_imported: bool = False


def state_of(text: str, *, is_imported: bool = False) -> EntryState:
    """Return the state that a single observation gives."""
    raw = json.loads(text)
    return _state(text, raw, count_of(raw), is_imported=is_imported)


def merge(state: EntryState, text: str, *, is_imported: bool = False) -> EntryState:
    """Return the state after one more observation.

    Args:
        state: What is known.
        text: What was observed.
        is_imported: Whether that stood in an imported file.

    Returns:
        The new state; `state` itself if the text tells nothing new: it means the same, or has just a smaller count.
    """
    if text == state.raw and is_imported >= state.is_imported:
        return state
    known, seen = cast("dict[str, Any]", json.loads(state.raw)), cast("dict[str, Any]", json.loads(text))
    count = max((one for one in (state.count, count_of(seen)) if one is not None), default=None)
    stands, other = (known, seen) if is_imported else (seen, known)
    is_of_one_kind = not is_imported and not state.is_imported
    has_count = count_of(stands) is not None or (is_of_one_kind and count_of(other) is not None)
    now = _with_larger_count(stands, other if is_of_one_kind else {}, count) if has_count else stands
    is_imported = is_imported and state.is_imported
    if count == state.count and is_imported == state.is_imported and _meaning(now) == _meaning(known):
        return state
    unchanged = state.raw if stands is known else text
    return _state(unchanged if now is stands else to_text(now), now, count, is_imported=is_imported)


def contradicts(state: EntryState, text: str) -> bool:
    """Return whether a text says something else of an entry than what is known, beside the count."""
    return text != state.raw and meaning(state.raw, is_counted=False) != meaning(text, is_counted=False)


def count_of(raw: Mapping[str, Any]) -> int | None:
    """`options.count`, where it is a number."""
    options = raw.get("options")
    return numbers.count_of(cast("dict[str, Any]", options).get("count")) if isinstance(options, dict) else None


def with_count_of(raw: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with the count of another, in Discord's own form."""
    options = raw.get("options")
    options = cast("dict[str, Any]", options) if isinstance(options, dict) else {}
    return {**raw, "options": {**options, "count": other["options"]["count"]}}


def _with_larger_count(raw: dict[str, Any], other: Mapping[str, Any], count: int | None) -> dict[str, Any]:
    """Return an entry with the largest count: as it stands there or in the other, else as Discord writes one."""
    if count == count_of(raw):
        return raw
    return with_count_of(raw, other if count == count_of(other) else {"options": {"count": str(count)}})


def _state(text: str, raw: Mapping[str, Any], count: int | None, *, is_imported: bool) -> EntryState:
    reason = raw.get("reason")
    return EntryState(
        raw=text,
        actor_id=snowflake.parse(raw.get("user_id")),
        target_id=snowflake.parse(raw.get("target_id")),
        action_type=numbers.action_type_of(raw.get("action_type")),
        count=count,
        reason=storable(reason) if isinstance(reason, str) else None,
        terms=line_of(raw),
        is_imported=is_imported,
    )


def meaning(text: str, *, is_counted: bool = True) -> str:
    """What an entry's JSON text says, so that two can be compared; without its count where that does not matter."""
    raw = cast("dict[str, Any]", json.loads(text))
    options = raw.get("options")
    if not is_counted and isinstance(options, dict):
        rest = {key: value for key, value in cast("dict[str, Any]", options).items() if key != "count"}
        raw = {**raw, "options": rest or None}
    return _meaning(raw)


def _meaning(raw: Mapping[str, Any]) -> str:
    """Return what an entry says, however it came: events name the server and leave out what is null, pages do not."""
    said = {key: value for key, value in raw.items() if key != _GUILD and value is not None and value != []}
    return json.dumps(said, sort_keys=True)


def line_of(raw: Mapping[str, Any]) -> str:
    """Return the terms of an entry as the table keeps them."""
    return strip_told(storable(terms_of(raw)))


def storable(text: str) -> str:
    """PostgreSQL takes neither NUL nor half a character in a text."""
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
