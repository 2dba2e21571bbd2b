"""What a component under an incident's message carries."""

import enum
import re
from typing import Final, NamedTuple

from lightbulb_audit.model.alert import Incident

_PREFIX: Final = "lb-audit:i1"
"""What it begins with: whose it is, and the version of its form."""

_FORM: Final = re.compile(rf"{_PREFIX}\|([a-z])\|([1-9][0-9]{{0,17}})\|([0-9a-zA-Z]{{1,25}})\|([0-9]{{1,6}})")


class IncidentVerb(enum.StrEnum):
    """What a press asks for."""

    LIST = "l"
    ENTRY = "e"
    HISTORY = "h"
    FILE = "f"
    MUTE = "m"
    TAKE = "t"
    TAKE_YES = "s"
    GIVE = "g"
    PAUSE = "p"
    PAUSE_YES = "o"
    RESUME = "r"
    RESUME_YES = "q"
    NO = "n"


class IncidentButton(NamedTuple):
    """A press.

    Attributes:
        verb: What it asks for.
        incident_id: Which incident.
        nonce: What its message is known by; under an answer, that of the message whose button led there.
        page: Which page of a list.
    """

    verb: IncidentVerb
    incident_id: int
    nonce: str
    page: int = 0


def custom_id(verb: IncidentVerb, incident: Incident, page: int = 0) -> str:
    """Return what a component carries: at most 65 characters."""
    return f"{_PREFIX}|{verb}|{incident.incident_id}|{incident.nonce}|{page}"


def parse_custom_id(text: str) -> IncidentButton | None:
    """Return what a component carries; None for one that is not of an incident, whole and well-formed."""
    found = _FORM.fullmatch(text)
    if found is None or found[1] not in set(IncidentVerb):
        return None
    return IncidentButton(IncidentVerb(found[1]), int(found[2]), found[3], int(found[4]))


def nonce_of(text: str) -> str | None:
    """Return the nonce that a component carries; None for one that is not of an incident."""
    found = parse_custom_id(text)
    return None if found is None else found.nonce
