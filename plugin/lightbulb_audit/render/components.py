"""The menu and the buttons under a list."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.text.plain import clean, plain, truncate
from lightbulb_audit.model.query import Cursor, Query, View
from lightbulb_audit.query.remote import single_subject
from lightbulb_audit.render import limits
from lightbulb_audit.render.button_state import ButtonState, QueryFields, Verb
from lightbulb_audit.render.custom_id import encode
from lightbulb_audit.services.log.browse import Window

_MINUTES: Final = len("2026-11-22 14:02")
_NAME: Final = 40
_NAMES: Final = (_NAME, 28, 20, 14)
"""Longest name, from generous to tight: the first that fits is taken."""

Row = hikari.impl.MessageActionRowBuilder


@dataclasses.dataclass(frozen=True, slots=True)
class ListPage:
    """What of a window is on the screen.

    Attributes:
        told: The entries that fitted.
        left_out: How many did not.
        view: What kind of list it is.
        has_bursts: Whether any of them belong together in one line, folded or not.
        behind: Where what lies behind the last line begins; None where the next page begins there.
        person: Whom a history is of, which leads on to what they did; None where it is of nobody.
    """

    told: Sequence[Description]
    left_out: int
    view: View
    has_bursts: bool = False
    behind: Cursor | None = None
    person: int | None = None


def rows(window: Window, shown: ListPage) -> list[hikari.api.ComponentBuilder]:
    """Return the menu to look into an entry, the buttons to walk on, and those that only some kinds of lists have."""
    controls: list[hikari.api.ComponentBuilder] = [
        *_menu(window, shown), _buttons(window, shown), _more(window, shown),
    ]  # fmt: skip
    if shown.has_bursts:
        controls.append(_fold(window, shown))
    return controls


def _fold(window: Window, shown: ListPage) -> Row:
    """Return the other way to show what belongs together: each entry by itself, or all in one line.

    It is a button, since each option of the menu is an entry.
    """
    query, row = window.query, Row()
    other = dataclasses.replace(query, is_folded=not query.is_folded)
    text = words.UNFOLD if query.is_folded else words.FOLD
    _button(row, text, ButtonState(Verb.FOLD, other, window.cursor, view=shown.view), is_on=True)
    if shown.behind is not None:
        _button(row, words.BEHIND, ButtonState(Verb.OLDER, query, shown.behind, view=shown.view), is_on=True)
    return row


def _menu(window: Window, shown: ListPage) -> list[hikari.api.ComponentBuilder]:
    """One option an entry, its value the entry's id; what has no id, or one that stands there already, has none."""
    by_id = {one.record.id: one for one in reversed(shown.told) if one.record.id}
    chosen = [one for one in shown.told if by_id.get(one.record.id) is one]
    if not chosen:
        return []
    row = Row()
    state = ButtonState(Verb.ENTRY, window.query, window.cursor, view=shown.view)
    menu = row.add_text_menu(encode(state), placeholder=words.MENU, min_values=1, max_values=1)
    for one in chosen[: limits.MENU_OPTIONS]:
        menu.add_option(
            label(one),
            str(int(one.record.id)),
            description=truncate(_hint(one), limits.MENU_DESCRIPTION),
            emoji=one.icon,
        )
    return [row]


def label(told: Description, room: int = limits.MENU_LABEL) -> str:
    """Return an entry in the words that fit into a menu or a suggestion: names are cut before the end is."""
    said = (plain(told.sentence, longest=longest) for longest in _NAMES)
    fitting = next((text for text in said if len(text) <= room), None)
    return fitting or truncate(plain(told.sentence, longest=_NAMES[-1]), room)


def _hint(told: Description) -> str:
    time = told.record.created_at
    when = "" if time is None else f"{time.isoformat(' ', 'minutes')[:_MINUTES]} UTC"
    remarks = [f"{remark.sign} {plain(remark.brief, longest=_NAME)}" for remark in told.remarks]
    reason = "" if told.reason is None else clean(told.reason)
    return " · ".join(filter(None, [when, *remarks, reason]))


