"""The people and things that an entry is about, as data: their ids, their names, and what tells them apart."""

from typing import Final, NamedTuple

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.text.plain import clean


class Party(NamedTuple):
    """Somebody or something that an entry names: each part is None where the entry does not say.

    Attributes:
        kind: What it is.
        id: Its id.
        name: Its name, as people wrote it.
        username: The username of an account, where it is known.
        beside: What has to stand beside the name, since that looks like another one.
        bot: Whether it is known to be a bot.
    """

    kind: Kind | None
    id: int | None
    name: str | None
    username: str | None = None
    beside: str | None = None
    bot: bool = False

    @property
    def shown(self) -> str | None:
        """The name as a reader should see it: fit for a line, with the username where it may look like another."""
        if self.name is None:
            return None
        return clean(self.name) if self.beside is None else f"{clean(self.name)} ({self.beside})"

    @property
    def other_name(self) -> str | None:
        """The username, where what is shown does not hold it already."""
        return None if self.username is None or self.username in (self.name, self.beside) else clean(self.username)


NO_PARTY: Final = Party(None, None, None)
"""Nobody and nothing."""


def person(names: Names, kind: Kind, user_id: int) -> Party:
    """Somebody, by what is known of them."""
    known = names.get(kind, user_id)
    if known is None:
        return Party(kind, user_id, None)
    beside = references.beside_name(names, kind, user_id, known)
    return Party(kind, user_id, known.name, known.username, beside, known.bot)


def actor_of(scene: EntryContext) -> Party:
    """Return who did it: a user, or a webhook that acts under an id of its own."""
    user_id = scene.record.entry.user_id
    if scene.row.actor or user_id is None:
        # Discord names the member whose message it was as the user of what AutoMod did.
        return Party(None, None, scene.row.actor or None)
    kinds = (Kind.USER, Kind.WEBHOOK)
    kind = next((kind for kind in kinds if scene.names.get(kind, user_id) is not None), Kind.USER)
    return person(scene.names, kind, user_id)
