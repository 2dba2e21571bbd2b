"""The feeds of a running bot: what reads its archive and posts to channels."""

import hikari

from lightbulb_audit.archiver import Archiver
from lightbulb_audit.commands.answers.feed.desk import FeedServices
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.discord.feed_channels import RestFeedChannels
from lightbulb_audit.discord.feed_places import RestFeedPlaces
from lightbulb_audit.model.feed import nonce_of
from lightbulb_audit.render.feed.message import draw
from lightbulb_audit.services.collector.schedule import Schedule
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.feeds.delivery import Delivery
from lightbulb_audit.services.feeds.runner import FeedRunner
from lightbulb_audit.services.feeds.teller import PostTeller
from lightbulb_audit.services.feeds.undone import UndoneFinder


def build_feeds(app: hikari.RESTAware, archiving: Archiver, services: Services, rhythm: Schedule) -> FeedServices:
    """Put the feeds of an archive together; they are served while it collects."""
    store, channels = archiving.store.feeds, RestFeedChannels(app, nonce_of)
    entries = EntryTeller(store.entries, archiving.reader, services.server, services.describer, services.reversals)
    teller = PostTeller(entries)
    undone = UndoneFinder(store, archiving.store, archiving.reader)
    delivery = Delivery(store, channels, teller, draw, undone)
    runner = FeedRunner(
        store,
        delivery,
        services.parser,
        services.names,
        services.server,
        archiving.is_reading,
        rhythm,
        services.clock.now,
    )
    archiving.store.on_append = runner.wake
    archiving.runners.append(runner)
    return FeedServices(store, runner, RestFeedPlaces(app), channels, teller, draw)
