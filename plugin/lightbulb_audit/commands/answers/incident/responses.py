"""What is done about an incident by a press: each asks first, and sees anew who may at the yes."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.commands.answers.incident.services import IncidentServices
from lightbulb_audit.describe.text.markdown import timestamp
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.incident_button import IncidentVerb
from lightbulb_audit.render.incident.answers import ask, say, say_given, say_left, say_taken
from lightbulb_audit.render.incident.message import name_roles
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.incidents.ports import Presser


@dataclasses.dataclass(frozen=True, slots=True)
class IncidentPress:
    """A press about an incident.

    Attributes:
        services: What it works with.
        incident: The incident, as it is now.
        presser: Who pressed.
    """

    services: IncidentServices
    incident: Incident
    presser: Presser


async def _ask_take(press: IncidentPress) -> MessagePayload:
    plan = await press.services.roles.plan_take(press.incident, press.presser)
    roles = name_roles([role.name for role in plan.roles])
    asked = words.ASK_TAKE.format(roles=roles, whom=f"<@{plan.user_id}>")
    return ask(press.incident, IncidentVerb.TAKE_YES, asked, *say_left([(role.name, why) for role, why in plan.left]))


async def _take(press: IncidentPress) -> MessagePayload:
    return say_taken(await press.services.roles.take(press.incident, press.presser))


async def _give(press: IncidentPress) -> MessagePayload:
    return say_given(await press.services.roles.give_back(press.incident, press.presser))


async def _ask_pause(press: IncidentPress) -> MessagePayload:
    await press.services.invites.check(press.incident, press.presser, pauses=True)
    return ask(press.incident, IncidentVerb.PAUSE_YES, words.ASK_PAUSE)


async def _pause(press: IncidentPress) -> MessagePayload:
    response = await press.services.invites.change(press.incident, press.presser, pauses=True)
    return say(words.PAUSED_NOW.format(until="" if response.until is None else timestamp(response.until)))


async def _ask_resume(press: IncidentPress) -> MessagePayload:
    await press.services.invites.check(press.incident, press.presser, pauses=False)
    return ask(press.incident, IncidentVerb.RESUME_YES, words.ASK_RESUME)


async def _resume(press: IncidentPress) -> MessagePayload:
    await press.services.invites.change(press.incident, press.presser, pauses=False)
    return say(words.RESUMED_NOW)


async def _no(_: IncidentPress) -> MessagePayload:
    return say(words.NOTHING_DONE)


_Respond: TypeAlias = Callable[[IncidentPress], Awaitable[MessagePayload]]

QUESTIONS: Final[Mapping[IncidentVerb, _Respond]] = {
    IncidentVerb.TAKE: _ask_take,
    IncidentVerb.PAUSE: _ask_pause,
    IncidentVerb.RESUME: _ask_resume,
}
"""What asks first. Giving back does not: one press undoes what was done."""

ANSWERS: Final[Mapping[IncidentVerb, _Respond]] = {
    IncidentVerb.TAKE_YES: _take,
    IncidentVerb.GIVE: _give,
    IncidentVerb.PAUSE_YES: _pause,
    IncidentVerb.RESUME_YES: _resume,
    IncidentVerb.NO: _no,
}
"""What is done by a yes, or at once."""
