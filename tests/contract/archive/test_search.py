import asyncio
import contextlib
import itertools
import json
import pathlib
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any, Final, TypeAlias

import hikari
import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.contract.archive.kit import GUILD, NOW, Plain, findings, raw, unindexed
from tests.properties.pages import Maker
from tests.properties.searched import PEOPLE, World
from tests.unit.entries import READER

from lightbulb_audit.archive import open_archive, search
from lightbulb_audit.archive.candidates import CandidateSource, TermIndex, id_ranges
from lightbulb_audit.archive.connection import Database
from lightbulb_audit.archive.projections.term_columns import WHOLE_LINE, strip_told
from lightbulb_audit.archive.projections.term_index import LONGEST
from lightbulb_audit.archive.schema import entries
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.observation import Observation, StoredEntry
from lightbulb_audit.query.predicate import IdBound, Predicate, TermTest, compile_predicate
from lightbulb_audit.query.terms import BREAK, FILLERS, terms_of

Json: TypeAlias = dict[str, Any]

_GUILDS: Final = itertools.count(1)
_ALL: Final = 1000
_QUESTIONS: Final = 8
_PAGE: Final = 3
_INDEX: Final = "SELECT term, entry_id FROM vocabulary AS v LEFT JOIN postings AS p ON p.number = v.number"
_PHASES: Final = (Phase.reuse, Phase.generate)
"""A smaller seed makes no smaller world."""


class Place:
    """An archive, and its database beside it.

    Args:
        archive: It.
        address: Where it is.
    """

    def __init__(self, archive: Archive, address: str) -> None:
        self.archive = archive
        self.plain = Plain(address)
        self.database = Database(address)


@contextlib.asynccontextmanager
async def _places(addresses: Sequence[str]) -> AsyncGenerator[list[Place]]:
    async with contextlib.AsyncExitStack() as stack:
        places = [Place(await stack.enter_async_context(await open_archive(one)), one) for one in addresses]
        yield places
        for place in places:
            await place.database.close()


Example: TypeAlias = Callable[[Sequence[Place], int, random.Random], Awaitable[None]]


def _for_any_world(addresses: Sequence[str], example: Example, examples: int) -> None:
    """Run an example for many worlds, each a server of its own in the same databases."""
    with asyncio.Runner() as runner:
        opened = _places(addresses)
        places = runner.run(opened.__aenter__())

        @settings(max_examples=examples, deadline=None, phases=_PHASES)
        @given(seed=st.integers(min_value=0))
        def run(seed: int) -> None:
            runner.run(example(places, next(_GUILDS), random.Random(seed)))  # type: ignore[arg-type]

        try:
            run()
        finally:
            runner.run(opened.__aexit__(None, None, None))


@pytest.fixture
def addresses(sqlite_file: pathlib.Path, database: str) -> list[str]:
    """One empty database of each kind."""
    return [f"sqlite:///{sqlite_file}", database]


def _entries(world: World, maker: Maker, rng: random.Random) -> list[Json]:
    """Entries of a small world, and a few that mean harm."""
    hostile = [maker.entry() for _ in range(3)] + maker.page(6, broken=True)["audit_log_entries"]
    made = [world.entry() for _ in range(rng.randint(1, 25))] + [one for one in hostile if isinstance(one, dict)]
    return [one for one in made if snowflake.parse(one.get("id"))]


def _observed(entries: Sequence[Json]) -> list[Observation]:
    return [Observation.of(entry, NOW, "event") for entry in entries]


async def _kept(place: Place, guild_id: int) -> list[StoredEntry]:
    return [entry async for entry in place.archive.export(guild_id)]


def _meant(entries: Sequence[StoredEntry], tests: Predicate) -> list[int]:
    """By Python: the ids of those that fit, newest first."""
    records = [READER.entry(one.json(), hikari.Snowflake(1)) for one in entries]
    return [int(record.id) for record in records if record is not None and tests.matches(record)]


async def _walked(place: Place, guild_id: int, tests: Predicate, *, is_upwards: bool) -> list[int]:
    """What is found page by page, each from where the one before it ended."""
    found: list[int] = []
    placed = tests
    while True:
        page = await place.archive.search(guild_id, placed, limit=_PAGE, is_upwards=is_upwards)
        found += [one.entry_id for one in page]
        if len(page) < _PAGE:
            return found
        placed = Predicate(tests.holds, (*tests.lies, IdBound("above" if is_upwards else "below", (found[-1],))))


async def _from_each_source(place: Place, guild_id: int, tests: Predicate, rng: random.Random) -> list[list[int]]:
    """What is found wherever the candidates are taken from: which it is, is a matter of numbers."""
    ranges = [
        [rng.choice(id_ranges(piece)) for piece in one.pieces]
        for one in tests.holds
        if not one.is_negated and all(map(id_ranges, one.pieces))
    ]
    found: list[list[int]] = []
    async with place.database.reading() as connection:
        for one in [[], *ranges]:
            index = await TermIndex.of(connection, guild_id, tests)
            statement = search.statement(index, tests, CandidateSource(one, 0), _ALL)
            found.append([row.entry_id for row in await connection.execute(statement)])
    return found


