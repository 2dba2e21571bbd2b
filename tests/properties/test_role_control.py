"""Roles that are taken come back: what was before is after, whatever fails in between."""

import asyncio
import contextlib
import dataclasses
import os
import random
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any, Final

import hikari
import pytest
from typing_extensions import override

from discord_standin import Discord, GuildFile
from discord_standin.permissions import Permission
from lightbulb_audit.archive import open_archive
from lightbulb_audit.discord.client import RestApp
from lightbulb_audit.discord.server_control import RestServerControl
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.alert import By, Cause, Incident
from lightbulb_audit.model.response import Refusal, RefusedResponseError
from lightbulb_audit.services.clock import local_time
from lightbulb_audit.services.incidents.ports import Answer, Presser
from lightbulb_audit.services.incidents.role_control import RoleControl, RoleResult

_CASES: Final = 60 if "EVERY_CASE" in os.environ else 12
_GUILD: Final = 10**18
_ACTOR: Final = "2"
_BOT: Final = "900"
_MAY: Final = Permission.MANAGE_ROLES | Permission.VIEW_AUDIT_LOG
_OWNER: Final = Presser(1, "owner", -1)


def _incident() -> Incident:
    now = local_time()
    return Incident(
        _GUILD, 1, 1, "every: ", By.ACTOR, int(_ACTOR), Cause.FITS, now, now, now, False, (5,), 10, None, "nonce"
    )


def _file(rng: random.Random) -> GuildFile:
    """A server whose actor has roles below the bot, above it, and managed ones."""
    roles: list[dict[str, Any]] = [{"id": str(_GUILD), "name": "@everyone", "permissions": "0"}]
    roles += [
        {"id": str(20 + place), "name": f"role {place}", "position": place, "managed": rng.random() < 0.2}
        for place in rng.sample(range(1, 12), 8)
    ]
    roles.append({"id": "99", "name": "bot", "position": 8, "managed": True, "permissions": str(int(_MAY))})
    held = [role["id"] for role in roles[1:-1] if rng.random() < 0.7]
    members: list[dict[str, Any]] = [
        {"user": {"id": "1", "username": "owner"}, "roles": []},
        {"user": {"id": _ACTOR, "username": "actor"}, "roles": held},
        {"user": {"id": _BOT, "username": "auditor", "bot": True}, "roles": ["99"]},
    ]
    guild = {"id": str(_GUILD), "name": "Pony", "owner_id": "1", "roles": roles, "members": members}
    return GuildFile.from_json({"guild": guild, "bot": {"id": _BOT, "username": "auditor", "bot": True}})


@contextlib.asynccontextmanager
async def _bot(discord: Discord) -> AsyncGenerator[RestApp]:
    """A bot that asks once: what hikari would try again is what fails here."""
    app = hikari.RESTApp(url=discord.rest_url, max_retries=0)
    await app.start()
    try:
        async with app.acquire(discord.token, hikari.TokenType.BOT) as rest:
            yield RestApp(rest)
    finally:
        await app.close()


def _lose(discord: Discord) -> None:
    discord.world.faults.lost = 1


def _cut(discord: Discord) -> None:
    discord.world.faults.lost_drops = 1


def _fail(discord: Discord) -> None:
    discord.world.faults.status, discord.world.faults.errors = 500, 1


def _drop(discord: Discord) -> None:
    discord.world.faults.drops = 1


def _calm(discord: Discord) -> None:
    discord.world.faults.calm()


_TROUBLES: Final[tuple[Callable[[Discord], None], ...]] = (_lose, _cut, _fail, _drop, _calm)


class _Server:
    """What happens in a server while its roles are taken, and what they must be in the end."""

    def __init__(self, discord: Discord, rng: random.Random) -> None:
        self.discord = discord
        self.state = discord.world.state
        self.expected = set(self.held)
        self._rng = rng

    @property
    def held(self) -> frozenset[str]:
        """What the actor has now."""
        return frozenset(self.state.members[_ACTOR]["roles"])

    def meddle(self) -> None:
        """Somebody deletes a role, or gives the actor another one; or nobody does anything."""
        others = sorted(self.state.roles.keys() - self.held - {str(_GUILD), "99"} - self.expected)
        doing = self._rng.choice(("delete", "give", "nothing"))
        if doing == "delete" and self.expected:
            role_id = self._rng.choice(sorted(self.expected))
            self.discord.emit("GUILD_ROLE_DELETE", {"guild_id": self.state.id, "role_id": role_id})
            self.expected.discard(role_id)
        elif doing == "give" and others:
            role_id = self._rng.choice(others)
            self.state.members[_ACTOR]["roles"].append(role_id)
            self.expected.add(role_id)


