"""The table of steps, and those that need no interaction."""

import asyncio
import math
import shlex
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from discord_standin import people, step_faults, step_interactions
from discord_standin.errors import UsageError
from discord_standin.events import read_events
from discord_standin.results import StepResult, shown
from discord_standin.sitting import Sitting

_PAGE = 100
"""Messages of a channel that are shown."""

_EVENT_SECONDS = 0.15
"""How long to watch at least what the bot makes of an event."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table of steps.

    Attributes:
        usage: How it is typed.
        run: Does it, given what was typed after its name.
    """

    usage: str
    run: Callable[[Sitting, str, StepResult], Awaitable[None]]


async def run_step(sitting: Sitting, text: str, result: StepResult) -> None:
    """Do the step that a line asks for.

    Raises:
        UsageError: It is none, or not well-formed.
        StandinError: The bot did not come up.
    """
    line = text.strip()
    if line.startswith("/"):
        await step_interactions.slash(sitting, line, result)
        return
    name, _, rest = line.partition(" ")
    step = STEPS.get(name)
    if step is None:
        known = ", ".join(["/COMMAND", *STEPS])
        message = f"There is no step called {name or 'nothing'!r}; there are: {known}."
        raise UsageError(message)
    await step.run(sitting, rest.strip(), result)


async def _as(sitting: Sitting, rest: str, result: StepResult) -> None:
    if rest not in sitting.discord.world.state.members:
        message = f"as USER_ID: no member of the guild has the id {rest or '(none)'}."
        raise UsageError(message)
    sitting.user_id = result.as_user = rest


async def _in(sitting: Sitting, rest: str, result: StepResult) -> None:
    sitting.discord.enter(rest)
    sitting.opened = None
    state = sitting.discord.world.state
    if sitting.user_id not in state.members:
        sitting.user_id = result.as_user = state.guild["owner_id"]


async def _event(sitting: Sitting, rest: str, _: StepResult) -> None:
    path = Path(_one_word(rest, "event FILE"))
    events = await asyncio.to_thread(read_events, path)
    await sitting.begin()
    for name, data in events:
        sitting.discord.emit(name, data)
    await sitting.settle(_EVENT_SECONDS)


async def _grow(sitting: Sitting, rest: str, _: StepResult) -> None:
    entry_id, _space, count = rest.partition(" ")
    if not count.strip().isdecimal():
        raise UsageError("grow ENTRY_ID COUNT: the count must be a whole number.")
    log = sitting.discord.world.state.audit_log
    if log.find(entry_id) is None:
        message = f"grow ENTRY_ID COUNT: the audit log has no entry {entry_id}."
        raise UsageError(message)
    await sitting.begin()
    log.grow(entry_id, int(count))


async def _stop(sitting: Sitting, rest: str, _: StepResult) -> None:
    _nothing(rest, "stop")
    await sitting.stop_bot(at_once=False)


async def _kill(sitting: Sitting, rest: str, _: StepResult) -> None:
    _nothing(rest, "kill")
    await sitting.stop_bot(at_once=True)


async def _start(sitting: Sitting, rest: str, _: StepResult) -> None:
    _nothing(rest, "start")
    await sitting.start_bot()
    await sitting.settle(_EVENT_SECONDS)


async def _wait(sitting: Sitting, rest: str, _: StepResult) -> None:
    try:
        seconds = float(rest)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise UsageError("wait SECONDS: the seconds must be a number, not below 0.")
    await sitting.begin()
    await asyncio.sleep(seconds)


async def _messages(sitting: Sitting, rest: str, result: StepResult) -> None:
    world = sitting.discord.world
    try:
        channel_id = people.find_channel(world.state, _one_word(rest, "messages #CHANNEL"))["id"]
    except people.NotFoundError as error:
        raise UsageError(str(error)) from error
    await sitting.begin()
    await sitting.settle()
    world.posted[:] = [held for held in world.posted if held.message["channel_id"] != channel_id]
    result.posted = [shown(held) for held in world.state.messages.in_channel(channel_id)[:_PAGE]]


async def _fault(sitting: Sitting, rest: str, _: StepResult) -> None:
    await sitting.begin()
    step_faults.set_fault(sitting.discord.world, rest)
    await sitting.settle()


def _one_word(rest: str, usage: str) -> str:
    try:
        words = shlex.split(rest)
    except ValueError:
        words = [rest]
    if not words:
        message = f"The step is {usage}."
        raise UsageError(message)
    return words[0] if len(words) == 1 else rest


def _nothing(rest: str, name: str) -> None:
    if rest:
        message = f"The step {name} takes nothing after it."
        raise UsageError(message)


STEPS: dict[str, Step] = {
    "press": Step("press LABEL", step_interactions.press),
    "choose": Step("choose VALUE", step_interactions.choose),
    "submit": Step("submit TEXT", step_interactions.submit),
    "type": Step("type /COMMAND OPTION:TEXT", step_interactions.autocomplete),
    "user-command": Step("user-command NAME USER_ID", step_interactions.user_command),
    "as": Step("as USER_ID", _as),
    "in": Step("in GUILD_ID", _in),
    "event": Step("event FILE", _event),
    "grow": Step("grow ENTRY_ID COUNT", _grow),
    "stop": Step("stop", _stop),
    "start": Step("start", _start),
    "kill": Step("kill", _kill),
    "wait": Step("wait SECONDS", _wait),
    "messages": Step("messages #CHANNEL", _messages),
    "fault": Step(step_faults.USAGE, _fault),
}
"""Every step but slash commands, by its first word."""
