"""The human behind a bot, out of the reason that the bot gave. Pure.

Discord tells a bot's deed as the bot's own; who asked the bot for it stands, if anywhere, in the reason. A reason is a
text that anybody may write, so only a bot's is read, and only a claim that fits somebody is believed.
"""

import functools
import re
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog.reason_formats import BARE_FORMATS, REASON_FORMATS
from lightbulb_audit.model import snowflake

_FIELDS: Final = {
    "name": r"@?(?P<name>\S(?:.{0,98}?\S)?)(?:\#\d{1,4})?",
    "id": r"<?@?!?(?P<id>\d{15,20})>?",
    "reason": r"(?P<reason>\S.*?)",
    "…": r".{1,40}?",
}
_FIELD: Final = re.compile(r"\{(name|id|reason|…)\}")
_SPACE: Final = re.compile(r"\s+")
_ID: Final = re.compile(r"\d{15}")


class Claim(NamedTuple):
    """What a reason says of the human behind a bot.

    Attributes:
        user_id: Their id; None where only a name is given.
        name: Their name as it is written.
        reason: What they gave as the reason; empty where they gave none.
    """

    user_id: int | None
    name: str
    reason: str


def fold_name(name: str) -> str:
    """Return a name as it is compared: whatever the case."""
    return unicodedata.normalize("NFC", name).casefold().strip()


class OnBehalf(NamedTuple):
    """The human behind a bot.

    Attributes:
        user_id: Who.
        reason: What they gave as the reason; empty where they gave none.
    """

    user_id: int
    reason: str


class _Row(NamedTuple):
    """A row of the table, ready to be used.

    Attributes:
        pattern: What the whole reason must be like.
        word: The longest word of it, without which no reason is like it.
        has_id: Whether it names an id.
    """

    pattern: re.Pattern[str]
    word: str
    has_id: bool


@functools.lru_cache(maxsize=256)
def compile_format(template: str) -> _Row:
    """Return a row of the table as a pattern.

    Raises:
        ValueError: If it names nobody, or one of its fields twice.
    """
    fields = _FIELD.findall(template)
    named = [field for field in fields if field != "…"]
    if not {"name", "id"} & set(fields) or len(named) != len(set(named)) or "{" in _FIELD.sub("", template):
        problem = f"{template!r} must hold {{name}} or {{id}}, and each of {{name}}, {{id}}, {{reason}} once at most"
        raise ValueError(problem)
    parts = _FIELD.split(template.strip())
    # Every second part is a field.
    pattern = "".join(_FIELDS[part] if index % 2 else _literal(part) for index, part in enumerate(parts))
    word = max(" ".join(parts[::2]).lower().split(), key=len, default="")
    return _Row(re.compile(rf"\s*{pattern}\s*", re.IGNORECASE | re.DOTALL), word, "id" in fields)


def _literal(text: str) -> str:
    """Return words of a row: any case, any number of spaces."""
    return _SPACE.sub(r"\\s+", re.sub(r"\\(\s)", r"\1", re.escape(text)))


class FormatTable:
    """The table of formats, and the rows that the settings put before it.

    A process has one, since the archive's terms are made by it as well as every sentence.
    """

    def __init__(self) -> None:
        self.own: tuple[str, ...] = ()

    def lengthen(self, formats: Iterable[str]) -> None:
        """Put rows before those of the table, each once.

        Raises:
            ValueError: If a row names nobody.
        """
        rows = tuple(dict.fromkeys((*self.own, *formats)))
        for row in rows:
            compile_format(row)
        self.own = rows
        _claim.cache_clear()

    @property
    def digest(self) -> int:
        """A number that tells which rows stand before those of the table; 0 for none."""
        return zlib.crc32("\n".join(self.own).encode()) if self.own else 0


FORMATS: Final = FormatTable()


def claim_in(reason: object, formats: Sequence[str] | None = None) -> Claim | None:
    """Return whom a reason names as the human behind a bot; None where it names nobody, or two.

    The rows are tried tier by tier: those of the settings, the certain ones, the bare ones. Of what several rows of a
    tier point at, the narrowest counts; where they point at two places, a reason that somebody typed may imitate a
    row, so nobody is believed: who writes such a reason can hide behind the bot, but not put another one there.

    Args:
        reason: The reason, as it was written.
        formats: Rows beside those of the table; those of the settings if None.
    """
    if not isinstance(reason, str) or not 0 < len(reason) <= _LONGEST:
        return None
    return _claim(reason, FORMATS.own if formats is None else tuple(formats))


@functools.lru_cache(maxsize=2048)
def _claim(reason: str, formats: tuple[str, ...]) -> Claim | None:
    lowered = reason.lower()
    for words, rows in _tiers(formats, _ID.search(reason) is not None):
        if words.search(lowered) is None:
            continue
        found: dict[tuple[int, int], Claim] = {}
        for row in rows:
            if row.word in lowered and (match := row.pattern.fullmatch(reason)):
                said = match.groupdict()
                user_id = snowflake.parse(said.get("id"))
                claim = Claim(
                    None if user_id is None else int(user_id), said.get("name") or "", said.get("reason") or ""
                )
                found.setdefault(match.span("id" if row.has_id else "name"), claim)
        if found:
            narrowest = [span for span in found if not any(_is_within(other, span) for other in found)]
            return found[narrowest[0]] if len(narrowest) == 1 else None
    return None


@functools.lru_cache(maxsize=16)
def _tiers(formats: tuple[str, ...], has_id: bool) -> "Sequence[tuple[re.Pattern[str], Sequence[_Row]]]":
    """Return the rows that a reason with or without an id can be like, tier by tier, behind what finds their words."""
    found: list[tuple[re.Pattern[str], Sequence[_Row]]] = []
    for tier in (formats, REASON_FORMATS, BARE_FORMATS):
        rows = [row for row in map(compile_format, tier) if has_id or not row.has_id]
        if rows:
            found.append((re.compile("|".join(re.escape(word) for word in {row.word for row in rows})), rows))
    return found


def _is_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


_LONGEST: Final = 512
"""Characters of a reason. Source: Discord's API reference, "Audit Log Reason"."""


def on_behalf_of(
    claim: Claim | None, is_human: Callable[[int], bool], called: Callable[[str], Collection[int]]
) -> OnBehalf | None:
    """Return who asked a bot for what it did; None where the reason does not tell, or tells it of nobody or of several.

    Args:
        claim: What the reason says.
        is_human: Whether an id is, or was, that of somebody known who is no bot.
        called: The ids of all who are called just so, whatever the case.
    """
    if claim is None:
        return None
    fitting = {claim.user_id} if claim.user_id is not None else set(called(claim.name))
    if len(fitting) != 1:
        return None  # which of them is meant, nobody can tell
    user_id = fitting.pop()
    return OnBehalf(user_id, claim.reason) if is_human(user_id) else None
