"""The incidents of a running bot: what tells them to channels, and what people do about them from there."""

import hikari

from lightbulb_audit.archiver import Archiver
from lightbulb_audit.commands.answers.incident.services import IncidentServices
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.discord.feed_channels import RestFeedChannels
from lightbulb_audit.discord.server_control import RestServerControl
from lightbulb_audit.model.incident_button import nonce_of
from lightbulb_audit.render.incident.message import draw, with_ping
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.incidents.delivery import IncidentDelivery
from lightbulb_audit.services.incidents.invite_pause import InvitePause
from lightbulb_audit.services.incidents.role_control import RoleControl
from lightbulb_audit.services.incidents.runner import IncidentRunner
from lightbulb_audit.services.incidents.teller import IncidentTeller


def build_incidents(
    app: hikari.RESTAware, archiving: Archiver, services: Services, rhythm: Schedule
) -> IncidentServices:
    """Put together what tells the incidents of an archive; they are served while it collects."""
    store = archiving.store
    entries = EntryTeller(
        store.feeds.entries, archiving.reader, services.server, services.describer, services.reversals
    )
    teller = IncidentTeller(entries, store.responses, services.server)
    delivery = IncidentDelivery(store.alerts, RestFeedChannels(app, nonce_of), teller, draw, with_ping)
    runner = IncidentRunner(store.alerts, delivery, lambda guild_id: archiving.hearing(guild_id) is not None, rhythm)
    archiving.runners.append(runner)
    control = RestServerControl(app)
    roles, invites = RoleControl(control, store.responses), InvitePause(control, store.responses)
    return IncidentServices(store.alerts, runner, teller, entries, roles, invites)
