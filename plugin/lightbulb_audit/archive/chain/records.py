"""The rows of a chain that are about the archive itself: the JSON of each, written and read. Pure.

| way | what it says |
|---|---|
| `coverage` | nothing but what its column `covered` says, where no observation came with it |
| `gap` | intervals that are not covered, and why; `uncovers` if they were and are no more |
| `names` | what people and things were called; of who was forgotten the id and the name are blank |
| `redaction` | rows that were blanked, each with the digest of what stands there now, and why |
| `pruning` | up to which row all was removed, with its digest; what was covered and missing then |
| `commitment` | rows of the first version, each with its content by the second |

Whatever cannot be read says nothing: its own digest tells that somebody wrote it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from lightbulb_audit.archive.chain.leaves import BLANK
from lightbulb_audit.model.intervals import Gap, Interval, merge
from lightbulb_audit.model.observation import microseconds, moment, to_text

REDACTION: Final = "redaction"
PRUNING: Final = "pruning"
COMMITMENT: Final = "commitment"
COVERAGE: Final = "coverage"
GAP: Final = "gap"
NAMES: Final = "names"
NOTHING: Final = "{}"


class NameRecord(NamedTuple):
    """A name as it is kept.

    Attributes:
        kind: What it is the name of, such as "user" or "channel".
        thing_id: Whose.
        at: Since when, in microseconds since 1970.
        name: The name.
        channel_type: Discord's number of the type of a channel.
        bot: Whether a user is a bot.
    """

    kind: str
    thing_id: int
    at: int
    name: str
    channel_type: int | None
    bot: bool


class PruningRecord(NamedTuple):
    """What a pruning says.

    Attributes:
        after: Behind which row; 0 for the very beginning.
        through: The last row that is gone.
        digest: Its digest.
        covered: What was covered when it was done.
        gaps: What was missing then.
    """

    after: int
    through: int
    digest: bytes
    covered: list[Interval]
    gaps: list[Gap]


def format_intervals(covered: Iterable[Interval]) -> str:
    """Return intervals as the column `covered` holds them."""
    return ",".join(f"{one.low}-{one.high}" for one in merge(covered))


def parse_intervals(text: str | None) -> list[Interval]:
    """Return the intervals in a column `covered`."""
    try:
        return [Interval(*map(int, one.split("-", 1))) for one in text.split(",")] if text else []
    except (ValueError, TypeError):
        return []


def redaction(why: str, rows: Mapping[int, bytes]) -> str:
    """Return the JSON of a row that tells what was blanked."""
    return _rows(why, rows)


def commitment(rows: Mapping[int, bytes]) -> str:
    """Return the JSON of a row that tells the contents of older ones."""
    return _rows("the second version", rows)


def _rows(why: str, rows: Mapping[int, bytes]) -> str:
    return json.dumps({"why": why, "rows": {str(number): digest.hex() for number, digest in rows.items()}})


def parse_rows(raw: str) -> dict[int, bytes]:
    """Return the rows that a redaction or a commitment names."""
    try:
        return {int(number): bytes.fromhex(digest) for number, digest in _read(raw)["rows"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def parse_reason(raw: str) -> str:
    """Return why rows were blanked."""
    return str(_read(raw).get("why"))


def pruning(
    after: int, through: int, digest: bytes, covered: Sequence[Interval], gaps: Sequence[Gap], frontier: bytes
) -> str:
    """Return the JSON of a row that tells which rows were removed, and what they said that still holds.

    `frontier` is that of the tree over all rows up to there (see `archive.checkpoints.tree`).
    """
    said = {"after": after, "through": through, "digest": digest.hex(), "frontier": frontier.hex()}
    return json.dumps({**said, "covered": format_intervals(covered), "gaps": _gap_rows(gaps)})


def parse_pruning(raw: str) -> PruningRecord | None:
    """Up to where rows were removed; None where it cannot be read."""
    said = _read(raw)
    try:
        after, through, digest = int(said.get("after", 0)), int(said["through"]), bytes.fromhex(said["digest"])
        return PruningRecord(after, through, digest, parse_intervals(said.get("covered")), _gaps(said.get("gaps", ())))
    except (ValueError, TypeError, KeyError):
        return None


def format_gaps(gaps: Sequence[Gap], *, uncovers: bool) -> str:
    """Return the JSON of a row that tells what is not covered."""
    return to_text({"gaps": _gap_rows(gaps), "uncovers": uncovers})


def parse_gaps(raw: str) -> tuple[list[Gap], bool]:
    """Return what is not covered, and whether it was and is no more."""
    said = _read(raw)
    try:
        return _gaps(said.get("gaps", ())), bool(said.get("uncovers"))
    except (ValueError, TypeError, OverflowError):
        return [], False


def _gap_rows(gaps: Sequence[Gap]) -> list[list[Any]]:
    return [[*gap.interval, gap.reason, microseconds(gap.noted_at)] for gap in gaps]


def _gaps(listed: Iterable[Any]) -> list[Gap]:
    return [Gap(Interval(int(low), int(high)), str(why), moment(int(at))) for low, high, why, at in listed]


def format_names(called: Iterable[NameRecord]) -> str:
    """Return the JSON of a row that tells names."""
    return to_text({"names": [[one.kind, str(one.thing_id), *one[2:]] for one in called]})


def parse_names(raw: str) -> list[NameRecord]:
    """Return the names in a row, but for those that are blank."""
    try:
        listed = [one for one in _read(raw).get("names", ()) if one[1] is not None]
        return [NameRecord(kind, int(thing), *rest) for kind, thing, *rest in listed]
    except (ValueError, TypeError, IndexError):
        return []


def remove_names(raw: str, gone: Iterable[tuple[str, int, int]]) -> str:
    """Return the JSON of a row of names without some of them, which are told by kind, id and moment."""
    said, lost = _read(raw), {(kind, str(thing), at) for kind, thing, at in gone}
    listed = [
        [kind, None, at, BLANK, *rest] if (kind, thing, at) in lost else [kind, thing, at, name, *rest]
        for kind, thing, at, name, *rest in said.get("names", ())
    ]
    return to_text({**said, "names": listed})


def _read(raw: str) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except ValueError:
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}
