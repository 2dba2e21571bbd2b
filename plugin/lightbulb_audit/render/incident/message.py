"""An incident's message: who, what they did by doing, what still stands, and what people did about it.

Never in it: the rule, which holds the threshold.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.catalog.permissions import DANGEROUS
from lightbulb_audit.describe.dangers import dangers
from lightbulb_audit.describe.text.markdown import escape, markdown, timestamp
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.alert import By, Cause, Incident
from lightbulb_audit.model.incident_button import IncidentVerb, custom_id
from lightbulb_audit.model.response import Response, ResponseKind, RoleState
from lightbulb_audit.render import limits
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.render.sums import sum_up
from lightbulb_audit.services.incidents.ports import IncidentView, Subject

_COLOUR: Final = hikari.Color(0xED4245)
"""Discord's own red."""

_GROUPS: Final = 12
_ROLES: Final = 8
_NAME: Final = 40
_LONG: Final = datetime.timedelta(hours=12)
_RESPONSES: Final = 6
_ROOM: Final = 2600
"""Characters for what was done; about the person, the times and the responses there is never as much as the rest."""

Row = hikari.impl.MessageActionRowBuilder


def draw(view: IncidentView) -> Mapping[str, Any]:
    """Draw a message so that Discord takes it, whatever its entries hold; nothing in it pings."""
    incident = view.incident
    parts = [_subject(view), _cause(incident), _done(view), "\n".join(_state(view)), "\n".join(_responses(view))]
    text = "\n\n".join(part for part in parts if part)
    title = words.TITLE.format(number=incident.incident_id)
    embed = hikari.Embed(title=title, description=text[: limits.DESCRIPTION], color=_COLOUR)
    embed.set_footer(_footer([incident.alert_id, *incident.also_by]))
    return MessagePayload(embed, _rows(view)).to_message()


def _footer(alert_ids: Sequence[int]) -> str:
    """Return which alerts found it."""
    *others, last = map(str, sorted(alert_ids))
    return (
        words.FOOTER_OF_MORE.format(numbers=", ".join(others), last=last)
        if others
        else words.FOOTER.format(number=last)
    )


def with_ping(drawing: Mapping[str, Any], role_id: int) -> Mapping[str, Any]:
    """Return a drawing that pings one role, and nobody else."""
    return {**drawing, "content": f"<@&{role_id}>", "role_mentions": [role_id]}


def name_of(subject: Subject) -> str:
    """Return somebody's name as markdown."""
    return escape(subject.name or subject.username or f"user {subject.user_id}", _NAME)


def _subject(view: IncidentView) -> str:
    """Return whom it is about: account, age, roles."""
    incident, subject = view.incident, view.subject
    if incident.by is By.SERVER or incident.cause is not Cause.FITS:
        return words.WHOLE_SERVER if incident.cause is Cause.FITS else ""
    if subject is None:
        return words.NOBODY if incident.by is By.ACTOR else _target(view)
    made = timestamp(snowflake.time_of(subject.user_id), "R")
    said = words.PERSON.format(name=name_of(subject), id=subject.user_id, made=made)
    if subject.username is not None and subject.username != subject.name:
        said += f" · {escape(subject.username, _NAME)}"
    said += f" · {words.BOT}" if subject.is_bot else ""
    whom = said if incident.by is By.ACTOR else words.TO_PERSON.format(whom=said)
    return "\n".join([whom, *_roles(subject)])


def _target(view: IncidentView) -> str:
    """Return to what all of it was done, where that is nobody: as the entries' own sentences name it."""
    if view.incident.key is None:
        return words.TO_NOTHING
    phrases = [one.target_phrase for one in view.descriptions if one.target.id == view.incident.key]
    whom = markdown(phrases[-1], longest=_NAME) if phrases else str(view.incident.key)
    return words.TO_PERSON.format(whom=whom)


def _roles(subject: Subject) -> list[str]:
    """Return the roles, those first that can do harm, with what harm that is."""
    if not subject.is_member:
        return [words.NO_MEMBER]
    if subject.roles is None:
        return []
    if not subject.roles:
        return [words.NO_ROLES]
    ordered = sorted(subject.roles, key=lambda role: not role[1] & DANGEROUS)
    said = [" ".join([f"**{escape(name, _NAME)}**", *dangers(bits)]) for name, bits in ordered[:_ROLES]]
    rest = len(ordered) - len(said)
    more = [words.MORE_ROLES.format(count=rest)] if rest else []
    return [words.ROLES.format(roles=", ".join([*said, *more]))]


def _cause(incident: Incident) -> str:
    """Return what is wrong beside what was done; empty where nothing is."""
    said = {Cause.UNHEARD: words.UNHEARD, Cause.FORBIDDEN: words.FORBIDDEN}.get(incident.cause, "")
    late = words.LATE if incident.is_late and incident.cause is Cause.FITS else ""
    return "\n".join(part for part in (said, late) if part)


