"""The incidents of all servers of this process, on their way to Discord."""

from collections.abc import Callable

from lightbulb_audit.services.alerts.ports import AlertStore
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.guild_runner import GuildRunner
from lightbulb_audit.services.incidents.delivery import IncidentDelivery
from lightbulb_audit.services.incidents.guild_incidents import GuildIncidents


class IncidentRunner(GuildRunner[GuildIncidents]):
    """Tells the incidents of the servers that this process collects.

    Args:
        store: Where they are.
        delivery: Sends their messages.
        is_served: Whether this process collects a server.
        rhythm: How often what is looked for.
    """

    def __init__(
        self, store: AlertStore, delivery: IncidentDelivery, is_served: Callable[[int], bool], rhythm: Schedule
    ) -> None:
        def begin(guild_id: int) -> GuildIncidents:
            return GuildIncidents(guild_id, store, delivery, rhythm)

        super().__init__(store.guilds, is_served, begin, rhythm.feed_look, "incidents")

    def wake(self, guild_id: int) -> None:
        """An incident of a server was opened or changed, be it the first that is seen of the server."""
        if self.get(guild_id) is None:
            self.changed(guild_id)
        else:
            super().wake(guild_id)