class _Troubled(RestServerControl):
    """Changes roles while Discord and this process are in trouble: each change meets a trouble of its own."""

    def __init__(self, bot: RestApp, discord: Discord, rng: random.Random) -> None:
        super().__init__(bot)
        self._discord = discord
        self._rng = rng

    @override
    async def take(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        self._begin_trouble()
        try:
            return await super().take(guild_id, user_id, role_id, reason)
        finally:
            self._discord.world.faults.calm()

    @override
    async def give(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        self._begin_trouble()
        try:
            return await super().give(guild_id, user_id, role_id, reason)
        finally:
            self._discord.world.faults.calm()

    def _begin_trouble(self) -> None:
        self._rng.choice(_TROUBLES)(self._discord)
        task = asyncio.current_task()
        if task is not None and self._rng.random() < 0.15:
            asyncio.get_running_loop().call_later(self._rng.uniform(0.0, 0.02), task.cancel)


async def _attempt(work: Coroutine[Any, Any, RoleResult]) -> None:
    """Do something that may fail, or be killed."""
    with contextlib.suppress(AuditError, RefusedResponseError, asyncio.CancelledError):
        await asyncio.create_task(work)


async def _until_back(discord: Discord, address: str, rng: random.Random) -> None:
    """Press until all is back, each time as another process; in the end nothing troubles it."""
    for number in range(4):
        async with await open_archive(address) as archive, _bot(discord) as bot:
            control = RestServerControl(bot) if number == 3 else _Troubled(bot, discord, rng)
            await _attempt(RoleControl(control, archive.responses).give_back(_incident(), _OWNER))
            if number == 3:
                assert await archive.responses.kept(_GUILD, int(_ACTOR)) == []


@pytest.mark.parametrize("seed", range(_CASES))
async def test_what_was_before_is_after(seed: int, tmp_path: Any) -> None:
    """Through lost and cut answers, errors, kills, roles deleted and given meanwhile, no role is lost or invented."""
    rng, address = random.Random(seed), f"sqlite:///{tmp_path}/archive.sqlite3"
    async with Discord(_file(rng)) as discord:
        server = _Server(discord, rng)
        for _ in range(2):
            async with await open_archive(address) as archive, _bot(discord) as bot:
                control = RoleControl(_Troubled(bot, discord, rng), archive.responses)
                await _attempt(control.take(_incident(), _OWNER))
                server.meddle()
        await _until_back(discord, address, rng)
        assert server.held == server.expected


async def test_what_is_left_is_named(tmp_path: Any) -> None:
    """All that can be taken is, those first that can do harm; managed roles and those above the bot are named."""
    rng = random.Random(3)
    async with Discord(_file(rng)) as discord, _bot(discord) as bot:
        state, server = discord.world.state, _Server(discord, rng)
        dangerous = next(role for role in state.roles.values() if role["name"] == "role 3")
        dangerous |= {"permissions": "8", "managed": False}
        state.members[_ACTOR]["roles"] = [one for one in state.roles if one not in {str(_GUILD), "99"}]
        before = server.held
        async with await open_archive(f"sqlite:///{tmp_path}/archive.sqlite3") as archive:
            control = RoleControl(RestServerControl(bot), archive.responses)
            result = await control.take(_incident(), _OWNER)
            stays = {role["name"] for role in state.roles.values() if role["managed"] or role["position"] >= 8}
            assert {name for name, _ in result.left} == stays - {"bot"}
            assert {state.roles[one]["name"] for one in server.held} == stays - {"bot"}
            assert result.done[0] == "role 3"
            reasons = {entry["reason"] for entry in state.audit_log.entries}
            assert reasons == {"Requested by owner (1): roles taken, incident 1"}
            given = await control.give_back(_incident(), _OWNER)
            assert (set(given.done), given.left, server.held) == (set(result.done), [], before)


_REFUSED: Final[tuple[tuple[str, Presser, dict[str, Any], Refusal], ...]] = (
    ("below", Presser(3, "low", -1), {"3": ["31"]}, Refusal.PRESSER_BELOW),
    ("lacks", Presser(3, "low", -1), {"3": ["33"]}, Refusal.PRESSER_LACKS),
    ("lacks here", Presser(3, "low", 0), {"3": ["32"]}, Refusal.PRESSER_LACKS),
    ("self", Presser(2, "actor", -1), {"2": ["32"]}, Refusal.IS_PRESSER),
    ("stranger", Presser(8, "nobody", -1), {}, Refusal.PRESSER_LACKS),
    ("bot lacks", _OWNER, {_BOT: []}, Refusal.BOT_LACKS),
    ("gone", _OWNER, {_ACTOR: None}, Refusal.NO_MEMBER),
    ("nothing", _OWNER, {_ACTOR: ["33"]}, Refusal.NOTHING_TO_TAKE),
)


@pytest.mark.parametrize(
    ("presser", "roles", "refusal"), [one[1:] for one in _REFUSED], ids=[one[0] for one in _REFUSED]
)
async def test_who_may_not(presser: Presser, roles: dict[str, Any], refusal: Refusal, tmp_path: Any) -> None:
    """Nothing is written down or taken where the presser or the bot may not, with the reason."""
    async with Discord(_file(random.Random(1))) as discord, _bot(discord) as bot:
        state = discord.world.state
        for role_id, position, bits in (("31", 1, 1 << 28), ("32", 9, 1 << 28), ("33", 10, 0)):
            state.roles[role_id] = {**state.roles["99"], "id": role_id, "name": role_id, "managed": False}
            state.roles[role_id] |= {"position": position, "permissions": str(bits)}
        state.put_member({"user": {"id": "3", "username": "low"}, "roles": []})
        state.members[_ACTOR]["roles"] = ["23", "24"]
        for user_id, held in roles.items():
            if held is None:
                state.members.pop(user_id)
            else:
                state.members[user_id]["roles"] = held
        before = {user_id: list(member["roles"]) for user_id, member in state.members.items()}
        async with await open_archive(f"sqlite:///{tmp_path}/archive.sqlite3") as archive:
            control = RoleControl(RestServerControl(bot), archive.responses)
            with pytest.raises(RefusedResponseError) as refused:
                await control.take(_incident(), presser)
            assert refused.value.refusal is refusal
            assert await archive.responses.kept(_GUILD, int(_ACTOR)) == []
        assert {user_id: member["roles"] for user_id, member in state.members.items()} == before


async def test_nobody_gives_away_what_stands_above_them(tmp_path: Any) -> None:
    """What the owner took a lower member cannot give back, and its actor cannot either."""
    async with Discord(_file(random.Random(1))) as discord, _bot(discord) as bot:
        state = discord.world.state
        state.roles["26"] = {**state.roles["99"], "id": "26", "position": 6, "managed": False}
        state.roles["25"] = {**state.roles["26"], "id": "25", "position": 5}
        state.put_member({"user": {"id": "3", "username": "low"}, "roles": ["25"]})
        state.members[_ACTOR]["roles"] = ["26"]
        async with await open_archive(f"sqlite:///{tmp_path}/archive.sqlite3") as archive:
            control = RoleControl(RestServerControl(bot), archive.responses)
            await control.take(_incident(), _OWNER)
            for presser, refusal in ((Presser(3, "low", -1), Refusal.PRESSER_BELOW),
                                     (Presser(2, "actor", -1), Refusal.PRESSER_LACKS)):  # fmt: skip
                with pytest.raises(RefusedResponseError) as refused:
                    await control.give_back(_incident(), presser)
                assert refused.value.refusal is refusal
            nobodys = dataclasses.replace(_incident(), key=None)
            with pytest.raises(RefusedResponseError) as refused:
                await control.take(nobodys, _OWNER)
            assert refused.value.refusal is Refusal.NOBODY
