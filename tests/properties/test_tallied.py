"""What is counted without being told reads as what was told, and what is sifted is what fits."""

import random
from typing import Any

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.pages import Maker
from tests.properties.searched import World

from lightbulb_audit.analyse.bursts import tally, tally_records
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.bursts import Burst
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.tallied import Tallied
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model import Reader
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.query.predicate import compile_predicate
from lightbulb_audit.query.sieve import Sieve
from lightbulb_audit.query.terms import terms_of

_READER = Reader(OfflineApp())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0), is_broken=st.booleans())
def test_a_sum_reads_as_the_burst(openapi: dict[str, Any], seed: int, is_broken: bool) -> None:
    """Entries fall into the same groups and are told by the same words, icon and reason, whether told one by one."""
    rng = random.Random(seed)
    world, drawn = World(rng), Maker(openapi, rng).page(40, broken=is_broken)
    made: Any = drawn["audit_log_entries"]
    few = [world.entry() for _ in range(6)]
    rows: list[Any] = [
        *(made if isinstance(made, list) else []),
        *few,
        *({**rng.choice(few), "id": world.entry()["id"]} for _ in range(30)),
    ]
    page = _READER.page({**drawn, "audit_log_entries": rows}, hikari.Snowflake(1))
    names = names_of([page])
    told = {id(one.raw): describe(one, names) for one in page.records}
    groups = tally_records(page.records, lambda _: None)
    raws = tally([one.raw for one in page.records], lambda _: None)
    assert [[id(one.raw) for one in some] for some in groups] == [[id(one) for one in some] for some in raws]
    for some in raws:
        tallied, burst = Tallied(told[id(some[0])], some), Burst([told[id(one)] for one in some])
        sentence = burst.sentence if len(some) > 1 else burst.entries[0].sentence
        assert plain(tallied.sentence) == plain(sentence)
        assert (tallied.icon, tallied.reason) == (burst.icon, burst.reason)
        assert tallied.ids == [int(one.record.id) for one in burst.entries if one.record.id]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0))
def test_a_sieve_lets_through_what_fits(seed: int) -> None:
    """Whatever fits one of many searches is near it, each once; what lacks a term that is needed is not."""
    rng = random.Random(seed)
    world = World(rng)
    lore = world.lore()
    predicates = [compile_predicate(world.search(3), lore) for _ in range(30)]
    sieve, kept, asked = Sieve(predicates), 0, 0
    for line, entry_id in [(terms_of(one), int(one["id"])) for one in (world.entry() for _ in range(40))]:
        near = list(sieve.near(line))
        assert len(near) == len(set(near))
        fitting = {number for number, one in enumerate(predicates) if one.fits(entry_id, line)}
        assert fitting <= set(near)
        kept, asked = kept + len(near), asked + len(predicates)
    assert kept < asked
