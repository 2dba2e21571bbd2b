"""The chain of digests that shows whether an archive was changed. Pure.

Every row of a server's observations carries two digests:

- `content`: SHA-256 over what the row says: server, entry, when, by which way, what it covers, and the `body`, which
  is the digest of its words; `archive.chain.leaves` tells how that is made;
- `digest`: SHA-256 over the `digest` of the row before it and its own `content`.

The first row follows `genesis(guild_id)`. A row's number is no part of its content: its place is fixed by the row
that it follows, so that a moved row is recognised as itself elsewhere. Whoever changes, removes, inserts or swaps
rows with plain SQL breaks the chain there. Whoever can rewrite every later row as well, or cut off the tail and
correct the head, is found by the head's digest, if it was kept elsewhere: no digest beside the data can do better.

**Blanking.** The law may demand that a row's words go while the row stays. The row keeps both digests for ever, loses
its salt, and gets a `proof` instead, by which what is left of it is still held against its `content`: words can go,
and none can come in. What was done is a row of the chain in its turn (`archive.chain.records`) with the digest of what
stands there now, so that blanking without a record is found, and bringing the words back too.

**Pruning.** Rows are removed from the old end only. The head then says behind which row the chain begins, and with
which digest (its anchor), and a row of the way `pruning` says the same within the chain. An anchor that no such row
confirms means that rows were cut off at the beginning.

**The first version.** Rows with no `version` have one digest over salt and JSON text, `first_content_of`. The step
that brought the second put rows of the way `commitment` behind them, with the content that each would have by the
second, so that what is blanked in them from then on is proved against that. What was blanked before was given new
words and a new salt, and only its record tells that they are right.
"""

import hashlib
from typing import Final

from lightbulb_audit.archive.chain import leaves

VERSION: Final = 2
_FIRST: Final = "lightbulb-audit 1"
_SECOND: Final = f"lightbulb-audit {VERSION}"


def genesis(guild_id: int) -> bytes:
    """Return what the first row of a server follows."""
    return hashlib.sha256(f"{_FIRST} {guild_id}".encode()).digest()


def content_of(guild_id: int, entry_id: int, seen_at: int, way: str, covered: str | None, body: bytes) -> bytes:
    """Return the digest of what a row says.

    Args:
        guild_id: Whose row.
        entry_id: The audit log entry; 0 for a row about the archive itself.
        seen_at: Microseconds since 1970, UTC.
        way: How it came.
        covered: The intervals of ids that are complete with it.
        body: The digest of its words.
    """
    # Lengths stand before what could hold any character, so that no two rows give the same bytes.
    ids = "" if covered is None else f"{len(covered)} {covered}"
    head = f"{_SECOND}\n{guild_id}\n{entry_id}\n{seen_at}\n{len(way)}\n{way}\n{ids}\n"
    return hashlib.sha256(leaves.bytes_of(head) + body).digest()


def first_content_of(guild_id: int, entry_id: int, seen_at: int, way: str, salt: bytes, raw: str) -> bytes:
    """Return the digest of what a row of the first version says."""
    head = f"{_FIRST}\n{guild_id}\n{entry_id}\n{seen_at}\n{len(way)}\n{way}\n{len(salt)}\n"
    return hashlib.sha256(b"".join((leaves.bytes_of(head), salt, leaves.bytes_of(raw)))).digest()


def standing_digest(raw: str, proof: bytes) -> bytes:
    """Return the digest of what stands in a row that was blanked, for the record of it."""
    words = leaves.bytes_of(raw)
    return hashlib.sha256(b"%d\n%s%s" % (len(words), words, proof)).digest()


def link(before: bytes, content: bytes) -> bytes:
    """Return the digest of a row that follows another."""
    return hashlib.sha256(before + content).digest()
