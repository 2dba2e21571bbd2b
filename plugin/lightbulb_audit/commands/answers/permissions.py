"""Who may, and what to say when something cannot be done."""

import dataclasses
import datetime
import math
from typing import cast

import hikari

from lightbulb_audit import errors
from lightbulb_audit.analyse.visibility import EVERYONE, Viewer
from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.markdown import escape
from lightbulb_audit.describe.values.formatter import duration
from lightbulb_audit.render.search.query_errors import query_error_message

_STAFF = (
    hikari.Permissions.ADMINISTRATOR
    | hikari.Permissions.KICK_MEMBERS
    | hikari.Permissions.BAN_MEMBERS
    | hikari.Permissions.MODERATE_MEMBERS
    | hikari.Permissions.MUTE_MEMBERS
    | hikari.Permissions.DEAFEN_MEMBERS
    | hikari.Permissions.MOVE_MEMBERS
    | hikari.Permissions.VIEW_AUDIT_LOG
    | hikari.Permissions.MANAGE_GUILD
    | hikari.Permissions.MANAGE_ROLES
    | hikari.Permissions.MANAGE_CHANNELS
    | hikari.Permissions.MANAGE_THREADS
    | hikari.Permissions.MANAGE_MESSAGES
    | hikari.Permissions.MANAGE_NICKNAMES
    | hikari.Permissions.MANAGE_WEBHOOKS
    | hikari.Permissions.MANAGE_EVENTS
    | hikari.Permissions.MANAGE_GUILD_EXPRESSIONS
)
"""What members without a part in running the server do not have."""

_LONGEST_QUOTE = 100
_ITEMS = 5


def check_permissions(
    interaction: hikari.CommandInteraction
    | hikari.ComponentInteraction
    | hikari.ModalInteraction
    | hikari.AutocompleteInteraction,
    *,
    reads: bool = True,
) -> str | None:
    """Return why this person may not, or the bot cannot, read the log here; None if all is well.

    Discord sends both sets of permissions with each interaction, so asking costs nothing. Its own check of a command's
    default permissions can be changed by a server's settings; this one cannot.

    Args:
        interaction: Who asks, and where.
        reads: Whether the log is read for the answer, so that the bot needs the permission too.
    """
    member = interaction.member
    if interaction.guild_id is None or member is None:
        return words.NOT_A_SERVER
    if not may_view(member.permissions):
        return words.ASKER_LACKS
    if reads and not may_view(interaction.app_permissions):
        return words.BOT_LACKS
    return None


def may_view(permissions: hikari.Permissions | None) -> bool:
    """Return whether somebody with these permissions may see the log."""
    # Discord sends administrators every permission; asking for both costs nothing.
    wanted = hikari.Permissions.VIEW_AUDIT_LOG | hikari.Permissions.ADMINISTRATOR
    return permissions is not None and bool(permissions & wanted)


def is_staff(permissions: hikari.Permissions) -> bool:
    """Return whether somebody with these permissions looks after the server, or a part of it."""
    return bool(permissions & _STAFF)


def viewer_of(member: hikari.InteractionMember, *, private: bool) -> Viewer:
    """Return whose eyes an answer is made for: the asker's, or everybody's.

    Discord sends the owner and administrators every permission with the interaction, whatever the channel denies.
    """
    if not private:
        return EVERYONE
    all_seeing = bool(member.permissions & hikari.Permissions.ADMINISTRATOR)
    return Viewer(int(member.id), frozenset(map(int, member.role_ids)), all_seeing)


def error_message(error: errors.AuditError) -> str:
    """Return what to tell the asker of an error: what happened, and what to do."""
    if isinstance(error, errors.SearchError):
        return query_error_message(error)
    template = words.ERRORS.get(type(error), words.UNEXPECTED)
    return template.format(**{field.name: _said(getattr(error, field.name)) for field in dataclasses.fields(error)})


def _said(value: object) -> str:
    """Return a field of an error: text from outside made safe, seconds in words, names one after the other."""
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        days = [one for one in items if isinstance(one, datetime.date)]
        if days:
            named = " or ".join(f"{one.day} {one:%B %Y}" for one in days[:_ITEMS])
            return f"{named}{_more(len(days))}: write {' or '.join(map(str, days[:_ITEMS]))}"
        return ", ".join(f"“{_said(name)}”" for name in items[:_ITEMS]) + _more(len(items))
    if isinstance(value, float):
        return duration(max(math.ceil(value), 1))
    return escape(value, _LONGEST_QUOTE) if isinstance(value, str) else str(value)


def _more(count: int) -> str:
    """Return how many of so many are not named."""
    return f" {words.AND_MORE.format(count=count - _ITEMS)}" if count > _ITEMS else ""
