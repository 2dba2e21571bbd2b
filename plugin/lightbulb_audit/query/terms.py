"""What an entry can be found by: a line of terms, the same for the archive's index and for a record at hand.

A term is a word without spaces. Those that begin with `@`, as no word of a text does, say one fact:

- `@by:5`, `@to:6`: who did it, and to whom or what; AutoMod's and Discord's own deeds are by their accounts, whatever
  member Discord names (see `discord/facts.md`, "Entries");
- `@type:22`, `@in:members`: the action and its category; `@did:member_timeout`: what was done, where the type alone
  does not tell (see `catalog.doings`);
- `@6`: an id that the entry names anywhere but as its actor; `@code:hunter2`: an invite;
- `@add:7`, `@take:7`: a role that was given or taken, or that an invite gives or gave; a bot that was added;
- `@key:nick`: a field that was changed; `@gain:administrator`, `@lose:administrator`: a permission;
- `@has:reason`;
- `@for:5:9`, `@forname:anna:9`: the reason names 5, or somebody called anna, as the one for whom 9 did it; whether 9
  is a bot, and who is called so, the search must know.

The others are the words of the reason, the changes and the options, then those of the sentence that tells the entry and
the labels of the settings that it changes, in small letters and without accents; `.` stands between texts, so that no
phrase reaches from one into the next. A line begins and ends with a space, so that ` raid` within it is a word that
begins so, and ` raid ` a whole word. Names are no terms, since they change: whoever is called so is found by id.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from lightbulb_audit.analyse.doings import doings_of, ending_of, field_changes
from lightbulb_audit.analyse.reason import FORMATS, claim_in, fold_name
from lightbulb_audit.catalog.actions import Action, action
from lightbulb_audit.catalog.categories import Tone
from lightbulb_audit.catalog.kinds import actor_id
from lightbulb_audit.catalog.permissions import permissions_of
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.describe.sentence_words import sentence_words
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.decode.numbers import action_type_of, bits_of
from lightbulb_audit.model.decode.old_shapes import modern_overwrite
from lightbulb_audit.model.record import changes_of
from lightbulb_audit.model.search import NamedThing

VERSION: Final = 8
"""Goes up whenever an entry gets other terms than before, or an archive keeps others, so that it makes them anew."""

_OWN: Final = 8
"""Bits for `VERSION`; above them stands which formats of reasons the settings add."""


def terms_version() -> int:
    """By which rules terms are made in this process."""
    return VERSION | FORMATS.digest << _OWN


def is_terms_version(version: int) -> bool:
    """Whether terms of a version can be used; a process without formats of its own takes those made with some."""
    return version == terms_version() or (not FORMATS.digest and version & ((1 << _OWN) - 1) == VERSION)


BREAK: Final = "."

_EACH: Final = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD: Final = re.compile(rf"[{_EACH}]|[^\W_{_EACH}]+")
"""A word; where a script puts no spaces between words, each character is one, and a phrase finds the word."""

_ASCII_WORD: Final = re.compile("[a-z0-9]+")
"""The same in small ASCII letters."""

_IDS: Final = re.compile(r"(?:^|_)ids?$|^exempt_|^applied_tags$|^\$(?:add|remove)$")
SHORTEST_ID: Final = 17
"""Digits of the ids that Discord gave in its first year; no bit field of permissions has as many yet."""

_NOT_TEXT: Final = frozenset({"permissions", "time", "picture", "secret"})
_NO_SIGNS: Final = '@#/.:"“”„‟'
"""What has a meaning in a line of terms, before a name, or in the language: a quote cannot be quoted."""

_UNSEEN: Final = frozenset({"Cf", "Mn"})
"""Categories of what only changes how the sign before it looks."""

_SPACE: Final = re.compile(r"\s+")
_LONGEST: Final = 100
_GRANTS: Final[Mapping[str, tuple[str, str]]] = {
    "permissions": ("gain", "lose"),
    "allow": ("gain", "lose"),
    "deny": ("lose", "gain"),
}
"""What more bits in a field mean, and what fewer mean."""

_GIVEN_BY_INVITES: Final = frozenset({"role_ids", "roles"})
"""Fields of the roles that an invite gives."""
_INVITE: Final = "Invite and Invite Metadata"

_BOT_ADD: Final = 28


FILLERS: Final = frozenset(
    {
        *("a", "an", "and", "are", "as", "be", "by", "did", "do", "does", "for", "from", "had", "has", "have", "how"),
        *("in", "is", "it", "its", "me", "my", "of", "or", "s", "that", "the", "their", "this", "to", "was", "were"),
        *("what", "when", "where", "which", "who", "whom", "whose", "why", "with"),
    }
)
"""Words that every sentence or question may have: an index has none of them, and a search of words passes them over."""


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are found: in small letters, without accents and punctuation.

    What has no letter and no digit is as it is, so that a name of three flames can be searched for.
    """
    if text.isascii():
        return _ASCII_WORD.findall(text.lower()) or _symbols(text)
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    text = unicodedata.normalize("NFC", plain.casefold())
    return _WORD.findall(text.lower()) or _symbols(text)


