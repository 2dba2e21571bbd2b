"""What a button carries: all that is needed to answer it, so that it works after a restart; `custom_id` writes it."""

import enum
from typing import NamedTuple

from lightbulb_audit.model.query import Cursor, Query, View


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
