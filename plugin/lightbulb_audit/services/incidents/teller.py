"""What an incident's message tells: its entries in words, whom it is about, and what people did about it."""

from collections.abc import Callable, Sequence
from typing import Final

import hikari

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.errors import AuditError
from lightbulb_audit.model.alert import By, Cause, Incident
from lightbulb_audit.model.response import KeptRole
from lightbulb_audit.services.deadline import wait_at_most
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.incidents.ports import IncidentView, ResponseStore, Subject
from lightbulb_audit.services.ports import Server
from lightbulb_audit.timeline.current import CurrentState

_PATIENCE: Final = 0.4
"""Seconds that Discord may take to tell somebody's roles: an alert must not wait for them."""


class IncidentTeller:
    """Tells incidents as they are now.

    Args:
        entries: Tells entries.
        responses: What people did about them.
        server: A server as the bot knows it.
    """

    def __init__(
        self, entries: EntryTeller, responses: ResponseStore, server: Callable[[hikari.Snowflake], Server]
    ) -> None:
        self._entries = entries
        self._responses = responses
        self._server = server

    async def tell(self, incident: Incident) -> IncidentView:
        """Tell an incident.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        told = await self._entries.tell(incident.guild_id, incident.entry_ids)
        responses = await self._responses.of(incident.guild_id, incident.incident_id)
        kept: Sequence[KeptRole] = ()
        if incident.actor_id is not None:
            kept = await self._responses.kept(incident.guild_id, incident.actor_id)
        return IncidentView(incident, told, await self._subject(incident, told), responses, kept)

    async def _subject(self, incident: Incident, told: Sequence[Description]) -> Subject | None:
        """Return whom it is about, where that is somebody; their roles are asked for anew each time."""
        user_id = incident.key
        if user_id is None or incident.by is By.SERVER or incident.cause is not Cause.FITS:
            return None
        server = self._server(hikari.Snowflake(incident.guild_id))
        if incident.by is By.TARGET and not any(_is_user(one, user_id) for one in told):
            return None
        parties = [party for one in told for party in (one.actor, one.target)]
        party = next((one for one in parties if one.id == user_id and one.name is not None), None)
        roles, is_member = await self._roles(server, user_id)
        if party is None:
            known = server.names(Kind.USER, user_id)
            name, username, is_bot = (None, None, False) if known is None else (known.name, known.username, known.bot)
        else:
            name, username, is_bot = party.name, party.username, party.bot
        return Subject(user_id, name, username, is_bot, roles, is_member)

    async def _roles(self, server: Server, user_id: int) -> tuple[Sequence[tuple[str, int]] | None, bool]:
        """Return somebody's roles by name and permissions, None where nobody knows; and whether they are a member."""
        try:
            found = await wait_at_most(_ask(server, user_id), _PATIENCE)
        except AuditError:
            return None, True
        if found is None:
            return None, True
        (member,) = found
        if member is None:
            return None, False
        known = [server.names(Kind.ROLE, role_id) for role_id in sorted(member.roles or ())]
        return [(one.name, one.permissions or 0) for one in known if one is not None and one.name is not None], True


async def _ask(server: Server, user_id: int) -> tuple[CurrentState | None]:
    """Return what a member is like now, which is none for who is none: that is an answer too."""
    return (await server.current_member(user_id),)


def _is_user(told: Description, user_id: int) -> bool:
    return told.target.kind is Kind.USER and told.target.id == user_id
