"""`/audit search`: everything in the archive, or in Discord's 45 days, that fits a question."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import hikari
import lightbulb

from lightbulb_audit.catalog.option_words import MEANINGS
from lightbulb_audit.commands.proposals import searches, values_of
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred
from lightbulb_audit.model.query import MOST_COUNT

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services

_QUERY: Final = "query"
_OPTIONS: Final = ("actor", "for", "target", "action", "channel", "role", "text", "before", "after", "key",
                   "permission", "category", "has", "is", "id")  # fmt: skip
"""The filters that are options too, in the order in which they are shown; the others are in the language alone."""


def options_of(services: "Deferred[Services]") -> dict[str, Any]:
    """Return the options by which a search is asked for: the language, and one for each filter."""
    options: dict[str, Any] = {
        _QUERY: lightbulb.string(
            _QUERY,
            'Such as: actor:@anna -action:member_move created:>2026-10-01 "raid"',
            default="",
            autocomplete=searches(services),
        )
    }
    for name in _OPTIONS:
        options[name] = lightbulb.string(name, MEANINGS[name], default="", autocomplete=values_of(services, name))
    return options


def given(command: Any) -> Mapping[str, str]:
    """Return what was typed into each of those options; empty where nothing was."""
    return {name: getattr(command, name) for name in (_QUERY, *_OPTIONS)}


def build_command(name: str, description: str, body: dict[str, Any], invoke: Any) -> type[lightbulb.SlashCommand]:
    """Return a command whose options come out of a table."""
    metaclass: Any = type(lightbulb.SlashCommand)
    command: type[lightbulb.SlashCommand] = metaclass(
        name.capitalize(),
        (lightbulb.SlashCommand,),
        {**body, "invoke": lightbulb.invoke(invoke), "__module__": __name__},
        name=name,
        description=description,
        contexts=[hikari.ApplicationContextType.GUILD],
    )
    return command


def search(config: Config, services: "Deferred[Services]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def invoke(self: Any, ctx: lightbulb.Context) -> None:
        """Answer with the list."""
        found = await services.get()
        from lightbulb_audit.commands.answers import search

        await search.answer(ctx, found, given(self), self.count, fold=self.fold, private=self.private)

    options: dict[str, Any] = {
        **options_of(services),
        "count": lightbulb.integer(
            "count", "How many entries on a page", default=config.count, min_value=1, max_value=MOST_COUNT
        ),
        "fold": lightbulb.boolean("fold", "Whether many of one kind in a row are one line", default=config.fold),
        "private": lightbulb.boolean("private", "Whether only you see the answer", default=config.private),
    }
    return build_command("search", "Find entries by who, what, whom, where, when and words", options, invoke)
