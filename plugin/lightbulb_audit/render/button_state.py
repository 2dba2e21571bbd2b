"""What a button carries: all that is needed to answer it, so that it works after a restart.

A custom id is at most 100 characters. Ours read `la1|verb|count|user|action|target|before|after|cursor|entry|view`,
the ids in base 62; a part that is not asked for is empty. `la1` names this plugin and the version of the form.
"""

import dataclasses
import enum
import string
from collections.abc import Mapping
from typing import Final, NamedTuple

from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import BY_DOING
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import LARGEST_TYPE, MOST_COUNT, Cursor, Query, View, Way

PREFIX: Final = "la"
_VERSION: Final = "la1"
_DIGITS: Final = string.digits + string.ascii_letters
_VALUES: Final = {digit: value for value, digit in enumerate(_DIGITS)}
_WAYS: Final[Mapping[str, Way]] = {"<": "older", ">": "newer"}
_MARKS: Final = {way: mark for mark, way in _WAYS.items()}
_CATEGORIES: Final = {category.value for category in Category}
_UNFOLDED: Final = "u"
"""Behind the count of a list that folds nothing."""

_FOLD_MARKS: Final = {True: "", False: _UNFOLDED}
_PARTS: Final = 11
_LONGEST_NUMBER: Final = 11


class Verb(enum.StrEnum):
    """What a press asks for."""

    NEWEST = "n"
    NEWER = "w"
    OLDER = "o"
    REFRESH = "r"
    FURTHER = "f"
    ENTRY = "e"
    BACK = "b"
    WHOLE = "a"
    DID = "d"
    WAS_DONE_TO = "t"
    PAST = "p"
    MOMENT = "m"
    SAVE = "s"
    SAVE_TABLE = "c"
    SAVE_LINES = "j"
    BY_ACTOR = "y"
    ABOUT_TARGET = "u"
    AROUND = "z"
    WITHOUT = "l"
    WHICH = "q"
    JUMP = "g"
    CHOOSE = "k"
    FOLD = "x"
    MEANT = "v"


class QueryFields(NamedTuple):
    """The parts of a query that a custom id has room for.

    Attributes:
        user_id: Who did it.
        action: An action type as a number, or the name of a doing or a category; empty for any.
        target_id: What it was done to.
        before: Only entries with a smaller id.
        after: Only entries with a larger id.
    """

    user_id: int | None = None
    action: str = ""
    target_id: int | None = None
    before: int | None = None
    after: int | None = None

    @classmethod
    def of(cls, query: Query) -> "QueryFields":
        """Return what fits of a query."""
        values = {one.filter: one.values[0] for one in query.clauses if not one.is_negated and len(one.values) == 1}
        user_id, target_id, before, after = (
            int(values[name]) if name in values else None for name in ("actor", "target", "before", "after")
        )
        return cls(user_id, values.get("action", ""), target_id, before, after)

    def query(self, count: int) -> Query:
        """Return the query, of so many entries on a page."""
        return Query.where(
            count=count,
            actor=self.user_id,
            action=self.action,
            target=self.target_id,
            after=self.after,
            before=self.before,
        )


class ButtonState(NamedTuple):
    """All that a press says.

    Attributes:
        verb: What it asks for.
        query: The list's query.
        cursor: The place in the log to read from; None for the newest entries.
        entry_id: The entry that is looked at, where one is; of `Verb.WITHOUT`, `Verb.WHICH` and `Verb.MEANT`, the place
            of the condition in the query; of `Verb.CHOOSE`, the moment that is asked for, as an id.
        view: What kind of list it is.
        said: Of `Verb.MEANT`, the words that were meant.
    """

    verb: Verb
    query: Query
    cursor: Cursor | None = None
    entry_id: int | None = None
    view: View = View.RECENT
    said: str = ""


def subject_query(state: ButtonState) -> Query:
    """A query of all that happened to the one whom a state's list is about, or just its own where that is no person's.

    What somebody did, and what was done to them, are the two sides of one history.
    """
    fields = QueryFields.of(state.query)
    somebody = fields.user_id if fields.user_id is not None else fields.target_id
    if state.view is not View.SIDES or somebody is None:
        return state.query
    return Query.where(about=somebody).with_page_of(state.query)


def is_ours(custom_id: str) -> bool:
    """Whether a button or menu belongs to this plugin, of whatever version."""
    head = custom_id.partition("|")[0]
    return head.startswith(PREFIX) and head[len(PREFIX) :].isdigit()


def encode(state: ButtonState) -> str:
    """A state as a custom id."""
    query, cursor = state.query, state.cursor
    # A search stands in the message, see `render.search.query_footer`.
    fields = QueryFields() if state.view.is_searched else QueryFields.of(query)
    numbers = (fields.user_id, fields.target_id, fields.before, fields.after)
    user, target, before, after = ("" if number is None else _write(number) for number in numbers)
    place = "" if cursor is None else _MARKS[cursor.way] + _write(cursor.id)
    entry = "" if state.entry_id is None else _write(state.entry_id)
    head = (_VERSION, state.verb.value, f"{query.count}{_FOLD_MARKS[query.is_folded]}")
    action = state.said if state.verb is Verb.MEANT else fields.action
    parts = (*head, user, action, target, before, after, place, entry, state.view.value)
    return "|".join(parts)


def decode(custom_id: str) -> ButtonState:
    """A state out of a custom id. What comes back is as hostile as anything from outside.

    Raises:
        OutdatedError: If it is of another version, or was made up.
    """
    parts = custom_id.split("|")
    if len(parts) != _PARTS or parts[0] != _VERSION:
        raise OutdatedError
    _, verb, count, user, action, target, before, after, place, entry, view = parts
    try:
        said, action = (action, "") if verb == Verb.MEANT else ("", action)
        ids = [_number(one) for one in (user, target, before, after)]
        fields = QueryFields(ids[0], _action(action), *ids[1:])
        kind = View(view)
        query = (QueryFields() if kind.is_searched else fields).query(_read_count(count.removesuffix(_UNFOLDED)))
        query = dataclasses.replace(query, is_folded=not count.endswith(_UNFOLDED))
        return ButtonState(Verb(verb), query, _cursor(place), _number(entry), kind, said)
    except (ValueError, KeyError) as error:
        raise OutdatedError from error


def _write(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _number(text: str) -> int | None:
    if not text:
        return None
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text)
    number = 0
    for digit in text:
        number = number * len(_DIGITS) + _VALUES[digit]
    if number > snowflake.LARGEST:
        raise ValueError(text)
    return number


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    count = int(text)
    if not 1 <= count <= MOST_COUNT:
        raise ValueError(text)
    return count


def _action(text: str) -> str:
    if (
        text
        and text not in _CATEGORIES
        and text not in BY_DOING
        and not (text.isascii() and text.isdigit() and int(text) <= LARGEST_TYPE)
    ):
        raise ValueError(text)
    return text


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    number = _number(text[1:])
    if number is None:
        raise ValueError(text)
    return Cursor(_WAYS[text[0]], number)
