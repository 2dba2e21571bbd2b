"""Where a long text changed, with a few words around each place: "What «−is +was» planned for the…"."""

import difflib
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lightbulb_audit.describe.text.spans import Part, Parts, UntrustedText

_LONG: Final = 60
"""Characters of both texts together from which a difference is easier to read than the two."""
_WORDS_AT_MOST: Final = 800
"""Words of one text up to which they are compared: a page of words, and never more than some 50 ms."""
_AROUND: Final = 4
_HARDLY: Final = 2
"""So few words are told rather than left out."""
_PLACES: Final = 6
_ALIKE: Final = 0.4
# A word with the space before it; each character by itself in the scripts that put no spaces between words.
_WORD: Final = re.compile(
    r"\s*(?:[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)"
)


class _Piece(NamedTuple):
    """Some words that both texts have, or those that one has where the other has others."""

    is_spaced: bool
    same: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def text_difference(old: str, new: str) -> Parts | None:
    """Return where a text changed; None where both texts are short, or have too little in common."""
    if len(old) + len(new) < _LONG or not old.strip() or not new.strip():
        return None
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > _WORDS_AT_MOST:
        return None
    if [word.strip() for word in before] == [word.strip() for word in after]:
        return ("only spaces and line breaks differ",)
    matcher = difflib.SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], False)
    if not _is_alike(matcher, min(len(before), len(after))):
        return None
    return tuple(_say_pieces(_pieces(matcher, before, after)))


def _is_alike(matcher: "difflib.SequenceMatcher[str]", shorter: int) -> bool:
    """Return whether much of both is the same, or one is the other with more around it."""
    same = sum(block.size for block in matcher.get_matching_blocks())
    return matcher.ratio() >= _ALIKE or (shorter > 1 and same == shorter)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _pieces(matcher: "difflib.SequenceMatcher[str]", before: list[str], after: list[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        old, new = tuple(before[i1:i2]), tuple(after[j1:j2])
        is_spaced = any(words[0][:1].isspace() for words in (old, new) if words)
        pieces.append(_Piece(is_spaced, same=new) if tag == "equal" else _Piece(is_spaced, (), old, new))
    return pieces


def _say_pieces(pieces: list[_Piece]) -> Iterator[Part]:
    places = 0
    for index, piece in enumerate(pieces):
        if places == _PLACES and not piece.same:
            left = sum(not other.same for other in pieces[index:])
            yield f" and {left} more {'place' if left == 1 else 'places'}"
            return
        if index and piece.is_spaced:
            yield " "
        if piece.same:
            yield from _context(piece.same, is_first=index == 0, is_last=index == len(pieces) - 1)
        else:
            places += 1
            yield from _mark(piece)


def _context(words: tuple[str, ...], *, is_first: bool, is_last: bool) -> Iterator[Part]:
    """Yield the words next to a change; an ellipsis for those further away."""
    head = () if is_first else words[:_AROUND]
    tail = () if is_last else words[-_AROUND:]
    if len(words) <= len(head) + len(tail) + _HARDLY:
        yield _outside(words)
        return
    if head:
        yield _outside(head)
    yield "…"
    if tail:
        yield from (" ",) if head and tail[0][:1].isspace() else ()
        yield _outside(tail)


def _mark(piece: _Piece) -> Iterator[Part]:
    """Yield the words that went, behind a minus, and those that came, behind a plus."""
    yield "«"
    if piece.old:
        yield "−"
        yield _outside(piece.old)
    if piece.new:
        yield " +" if piece.old else "+"
        yield _outside(piece.new)
    yield "»"


def _outside(words: tuple[str, ...]) -> UntrustedText:
    return UntrustedText("".join(words).strip(), "plain")
