"""What incidents need of the world outside."""

import dataclasses
import datetime
import enum
from collections.abc import Mapping, Sequence
from typing import Protocol

from lightbulb_audit.analyse.standing import Someone, Standing
from lightbulb_audit.describe import Description
from lightbulb_audit.model.alert import Incident
from lightbulb_audit.model.response import KeptRole, Response


class Answer(enum.Enum):
    """What Discord said to giving or taking a role."""

    DONE = enum.auto()
    """It is so now."""

    NO_ROLE = enum.auto()
    NO_MEMBER = enum.auto()
    REFUSED = enum.auto()
    """The bot may not."""


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """A server as it is at a press, asked of Discord anew.

    Attributes:
        standing: Its roles.
        people: Those who were asked for, by id, as far as they are members; the bot is one of them.
        bot_id: The bot.
        paused_until: Until when its invites are paused; None while they work.
        messages_paused_until: Until when its members' direct messages are paused; None while they are not.
    """

    standing: Standing
    people: Mapping[int, Someone]
    bot_id: int
    paused_until: datetime.datetime | None = None
    messages_paused_until: datetime.datetime | None = None


class ServerControl(Protocol):
    """What is changed in a server. Each method raises `AuditError` where Discord does not do its part."""

    async def scene(self, guild_id: int, user_ids: Sequence[int]) -> Scene:
        """Return a server as it is now, with these people."""
        ...

    async def take(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        """Take a role from somebody; it is done too where they do not have it."""
        ...

    async def give(self, guild_id: int, user_id: int, role_id: int, reason: str) -> Answer:
        """Give somebody a role; it is done too where they have it."""
        ...

    async def pause_invites(
        self, guild_id: int, until: datetime.datetime | None, messages_until: datetime.datetime | None
    ) -> None:
        """Let nobody join until a moment, or anybody again; direct messages stay as paused as they are said to be."""
        ...


class ResponseStore(Protocol):
    """What people did, in the archive. Each method raises `ArchiveError` where the database does not do its part."""

    async def keep(self, roles: Sequence[KeptRole]) -> None:
        """Write roles down that are about to be taken; one that is there already is asked for anew."""
        ...

    async def note_taken(self, role: KeptRole, response: Response) -> None:
        """Discord took a role; the response tells all that it took so far."""
        ...

    async def kept(self, guild_id: int, user_id: int) -> Sequence[KeptRole]:
        """Return what was taken, or may have been, from somebody, and was not given back."""
        ...

    async def forget(self, role: KeptRole, response: Response | None = None) -> None:
        """A role was given back, as the response tells; or it was never taken, or is no more."""
        ...

    async def note(self, response: Response) -> None:
        """Write down what somebody did about an incident; its message is to tell it."""
        ...

    async def of(self, guild_id: int, incident_id: int) -> Sequence[Response]:
        """Return what people did about an incident, the first first."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Presser:
    """Who presses.

    Attributes:
        user_id: Who.
        name: Their username, which Discord's log is to name.
        permissions: What they may do where they press, as Discord said with the press.
    """

    user_id: int
    name: str
    permissions: int


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """Whom an incident is about, as far as the bot knows.

    Attributes:
        user_id: Who.
        name: What they are called; None where nobody knows.
        username: Their username; None where nobody knows.
        is_bot: Whether they are a bot.
        roles: Their roles now, highest first, by name and permissions; None where nobody knows.
        is_member: Whether they are in the server; True where nobody knows.
    """

    user_id: int
    name: str | None = None
    username: str | None = None
    is_bot: bool = False
    roles: Sequence[tuple[str, int]] | None = None
    is_member: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class IncidentView:
    """All that an incident's message is drawn from.

    Attributes:
        incident: The incident.
        descriptions: Its entries in words, in the order of their making; of very many the first.
        subject: Whom it is about; None where that is nobody known, or the whole server.
        responses: What people did about it.
        kept: The roles that were taken from the subject, and not given back.
    """

    incident: Incident
    descriptions: Sequence[Description]
    subject: Subject | None = None
    responses: Sequence[Response] = ()
    kept: Sequence[KeptRole] = ()
