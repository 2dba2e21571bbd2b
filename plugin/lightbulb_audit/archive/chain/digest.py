"""The chain of digests that shows whether an archive was changed. Pure.

Every row of a server's observations carries two digests:

- `content`: SHA-256 over what the row says (server, entry, when, by which way, a random salt, the raw JSON);
- `digest`: SHA-256 over the `digest` of the row before it and its own `content`.

The first row follows `genesis(guild_id)`. A row's number is no part of its content: its place is fixed by the row
that it follows, so that a moved row is recognised as itself elsewhere. Whoever changes, removes, inserts or swaps
rows with plain SQL breaks the chain there. Whoever can rewrite every later row as well, or cut off the tail and
correct the head, is found by the head's digest, if it was kept elsewhere: no digest beside the data can do better.

**Blanking.** The law may demand that a row's words go while the row stays. `digest` hangs on `content` and not on the
words themselves, so the row keeps both digests and gets new words and a new salt, and the rows after it stay as they
are. What was done is a row of the chain in its turn: its way is `redaction`, and its raw JSON names each blanked row
with the content digest of what stands there now: `{"why": "forget", "rows": {"12": "ab…"}}`. A row whose words do not
fit its `content` is right only if the last redaction that names it gives the digest of exactly these words; and a row
that was blanked must stay blanked, so bringing the words back is found too. The old salt goes with the words: without
it, nobody can try names until one fits the digest that stays.

**Pruning.** Rows are removed from the old end only. The head then says behind which row the chain begins, and with
which digest (its anchor), and a row of the way `pruning` says the same within the chain: `{"through": 12, "digest":
"ab…"}`. An anchor that no such row confirms means that rows were cut off at the beginning.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, cast

SALT_BYTES: Final = 16
REDACTION: Final = "redaction"
PRUNING: Final = "pruning"
_VERSION: Final = "lightbulb-audit 1"


def genesis(guild_id: int) -> bytes:
    """What the first row of a server follows."""
    return hashlib.sha256(f"{_VERSION} {guild_id}".encode()).digest()


def content_of(guild_id: int, entry_id: int, seen_at: int, way: str, salt: bytes, raw: str) -> bytes:
    """The digest of what a row says.

    Args:
        guild_id: Whose row.
        entry_id: The audit log entry; 0 for a row about the archive itself.
        seen_at: Microseconds since 1970, UTC.
        way: How it came.
        salt: Random bytes, gone when the row is blanked.
        raw: The JSON text.
    """
    # Lengths stand before what could hold any character, so that no two rows give the same bytes.
    head = f"{_VERSION}\n{guild_id}\n{entry_id}\n{seen_at}\n{len(way)}\n{way}\n{len(salt)}\n"
    # Bytes that are no text, which only somebody else can have written, count as what they are.
    said, words = (text.encode("utf-8", "surrogateescape") for text in (head, raw))
    return hashlib.sha256(b"".join((said, salt, words))).digest()


def link(before: bytes, content: bytes) -> bytes:
    """The digest of a row that follows another."""
    return hashlib.sha256(before + content).digest()


def redaction(why: str, rows: Mapping[int, bytes]) -> str:
    """The raw JSON of a row that records what was blanked."""
    return json.dumps({"why": why, "rows": {str(number): digest.hex() for number, digest in rows.items()}})


def pruning(through: int, digest: bytes) -> str:
    """The raw JSON of a row that records up to where rows were removed."""
    return json.dumps({"through": through, "digest": digest.hex()})


def parse_redaction(raw: str) -> dict[int, bytes]:
    """The blanked rows that a redaction names; empty where it cannot be read, which its own digest will tell."""
    try:
        rows = cast("dict[str, Any]", json.loads(raw)["rows"])
        return {int(number): bytes.fromhex(digest) for number, digest in rows.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def parse_pruning(raw: str) -> tuple[int, bytes] | None:
    """Up to where rows were removed, and the digest there; None where it cannot be read."""
    try:
        said = cast("dict[str, Any]", json.loads(raw))
        return int(said["through"]), bytes.fromhex(said["digest"])
    except (ValueError, TypeError, KeyError):
        return None
