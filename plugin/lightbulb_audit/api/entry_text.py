"""An entry in words, as a plain value."""

import dataclasses
import datetime
from typing import Any

import hikari

from lightbulb_audit.model import Record


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """Somebody or something that an entry names; each part is None where nobody knows it.

    Attributes:
        kind: What it is, such as "user", "role" or "channel".
        id: Its id.
        name: Its name, in plain text.
        username: The username of an account.
        is_bot: Whether it is known to be a bot.
    """

    kind: str | None
    id: hikari.Snowflake | None
    name: str | None
    username: str | None = None
    is_bot: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class ChangeText:
    """One change of an entry.

    Attributes:
        key: Discord's name of what was changed.
        label: What a person calls it.
        text: What became of it, in plain text, such as "a → b".
        old: The value before, in Discord's JSON; None where there was none.
        new: The value after; None where there is none.
    """

    key: str
    label: str
    text: str
    old: Any
    new: Any


@dataclasses.dataclass(frozen=True, slots=True)
class EntryText:
    """An entry in words. All texts are plain: one line each, without markup. Escape them before Discord shows them.

    Attributes:
        id: The entry's id; 0 where it cannot be read.
        created_at: When it was made, in UTC; None where the id cannot be read.
        action_type: Discord's number of what was done; -1 where it cannot be read.
        action: The same as a slug, such as "member_ban_add".
        category: The part of the server, such as "members".
        icon: One emoji.
        colour: What an embed of it is drawn with.
        sentence: Who did what to whom.
        reason: The reason that was given; None where there is none.
        actor: Who did it.
        target: What it was done to.
        on_behalf_of: The human whom a bot's reason names; None where it names none.
        changes: Every change.
        remarks: What came of it, and whether it may be untrue, a phrase each.
        unread: The names of the parts that nobody can decode and that are told as they came.
        record: The entry itself.
    """

    id: hikari.Snowflake
    created_at: datetime.datetime | None
    action_type: int
    action: str
    category: str
    icon: str
    colour: hikari.Color
    sentence: str
    reason: str | None
    actor: Subject
    target: Subject
    on_behalf_of: Subject | None
    changes: tuple[ChangeText, ...]
    remarks: tuple[str, ...]
    unread: tuple[str, ...]
    record: Record = dataclasses.field(compare=False, repr=False)
