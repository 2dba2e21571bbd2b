"""Raids drawn by seed: each is judged within a second of the entry that is too much, none is missed, each told once.

Its message is in the channel within a second too, by the clock of the stand-in: what stops it stops the bot, on a
processor that others want as well. By the wall clock it is there within three. What each took is printed.
"""

import asyncio
import contextlib
import dataclasses
import datetime
import os
import random
import time
from typing import Any, Final, NamedTuple

import pytest
from tests.contract.archive.kit import Plain
from tests.journeys.collected import guild_of, hasty, until, up
from tests.journeys.feed_kit import channel_of

from discord_standin import Discord
from discord_standin.process import BotProcess
from lightbulb_audit.archive import open_archive
from lightbulb_audit.catalog.alert_presets import BY_NAME
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import NewAlert
from lightbulb_audit.model.incident_button import parse_custom_id
from lightbulb_audit.model.observation import Observation

_EVERY: Final = "EVERY_CASE" in os.environ
_RAIDS: Final = 30 if _EVERY else 2
_RHYTHM: Final = {"feed_look": 0.5, "feed_failed": [0.1, 1.0], "feed_closed": [0.3, 1.0]}
_HOUR: Final = datetime.timedelta(hours=1)
_WATCHED: Final = ("channels", "roles", "bans", "kicks", "prunes", "webhooks", "renames")
_TYPES: Final = {"channels": 12, "roles": 32, "bans": 22, "kicks": 20, "webhooks": 50}
_FAST: Final = {"channels": 3, "roles": 3, "bans": 5, "kicks": 5, "webhooks": 3}
_SLOW: Final = {"channels": 8, "roles": 6, "bans": 15, "kicks": 15, "webhooks": 6}
_BEAT: Final = 0.01
"""Seconds of the stand-in's clock."""

_APART: Final = 0.5
"""Seconds between raids: Discord takes five messages in five seconds of a channel."""

_KINDS: Final = ("fast", "slow", "mixed", "unknown", "prune", "renames", "killed")


@dataclasses.dataclass
class Raid:
    """A raid.

    Attributes:
        kind: Of which kind.
        name: By which preset it is seen.
        actor: Who does it; None where Discord does not say.
        calm: Its entries up to where nothing is too much.
        crossing: The entry that is too much.
        rest: What comes after it.
    """

    kind: str
    name: str
    actor: str | None
    calm: list[dict[str, Any]]
    crossing: dict[str, Any]
    rest: list[dict[str, Any]]


def _entries(name: str, actor: str | None, count: int) -> list[dict[str, Any]]:
    """So many entries that a preset counts, without ids."""
    base: dict[str, Any] = {"user_id": actor, "changes": []}
    if name == "renames":
        change = [{"key": "name", "old_value": "plans", "new_value": "raided"}]
        return [{**base, "action_type": 11, "target_id": str(10**17 + at), "changes": change} for at in range(count)]
    return [{**base, "action_type": _TYPES[name], "target_id": str(10**17 + at)} for at in range(count)]


