"""Very many entries of one actor and one doing, told at once: of which only the first is put into words."""

import functools
from collections.abc import Sequence

from lightbulb_audit.analyse.bursts import Raw
from lightbulb_audit.analyse.reason import claim_in
from lightbulb_audit.describe.bursts import tell_together
from lightbulb_audit.describe.description import Description, icon_of
from lightbulb_audit.describe.entry_context import changes_by_key
from lightbulb_audit.describe.remarks import Remark
from lightbulb_audit.describe.text.plain import is_visible
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.record import changes_in


class Tallied:
    """Entries that are counted together. They read as a burst of them does, but for what became of them.

    Attributes:
        first: The first of them.
        raws: All of them as Discord sent them, the first first.
    """

    def __init__(self, first: Description, raws: Sequence[Raw]) -> None:
        self.first = first
        self.raws = raws

    @functools.cached_property
    def sentence(self) -> Parts:
        """Who did what to how many."""
        return self.first.sentence if len(self.raws) == 1 else tell_together(self.first, self.raws)

    @functools.cached_property
    def icon(self) -> str:
        """The emoji that all of them have; else that of the type."""
        plain = icon_of(self.first.row, (), None)
        icons = {self._icon_of(one) if one.get("changes") else plain for one in self.raws}
        return icons.pop() if len(icons) == 1 else plain

    @functools.cached_property
    def reason(self) -> str | None:
        """The reason that all of them have."""
        is_order = self.first.on_behalf_of is not None
        reasons = {_reason_of(one, is_order=is_order) for one in self.raws}
        return self.first.reason if len(reasons) == 1 else None

    @property
    def remarks(self) -> Sequence[Remark]:
        """What is said of one that is alone."""
        return self.first.remarks if len(self.raws) == 1 else ()

    @property
    def ids(self) -> Sequence[int]:
        """Their ids, as far as they can be read."""
        return [int(found) for one in self.raws if (found := snowflake.parse(one.get("id")))]

    def _icon_of(self, raw: Raw) -> str:
        entry_id = snowflake.parse(raw.get("id"))
        at = snowflake.time_of(entry_id) if entry_id else None
        return icon_of(self.first.row, changes_by_key(changes_in(raw)).values(), at)


def _reason_of(raw: Raw, *, is_order: bool) -> str | None:
    """Return what is compared of a reason: what a human behind a bot gave, else as it was written."""
    reason = raw.get("reason")
    claim = claim_in(reason) if is_order else None
    if claim is not None:
        return claim.reason or None
    return reason if isinstance(reason, str) and is_visible(reason) else None