async def _is_indexed(place: Place, guild_id: int) -> None:
    """The index holds just what the entries say, the line all that no column tells, and the columns the rest."""
    rows = await place.plain.run(f"SELECT entry_id, raw, terms FROM entries WHERE guild_id = {guild_id}")
    assert {line for _, _, line in rows} == {strip_told(terms_of(json.loads(text))) for _, text, _ in rows}
    said = {
        (term[:LONGEST], entry_id)
        for entry_id, _, line in rows
        for term in line.split()
        if term != BREAK and term not in FILLERS
    }
    indexed = await place.plain.run(f"{_INDEX} WHERE guild_id = {guild_id}")
    assert sorted(indexed) == sorted(said)
    nobodys = "SELECT count(*) FROM postings WHERE number NOT IN (SELECT number FROM vocabulary)"
    assert await place.plain.run(nobodys) == [(0,)]
    async with place.database.reading() as connection:
        asked = sa.select(entries.c.raw, WHOLE_LINE).where(entries.c.guild_id == guild_id)
        for text, line in await connection.execute(asked):
            facts, _, words = terms_of(json.loads(text)).partition(f" {BREAK} ")
            again, _, same = line.partition(f" {BREAK} ")
            assert (sorted(again.split()), same) == (sorted(facts.split()), words)


async def _grow(place: Place, guild_id: int, entries: Sequence[Json], rng: random.Random) -> None:
    world = World(rng)
    await place.archive.append(guild_id, _observed([world.grown(entry) for entry in entries[::2]]))


async def _forget(place: Place, guild_id: int, _entries: Sequence[Json], rng: random.Random) -> None:
    await place.archive.forget(rng.choice(PEOPLE), ["raid"], guild_id)


async def _prune(place: Place, guild_id: int, _entries: Sequence[Json], rng: random.Random) -> None:
    await place.archive.prune(guild_id, snowflake.time_of(World(rng).entry_id()))


async def _rebuild(place: Place, guild_id: int, _entries: Sequence[Json], _rng: random.Random) -> None:
    await place.archive.rebuild(guild_id)


_EVENTS: Final = (_grow, _grow, _forget, _prune, _rebuild)


def test_every_way_of_searching_finds_the_same(openapi: Json, addresses: list[str]) -> None:
    """Both databases and Python mean the same by a search, from wherever and however they look, whatever happened."""

    async def example(places: Sequence[Place], guild_id: int, rng: random.Random) -> None:
        world, maker = World(rng), Maker(openapi, rng)
        entries = _entries(world, maker, rng)
        events = rng.choices(_EVENTS, k=rng.randint(0, 2))
        seed = rng.random()
        for place in places:
            await place.archive.append(guild_id, _observed(entries))
            for event in events:
                await event(place, guild_id, entries, random.Random(seed))
            await _is_indexed(place, guild_id)
        kept = [await _kept(place, guild_id) for place in places]
        assert kept[0] == kept[1]
        for _ in range(_QUESTIONS):
            tests = compile_predicate(world.search(), world.lore())
            meant = _meant(kept[0], tests)
            for place in places:
                assert await _walked(place, guild_id, tests, is_upwards=False) == meant
                assert await _walked(place, guild_id, tests, is_upwards=True) == meant[::-1]
                assert await place.archive.count(guild_id, tests, _PAGE) == min(len(meant), _PAGE)
                assert all(found == meant for found in await _from_each_source(place, guild_id, tests, rng))

    _for_any_world(addresses, example, 15)


def test_an_index_made_anew_is_the_same(openapi: Json, addresses: list[str]) -> None:
    """After an update that changes the rules, opening an archive makes the terms that writing would have made."""

    async def example(places: Sequence[Place], guild_id: int, rng: random.Random) -> None:
        entries = _entries(World(rng), Maker(openapi, rng), rng)
        for place in places:
            await place.archive.append(guild_id, _observed(entries))
            older = (
                f"UPDATE guilds SET terms_version = 0 WHERE guild_id = {guild_id}",
                f"UPDATE entries SET terms = ' @by:1 older ' WHERE guild_id = {guild_id}",
                *unindexed(guild_id=guild_id),
                f"INSERT INTO vocabulary VALUES ({guild_id}, '@by:1', {10**6}), ({guild_id}, 'older', {10**6 + 1})",
                *(
                    f"INSERT INTO postings SELECT {number}, entry_id FROM entries WHERE guild_id = {guild_id}"
                    for number in (10**6, 10**6 + 1)
                ),
            )
            await place.plain.run(*older)
            again = await open_archive(place.database.url.render_as_string(hide_password=False))
            await again.close()
            await _is_indexed(place, guild_id)

    _for_any_world(addresses, example, 5)


async def test_more_values_than_an_expression_is_deep(archive: Archive) -> None:
    """A search may have thousands of values: of a name that very many have, or a permission of very many roles."""
    await archive.append(GUILD, _observed([raw(1), raw(2, user_id="77")]))
    pieces = tuple(f" @by:{number} " for number in range(77, 4000))
    (found,) = await archive.search(GUILD, Predicate((TermTest(pieces),)), limit=5)
    (other,) = await archive.search(GUILD, Predicate((TermTest(pieces, is_negated=True),)), limit=5)
    assert [found.json()["user_id"], other.json()["user_id"]] == ["77", "5"]


async def test_words_without_an_end(archive: Archive) -> None:
    """A word that no index takes as a whole is kept, and found by its beginning and as a whole."""
    word = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz花é", k=4000))
    await archive.append(GUILD, _observed([raw(1, reason=f"see {word} there"), raw(2)]))
    line = terms_of({"action_type": 22, "reason": word}).split(". ")[1].split()
    for piece in (f" {line[0]}", f" {' '.join(line)}", f" {' '.join(line)} ", f" see {line[0]} {line[1][:2]}"):
        assert len(await archive.search(GUILD, Predicate((TermTest((piece,)),)), limit=5)) == 1
    assert await findings(archive) == []
