"""The words of a row, hashed each apart, so that some may go and the rest stays proved. Pure.

The JSON text of a row is cut into *tokens* (each string, number, `true`, `false` and `null`, in the order of the text)
and the *frame*, which is all that stands between them. The keys in `FIELDS`, when a token follows, are part of the
frame: they are Discord's own words and never go. Every token and the frame have a salt of their own, made from the
row's salt. A token's *leaf* is SHA-256 over its salt and its bytes; the *body* is SHA-256 over the frame's salt, its
length, the frame, and all leaves. A text has exactly one frame and one list of tokens, and gives them back.

When words go, the row's salt goes, and a *proof* stays:

- of a text that is emptied, the body;
- of any other, the frame's salt and, for each token, its salt if it stays or its leaf if it went.

The body is computed again from the text and its proof. So what stays is what was there, at the place where it was;
where a token went stands `null` or `"[forgotten]"`, and nothing else can. No leaf tells what went: its salt is gone.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

SALT_BYTES: Final = 16
BLANK: Final = "[forgotten]"
FIELDS: Final = (
    "id",
    "user_id",
    "target_id",
    "action_type",
    "reason",
    "key",
    "new_value",
    "old_value",
    "name",
    "type",
    "guild_id",
    "count",
    "channel_id",
)
"""Part of the format: another list is another version of it."""

_HASH_BYTES: Final = 32
_STAYS: Final = b"+"
_WENT: Final = b"-"
_MARKS: Final = (b"null", f'"{BLANK}"'.encode())
_TOKEN: Final = rb'"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"\[\]{},:]+'
_KEY: Final = '((?:"(?:' + "|".join(FIELDS) + ')":)?)'
_PARTS: Final = re.compile(_KEY.encode() + b"(" + _TOKEN + b")", re.DOTALL)
_WORDS: Final = re.compile("(" + _TOKEN.decode() + ")", re.DOTALL | re.ASCII)
# Made once: most rows have no more tokens.
_SLICES: Final = tuple(slice(at, at + SALT_BYTES) for at in range(SALT_BYTES, 65 * SALT_BYTES, SALT_BYTES))


def bytes_of(text: str) -> bytes:
    """A text as it is hashed. Bytes that are no text, which only somebody else can have written, count as they are."""
    return text.encode("utf-8", "surrogateescape")


def split(text: str) -> tuple[bytes, list[bytes]]:
    """Return the frame of a text and its tokens."""
    parts = _PARTS.split(bytes_of(text))
    tokens = parts[2::3]
    del parts[2::3]
    return b"\0".join(parts), tokens


def replace_tokens(text: str, tokens: Sequence[str | None]) -> str:
    """Return a text with other tokens, keys among them; None stands for one that stays."""
    parts = _WORDS.split(text)
    parts[1::2] = [old if new is None else new for old, new in zip(parts[1::2], tokens, strict=True)]
    return "".join(parts)


def body(salt: bytes, text: str) -> bytes:
    """Return the digest of a row's words."""
    frame, tokens = split(text)
    salts = _salts(salt, len(tokens))
    slices = _SLICES if len(tokens) <= len(_SLICES) else _many(len(tokens))
    sha256 = hashlib.sha256
    leaves = [sha256(salts[at] + token).digest() for at, token in zip(slices, tokens, strict=False)]
    return _body(salts[:SALT_BYTES], frame, leaves)


def prove(salt: bytes, before: str, after: str) -> bytes:
    """Return the proof of a text that lost words; `salt` is the row's, as long as it was whole."""
    if not after:
        return body(salt, before)
    tokens = split(before)[1]
    salts = _salts(salt, len(tokens))
    items = [
        _STAYS + salts[at] if old == new else _WENT + hashlib.sha256(salts[at] + old).digest()
        for at, old, new in zip(_many(len(tokens)), tokens, split(after)[1], strict=True)
    ]
    return salts[:SALT_BYTES] + b"".join(items)


def prove_again(proof: bytes, before: str, after: str) -> bytes:
    """Return the proof of a text that lost more words after it lost some.

    Raises:
        ValueError: If `proof` is none of the text before.
    """
    if not after:
        return body_from_proof(proof, before)
    items = _items(proof, split(before)[1])
    pairs = zip(items, split(before)[1], split(after)[1], strict=True)
    again = [item if old == new or item[:1] == _WENT else _WENT + _leaf(item, old) for item, old, new in pairs]
    return proof[:SALT_BYTES] + b"".join(again)


def body_from_proof(proof: bytes, text: str) -> bytes:
    """Return the digest of a row's words as they were at first, from what stayed of them and its proof.

    Raises:
        ValueError: If the proof is none of this text.
    """
    if not text:
        if len(proof) != _HASH_BYTES:
            raise ValueError(proof)
        return proof
    frame, tokens = split(text)
    leaves = [_leaf(item, token) for item, token in zip(_items(proof, tokens), tokens, strict=True)]
    return _body(proof[:SALT_BYTES], frame, leaves)


def _items(proof: bytes, tokens: Sequence[bytes]) -> list[bytes]:
    at, items = SALT_BYTES, list[bytes]()
    for token in tokens:
        size = SALT_BYTES if proof[at : at + 1] == _STAYS else _HASH_BYTES
        item = proof[at : at + 1 + size]
        if len(item) != 1 + size or item[:1] not in (_STAYS, _WENT) or (item[:1] == _WENT and token not in _MARKS):
            raise ValueError(proof)
        items.append(item)
        at += 1 + size
    if at != len(proof):
        raise ValueError(proof)
    return items


def _leaf(item: bytes, token: bytes) -> bytes:
    return hashlib.sha256(item[1:] + token).digest() if item[:1] == _STAYS else item[1:]


def _body(salt: bytes, frame: bytes, leaves: Sequence[bytes]) -> bytes:
    return hashlib.sha256(b"".join((salt, b"%d\n" % len(frame), frame, *leaves))).digest()


def _salts(salt: bytes, tokens: int) -> bytes:
    """Return the frame's salt and each token's, one after the other; none of them tells another."""
    return hashlib.shake_128(salt).digest(SALT_BYTES * (tokens + 1))


def _many(tokens: int) -> list[slice]:
    return [slice(at, at + SALT_BYTES) for at in range(SALT_BYTES, (tokens + 1) * SALT_BYTES, SALT_BYTES)]