def _draw(kind: str, number: int, free: list[str], rng: random.Random) -> Raid:
    """Draw a raid; those by nobody known are one of each kind of deed, since they are counted together."""
    actor: str | None = str(2 * 10**17 + number)
    name = rng.choice(tuple(_TYPES))
    if kind == "renames":
        found = _entries("renames", actor, 5)
        return Raid(kind, "renames", actor, found[:-1], found[-1], _entries("renames", actor, 7)[5:])
    if kind == "prune":
        prune: dict[str, Any] = {"user_id": actor, "action_type": 21, "target_id": None, "changes": []}
        options = {"members_removed": str(rng.randint(20, 900)), "delete_member_days": "7"}
        return Raid(
            kind, "prunes", actor, _entries("kicks", actor, rng.randint(0, 3)), {**prune, "options": options}, []
        )
    if kind == "unknown":
        name, actor = free.pop(), None
    count = _SLOW[name] if kind == "slow" else _FAST[name]
    found = _entries(name, actor, count)
    calm = found[:-1]
    if kind == "mixed":
        calm = [one for pair in zip(calm, _entries("renames", actor, len(calm)), strict=True) for one in pair]
        calm = calm[: 2 * min(len(calm) // 2, 4)]
        calm += found[len([one for one in calm if one["action_type"] == _TYPES[name]]) : -1]
    return Raid(kind, name, actor, calm, found[-1], _entries(name, actor, rng.randint(0, 3)))


class Scene:
    """A server, its bot, and what stands in the channel of its alerts.

    Args:
        discord: The server.
        address: The archive's.
        channel: The channel's id.
    """

    def __init__(self, discord: Discord, address: str, channel: str) -> None:
        self.discord = discord
        self.plain = Plain(address)
        self.channel = channel
        self.last = 0

    def happen(self, entry: dict[str, Any], ago: datetime.timedelta = datetime.timedelta()) -> None:
        """Something is done, so long ago by Discord's own time, and the bot hears of it now."""
        now = int(snowflake.first_at(datetime.datetime.now(datetime.UTC) - ago))
        self.last = now + 1 if ago else max(self.last + 1, now)
        told = {"id": str(now + 1 if ago else self.last), **entry, "guild_id": self.discord.world.state.id}
        self.discord.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", told)

    def told(self) -> dict[int, list[int]]:
        """The ids of the messages that tell each incident."""
        found: dict[int, list[int]] = {}
        for held in self.discord.world.state.messages.in_channel(self.channel):
            parts = [part for row in held.message["components"] for part in row["components"]]
            about = next((one for part in parts if (one := parse_custom_id(part.get("custom_id", "")))), None)
            if about is not None:
                found.setdefault(about.incident_id, []).append(int(held.message["id"]))
        return found

    async def lags(self) -> list[float]:
        """How long after its last entry was made each incident was written down, in seconds."""
        rows = await self.plain.run("SELECT made_at, last_at FROM incidents ORDER BY incident_id")
        return [(made_at - last_at) / 1e6 for made_at, last_at in rows]

    async def incidents(self) -> list[tuple[str, int | None, int]]:
        """What was found: by which preset, of whom, and which incident."""
        asked = (
            "SELECT a.preset, i.counted_for, i.incident_id FROM incidents i JOIN alerts a "
            "ON a.guild_id = i.guild_id AND a.alert_id = i.alert_id ORDER BY i.incident_id"
        )
        return [(preset, key, number) for preset, key, number in await self.plain.run(asked)]


async def _prepare(address: str, discord: Discord) -> str:
    """Begin the presets of a small server, six hours ago: that is when the archive's newest entry was made."""
    channel, state = channel_of(discord), discord.world.state
    first = int(snowflake.first_at(datetime.datetime.now(datetime.UTC) - 6 * _HOUR))
    entry = {"id": str(first), "user_id": str(state.guild["owner_id"]), "target_id": None, "action_type": 1}
    async with await open_archive(address) as archive:
        await archive.append(int(state.id), [Observation.of(entry, snowflake.time_of(first), "event")])
        rules = [(name, f"{BY_NAME[name].conditions[0]}: {BY_NAME[name].query}") for name in _WATCHED]
        await archive.alerts.add(int(state.id), [NewAlert(rule, int(channel), None, 1, name) for name, rule in rules])
    return channel


class Took(NamedTuple):
    """How many seconds after its crossing entry a raid was judged, and stood in the channel.

    Attributes:
        judged: From when the entry was made to when its incident was written down.
        told: Until its message was there, by the clock of the stand-in.
        wall: The same by the clock on the wall.
    """

    judged: float
    told: float
    wall: float


async def _raid(scene: Scene, raid: Raid, bot: BotProcess, rng: random.Random) -> Took:
    """Let a raid happen."""
    before = set(scene.told())
    known = len(await scene.incidents())
    middle = rng.randint(0, len(raid.calm)) if raid.kind == "killed" else None
    for place, entry in enumerate(raid.calm):
        if place == middle:
            await bot.kill()
        ago = _HOUR * (5 - 4 * place / len(raid.calm)) if raid.kind == "slow" else datetime.timedelta()
        scene.happen(entry, ago)
        await asyncio.sleep(rng.uniform(0, 0.05))
    await asyncio.sleep(0.5)
    assert set(scene.told()) == before, f"{raid.kind} raid told before it was one"
    if middle == len(raid.calm):
        await bot.kill()
    scene.happen(raid.crossing)
    if middle is not None:
        await bot.start()
        await asyncio.wait_for(scene.discord.world.gateway.is_ready.wait(), 60)
    began, beats = time.monotonic(), 0
    while not set(scene.told()) - before:
        assert time.monotonic() - began < 30, f"{raid.kind} raid was not told"
        await asyncio.sleep(_BEAT)
        beats += 1
    took = Took((await scene.lags())[known], beats * _BEAT, time.monotonic() - began)
    print(f"{raid.kind}: judged {took.judged:.2f} s after it was made, told {took.told:.2f} s, {took.wall:.2f} s")  # noqa: T201
    for entry in raid.rest:
        scene.happen(entry)
    await asyncio.sleep(_APART)
    return took


@pytest.mark.timeout(900 if _EVERY else 150)
async def test_each_raid_is_told(address: str) -> None:
    """Fast, slow, mixed, by nobody known, by prune, by renames, and with the bot killed in the middle."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown where it fails
    rng = random.Random(seed)
    kinds = rng.sample([_KINDS[number % len(_KINDS)] for number in range(max(_RAIDS, len(_KINDS)))], _RAIDS)
    free = rng.sample(tuple(_TYPES), len(_TYPES))
    raids = [_draw(kind, number, free, rng) for number, kind in enumerate(kinds)]
    async with guild_of() as discord:
        scene = Scene(discord, address, await _prepare(address, discord))
        bot, took = hasty(discord, address, **_RHYTHM), dict[str, list[Took]]()
        async with up(bot):
            await asyncio.wait_for(discord.world.gateway.is_ready.wait(), 60)
            await asyncio.sleep(3)
            for raid in raids:
                took.setdefault(raid.kind, []).append(await _raid(scene, raid, bot, rng))
            with contextlib.suppress(AssertionError):
                await until(lambda: False, 2)
        wanted = [(raid.name, None if raid.actor is None else int(raid.actor)) for raid in raids]
        found = await scene.incidents()
        assert sorted(((name, key) for name, key, _ in found), key=str) == sorted(wanted, key=str)
        assert {number: len(ids) for number, ids in scene.told().items()} == {number: 1 for *_, number in found}
        alive = [one for kind, times in took.items() if kind != "killed" for one in times]
        assert max((one.judged for one in alive), default=0.0) <= 1.0
        assert max((one.told for one in alive), default=0.0) <= 1.0
        assert max((one.wall for one in alive), default=0.0) <= 3.0
