"""The answers to an incident's buttons: questions with a yes and a no, what was done, and why something was not."""

import datetime
from collections.abc import Sequence

import hikari
import hikari.impl

from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.describe.text.markdown import timestamp
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.incident_button import IncidentVerb, custom_id
from lightbulb_audit.model.response import RefusedResponseError, Why
from lightbulb_audit.render.incident.message import name_roles
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.services.incidents.role_control import RoleResult


def say(*sentences: str, rows: Sequence[hikari.api.ComponentBuilder] = ()) -> MessagePayload:
    """Return sentences, a line each."""
    return MessagePayload(hikari.Embed(description="\n".join(filter(None, sentences)), color=COLOUR), rows)


def ask(incident: Incident, yes: IncidentVerb, *sentences: str) -> MessagePayload:
    """Ask before something is done."""
    row = hikari.impl.MessageActionRowBuilder()
    row.add_interactive_button(hikari.ButtonStyle.DANGER, custom_id(yes, incident), label=words.YES)
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, custom_id(IncidentVerb.NO, incident), label=words.NO)
    return say(*sentences, rows=[row])


def say_left(left: Sequence[tuple[str, Why]]) -> list[str]:
    """Return which roles stay as they are, a line for each reason."""
    lines: list[str] = []
    for why in Why:
        names = [name for name, reason in left if reason is why]
        if names:
            template = words.LEFT if len(names) == 1 else words.LEFT_MANY
            lines.append(template.format(roles=name_roles(names), why=words.WHYS[why]))
    return lines


def say_taken(result: RoleResult) -> MessagePayload:
    """Say which roles were taken."""
    template = words.TOOK if result.done else words.TOOK_NONE
    return say(template.format(roles=name_roles(result.done), whom=f"<@{result.user_id}>"), *say_left(result.left))


def say_given(result: RoleResult) -> MessagePayload:
    """Say which roles were given back."""
    template = words.GAVE if result.done else words.GAVE_NONE
    return say(template.format(roles=name_roles(result.done), whom=f"<@{result.user_id}>"), *say_left(result.left))


def say_refused(error: RefusedResponseError) -> MessagePayload:
    """Say why something is not done."""
    about = error.about
    if isinstance(about, datetime.datetime):
        about = timestamp(about)
    elif isinstance(about, int):
        about = words.PERMISSIONS[about]
    return say(words.REFUSALS[error.refusal].format(about=about))
