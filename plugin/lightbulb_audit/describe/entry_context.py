"""One record on its way into words: what its sentence and its changes are told from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lightbulb_audit.analyse.reason import OnBehalf, claim_in, on_behalf_of
from lightbulb_audit.catalog.actions import Action, action
from lightbulb_audit.catalog.kinds import HIDDEN_NAME, INTEGRATIONS, NAMING, Kind
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Names
from lightbulb_audit.describe.names.nicknames import names_before
from lightbulb_audit.describe.text.spans import Parts, UntrustedText
from lightbulb_audit.model import Change, Record, snowflake

NAMELESS: Final[Mapping[int, str]] = dict.fromkeys((51, 52), "Somebody with the webhook's own address")
"""Who acted where an entry of a type names nobody. Source: Discord's documentation's issue tracker, #1659 and #7644."""

NOBODY: Final[Parts] = ("Somebody (Discord does not say who)",)
_NO_EMOJI: Final = (None, 0, "0", "")
_BY_INTEGRATION: Final = frozenset({20, 25})


class EntryContext:
    """A record, the names around it, and its changes by key.

    Attributes:
        record: What happened.
        row: The catalogue's row of its type.
        names: What everybody and everything is called.
        options: The entry's options as they came.
        changes: Its changes by key; the last one wins where a key comes twice.
        on_behalf: The human behind the bot that did it; None where its reason tells of none.
        claimed: The id of whom a bot's reason names as that human, where nobody knows whether it is anybody's.
    """

    __slots__ = ("changes", "claimed", "names", "on_behalf", "options", "record", "row")

    def __init__(self, record: Record, names: Names) -> None:
        self.record: Record = record
        self.names: Names = names_before(record, names)
        self.row: Action = action(record.entry.action_type)
        self.options: Mapping[str, Any] = record.options
        self.changes: dict[str, Change] = changes_by_key(record.changes())
        self.claimed: int | None = None
        self.on_behalf: OnBehalf | None = self._on_behalf()

    def _on_behalf(self) -> OnBehalf | None:
        user_id, names = self.record.entry.user_id, self.names
        if self.row.actor or user_id is None or self.integration() is not None:
            return None
        known = names.get(Kind.USER, user_id)
        if known is None or not known.bot:
            return None  # a human's reason says what that human likes
        claim = claim_in(self.record.entry.reason)
        if claim is not None and claim.user_id is not None and names.get(Kind.USER, claim.user_id) is None:
            self.claimed = claim.user_id
        found = on_behalf_of(claim, names.is_human, names.people_called)
        return None if found is None or found.user_id == user_id else found

    def new(self, key: str) -> Any:
        """Return the value that a field got; None where it was reset, or not changed."""
        change = self.changes.get(key)
        return None if change is None else change.new

    def old(self, key: str) -> Any:
        """Return the value that a field had; None where it had none, or was not changed."""
        change = self.changes.get(key)
        return None if change is None else change.old

    def only_change(self) -> Change | None:
        """Return the change, where there is just one."""
        return next(iter(self.changes.values())) if len(self.changes) == 1 else None

    def actor(self) -> Parts:
        """Return who did it."""
        if self.row.actor:
            return (self.row.actor,)
        integration = self.integration()
        user_id = self.record.entry.user_id
        if self.on_behalf is not None and user_id is not None:
            return (*self.user(user_id), ", for ", *self.user(self.on_behalf.user_id), ",")
        if integration is None:
            return self._unreadable("user_id", "user") or self._nobody() if user_id is None else self.user(user_id)
        return integration if user_id is None else (*integration, ", through ", *self.user(user_id), ",")

    def _nobody(self) -> Parts:
        """Return who acted where Discord names nobody."""
        return (NAMELESS[self.row.type],) if self.row.type in NAMELESS else NOBODY

    @property
    def is_own(self) -> bool:
        """Whether somebody did it to themself."""
        entry = self.record.entry
        is_person = self.row.target is Kind.USER and not self.row.actor and self.integration() is None
        return is_person and entry.user_id is not None and entry.user_id == entry.target_id

    @property
    def target_id(self) -> int | None:
        """What it was done to; a channel may be named by the options alone."""
        target_id = self.record.entry.target_id
        return self.option_id("channel_id") if target_id is None and self.row.target is Kind.CHANNEL else target_id

    def user(self, user_id: int) -> Parts:
        """Somebody who acts: a user, or a webhook that acts under an id of its own."""
        if self.names.get(Kind.USER, user_id) is None and self.names.get(Kind.WEBHOOK, user_id) is not None:
            return ("the webhook ", *references.thing(self.names, Kind.WEBHOOK, user_id))
        return references.thing(self.names, Kind.USER, user_id)

    def integration(self) -> Parts | None:
        """Return the integration that did it in somebody's name, if one did."""
        # discord.js reads it at the top of the entry, where nobody documents it.
        kind = self.options.get("integration_type") or self.record.raw.get("integration_type")
        if self.record.entry.action_type not in _BY_INTEGRATION or not isinstance(kind, str) or not kind:
            return None
        return (
            (INTEGRATIONS[kind],) if kind in INTEGRATIONS else ("An integration (", UntrustedText(kind, "plain"), ")")
        )

    def target(self) -> Parts:
        """Return what it was done to."""
        if self.is_own:
            return ("themself",)
        kind, target_id = self.row.target, self.target_id
        name = self.own_name()
        if name is not None:
            return (references.reference(kind, name, self.channel_type()),)
        if target_id is None:
            return self._unreadable("target_id", NAMING[kind].noun) or (NAMING[kind].none,)
        return references.thing(self.names, kind, target_id)

    def _unreadable(self, key: str, noun: str) -> Parts | None:
        """Somebody or something whose id nobody can read: by kind, and what stood there."""
        if key not in self.record.unread:
            return None
        value = self.record.raw.get(key)
        return (f"{noun} ".lstrip(), UntrustedText(value if isinstance(value, str) else str(value), "plain"))

    def own_name(self) -> str | None:
        """Return the name that the entry's own changes give its target."""
        change = self.changes.get(NAMING[self.row.target].name_key)
        if change is None:
            return None
        name = change.new or change.old
        return name if isinstance(name, str) and name.strip() and name != HIDDEN_NAME else None

    def channel_type(self) -> int | None:
        """Return the type of the channel that the entry is about, from its own changes or from what is known."""
        change = self.changes.get("type")
        if change is not None and isinstance(change.either, int):
            return change.either
        target_id = self.target_id
        known = None if target_id is None else self.names.get(self.row.target, target_id)
        return None if known is None else known.channel_type

    def option_id(self, key: str) -> int | None:
        """Return an id among the options."""
        return snowflake.parse(self.options.get(key))


def changes_by_key(changes: Sequence[Change]) -> dict[str, Change]:
    """Return changes by key, without those between an emoji's id that is none and another that is none."""
    found = {change.key: change for change in changes}
    emoji = found.get("emoji_id")
    if emoji is not None and len(found) > 1 and emoji.old in _NO_EMOJI and emoji.new in _NO_EMOJI:
        del found["emoji_id"]
    return found
