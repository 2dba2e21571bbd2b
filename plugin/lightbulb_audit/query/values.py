"""How the value of each filter is understood: words in, the filter's own form out."""

import calendar
import dataclasses
import datetime
import difflib
import functools
import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lightbulb_audit.catalog.actions import BY_TYPE
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import DOINGS
from lightbulb_audit.catalog.permissions import BY_BIT
from lightbulb_audit.catalog.schema import fields
from lightbulb_audit.errors import (
    Fault,
    FutureMomentError,
    NotAMomentError,
    NotAnActionError,
    UnclearDateError,
)
from lightbulb_audit.model import snowflake
from lightbulb_audit.query.actions import parse_action
from lightbulb_audit.query.mentions import parse_id
from lightbulb_audit.query.terms import key_of, slug_of_permission, words_of
from lightbulb_audit.query.times.dates import parse_period
from lightbulb_audit.query.times.periods import Period

_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{3})?)?)Z")
_WITHIN: Final = (1 << 22) - 1
"""The bits of an id that tell its like of the same millisecond apart."""
_CODE: Final = re.compile(r"(?:\S{1,100}/)?([\w-]{1,100})/?")
"""An invite's code, perhaps behind its address."""

MOST_MEANT: Final = 50
"""People and things that one name may mean: nobody reads through more to find the one."""

_CANDIDATES: Final = 5
_NEAR: Final = 0.6
_USUAL_KEYS: Final = ("name", "nickname", "permissions", "slowmode", "topic", "roles_given")
_USUAL_ACTIONS: Final = ("banned", "timeout", "deleted")
_USUAL_PERMISSIONS: Final = ("administrator", "ban_members", "manage_roles")
"""What to name where nothing is spelt nearly so."""


@dataclasses.dataclass(frozen=True, slots=True)
class ParseContext:
    """What is known while a search is read.

    Attributes:
        guild_id: Whose log; its id is that of the role everyone, too.
        now: The present, with a zone.
        zone: What zone is meant where a time names none.
        found: The ids of what is called so, by the name of a filter and what was typed.
        first_weekday: With what weekday a week begins; 0 is Monday.
        near: What is spelt nearly so where nothing is called so, likewise.
        server: Words that are the server's own name.
    """

    guild_id: int
    now: datetime.datetime
    zone: zoneinfo.ZoneInfo
    found: Mapping[tuple[str, str], Sequence[int]] = dataclasses.field(
        default_factory=dict[tuple[str, str], Sequence[int]]
    )
    first_weekday: int = calendar.MONDAY
    near: Mapping[tuple[str, str], Sequence[str]] = dataclasses.field(
        default_factory=dict[tuple[str, str], Sequence[str]]
    )
    server: str = ""


class RefusedError(Exception):
    """A value that its filter cannot take.

    Attributes:
        fault: What is wrong.
        allowed: What could stand there instead.
    """

    def __init__(self, fault: Fault, allowed: Sequence[str] = ()) -> None:
        super().__init__(fault)
        self.fault = fault
        self.allowed = tuple(allowed)


Read = Callable[[str, str, ParseContext], Sequence[str]]
"""The values of a filter in its own form, out of what was typed and the filter's name. Raises `RefusedError`."""