def _symbols(text: str) -> list[str]:
    """Signs that stand together, of a text without a word; none that has a meaning in a line of terms."""
    found: list[str] = []
    for one in text:
        kind = unicodedata.category(one)
        if kind[0] in "SP" and one not in _NO_SIGNS:
            found.append(one)
        elif kind not in _UNSEEN:
            found.append(" ")
    return "".join(found).split()


def line_of_words(text: str) -> str:
    """Return a text as a line of terms: what a name can be found by."""
    words = words_of(text)
    return f" {' '.join(words)} " if words else ""


def named_thing(kind: str, thing_id: int, name: str) -> NamedThing:
    """Somebody or something with a name, and how that is searched by."""
    return NamedThing(kind, thing_id, name, line_of_words(name).strip())


@functools.cache
def slug_of_permission(bit: int) -> str:
    """Return what a permission is called in a search: `administrator`, `manage_roles`, `permission_47`."""
    (row,) = permissions_of(1 << bit)
    return "_".join(words_of(row.name))


def terms_of(raw: Mapping[str, Any]) -> str:
    """Return an entry as a line of terms; empty for a row that is no entry.

    Args:
        raw: The entry as Discord sent it, of whatever shape.
    """
    facts = facts_of(raw)
    if not facts:
        return ""
    row = action(type_of(raw.get("action_type")))
    lines = [*(" ".join(words_of(text)) for text in _texts(raw, row)), *map(_own_words, _told(raw, row))]
    said = f" {BREAK} ".join(line for line in lines if line)
    return f"{facts}{BREAK} {said} " if said else facts


@functools.lru_cache(maxsize=4096)
def _own_words(text: str) -> str:
    """Return the words of a text of ours: the same few come over and over."""
    return " ".join(words_of(text))


def facts_of(raw: Mapping[str, Any]) -> str:
    """Return the same without the words, which cost more than all else: enough for who asks for ids."""
    if raw.get("action_type") is None:
        return ""
    return f" {' '.join(dict.fromkeys(_facts(raw)))} "


def _facts(raw: Mapping[str, Any]) -> Iterator[str]:
    action_type = type_of(raw.get("action_type"))
    row = action(action_type)
    target_id = snowflake.parse(raw.get("target_id"))
    yield from _parties(raw, row, target_id)
    yield f"@type:{action_type}"
    yield f"@in:{row.category.value}"
    yield from (f"@did:{doing.slug}" for doing in doings_of(raw) if not doing.is_of_types)
    reason = raw.get("reason")
    if isinstance(reason, str) and reason.strip():
        yield "@has:reason"
    if target_id is not None:
        yield f"@{target_id}"
        if action_type == _BOT_ADD:
            # It comes with a role of its own, and the entry names neither that nor its permissions. Nor can another
            # entry: the one that made the role does not say whose it is. So the search must know which bots hold what.
            yield f"@add:{target_id}"
    for key, inner in _leaves("", raw.get("options")):
        thing_id = _id(key, inner)
        if thing_id is not None:
            yield f"@{thing_id}"
    for change in changes_of(raw):
        if isinstance(change, dict):
            yield from _of_change(cast("dict[str, Any]", change), row)


def _parties(raw: Mapping[str, Any], row: Action, target_id: int | None) -> Iterator[str]:
    user_id = snowflake.parse(raw.get("user_id"))
    if row.actor:
        yield f"@by:{actor_id(row.actor)}"
    elif user_id is not None:
        yield f"@by:{user_id}"
    if target_id is not None:
        yield f"@to:{target_id}"
    claim = None if row.actor or user_id is None else claim_in(raw.get("reason"))
    if claim is not None and claim.user_id is not None:
        yield f"@for:{claim.user_id}:{user_id}"
    elif claim is not None:
        yield f"@forname:{fact_of(fold_name(claim.name))}:{user_id}"


def _of_change(change: Mapping[str, Any], row: Action) -> Iterator[str]:
    name, old, new = change.get("key"), change.get("old_value"), change.get("new_value")
    if not isinstance(name, str) or not name.strip():
        return
    yield f"@key:{key_of(name)}"
    if name.isascii() and name.isdigit() and snowflake.parse(name) is not None:
        yield f"@{int(name)}"
    yield from _of_grants(name, old, new, row)
    for value in (old, new):
        if name == "code" and isinstance(value, str) and value.strip():
            yield f"@code:{fact_of(value)}"
        for key, leaf in _leaves(name, value):
            thing_id = _id(key, leaf)
            if thing_id is not None:
                yield f"@{thing_id}"


