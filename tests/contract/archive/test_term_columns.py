"""What columns tell is found as if the line of terms told it, also at the edges of what a column holds."""

import itertools
import os
from collections.abc import Iterable
from typing import Any, Final

import pytest
from tests.contract.archive.kit import GUILD, NOW, Plain, findings, raw

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.projections.term_columns import column_term, strip_told
from lightbulb_audit.archive.store import Archive
from lightbulb_audit.catalog.kinds import AUTOMOD_ID, DISCORD_ID
from lightbulb_audit.model.observation import Observation
from lightbulb_audit.model.snowflake import LARGEST
from lightbulb_audit.query.predicate import Predicate, TermTest
from lightbulb_audit.query.terms import terms_of

_RAWS: Final[list[dict[str, Any]]] = [
    raw(1, user_id="5", target_id="6"),
    raw(2, user_id="5", target_id="6", action_type=143, reason="raid"),  # AutoMod's, whoever is named
    raw(3, user_id=None, target_id=None, action_type=145),
    raw(4, user_id=str(AUTOMOD_ID), target_id=str(LARGEST), action_type=24),
    raw(5, user_id=str(DISCORD_ID), target_id="5", action_type="soon"),  # a type that is none
    raw(6, user_id="0", target_id="0", action_type=987, reason="by 5 to 6"),
    raw(7, user_id="6", target_id="5", action_type=0, reason="type 22"),
    {**raw(8, user_id="5", target_id="6"), "action_type": None},  # no entry
    raw(9, user_id="6", action_type=25, changes=[{"key": "$add", "new_value": [{"id": "5", "name": "by"}]}]),
    raw(10, user_id=str(LARGEST + 1), target_id="-1", action_type="22"),
]
_STEP: Final = 1 if "EVERY_CASE" in os.environ else 4
_TERMS: Final = (
    *("@by:5", "@by:05", "@by:0", "@by:-1", "@by:6", f"@by:{AUTOMOD_ID}", f"@by:{DISCORD_ID}", f"@by:{LARGEST + 1}"),
    *("@to:6", "@to:0", "@to:-1", "@to:5", f"@to:{LARGEST}", f"@to:{LARGEST + 1}", f"@to:{10**20}"),
    *("@type:22", "@type:-1", "@type:0", "@type:143", "@type:987", "@type:99999999999999999999", "@type:+22"),
    *("@5", "@in:automod", "@has:reason", "raid"),
)


def _predicates() -> Iterable[Predicate]:
    """Each term by itself, any of two, and two at once, each asked for or refused."""
    tests = [TermTest((f" {term} ",), is_negated) for term in _TERMS for is_negated in (False, True)]
    yield from (Predicate((one,)) for one in tests)
    for one, other in itertools.combinations(tests, 2):
        yield Predicate((one, other))
    for one, other in itertools.combinations(_TERMS, 2):
        for is_negated in (False, True):
            yield Predicate((TermTest((f" {one} ", f" {other} "), is_negated),))


async def test_a_column_tells_what_the_line_would(archive: Archive) -> None:
    """Every term, alone and with each other, finds what Python finds in the whole line."""
    await archive.append(GUILD, [Observation.of(one, NOW, "event") for one in _RAWS])
    lines = {int(one["id"]): terms_of(one) for one in reversed(_RAWS)}
    for number, tests in enumerate(itertools.islice(_predicates(), 0, None, _STEP)):
        meant = [entry_id for entry_id, line in lines.items() if tests.fits(entry_id, line)]
        is_upwards = bool(number % 2)
        found = await archive.search(GUILD, tests, limit=20, is_upwards=is_upwards)
        assert [one.entry_id for one in found] == sorted(meant, reverse=not is_upwards), tests
        if not number % 7:
            assert await archive.count(GUILD, tests, 20) == len(meant), tests


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (" @by:5 @to:6 @type:22 @in:members @has:reason @6 . raid ", " @in:members @has:reason @6 . raid "),
        (" @by:5 @to:6 @for:7:5 @type:22 @in:members ", " @for:7:5 @in:members "),
        (f" @by:{AUTOMOD_ID} @to:6 @type:143 @in:automod ", f" @by:{AUTOMOD_ID} @in:automod "),
        (f" @by:{AUTOMOD_ID}0 @type:1 ", " "),
        (" @forname:@by:5:9 @key:@to: ", " @forname:@by:5:9 @key:@to: "),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_line(line: str, kept: str) -> None:
    """All that no column tells, with a space on both sides."""
    assert strip_told(line) == kept


@pytest.mark.parametrize(
    "term", ["@by:", "@by:05", "@by:-1", "@to:-1", f"@to:{LARGEST + 1}", f"@by:{DISCORD_ID}", "@5"]
)
def test_a_term_that_no_column_tells(term: str) -> None:
    """It is looked for in the line, where it is not or in full."""
    assert column_term(term) is None


async def test_an_archive_of_the_version_before_keeps_less(address: str, plain: Plain) -> None:
    """One whose lines and index say what columns tell says it no more once it was opened, and finds the same."""
    kept = [one for one in _RAWS if terms_of(one)]
    async with await open_archive(address) as archive:
        await archive.append(GUILD, [Observation.of(one, NOW, "event") for one in kept])
    rows = [(int(one["id"]), terms_of(one)) for one in kept]
    said = [(one, term) for one, line in rows for term in line.split() if column_term(term)]
    numbers = {term: number for number, term in enumerate(sorted({term for _, term in said}), 10**6)}
    await plain.run(
        f"UPDATE guilds SET terms_version = 6 WHERE guild_id = {GUILD}",
        *(f"UPDATE entries SET terms = '{line}' WHERE entry_id = {one}" for one, line in rows),
        *(f"INSERT INTO vocabulary VALUES ({GUILD}, '{term}', {number})" for term, number in numbers.items()),
        *(f"INSERT INTO postings VALUES ({numbers[term]}, {one})" for one, term in said),
    )
    async with await open_archive(address) as archive:
        assert await findings(archive) == []
        found = await archive.search(GUILD, Predicate((TermTest((" @by:5 ",)),)), limit=20)
        assert [one.json()["id"] for one in found] == [_RAWS[0]["id"]]
    left = await plain.run("SELECT term FROM vocabulary WHERE term LIKE '@to:%' OR term LIKE '@type:%'")
    assert len(said) > len(kept)
    assert left == []