def _done(view: IncidentView) -> str:
    """Return what was done, by doing, and how many entries that leaves out."""
    for groups in range(_GROUPS, 0, -1):
        found = sum_up(view.descriptions, groups, style="T")
        if sum(map(len, found.lines)) + len(found.lines) <= _ROOM:
            rest = len(view.incident.entry_ids) - found.told
            more = [words.AND_MORE.format(count=f"{rest:,}")] if rest > 0 else []
            return "\n".join([*found.lines, *more])
    return ""


def _state(view: IncidentView) -> list[str]:
    """Return from when to when it was done, and what of it is undone."""
    incident, count = view.incident, len(view.incident.entry_ids)
    if not count:
        return []
    undone = sum(one.undoing is not None for one in view.descriptions)
    came = words.ALL_STAND
    if undone:
        came = words.ALL_UNDONE if undone == count else words.SOME_UNDONE.format(undone=undone, count=f"{count:,}")
    return [f"{_when(incident)} · {came}"]


def _when(incident: Incident) -> str:
    """Return from when to when it was done: to the second, where it did not take long."""
    is_short = incident.last_at - incident.opened_at < _LONG
    first, last = (timestamp(one, "T" if is_short else "f") for one in (incident.opened_at, incident.last_at))
    said = (words.ONCE if first == last else words.FIRST_LAST).format(first=first, last=last)
    return f"{said} ({timestamp(incident.opened_at, 'D')})" if is_short else said


def _responses(view: IncidentView) -> list[str]:
    """Return what people did about it, the last of many, and what is not known of the roles that were taken."""
    said = [_response(one) for one in view.responses[-_RESPONSES:]]
    doubtful = [one.name for one in view.kept if one.state is RoleState.ASKED]
    if doubtful:
        said.append(words.IN_DOUBT.format(roles=name_roles(doubtful)))
    return said


def _response(response: Response) -> str:
    roles = [f"<@&{one}>" for one in response.role_ids[:_ROLES]]
    rest = len(response.role_ids) - len(roles)
    named = [*roles, *([words.MORE_ROLES.format(count=rest)] if rest else [])]
    return _SAID[response.kind].format(
        by=f"<@{response.user_id}>",
        roles=", ".join(named),
        at=timestamp(response.at, "R"),
        until="" if response.until is None else timestamp(response.until),
    )


_SAID: Final[Mapping[ResponseKind, str]] = {
    ResponseKind.TAKE: words.TAKEN,
    ResponseKind.GIVE: words.GIVEN,
    ResponseKind.PAUSE: words.PAUSED,
    ResponseKind.RESUME: words.RESUMED,
}


def name_roles(names: Sequence[str]) -> str:
    """Return the names of roles as markdown, those of many counted."""
    said = [f"**{escape(name, _NAME)}**" for name in names[:_ROLES]]
    rest = len(names) - len(said)
    return ", ".join([*said, *([words.MORE_ROLES.format(count=rest)] if rest else [])])


def _rows(view: IncidentView) -> list[hikari.api.ComponentBuilder]:
    """Return the buttons: to look, and to respond."""
    incident, looking, responding = view.incident, Row(), Row()
    if incident.entry_ids:
        _button(looking, words.SHOW, IncidentVerb.LIST, incident)
    if view.subject is not None:
        _button(looking, words.HISTORY, IncidentVerb.HISTORY, incident)
    if incident.entry_ids:
        _button(looking, words.FILE, IncidentVerb.FILE, incident)
    _button(looking, words.MUTE, IncidentVerb.MUTE, incident)
    if incident.actor_id is not None:
        _button(responding, words.TAKE, IncidentVerb.TAKE, incident, hikari.ButtonStyle.DANGER)
    if view.kept:
        _button(responding, words.GIVE, IncidentVerb.GIVE, incident)
    if _is_paused(view.responses):
        _button(responding, words.RESUME, IncidentVerb.RESUME, incident)
    else:
        _button(responding, words.PAUSE, IncidentVerb.PAUSE, incident, hikari.ButtonStyle.DANGER)
    return [looking, responding]


def _is_paused(responses: Sequence[Response]) -> bool:
    """Return whether invites were paused from here, and nobody let them work again; Discord ends it in time."""
    changes = [one.kind for one in responses if one.kind in (ResponseKind.PAUSE, ResponseKind.RESUME)]
    return changes[-1:] == [ResponseKind.PAUSE]


def _button(
    row: Row,
    text: str,
    verb: IncidentVerb,
    incident: Incident,
    style: hikari.InteractiveButtonTypesT = hikari.ButtonStyle.SECONDARY,
) -> None:
    row.add_interactive_button(style, custom_id(verb, incident), label=text)
