"""`/audit feed`: what happens, posted to a channel as it happens."""

from typing import TYPE_CHECKING, Any, Final

import hikari
import lightbulb

from lightbulb_audit.catalog import feed_words
from lightbulb_audit.commands.proposals import searches
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.model.feed import Look

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.feed.desk import FeedDesk
    from lightbulb_audit.commands.answers.services import Services

_CONTEXTS: Final = (hikari.ApplicationContextType.GUILD,)
_LONGEST_NUMBER: Final = 20


def register(group: lightbulb.Group, services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> None:
    """Put the commands into `/audit`."""
    subgroup = group.subgroup("feed", "What happens, posted to a channel as it happens")
    for command in (
        _add(services, desk),
        _list(desk),
        _change(services, desk),
        _pause(desk),
        _remove(desk),
        _test(desk),
    ):
        subgroup.register(command)


def _look(default: str) -> Any:
    choices = [lightbulb.Choice(feed_words.LOOKS[look], str(look)) for look in Look]
    return lightbulb.string("look", "How entries are shown", choices=choices, default=default)


def _number() -> Any:
    return lightbulb.string("feed", "Its number, as the list shows it", max_length=_LONGEST_NUMBER)


def _add(services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Add(
        lightbulb.SlashCommand, name="add", description="Post what happens to a channel, as it happens",
        contexts=_CONTEXTS,
    ):  # fmt: skip
        channel = lightbulb.channel("channel", "Where to post")
        query = lightbulb.string(
            "query", "Which entries, as a search asks for them; all without", default="",
            autocomplete=searches(services),
        )  # fmt: skip
        look = _look(str(Look.COMPACT))

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Begin a feed; ask first where people would read the log who may not see it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import add

            await add.answer(ctx, found, int(self.channel.id), self.query, Look(self.look))

    return Add


def _list(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class List(
        lightbulb.SlashCommand, name="list", description="Which feeds there are, and whether they post",
        contexts=_CONTEXTS,
    ):  # fmt: skip
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with one line a feed."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import list_feeds

            await list_feeds.answer(ctx, found)

    return List


def _change(services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Change(
        lightbulb.SlashCommand, name="change", description="Let a feed post elsewhere, or something else",
        contexts=_CONTEXTS,
    ):  # fmt: skip
        feed = _number()
        channel = lightbulb.channel("channel", "Where to post from now on", default=None)
        query = lightbulb.string(
            "query", "Which entries from now on; `*` for all", default="", autocomplete=searches(services)
        )
        look = _look("")

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Change what is given; ask first where people would read the log who may not see it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import change

            channel: hikari.PartialChannel | None = self.channel
            to_channel, to_look = None if channel is None else int(channel.id), Look(self.look) if self.look else None
            await change.answer(ctx, found, self.feed, to_channel, self.query, to_look)

    return Change


def _pause(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Pause(
        lightbulb.SlashCommand, name="pause", description="Stop a feed for a while; it keeps its place",
        contexts=_CONTEXTS,
    ):  # fmt: skip
        feed = _number()
        paused = lightbulb.boolean("paused", "False takes it up again where it stopped", default=True)

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Pause it, or let it go on."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import pause

            await pause.answer(ctx, found, self.feed, paused=self.paused)

    return Pause


def _remove(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Remove(
        lightbulb.SlashCommand, name="remove", description="End a feed; what it posted stays", contexts=_CONTEXTS
    ):
        feed = _number()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """End it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import remove

            await remove.answer(ctx, found, self.feed)

    return Remove


def _test(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Test(
        lightbulb.SlashCommand, name="test", description="Post the last entry that fits a feed", contexts=_CONTEXTS
    ):
        feed = _number()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Post it, beside what the feed itself tells."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.feed import test

            await test.answer(ctx, found, self.feed)

    return Test