def _buttons(window: Window, shown: ListPage) -> Row:
    newest, oldest = _edges(window, shown)
    has_newer = window.has_newer or (shown.left_out > 0 and window.is_read_upwards)
    has_older = window.has_older or (shown.left_out > 0 and not window.is_read_upwards)
    wanted: list[tuple[str, Verb, Cursor | None, bool]] = [
        (words.NEWEST, Verb.NEWEST, None, window.cursor is not None),
        (words.NEWER, Verb.NEWER, newest, has_newer and newest is not None),
        (words.OLDER, Verb.OLDER, oldest, has_older and oldest is not None),
        (words.REFRESH, Verb.REFRESH, window.cursor, True),
    ]
    if window.further is not None:
        wanted.append((words.FURTHER, Verb.FURTHER, window.further, True))
    row = Row()
    for text, verb, cursor, is_on in wanted:
        _button(row, text, ButtonState(verb, window.query, cursor, view=shown.view), is_on=is_on)
    return row


def _edges(window: Window, shown: ListPage) -> tuple[Cursor | None, Cursor | None]:
    """Where to read on: above the newest entry shown, below the oldest; where none is shown, around the place."""
    ids = [int(one.record.id) for one in shown.told if one.record.id]
    if ids:
        return Cursor("newer", max(ids)), Cursor("older", min(ids))
    if window.cursor is None:
        return None, None
    place = window.cursor.id
    return Cursor("newer", max(place - 1, 0)), Cursor("older", place + 1)


def _add_sides(row: Row, query: Query) -> None:
    """What somebody did, and what was done to them; the side that is shown is off."""
    fields = QueryFields.of(query)
    somebody = fields.user_id if fields.user_id is not None else fields.target_id
    did, done = (
        sides.query(query.count).with_page_of(query)
        for sides in (
            fields._replace(user_id=somebody, target_id=None),
            fields._replace(user_id=None, target_id=somebody),
        )
    )
    _button(row, words.DID, ButtonState(Verb.DID, did, view=View.SIDES), is_on=query != did)
    _button(row, words.WAS_DONE_TO, ButtonState(Verb.WAS_DONE_TO, done, view=View.SIDES), is_on=query != done)


def _more(window: Window, shown: ListPage) -> Row:
    """What can be made of a list: the other side, a file, what its one thing was like, and the list at another time."""
    row, view = Row(), shown.view
    state = ButtonState(Verb.SAVE, window.query, window.cursor, view=view)
    has_more = bool(shown.told or window.further)
    if view is View.SIDES:
        _add_sides(row, window.query)
    if view is not View.RECENT:
        _button(row, words.SAVE, state, is_on=bool(shown.told))
    if shown.person is not None:
        did = Query.where(actor=shown.person).with_page_of(window.query)
        _button(row, words.BY_ACTOR, ButtonState(Verb.DID, did, view=View.SIDES), is_on=True)
    subject = single_subject(window.query) if view is View.LIFE else None
    if view is View.SIDES or subject is not None:
        # What nothing was done to is as it is now.
        is_on = has_more or subject is None or subject.isdigit()
        _button(row, words.PAST_BUTTON, state._replace(verb=Verb.PAST), is_on=is_on)
    is_part = window.has_newer or window.has_older or shown.left_out or window.further or window.cursor
    _button(row, words.JUMP_TO, state._replace(verb=Verb.JUMP), is_on=bool(is_part))
    return row


SAVES: Final[Mapping[Verb, str]] = {Verb.SAVE: "html", Verb.SAVE_TABLE: "csv", Verb.SAVE_LINES: "jsonl"}
"""What makes a file, and in which form."""


def other_forms(state: ButtonState) -> list[hikari.api.ComponentBuilder]:
    """Return the buttons under a file that was made by a button: the same in another form."""
    row = Row()
    for verb, name in SAVES.items():
        if verb is not state.verb:
            _button(row, words.SAVE_AS[name], state._replace(verb=verb), is_on=True)
    return [row]


def _button(row: Row, text: str, state: ButtonState, *, is_on: bool) -> None:
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, encode(state), label=text, is_disabled=not is_on)
