"""`/audit alert`: a rule over the log, told in a channel as soon as it holds."""

from typing import TYPE_CHECKING, Any, Final

import hikari
import lightbulb

from lightbulb_audit.catalog.alert_presets import SIZES
from lightbulb_audit.commands.proposals import searches
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.model.alert import By, ConditionKind

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.feed.desk import FeedDesk
    from lightbulb_audit.commands.answers.services import Services

_CONTEXTS: Final = (hikari.ApplicationContextType.GUILD,)
_LONGEST: Final = 40
_MOST: Final = 100_000


def register(group: lightbulb.Group, services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> None:
    """Put the commands into `/audit`."""
    subgroup = group.subgroup("alert", "Raids and rogue moderators, told as soon as a rule holds")
    for command in (
        _add(services, desk),
        _preset(desk),
        _presets(desk),
        _list(desk),
        _change(services, desk),
        _try(services, desk),
        _mute(desk),
        _remove(desk),
    ):
        subgroup.register(command)


def _number() -> Any:
    return lightbulb.string("alert", "Its number, as the list shows it", max_length=_LONGEST)


def _count() -> Any:
    meaning = "How many of them, a prune of 900 being 900"
    return lightbulb.integer("count", meaning, min_value=1, max_value=_MOST, default=0)


def _within() -> Any:
    return lightbulb.string("within", "Within what time, such as 30s, 10m or 6h", max_length=_LONGEST, default="")


def _by() -> Any:
    choices = [lightbulb.Choice(one.value, one.value) for one in By]
    return lightbulb.string("by", "Whose are counted together", choices=choices, default="")


def _role() -> Any:
    return lightbulb.role("role", "Whom to ping, once an incident", default=None)


def _slow() -> Any:
    meaning = "A second window beside the first, such as 20 in 6h"
    return lightbulb.string("slow", meaning, max_length=_LONGEST, default="")


def _condition() -> Any:
    choices = [lightbulb.Choice(one.value, one.value) for one in ConditionKind]
    return lightbulb.string("condition", "What is asked of them, if not their number", choices=choices, default="")


def _size(**default: Any) -> Any:
    choices = [lightbulb.Choice(one, one) for one in SIZES]
    return lightbulb.string("size", "Of what size the server is", choices=choices, **default)


def _add(services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Add(
        lightbulb.SlashCommand, name="add", contexts=_CONTEXTS,
        description="Tell a channel as soon as something happens too often, or at all",
    ):  # fmt: skip
        channel = lightbulb.channel("channel", "Where to tell it")
        query = lightbulb.string(
            "query", "Which entries, as a search asks for them", default="", autocomplete=searches(services)
        )
        count = _count()
        within = _within()
        by = _by()
        role = _role()
        slow = _slow()
        condition = _condition()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Begin an alert; ask first where people would read of the log who may not see it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import add
            from lightbulb_audit.commands.answers.alert.asked import AskedRule

            typed = AskedRule(self.query, self.count, self.within, self.by, self.slow, self.condition)
            await add.answer(ctx, found, typed, int(self.channel.id), self.role)

    return Add


def _preset(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Preset(
        lightbulb.SlashCommand, name="preset", contexts=_CONTEXTS,
        description="Begin the usual alerts, in place of those of another size",
    ):  # fmt: skip
        size = _size()
        channel = lightbulb.channel("channel", "Where to tell them")
        role = _role()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Begin them; ask first where people would read of the log who may not see it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import presets

            await presets.begin(ctx, found, self.size, int(self.channel.id), self.role)

    return Preset


def _presets(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Presets(
        lightbulb.SlashCommand, name="presets", contexts=_CONTEXTS,
        description="What the usual alerts watch for, and from how many on",
    ):  # fmt: skip
        size = _size(default="middle")

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Explain each in a sentence."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import presets

            await presets.explain(ctx, found, self.size)

    return Presets


def _list(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class List(
        lightbulb.SlashCommand, name="list", contexts=_CONTEXTS,
        description="Which alerts there are, and from how many on they tell",
    ):  # fmt: skip
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer with one line an alert."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import list_alerts

            await list_alerts.answer(ctx, found)

    return List


def _change(services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Change(
        lightbulb.SlashCommand, name="change", contexts=_CONTEXTS,
        description="Let an alert tell something else, elsewhere, or ping another role",
    ):  # fmt: skip
        alert = _number()
        query = lightbulb.string("query", "Which entries from now on", default="", autocomplete=searches(services))
        count = _count()
        within = _within()
        by = _by()
        channel = lightbulb.channel("channel", "Where to tell it from now on", default=None)
        role = _role()
        slow = _slow()
        condition = _condition()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Change what is given; ask first where people would read of the log who may not see it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import change
            from lightbulb_audit.commands.answers.alert.asked import AskedRule

            typed = AskedRule(self.query, self.count, self.within, self.by, self.slow, self.condition)
            channel: hikari.PartialChannel | None = self.channel
            await change.answer(ctx, found, self.alert, typed, None if channel is None else int(channel.id), self.role)

    return Change


def _try(services: "Deferred[Services]", desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Try(
        lightbulb.SlashCommand, name="try", contexts=_CONTEXTS,
        description="See what a rule would have told of the last 45 days; nothing is told",
    ):  # fmt: skip
        alert = lightbulb.string(
            "alert", "An alert's number; what else is given changes it", default="", max_length=_LONGEST
        )
        query = lightbulb.string("query", "Which entries", default="", autocomplete=searches(services))
        count = _count()
        within = _within()
        by = _by()
        slow = _slow()
        condition = _condition()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Run the rule over the archive."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import trial
            from lightbulb_audit.commands.answers.alert.asked import AskedRule

            typed = AskedRule(self.query, self.count, self.within, self.by, self.slow, self.condition)
            await trial.answer(ctx, found, self.alert, typed)

    return Try


def _mute(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Mute(
        lightbulb.SlashCommand, name="mute", contexts=_CONTEXTS,
        description="Let an alert tell nothing for a while; what it finds is told afterwards",
    ):  # fmt: skip
        alert = _number()
        span = lightbulb.string("for", "For how long, such as 1h; off tells again", max_length=_LONGEST, default="1h")

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Mute it, or let it tell again."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import manage

            await manage.mute(ctx, found, self.alert, self.span)

    return Mute


def _remove(desk: "Deferred[FeedDesk]") -> type[lightbulb.SlashCommand]:
    class Remove(
        lightbulb.SlashCommand, name="remove", description="End an alert; what it told stays", contexts=_CONTEXTS
    ):
        alert = _number()

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """End it."""
            found = await desk.get()
            from lightbulb_audit.commands.answers.alert import manage

            await manage.remove(ctx, found, self.alert)

    return Remove
