"""What the buttons of incidents work with."""

import dataclasses

from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.incidents.invite_pause import InvitePause
from lightbulb_audit.services.incidents.role_control import RoleControl
from lightbulb_audit.services.incidents.runner import IncidentRunner
from lightbulb_audit.services.incidents.teller import IncidentTeller


@dataclasses.dataclass(frozen=True, slots=True)
class IncidentServices:
    """The incidents of a running bot.

    Attributes:
        store: Where they are.
        runner: What tells them.
        teller: Tells what their messages say.
        entries: Tells entries.
        roles: Takes roles and gives them back.
        invites: Pauses invites.
    """

    store: AlertStore
    runner: IncidentRunner
    teller: IncidentTeller
    entries: EntryTeller
    roles: RoleControl
    invites: InvitePause
