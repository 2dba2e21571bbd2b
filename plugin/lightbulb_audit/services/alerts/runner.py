"""The alerts of all servers of this process.

A server costs nothing while nothing happens there: who has news stands in one queue, and a few tasks serve it.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import Final

from lightbulb_audit.errors import ArchiveError
from lightbulb_audit.services.alerts.judge import GuildJudge, Rules
from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.alerts.silence import Silence
from lightbulb_audit.services.collector.schedule import Schedule, back_off

_log: Final = logging.getLogger(__name__)

_AT_ONCE: Final = 4
"""Servers that are judged side by side."""

_FIRST: Final = 1.0
"""Seconds until is looked again while no server is known: the gateway tells of them one by one."""


class AlertRunner:
    """Judges the servers that this process collects.

    Args:
        store: Where alerts are.
        rules: What they ask.
        is_served: Whether this process collects a server.
        silence: What is known of servers that fell silent.
        rhythm: How often what is looked for.

    Attributes:
        on_incident: Is told whenever an incident of a server was opened or changed.
    """

    def __init__(
        self,
        store: AlertStore,
        rules: Rules,
        is_served: Callable[[int], bool],
        silence: Silence,
        rhythm: Schedule,
    ) -> None:
        self.on_incident: Callable[[int], None] = lambda _: None
        self._store = store
        self._rules = rules
        self._is_served = is_served
        self._silence = silence
        self._rhythm = rhythm
        self._judges: dict[int, GuildJudge] = {}
        self._queue: asyncio.Queue[int] = asyncio.Queue()
        self._waiting: set[int] = set()
        self._busy: set[int] = set()
        self._failures: dict[int, int] = {}
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Judge, from now on."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._look(), name="alerts of the audit archive")]
            self._tasks += [
                asyncio.create_task(self._serve(), name=f"alerts of the audit archive {number}")
                for number in range(_AT_ONCE)
            ]

    async def close(self) -> None:
        """Stop, and leave nothing behind. Whatever was not judged is judged by whoever starts next."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._judges.clear()
        self._waiting.clear()
        self._busy.clear()
        self._failures.clear()
        self._queue = asyncio.Queue()

    @property
    def judges(self) -> Collection[GuildJudge]:
        """What judges each server that has alerts."""
        return self._judges.values()

    def wake(self, guild_id: int) -> None:
        """Something new of a server was kept."""
        if guild_id in self._judges and guild_id not in self._waiting:
            self._waiting.add(guild_id)
            if guild_id not in self._busy:
                self._queue.put_nowait(guild_id)

    def changed(self, guild_id: int) -> None:
        """An alert of a server was made or changed: nothing that is remembered of them holds."""
        self._judges.pop(guild_id, None)
        self._woken.set()

    async def _look(self) -> None:
        """See which servers have alerts, what another process kept, and who fell silent."""
        while True:
            self._woken.clear()
            try:
                heads = {one: head for one, head in (await self._store.heads()).items() if self._is_served(one)}
                self._keep(heads.keys())
                for guild_id, head in heads.items():
                    known = self._judges.get(guild_id)
                    if known is None:
                        known = GuildJudge(guild_id, self._store, self._rules, self._silence.unheard)
                        self._judges[guild_id] = known
                    if known.through < head:
                        self.wake(guild_id)
                for guild_id in await self._silence.look(heads.keys()):
                    self.on_incident(guild_id)
            except ArchiveError as error:
                _log.debug("the alerts could not be listed: %s", error)
            except Exception:  # noqa: BLE001 - whatever it is, the next look may do better
                _log.exception("the alerts could not be listed")
            wait = self._rhythm.feed_look if self._judges else min(_FIRST, self._rhythm.feed_look)
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                continue

    def _keep(self, wanted: Collection[int]) -> None:
        for guild_id in [one for one in self._judges if one not in wanted]:
            del self._judges[guild_id]
            self._failures.pop(guild_id, None)

    async def _serve(self) -> None:
        """Judge one server after the other, each in one task at a time."""
        while True:
            guild_id = await self._queue.get()
            self._waiting.discard(guild_id)
            self._busy.add(guild_id)
            judge = self._judges.get(guild_id)
            pause = self._rhythm.alert_gather
            try:
                if judge is not None and await judge.turn():
                    self.on_incident(guild_id)
                self._failures.pop(guild_id, None)
            except Exception as error:  # noqa: BLE001 - as above
                if not isinstance(error, ArchiveError):
                    _log.exception("the alerts of guild %s could not be judged", guild_id)
                failures = self._failures.get(guild_id, 0)
                self._failures[guild_id] = failures + 1
                pause = back_off(self._rhythm.feed_failed, failures)
                self._waiting.add(guild_id)
            asyncio.get_running_loop().call_later(pause, self._release, guild_id)

    def _release(self, guild_id: int) -> None:
        """Let a server be judged again, at once where something came meanwhile."""
        self._busy.discard(guild_id)
        if guild_id in self._waiting and guild_id in self._judges and self._tasks:
            self._queue.put_nowait(guild_id)
