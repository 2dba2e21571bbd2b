"""The step `fault`: how the stand-in is told to misbehave."""

import http
import math
import time
from collections.abc import Callable

from discord_standin.errors import UsageError
from discord_standin.permissions import ALL, Permission
from discord_standin.values import Payload, as_integer
from discord_standin.world import World

USAGE = (
    "fault latency MS | error STATUS N | rate-limit SECONDS | drop N | lost-answer N | drop-answer N | "
    "nonce-window SECONDS | disconnect | invalid-session | forbid | calm"
)
_TAKEN = int(Permission.VIEW_AUDIT_LOG | Permission.ADMINISTRATOR)
_LEAST_STATUS = 400
_ERROR_WORDS = 2


def set_fault(world: World, text: str) -> None:
    """Set, or end, a fault.

    Raises:
        UsageError: There is no such fault, or its value is none.
    """
    name, *words = text.split() or [""]
    fault = _FAULTS.get(name)
    if fault is None:
        message = f"There is no fault called {name or 'nothing'!r}. The step is {USAGE}."
        raise UsageError(message)
    fault(world, words)


def _latency(world: World, words: list[str]) -> None:
    world.faults.latency = _number(words, "fault latency MS") / 1000


def _error(world: World, words: list[str]) -> None:
    usage = "fault error STATUS N"
    if len(words) != _ERROR_WORDS:
        message = f"The step is {usage}."
        raise UsageError(message)
    status = int(_number(words[:1], usage))
    if status not in {code.value for code in http.HTTPStatus if code >= _LEAST_STATUS}:
        message = f"{usage}: the status must be one of HTTP's errors, 400 to 599."
        raise UsageError(message)
    world.faults.status = status
    world.faults.errors = int(_number(words[1:], usage))


def _rate_limit(world: World, words: list[str]) -> None:
    world.faults.limited_until = time.monotonic() + _number(words, "fault rate-limit SECONDS")


def _drop(world: World, words: list[str]) -> None:
    world.faults.drops = int(_number(words, "fault drop N"))


def _lost_answer(world: World, words: list[str]) -> None:
    world.faults.lost = int(_number(words, "fault lost-answer N"))


def _drop_answer(world: World, words: list[str]) -> None:
    world.faults.lost_drops = int(_number(words, "fault drop-answer N"))


def _nonce_window(world: World, words: list[str]) -> None:
    world.faults.nonce_seconds = _number(words, "fault nonce-window SECONDS")


def _disconnect(world: World, words: list[str]) -> None:
    _nothing(words, "disconnect")
    world.gateway.cut()


def _invalid_session(world: World, words: list[str]) -> None:
    _nothing(words, "invalid-session")
    world.gateway.invalidate()


def _forbid(world: World, words: list[str]) -> None:
    _nothing(words, "forbid")
    state = world.state
    for role_id in (state.id, *state.bot_member["roles"]):
        role = state.roles.get(role_id)
        held = as_integer(role["permissions"]) if role else 0
        if role is not None and held & _TAKEN:
            world.faults.taken.setdefault(role_id, role["permissions"])
            rest = (ALL if held & Permission.ADMINISTRATOR else held) & ~_TAKEN
            _change_role(world, role, str(rest))


def _calm(world: World, words: list[str]) -> None:
    _nothing(words, "calm")
    taken = dict(world.faults.taken)
    world.faults.calm()
    for state in world.states.values():
        for role_id in taken.keys() & state.roles.keys():
            _change_role(world.within(state), state.roles[role_id], taken[role_id])


def _change_role(world: World, role: Payload, permissions: str) -> None:
    role["permissions"] = permissions
    world.dispatch("GUILD_ROLE_UPDATE", {"guild_id": world.state.id, "role": role})


def _number(words: list[str], usage: str) -> float:
    try:
        (word,) = words
        value = float(word)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        message = f"The step is {usage}, with a number that is not below 0."
        raise UsageError(message)
    return value


def _nothing(words: list[str], name: str) -> None:
    if words:
        message = f"The step fault {name} takes nothing after it."
        raise UsageError(message)


_FAULTS: dict[str, Callable[[World, list[str]], None]] = {
    "latency": _latency,
    "error": _error,
    "rate-limit": _rate_limit,
    "drop": _drop,
    "lost-answer": _lost_answer,
    "drop-answer": _drop_answer,
    "nonce-window": _nonce_window,
    "disconnect": _disconnect,
    "invalid-session": _invalid_session,
    "forbid": _forbid,
    "calm": _calm,
}
