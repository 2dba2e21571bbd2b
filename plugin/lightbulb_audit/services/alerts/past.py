"""What is unusual for somebody, by all that the archive has of them."""

from collections.abc import AsyncIterator, Sequence

from lightbulb_audit.analyse.windows import Mark, Stretch, broken_records, total_at
from lightbulb_audit.catalog.kinds import ACTORS
from lightbulb_audit.model.alert import ConditionKind
from lightbulb_audit.services.alerts.compiled import CompiledRule, mark_of
from lightbulb_audit.services.alerts.deed_reader import DeedReader
from lightbulb_audit.services.alerts.ports import AlertStore


class Past:
    """Compares what somebody does with what they did before.

    Args:
        store: Where that is.
        guild_id: Whose log.
        rule: The rule, whose condition only the past answers.
    """

    def __init__(self, store: AlertStore, guild_id: int, rule: CompiledRule) -> None:
        self._deeds = DeedReader(store, guild_id)
        self._rule = rule

    async def stretches(self, actor_id: int | None, marks: Sequence[Mark], touched: set[int]) -> list[Stretch]:
        """Return where entries that just came are unusual for who did them.

        Args:
            actor_id: Who did all of them; nobody knows what is usual for Discord itself.
            marks: The newest of theirs, in the order of their ids.
            touched: The entries that came.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        if actor_id in ACTORS:
            return []
        if self._rule.rule.condition.kind is ConditionKind.FIRST:
            first = min(touched)
            async for _ in self._before(actor_id, first):
                return []
            return [Stretch(first, first)]
        (window,) = self._rule.rule.condition.windows
        totals = [total_at(marks, at, window)[0] for at, one in enumerate(marks) if one.entry_id in touched]
        if max(totals, default=0) < window.count:
            return []  # most often: nobody's past is read for that
        past = [one async for one in self._before(actor_id, max(touched) + 1)]
        return [one for one in broken_records(past, window) if one.last in touched]

    async def _before(self, actor_id: int | None, bound: int) -> AsyncIterator[Mark]:
        """Yield what somebody did that fits, below an id, oldest first."""
        async for deeds in self._deeds.done_by(actor_id, self._rule.first, bound):
            for deed, sides in self._rule.pick(deeds):
                if self._rule.key_of(deed) == actor_id:
                    yield mark_of(deed, sides)
