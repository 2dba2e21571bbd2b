"""Today's state of an entry out of all that was observed of it. Pure.

`options.count` of an entry grows for some minutes, and pages may be read out of order: the larger count always stands.
Source: Discord's staff in the issue tracker of its documentation.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, Final, cast

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import to_text
from lightbulb_audit.query.terms import terms_of

_LARGEST: Final = snowflake.LARGEST
_MOST_DIGITS: Final = 19
_GUILD: Final = "guild_id"


@dataclasses.dataclass(frozen=True, slots=True)
class EntryState:
    """What is known of an entry today.

    Attributes:
        raw: Its JSON text, with the largest count ever seen.
        actor_id: Who did it.
        target_id: What it was done to.
        action_type: Of which type; None where that is no number.
        count: `options.count`; None where there is none.
        reason: The reason, fit for every database.
        terms: What it can be found by, fit for every database.
    """

    raw: str
    actor_id: int | None
    target_id: int | None
    action_type: int | None
    count: int | None
    reason: str | None
    terms: str


def state_of(text: str) -> EntryState:
    """The state that a single observation gives."""
    return _state(text, json.loads(text))


def merge(state: EntryState, text: str) -> EntryState:
    """The state once more was observed.

    Returns:
        The new state; `state` itself if the text tells nothing new: it means the same, or has just a smaller count.
    """
    if text == state.raw:
        return state
    known, seen = cast("dict[str, Any]", json.loads(state.raw)), cast("dict[str, Any]", json.loads(text))
    count = count_of(seen)
    if state.count is not None and (count is None or count < state.count):
        seen = with_count_of(seen, known)
        text = to_text(seen)
    return state if _meaning(known) == _meaning(seen) else _state(text, seen)


def count_of(raw: Mapping[str, Any]) -> int | None:
    """`options.count`, where it is a number."""
    options = raw.get("options")
    return _number(cast("dict[str, Any]", options).get("count")) if isinstance(options, dict) else None


def with_count_of(raw: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with the count of another, in Discord's own form."""
    options = raw.get("options")
    options = cast("dict[str, Any]", options) if isinstance(options, dict) else {}
    return {**raw, "options": {**options, "count": other["options"]["count"]}}


def _state(text: str, raw: Mapping[str, Any]) -> EntryState:
    reason = raw.get("reason")
    return EntryState(
        raw=text,
        actor_id=snowflake.parse(raw.get("user_id")),
        target_id=snowflake.parse(raw.get("target_id")),
        action_type=_number(raw.get("action_type")),
        count=count_of(raw),
        reason=storable(reason) if isinstance(reason, str) else None,
        terms=storable(terms_of(raw)),
    )


def _meaning(raw: Mapping[str, Any]) -> str:
    """What an entry says, however it came: events name the server and leave out what is null, pages do not."""
    said = {key: value for key, value in raw.items() if key != _GUILD and value is not None and value != []}
    return json.dumps(said, sort_keys=True)


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _LARGEST else None


def storable(text: str) -> str:
    """PostgreSQL takes neither NUL nor half a character in a text."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
