"""Servers that fell silent: events stop while the log goes on, or the bot may not read it any more."""

import datetime
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Final, TypeAlias

from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import Alert, By, Cause, ConditionKind, Deed, Finding, Verdict
from lightbulb_audit.model.progress import CollectionProgress, Hearing
from lightbulb_audit.services.alerts.ports import AlertStore

UNHEARD: Final = datetime.timedelta(minutes=1)
"""How long after it was done an entry must be read for it to be sure that no event tells of it."""

_SLACK: Final = datetime.timedelta(minutes=2)
"""By how much the clocks of Discord and this machine may differ."""

Progress: TypeAlias = Callable[[int], Awaitable[CollectionProgress]]

_READ: Final = frozenset({"catch-up", "re-read"})


def unheard(news: Sequence[Deed], since: datetime.datetime | None) -> list[Deed]:
    """Return the entries of which an event should have told, and none did.

    Args:
        news: What was observed.
        since: When the session with the gateway began; None where no events are to come.
    """
    if since is None:
        return []
    begun = since + UNHEARD
    first = [one for one in news if one.number == one.first and one.way in _READ]
    made = [(one, snowflake.time_of(one.entry_id)) for one in first]
    return [one for one, at in made if at >= begun and one.seen_at - at >= UNHEARD]


class Silence:
    """Finds servers of which the bot may not read the log any more.

    Args:
        store: Where alerts are.
        hearing: What the collecting of a server knows.
        progress: How far the collecting of a server has come.
    """

    def __init__(self, store: AlertStore, hearing: Callable[[int], Hearing | None], progress: Progress) -> None:
        self._store = store
        self._hearing = hearing
        self._progress = progress
        self._noted: set[int] = set()

    async def look(self, guild_ids: Collection[int]) -> list[int]:
        """Note which of some servers closed their log; return those of which an incident was opened.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        closed = {one for one in guild_ids if (heard := self._hearing(one)) is not None and heard.is_forbidden}
        self._noted &= closed
        found: list[int] = []
        for guild_id in sorted(closed - self._noted):
            opened = await self._note(guild_id)
            found += [guild_id] if opened else []
            if opened is not None:
                self._noted.add(guild_id)
        return found

    def unheard(self, guild_id: int, news: Sequence[Deed]) -> list[Deed]:
        """Return the entries of which an event should have told, and none did."""
        heard = self._hearing(guild_id)
        return unheard(news, None if heard is None else heard.since)

    async def _note(self, guild_id: int) -> bool | None:
        """Open an incident of each alert that asks for silence, once for each time that the log is closed.

        Returns:
            Whether one was opened; None where that must be tried again.
        """
        since = (await self._progress(guild_id)).marks.forbidden_at
        if since is None:
            return None
        claims: list[bool | None] = [False]
        for alert in [one for one in await self._store.of(guild_id) if is_of_silence(one)]:
            known = await self._store.incidents(guild_id, alert.alert_id, since - _SLACK)
            if not any(one.cause is Cause.FORBIDDEN for one in known):
                found = Finding(By.SERVER, None, Cause.FORBIDDEN, ())
                (opened,) = await self._store.claim([Verdict(alert, alert.cursor, [found])])
                claims.append(None if opened is None else True)
        return None if None in claims else any(claims)


def is_of_silence(alert: Alert) -> bool:
    """Return whether an alert asks for silence."""
    return alert.rule.startswith(ConditionKind.SILENCE)
