"""`/audit feed`: what happens, posted to a channel as it happens."""

from collections.abc import Callable

import lightbulb

from lightbulb_audit.commands.feed.add import add
from lightbulb_audit.commands.feed.change import change
from lightbulb_audit.commands.feed.components import FeedPresses
from lightbulb_audit.commands.feed.desk import FeedDesk, FeedServices
from lightbulb_audit.commands.feed.list import list_feeds
from lightbulb_audit.commands.feed.notice import TroubleNotice, with_troubles
from lightbulb_audit.commands.feed.pause import pause
from lightbulb_audit.commands.feed.remove import remove
from lightbulb_audit.commands.feed.test import test

__all__ = ["FeedDesk", "FeedPresses", "FeedServices", "TroubleNotice", "register", "with_troubles"]

_COMMANDS: tuple[Callable[[FeedDesk], type[lightbulb.SlashCommand]], ...] = (
    add, list_feeds, change, pause, remove, test,
)  # fmt: skip


def register(group: lightbulb.Group, desk: FeedDesk) -> None:
    """Put the commands into `/audit`."""
    subgroup = group.subgroup("feed", "What happens, posted to a channel as it happens")
    for command in _COMMANDS:
        subgroup.register(command(desk))
