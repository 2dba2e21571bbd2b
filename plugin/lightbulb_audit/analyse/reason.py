"""The human behind a bot, out of the reason that the bot gave. Pure.

Discord tells a bot's deed as the bot's own; who asked the bot for it stands, if anywhere, in the reason. A reason is a
text that anybody may write, so only a bot's is read, and only a claim that fits somebody is believed.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog.reason_formats import REASON_FORMATS
from lightbulb_audit.model import snowflake

_FIELDS: Final = {
    "name": r"@?(?P<name>\S(?:.{0,98}?\S)?)(?:\#\d{1,4})?",
    "id": r"<?@?!?(?P<id>\d{15,20})>?",
    "reason": r"(?P<reason>\S.*?)",
    "…": r".{1,40}?",
}
_FIELD: Final = re.compile(r"\{(name|id|reason|…)\}")
_SPACE: Final = re.compile(r"\s+")


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


class OnBehalf(NamedTuple):
    """The human behind a bot.

    Attributes:
        user_id: Who.
        reason: What they gave as the reason; empty where they gave none.
    """

    user_id: int
    reason: str


@functools.lru_cache(maxsize=256)
def compile_format(template: str) -> re.Pattern[str]:
    """A row of the table as a pattern.

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
    return re.compile(rf"\s*{pattern}\s*", re.IGNORECASE | re.DOTALL)


def _literal(text: str) -> str:
    """Words of a row: any case, any number of spaces."""
    return _SPACE.sub(r"\\s+", re.sub(r"\\(\s)", r"\1", re.escape(text)))


def claims_in(reason: str, formats: Sequence[str] = ()) -> Iterator[Claim]:
    """Everything that a reason may say of the human behind a bot, the more certain first.

    Args:
        reason: The reason, as it was written.
        formats: Rows beside those of the table; they come first.
    """
    if len(reason) > _LONGEST:
        return
    for template in (*formats, *REASON_FORMATS):
        found = compile_format(template).fullmatch(reason)
        if found is not None:
            said = found.groupdict()
            user_id = snowflake.parse(said.get("id"))
            yield Claim(None if user_id is None else int(user_id), said.get("name") or "", said.get("reason") or "")


_LONGEST: Final = 512
"""Characters of a reason. Source: Discord's API reference, "Audit Log Reason"."""


def on_behalf_of(
    reason: str,
    is_known: Callable[[int], bool],
    called: Callable[[str], Collection[int]],
    formats: Sequence[str] = (),
) -> OnBehalf | None:
    """Who asked a bot for what it did; None where the reason does not tell, or tells it of nobody or of several.

    Args:
        reason: The reason that the bot gave.
        is_known: Whether an id is, or was, a member's.
        called: The ids of all who are called just so, whatever the case.
        formats: Rows beside those of the table.
    """
    for claim in claims_in(reason, formats):
        if claim.user_id is not None:
            if is_known(claim.user_id):
                return OnBehalf(claim.user_id, claim.reason)
            continue
        fitting = set(called(claim.name))
        if len(fitting) == 1:
            return OnBehalf(fitting.pop(), claim.reason)
        if fitting:
            return None  # which of them is meant, nobody can tell
    return None