def ids(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return people and things by mention, id or name: everybody who is or was called so."""
    found = parse_id(text, sense.guild_id)
    if found is not None:
        return (str(found),)
    called = sense.found.get((name, text), ())
    if not called:
        raise _unknown_name(text, name, sense)
    if len(called) > MOST_MEANT:
        raise RefusedError(Fault.TOO_MANY_NAMED, (f"{len(called)}",))
    return tuple(str(one) for one in sorted(set(called)))


def _unknown_name(text: str, name: str, sense: ParseContext) -> RefusedError:
    if sense.server and words_of(text) == words_of(sense.server):
        return RefusedError(Fault.THE_SERVER)
    near = sense.near.get((name, text), ())
    return RefusedError(Fault.NAME_MISSPELT, near) if near else RefusedError(Fault.NOBODY)


def ids_or_code(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return the same; a word that nothing is called by may be an invite's code."""
    try:
        return ids(text, name, sense)
    except RefusedError as error:
        code = _CODE.fullmatch(text)
        is_named = error.fault in (Fault.TOO_MANY_NAMED, Fault.THE_SERVER)
        if code is None or code[1].isdigit() or is_named:
            raise
        return (code[1],)


def action(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return what was done, by any word for it."""
    del name, sense
    try:
        return parse_action(text)
    except NotAnActionError as error:
        known = [row.name for row in (*DOINGS, *BY_TYPE.values())]
        raise _unknown(difflib.get_close_matches(text, known, 3, 0.5), _USUAL_ACTIONS) from error


def _unknown(close: Sequence[str], usual: Sequence[str]) -> RefusedError:
    """Return a name that nothing has: what is spelt nearly so, or else what there is, for example."""
    return RefusedError(Fault.MISSPELT, close) if close else RefusedError(Fault.UNKNOWN_NAME, usual)


def category(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return a category by its name."""
    del name, sense
    words = text.strip().lower()
    for one in Category:
        if words in (one.value, f"all of {one.value}"):
            return (one.value,)
    raise RefusedError(Fault.UNKNOWN_VALUE, [one.value for one in Category])


def choice(*values: str) -> Read:
    """Return one of a few words."""

    def read(text: str, name: str, sense: ParseContext) -> Sequence[str]:
        del name, sense
        if text.lower() in values:
            return (text.lower(),)
        raise RefusedError(Fault.UNKNOWN_VALUE, values)

    return read


def words(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return words that stand one after the other."""
    del name, sense
    found = " ".join(words_of(text))
    if not found:
        raise RefusedError(Fault.NO_WORDS)
    return (found,)


def key(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return fields of a changed object, by Discord's name and by ours: all that are shown so.

    Whose command permissions were changed stands in the log as an id.
    """
    del name, sense
    found = key_of(text.replace(" ", "_"))
    known = [found] if found in _keys() or snowflake.parse(found) is not None else []
    known += [one for one in labelled_keys().get(" ".join(words_of(text)), ()) if one != found]
    if known:
        return known
    if not found.strip("_$"):
        raise RefusedError(Fault.NO_WORDS)
    close = difflib.get_close_matches(found, [*_keys(), *map(slug_of_label, labelled_keys())], _CANDIDATES, _NEAR)
    raise _unknown(list(dict.fromkeys(close)), _USUAL_KEYS)


@functools.cache
def _keys() -> tuple[str, ...]:
    return tuple(sorted({*fields.COMMON, *(name for _, name in fields.OF_OBJECT)}))


@functools.cache
def labelled_keys() -> Mapping[str, tuple[str, ...]]:
    """Return the keys that are shown alike, by the words of what they are shown as."""
    found: dict[str, set[str]] = {}
    for name, row in [*fields.COMMON.items(), *((name, row) for (_, name), row in fields.OF_OBJECT.items())]:
        found.setdefault(" ".join(words_of(row.label)), set()).add(name)
    return {label: tuple(sorted(names)) for label, names in found.items()}


def slug_of_label(label: str) -> str:
    """Return a label as one word of a search."""
    return "_".join(words_of(label))


@functools.cache
def permission_slugs() -> Mapping[str, str]:
    """Return what each permission may be called, and its slug."""
    return {slug_of_permission(bit): row.name for bit, row in BY_BIT.items()}


def permission(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return a permission by the name that Discord's settings give it; the beginning of only one does."""
    del name, sense
    found = "_".join(words_of(text))
    known = permission_slugs()
    number = found.removeprefix("permission_")
    if found in known or (found != number and number.isascii() and number.isdigit() and len(number) <= 2):  # noqa: PLR2004 - a bit
        return (found,)
    begun = [slug for slug in known if found and slug.startswith(found)]
    if len(begun) == 1:
        return tuple(begun)
    if begun:
        raise RefusedError(Fault.SEVERAL, begun[:_CANDIDATES])
    raise _unknown(difflib.get_close_matches(found, known, 3, 0.5), _USUAL_PERMISSIONS)


def bound(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return a moment, or the id of an entry: the id that entries are compared with."""
    found = period(text, name, sense)
    return (str(first_id(found.start) if isinstance(found, Period) else found),)


def period(text: str, name: str, sense: ParseContext) -> Period | int:
    """Return a moment or a period, or the id of an entry.

    Raises:
        RefusedError: If it is none, is still to come, or could be several days.
    """
    stamp = _STAMP.fullmatch(text)
    if stamp is not None:
        try:
            return Period(datetime.datetime.fromisoformat(f"{stamp[1]}T{stamp[2]}+00:00"))
        except ValueError as error:
            raise RefusedError(Fault.NOT_A_MOMENT) from error
    if text.isascii() and text.isdigit() and (found := snowflake.parse(text)) is not None and _is_entry(text):
        return int(found)
    try:
        return parse_period(text, name, now=sense.now, zone=sense.zone, first_weekday=sense.first_weekday)
    except UnclearDateError as error:
        raise RefusedError(Fault.SEVERAL_DAYS, [day.isoformat() for day in error.days]) from error
    except FutureMomentError as error:
        raise RefusedError(Fault.STILL_TO_COME) from error
    except NotAMomentError as error:
        raise RefusedError(Fault.NOT_A_MOMENT) from error


def first_id(moment: datetime.datetime) -> int:
    """Return the id that no entry before a moment has."""
    return int(snowflake.first_at(moment))


def _is_entry(text: str) -> bool:
    """Return whether digits are an id rather than a year, a day or seconds since 1970."""
    return len(text) not in (4, 8, 10)


def entry(text: str, name: str, sense: ParseContext) -> Sequence[str]:
    """Return the id of an entry."""
    del name, sense
    found = snowflake.parse(text)
    if not found:
        raise RefusedError(Fault.NOT_AN_ENTRY)
    return (str(int(found)),)


def written_moment(bound: int) -> str | None:
    """Return the moment that an id is the first of, as `bound` reads it; None for any other id."""
    if bound & _WITHIN or not 0 < bound < snowflake.LARGEST:
        return None
    text = f"{snowflake.time_of(bound):%Y-%m-%dT%H:%M:%S.%f}"[:-3]
    return f"{text.removesuffix('.000').removesuffix(':00')}Z"
