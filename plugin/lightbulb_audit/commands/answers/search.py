"""What `/audit search` answers, and how its options are written in the language."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Final

import hikari
import lightbulb

from lightbulb_audit.analyse.visibility import Viewer
from lightbulb_audit.commands.answers.services import Services
from lightbulb_audit.model.query import View
from lightbulb_audit.query.filters import FILTERS, QUALIFIERS
from lightbulb_audit.render import listing
from lightbulb_audit.render.message import MessagePayload

_QUERY: Final = "query"
_GOES_ON: Final = re.compile(rf"\"|(?:^|\s)-?(?:{'|'.join(QUALIFIERS)}):")
_TEXT: Final = "text"
_MEANS_ELSE: Final = re.compile(r"^-|:")
"""What makes a word something else in the language."""

_MARKED: Final = re.compile(r"[@#<\d]")
"""How people and things begin that are surely ones of several, not parts of a name with a comma."""


async def answer(
    ctx: lightbulb.Context, services: Services, given: Mapping[str, str], count: int, *, fold: bool, private: bool
) -> None:
    """Answer with the list.

    Args:
        ctx: What is answered.
        services: Where answers come from.
        given: What was typed into each option.
        count: How many entries are on a page.
        fold: Whether many of one kind in a row are one line.
        private: Whether only the asker sees it.
    """
    text, locale = query_text(given), str(ctx.interaction.locale)

    async def work(guild_id: hikari.Snowflake, viewer: Viewer) -> MessagePayload:
        query = await services.parser.parse(guild_id, text, viewer, locale)
        query = dataclasses.replace(query, count=count, is_folded=fold)
        return listing.draw(await services.lists.read(guild_id, query, viewer, View.SEARCH))

    await services.public.respond(ctx, work, "search", private=private)


def query_text(given: Mapping[str, str]) -> str:
    """Return all that was typed, by the options' names, as one search in the language."""
    typed = {name: text.strip() for name, text in given.items()}
    words = [
        typed.get(_QUERY, ""),
        *(filter_word(name, text) for name, text in typed.items() if text and name != _QUERY),
    ]
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
