"""Custom ids of buttons, menus and forms, at most 100 characters each.

Ours begin with `lb-audit:`, which nobody else's should, and the version of the form, now 2:
`lb-audit:2|VCK|user|action|target|before|after|cursor|entry`. `V` is the verb, `C` how many entries are on a page and
whether they are folded, `K` the kind of list; the ids are in base 85, and a part that is not asked for is empty.

Version 1 read `la1|verb|count|user|action|target|before|after|cursor|entry|view`, with the ids in base 62; such buttons
stand under messages posted before, and go on working. Only a whole and well-formed id is ours, so a host's own is left
to the host, whatever it begins with.
"""

import dataclasses
import re
import string
from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import LARGEST_TYPE, MOST_COUNT, Cursor, View, Way
from lightbulb_audit.render.button_state import ButtonState, QueryFields, Verb

PREFIX: Final = "lb-audit:"
_HEAD: Final = f"{PREFIX}2"
_HEAD_1: Final = "la1"
_PARTS: Final = 9
_PARTS_1: Final = 11
_LONGEST_NUMBER: Final = 11
_OF_LATER: Final = re.compile(rf"{PREFIX}[0-9]{{1,3}}(?:\|[!-{{}}~]*)+")
"""What another version of this plugin would write: it is ours, though it cannot be read."""

_DIGITS_1: Final = string.digits + string.ascii_letters
_DIGITS: Final = _DIGITS_1 + "!#$%&()*+,-./:;=?@[]^_{"
_WAYS: Final[Mapping[str, Way]] = {"<": "older", ">": "newer"}
_MARKS: Final = {way: mark for mark, way in _WAYS.items()}
_CATEGORIES: Final = {category.value for category in Category}
_UNFOLDED: Final = "u"
"""Behind the count of a list that folds nothing, in version 1."""


def is_ours(custom_id: str) -> bool:
    """Return whether a button or menu belongs to this plugin, of whatever version."""
    try:
        decode(custom_id)
    except OutdatedError:
        return _OF_LATER.fullmatch(custom_id) is not None
    return True


def encode(state: ButtonState) -> str:
    """Return a state as a custom id."""
    query, cursor = state.query, state.cursor
    # A search stands in the message, see `render.search.query_footer`.
    fields = QueryFields() if state.view.is_searched else QueryFields.of(query)
    numbers = (fields.user_id, fields.target_id, fields.before, fields.after)
    user, target, before, after = ("" if number is None else _written(number) for number in numbers)
    place = "" if cursor is None else _MARKS[cursor.way] + _written(cursor.id)
    entry = "" if state.entry_id is None else _written(state.entry_id)
    form = f"{state.verb.value}{_DIGITS[query.count + MOST_COUNT * query.is_folded]}{state.view.value}"
    action = state.said if state.verb is Verb.MEANT else fields.action
    return f"{_HEAD}|{form}|{user}|{action}|{target}|{before}|{after}|{place}|{entry}"


def decode(custom_id: str) -> ButtonState:
    """Return a state out of a custom id. What comes back is as hostile as anything from outside.

    Raises:
        OutdatedError: If it is of another version, or was made up.
    """
    head, *parts = custom_id.split("|")
    try:
        if head == _HEAD and len(parts) == _PARTS - 1:
            form, *others = parts
            count = _DIGITS.index(form[1:2] or "0")
            is_folded = count > MOST_COUNT
            return _state(form[:1], count - MOST_COUNT * is_folded, is_folded, form[2:], others, _DIGITS)
        if head == _HEAD_1 and len(parts) == _PARTS_1 - 1:
            verb, count_text, *others, view = parts
            is_folded = not count_text.endswith(_UNFOLDED)
            return _state(verb, _counted(count_text.removesuffix(_UNFOLDED)), is_folded, view, others, _DIGITS_1)
    except (ValueError, KeyError) as error:
        raise OutdatedError from error
    raise OutdatedError


def _state(verb: str, count: int, is_folded: bool, view: str, others: list[str], digits: str) -> ButtonState:
    user, action, target, before, after, place, entry = others
    if not 1 <= count <= MOST_COUNT:
        raise ValueError(count)
    said, action = (action, "") if verb == Verb.MEANT else ("", action)
    ids = [_number(one, digits) for one in (user, target, before, after)]
    fields = QueryFields(ids[0], _action(action), *ids[1:])
    kind = View(view)
    query = (QueryFields() if kind.is_searched else fields).query(count)
    query = dataclasses.replace(query, is_folded=is_folded)
    return ButtonState(Verb(verb), query, _cursor(place, digits), _number(entry, digits), kind, said)


def _written(number: int) -> str:
    written = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written or _DIGITS[0]


def _number(text: str, digits: str) -> int | None:
    if not text:
        return None
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text)
    number = 0
    for digit in text:
        number = number * len(digits) + digits.index(digit)
    if number > snowflake.LARGEST:
        raise ValueError(text)
    return number


def _counted(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_COUNT))):
        raise ValueError(text)
    return int(text)


def _action(text: str) -> str:
    if (
        text
        and text not in _CATEGORIES
        and text not in BY_DOING
        and not (text.isascii() and text.isdigit() and int(text) <= LARGEST_TYPE)
    ):
        raise ValueError(text)
    return text


def _cursor(text: str, digits: str) -> Cursor | None:
    if not text:
        return None
    number = _number(text[1:], digits)
    if number is None:
        raise ValueError(text)
    return Cursor(_WAYS[text[0]], number)
