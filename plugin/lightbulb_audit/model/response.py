"""What people did about an incident: roles that were taken, and can be given back; invites that are paused."""

import dataclasses
import datetime
import enum
from typing import Any


class ResponseKind(enum.StrEnum):
    """What was done."""

    TAKE = "take"
    GIVE = "give"
    PAUSE = "pause"
    RESUME = "resume"


class RoleState(enum.StrEnum):
    """What is known of a role that was asked to be taken."""

    ASKED = "asked"
    """Discord may have taken it, or not."""

    TAKEN = "taken"


class Refusal(enum.StrEnum):
    """Why a response is not made."""

    PRESSER_LACKS = "presser lacks"
    BOT_LACKS = "bot lacks"
    PRESSER_BELOW = "presser below"
    IS_OWNER = "is owner"
    IS_PRESSER = "is presser"
    IS_THIS_BOT = "is this bot"
    NO_MEMBER = "no member"
    NOBODY = "nobody"
    NOTHING_TO_TAKE = "nothing to take"
    NOTHING_KEPT = "nothing kept"
    ALREADY_PAUSED = "already paused"
    NOT_PAUSED = "not paused"


class Why(enum.StrEnum):
    """Why a role stays as it is."""

    MANAGED = "managed"
    ABOVE_BOT = "above bot"
    GONE = "gone"
    UNSURE = "unsure"
    """Discord did not answer."""


@dataclasses.dataclass(eq=False)
class RefusedResponseError(Exception):
    """A response that is not made.

    Attributes:
        refusal: Why.
        about: What the sentence about it names: a permission, or a moment.
    """

    refusal: Refusal
    about: Any = ""


@dataclasses.dataclass(frozen=True, slots=True)
class KeptRole:
    """A role that somebody had, written down before it is taken.

    Attributes:
        guild_id: The server.
        user_id: Whose it was.
        role_id: Which.
        name: What it was called then.
        incident_id: The incident that it was taken for.
        asked_by: Who pressed.
        asked_at: When, with a time zone.
        state: What is known of it.
    """

    guild_id: int
    user_id: int
    role_id: int
    name: str
    incident_id: int
    asked_by: int
    asked_at: datetime.datetime
    state: RoleState = RoleState.ASKED


@dataclasses.dataclass(frozen=True, slots=True)
class Response:
    """What somebody did about an incident.

    Attributes:
        guild_id: The server.
        incident_id: The incident.
        kind: What was done.
        user_id: Who pressed.
        at: When they pressed, with a time zone. No two of an incident are of the same moment and kind.
        role_ids: The roles that were taken or given back, as far as it has come.
        until: Until when invites are paused; None where they are not.
    """

    guild_id: int
    incident_id: int
    kind: ResponseKind
    user_id: int
    at: datetime.datetime
    role_ids: tuple[int, ...] = ()
    until: datetime.datetime | None = None
