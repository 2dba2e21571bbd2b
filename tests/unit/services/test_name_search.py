"""What must be known beside the log to understand a search, and to answer it."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import hikari
from tests.unit.entries import page

from lightbulb_audit.errors import ArchiveAwayError
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import NamedThing, SearchContext
from lightbulb_audit.query.syntax import tokenize
from lightbulb_audit.query.terms import line_of_words
from lightbulb_audit.services.names.known_server import UnknownServer
from lightbulb_audit.services.names.name_search import NameSearch
from lightbulb_audit.services.names.page_names import extend_with_page

GUILD = hikari.Snowflake(40)
ANNA = Query((Clause("text", ("anna",)), Clause("is", ("bot",))))


class Shelf:
    """What an archive knows of names, and how it fails."""

    def __init__(self, *names: str, error: Exception | None = None) -> None:
        self.names = [
            NamedThing("user", number, name, line_of_words(name).strip()) for number, name in enumerate(names, 1)
        ]
        self._error = error

    async def find_named(self, guild_id: int, texts: Collection[str]) -> Mapping[str, Sequence[NamedThing]]:
        """Whoever is called so."""
        del guild_id
        await asyncio.sleep(0)
        if self._error is not None:
            raise self._error
        return {text: [one for one in self.names if f" {text}" in f" {one.words} "] for text in texts}

    async def bots(self, guild_id: int) -> Sequence[int]:
        """The second one."""
        del guild_id
        await asyncio.sleep(0)
        return [2]

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def _knowing(shelf: Any) -> NameSearch:
    return NameSearch(shelf, None)


async def test_names_and_bots() -> None:
    """Whoever is or was called so, and who is a bot, is asked of the archive."""
    lore = await _knowing(Shelf("Anna", "Otto")).context_for(GUILD, UnknownServer(), ANNA)
    assert (lore.named, lore.bots, lore.unnamed, lore.is_whole) == ({"anna": frozenset({1})}, frozenset({2}), (), True)


async def test_an_archive_that_does_not_answer() -> None:
    """Without it a search would mean something else, so it is said that not all is known."""
    shelf = Shelf("Anna", error=ArchiveAwayError("somewhere", "it is away"))
    assert (await _knowing(shelf).context_for(GUILD, UnknownServer(), ANNA)).is_whole is False


async def test_a_name_that_very_many_have() -> None:
    """Words that hundreds are called by are left to the texts, and it is said."""
    shelf = Shelf(*(f"Alex {number}" for number in range(300)), "Anna")
    lore = await _knowing(shelf).context_for(GUILD, UnknownServer(), Query((Clause("text", ("alex", "anna")),)))
    assert (lore.named, lore.unnamed) == ({"anna": frozenset({301})}, ("alex",))


async def test_the_name_itself_wins() -> None:
    """Who is called just so is meant; else those whose name begins so; else those who have it in their name."""
    knowing = _knowing(Shelf("anna", "Anna Belle", "Miss Anna Belle"))
    for text, ids in (("actor:@anna", [1]), ('actor:"anna b"', [2]), ("actor:belle", [2, 3])):
        (found,) = (await knowing.resolve_names(GUILD, UnknownServer(), tokenize(text))).values()
        assert found == ids


def test_a_page_names_too() -> None:
    """What a page of the log names counts beside what is known."""
    named = page(users=[{"id": "7", "username": "anna", "bot": True}])
    lore = extend_with_page(ANNA, SearchContext(), named)
    assert (lore.named, lore.bots) == ({"anna": frozenset({7})}, frozenset({7}))