def _of_grants(name: str, old: Any, new: Any, row: Action) -> Iterator[str]:
    """Yield the roles and permissions that a change gives and takes."""
    if name in ("$add", "$remove"):
        sign = "add" if name == "$add" else "take"
        yield from (f"@{sign}:{thing}" for key, leaf in _leaves(name, new) if key == "id" and (thing := _id(key, leaf)))
    if row.changed == _INVITE and name in _GIVEN_BY_INVITES:
        yield from _of_an_invite(old, new)
    if name == "permission_overwrites":
        yield from _of_overwrites(old, new)
    if name in _GRANTS:
        yield from _granted(bits_of(old) or 0, bits_of(new) or 0, *_GRANTS[name])


def _granted(old: int, new: int, more: str, fewer: str) -> Iterator[str]:
    for bits, sign in ((new & ~old, more), (old & ~new, fewer)):
        for permission in permissions_of(bits):
            yield f"@{sign}:{slug_of_permission(permission.bit)}"


def _of_an_invite(old: Any, new: Any) -> Iterator[str]:
    """Yield the roles that an invite began to give, and those that it gives no more."""
    before, after = ({_role_id(one) for one in value} - {None} for value in (_list(old), _list(new)))
    yield from (f"@add:{role_id}" for role_id in sorted(filter(None, after - before)))
    yield from (f"@take:{role_id}" for role_id in sorted(filter(None, before - after)))


def _role_id(value: Any) -> int | None:
    found = snowflake.parse(cast("dict[str, Any]", value).get("id") if isinstance(value, dict) else value)
    return None if found is None else int(found)


def _of_overwrites(old: Any, new: Any) -> Iterator[str]:
    """Yield the permissions that the overwrites of a whole channel give and take."""
    before, after = _overwrites(old), _overwrites(new)
    for whose in dict.fromkeys([*after, *before]):
        was, now = before.get(whose, {}), after.get(whose, {})
        for side in ("allow", "deny"):
            yield from _granted(bits_of(was.get(side)) or 0, bits_of(now.get(side)) or 0, *_GRANTS[side])


def _overwrites(value: Any) -> Mapping[str, Mapping[str, Any]]:
    rows = (modern_overwrite(cast("dict[str, Any]", row)) for row in _list(value) if isinstance(row, dict))
    return {str(row.get("id")): row for row in rows}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _texts(raw: Mapping[str, Any], row: Action) -> Iterator[str]:
    reason = raw.get("reason")
    if isinstance(reason, str):
        yield reason
    # Numbers there are counts and types.
    yield from (leaf for key, leaf in _leaves("", raw.get("options")) if _is_text(key, leaf) and not leaf.isdigit())
    for change in changes_of(raw):
        if not isinstance(change, dict):
            continue
        said = cast("dict[str, Any]", change)
        name = str(said.get("key"))
        field = fields.field(row.changed, name)
        if field is not None and field.value in _NOT_TEXT:
            continue
        for value in (said.get("old_value"), said.get("new_value")):
            yield from (leaf for key, leaf in _leaves(name, value) if _is_text(key, leaf))


def _told(raw: Mapping[str, Any], row: Action) -> Iterator[str]:
    """Yield the words of the sentence, and those by which changed settings are called."""
    yield " ".join(sentence_words(raw))
    if row.tone is not Tone.CHANGE:
        return
    for change in field_changes(raw):
        if not change.key.isdigit():
            field, ending = fields.field(row.changed, change.key), ending_of(row.type, change)
            # A timeout that ended changed what is called "Timed out until", which nobody means who looks for it.
            yield (change.key if field is None else field.label) if ending is None else ending.name


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text within a JSON value, with the key that it stands under; numbers under ids' keys too."""
    waiting: list[tuple[str, Any]] = [(key, value)]
    while waiting:
        name, inner = waiting.pop()
        if isinstance(inner, str):
            yield name, inner
        elif isinstance(inner, int) and not isinstance(inner, bool) and _IDS.search(name):
            yield name, str(inner)
        elif isinstance(inner, list):
            waiting.extend((name, one) for one in reversed(cast("list[Any]", inner)))
        elif isinstance(inner, dict):
            waiting.extend(reversed(list(cast("dict[str, Any]", inner).items())))


def _id(key: str, text: str) -> int | None:
    if _IDS.search(key) or len(text) >= SHORTEST_ID:
        found = snowflake.parse(text)
        return None if found is None else int(found)
    return None


def _is_text(key: str, text: str) -> bool:
    return _id(key, text) is None


def key_of(name: str) -> str:
    """Return a field's name as a term."""
    return fact_of(name.casefold())


def fact_of(text: str) -> str:
    """Return any text as the value of a term: without spaces, and fit for every database."""
    text = _SPACE.sub("_", text.strip())[:_LONGEST]
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


def type_of(value: Any) -> int:
    """Return an action type; -1 for what is none."""
    number = action_type_of(value)
    return -1 if number is None else number
