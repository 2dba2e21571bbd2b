"""`/audit search`: everything in the archive, or in Discord's 45 days, that fits a question."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.autocomplete import propose, propose_value
from lightbulb_audit.commands.services import Services
from lightbulb_audit.model.query import MOST_COUNT, View
from lightbulb_audit.query.filters import FILTERS, QUALIFIERS
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload

_QUERY: Final = "query"
_OPTIONS: Final = ("actor", "for", "target", "action", "channel", "role", "text", "before", "after", "key",
                   "permission", "category", "has", "is", "id")  # fmt: skip
"""The filters that are options too, in the order in which they are shown; the others are in the language alone."""

_GOES_ON: Final = re.compile(rf"\"|(?:^|\s)-?(?:{'|'.join(QUALIFIERS)}):")


_TEXT: Final = "text"
_MEANS_ELSE: Final = re.compile(r"^-|:")
"""What makes a word something else in the language."""

_MARKED: Final = re.compile(r"[@#<\d]")
"""How people and things begin that are surely ones of several, not parts of a name with a comma."""


def options_of(services: Services) -> dict[str, Any]:
    """Return the options by which a search is asked for: the language, and one for each filter."""

    async def proposing(ctx: lightbulb.AutocompleteContext[str]) -> None:
        await propose(ctx, services)

    def valued(name: str) -> Any:
        async def proposing_value(ctx: lightbulb.AutocompleteContext[str]) -> None:
            await propose_value(ctx, services, name)

        return proposing_value

    options: dict[str, Any] = {
        _QUERY: lightbulb.string(
            _QUERY,
            'Such as: actor:@anna -action:member_move created:>2026-10-01 "raid"',
            default="",
            autocomplete=proposing,
        )
    }
    for name in _OPTIONS:
        options[name] = lightbulb.string(name, FILTERS[name].meaning, default="", autocomplete=valued(name))
    return options


def query_text(command: Any) -> str:
    """Return all that was typed as one search in the language."""
    given: Mapping[str, str] = {name: getattr(command, name).strip() for name in _OPTIONS}
    words = [getattr(command, _QUERY).strip(), *(filter_word(name, text) for name, text in given.items() if text)]
    return " ".join(word for word in words if word)


def filter_word(name: str, text: str) -> str:
    """An option as a word. What goes on in the language is left as it is; else all of it is one value, or words."""
    if name == _TEXT and len(text.split()) > 1 and not _GOES_ON.search(text):
        return " ".join(f'"{word}"*' if _MEANS_ELSE.search(word) else word for word in text.split())
    if _GOES_ON.search(text) or not re.search(r"\s", text):
        return f"{name}:{text}"
    several = [one.strip() for one in text.split(",")]
    if FILTERS[name].kinds and all(_MARKED.match(one) for one in several):
        quoted = ",".join(f'"{one}"' for one in several)
        return f"{name}:{quoted}"
    return f'{name}:"{text}"'


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


def search(services: Services) -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def invoke(self: Any, ctx: lightbulb.Context) -> None:
        """Answer with the list."""

        async def work(guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
            query = await services.parser.parse(guild_id, query_text(self), viewer, str(ctx.interaction.locale))
            query = dataclasses.replace(query, count=self.count, is_folded=self.fold)
            return listing.draw(await services.lists.read(guild_id, query, viewer, View.SEARCH))

        await services.public.respond(ctx, work, "search", private=self.private)

    options: dict[str, Any] = {
        **options_of(services),
        "count": lightbulb.integer(
            "count", "How many entries on a page", default=services.config.count, min_value=1, max_value=MOST_COUNT
        ),
        "fold": lightbulb.boolean(
            "fold", "Whether many of one kind in a row are one line", default=services.config.fold
        ),
        "private": lightbulb.boolean("private", "Whether only you see the answer", default=services.config.private),
    }
    return build_command("search", "Find entries by who, what, whom, where, when and words", options, invoke)
