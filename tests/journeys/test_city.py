"""Questions of a moderator in a large server, each checked against a plain reading of its raw log."""

import json
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final

import pytest
import pytest_asyncio
from tests.journeys.city_counts import groups_of, is_told
from tests.journeys.city_questions import OF_AN_ARCHIVE, QUESTIONS
from tests.journeys.city_reading import Entry, Reading, Test, moment
from tests.journeys.city_sitting import sit
from tests.journeys.seen import entry_ids, is_on, text
from tests.journeys.test_lookups import asked
from tests.journeys.test_search import files

from discord_standin import Session

_PAGE: Final = 25


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["discord", "archive"])
async def sitting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Session, Reading, bool]]:
    """One sitting in the city for all questions; see `sit`."""
    async with sit(tmp_path_factory.mktemp("city"), is_kept=request.param == "archive") as seated:
        yield seated


class Answer:
    """What a search answered, and what a plain reading of the log finds.

    Args:
        said: All of its text.
        ids: The ids of the entries in it.
        fits: The entries that a plain reading finds, newest first.
        log: The plain reading.
    """

    def __init__(self, said: str, ids: Sequence[str], fits: Sequence[Entry], log: Reading) -> None:
        self._said = said
        self._ids = ids
        self._fits = fits
        self._log = log

    def check(self, *, is_kept: bool) -> None:
        """See that it says nothing that is not so."""
        assert "```" not in self._said, self._said
        assert self._ids == [entry["id"] for entry in self._fits[: len(self._ids)]]
        if not self._ids and self._is_to_the_end:
            assert self._fits == []
        assert ("Nothing in the audit log fits this" in self._said) <= (self._fits == [])
        if is_kept and self._ids and self._is_to_the_end:
            assert len(self._ids) == min(len(self._fits), _PAGE)
            assert self._count == len(self._fits), self._said
        # What was undone is looked for and counted as far as there is time.
        assert self._count <= len(self._fits)
        self._check_counts()

    @property
    def _is_to_the_end(self) -> bool:
        return "back to <t:" not in self._said.rpartition("looked through")[2]

    @property
    def _count(self) -> int:
        """How many entries it says that fit."""
        found = re.search(r"([\d,]+) entr(?:y|ies) fits?", self._said)
        return 0 if found is None else int(found[1].replace(",", ""))

    def _check_counts(self) -> None:
        """See that its head counts as a plain reading does, by doing and by actor."""
        head = [line for line in self._said.splitlines() if line.startswith("-# ") and "🔎" not in line][:-1]
        if not head:
            return
        (line,) = head
        of, counted = self._counted(line.removeprefix("-# "))
        *said, last = counted.split(" · ")
        more = re.fullmatch(r"([\d,]+) more", last)
        said += [] if more else [last]
        groups, rest = groups_of(of)
        assert (0 if more is None else int(more[1].replace(",", ""))) == rest, line
        assert len(said) == len(groups), line
        for group, words in zip(groups, said, strict=True):
            assert is_told(group, re.sub(r"\*\*|\\", "", words), self._log), (group, words)

    def _counted(self, line: str) -> tuple[Sequence[Entry], str]:
        """Which entries it says that it counts, and the counts."""
        if line.startswith("On this page: "):
            return self._fits[: len(self._ids)], line.removeprefix("On this page: ")
        if line.startswith("Of what was looked through: "):
            found = re.search(r"looked through [\d,]+ entries, back to <t:(\d+):", self._said)
            reached = 0 if found is None else int(found[1])
            some = [one for one in self._fits if int(moment(one).timestamp()) >= reached]
            return some, line.removeprefix("Of what was looked through: ")
        return self._fits, line.removeprefix("In all: ")


@pytest.mark.parametrize(("question", "reading"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_found_is_what_is_there(
    sitting: tuple[Session, Reading, bool], question: str, reading: Callable[[Reading], Test]
) -> None:
    """Just the entries that fit by the raw log are found and counted, by whatever name, with an archive and without."""
    session, log, is_kept = sitting
    if not is_kept and question in OF_AN_ARCHIVE:
        pytest.skip("a walk through Discord's log finds it page by page")
    fits = list(filter(reading(log), log.log))
    expected = [entry["id"] for entry in fits]
    result = await session.do(f"/audit search query:{question} count:{_PAGE} fold:false")
    found = entry_ids(result)
    Answer(text(result), found, fits, log).check(is_kept=is_kept)
    if is_kept:
        assert await _exported(session, question) == expected
        return
    while is_on(result, "Older") or is_on(result, "Search further"):
        result = await session.do("press Older" if is_on(result, "Older") else "press Search further")
        found += entry_ids(result)
    assert found == expected


async def _exported(session: Session, question: str) -> list[str]:
    """The ids in a file of all that fits."""
    result = await session.do(f"/audit export format:jsonl query:{question}")
    if "so there is no file" in text(result):
        return []
    return [json.loads(line)["id"] for line in files(result)["jsonl"].splitlines()]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_other_ways_to_ask(sitting: tuple[Session, Reading, bool]) -> None:
    """Words in the option are words as well, and a file holds what the list shows."""
    session, log, is_kept = sitting
    expected = [entry["id"] for entry in log.log if log.says(entry, "captain", "banned")]
    result = await session.do("/audit search text:banned the captain count:25")
    assert entry_ids(result) == expected[: len(entry_ids(result))] != []
    if is_kept:
        saved = files(await session.do("/audit export format:jsonl query:captain banned"))
        assert [json.loads(line)["id"] for line in saved["jsonl"].splitlines()] == expected


@pytest.mark.asyncio(loop_scope="module")
async def test_nothing_is_explained_everywhere(sitting: tuple[Session, Reading, bool]) -> None:
    """Only where a plain reading finds nothing it says so, names the condition, and a press shows what is there."""
    session, log, _ = sitting
    vera = str(*log.called("vera"))
    bans = [one["id"] for one in log.log if one["action_type"] == 22 and one["target_id"] == vera]
    assert not [one for one in log.log if one["action_type"] == 20 and one["target_id"] == vera]
    for step in ("/audit recent action:kicked target:vera", "/audit export query:action:kicked target:vera"):
        result = await session.do(step)
        assert f"Without “Member kicked”, {len(bans)} entr" in text(result), text(result)
        assert entry_ids(await session.do(f"press Without: Member kicked · {len(bans)}")) == bans
    misspelt = await session.do("/audit search query:who banned vra")
    assert "Did you mean **Vera**?" in text(misspelt)
    expected = [one["id"] for one in log.log if log.says(one, "banned", "vera")]
    found = entry_ids(await session.do("press I meant Vera"))
    assert found == expected[: len(found)] != []


@pytest.mark.asyncio(loop_scope="module")
async def test_what_a_name_costs(sitting: tuple[Session, Reading, bool]) -> None:
    """A name costs one search of members at most, kept for a while; with an archive it costs no read of the log."""
    session, _, is_kept = sitting
    costs: list[int] = []
    before = len(session.discord.requests)
    for question in ("target:quinnella", "target:quinnella", "target:quinn", "target:quinn"):
        since = len(session.discord.requests)
        await session.do(f"/audit search query:{question} count:2")
        costs.append(len([one for one in asked(session, since) if one.endswith("/members/search")]))
    assert (costs[:2], costs[2] <= 1, costs[3]) == ([1, 0], True, 0)
    assert not is_kept or not [row for row in session.discord.requests[before:] if "audit-logs" in row["path"]]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_who_left_costs(sitting: tuple[Session, Reading, bool]) -> None:
    """For all names that nobody has, the log is read to the end once in ten minutes; then only members are asked."""
    session, _, is_kept = sitting
    reads: list[int] = []
    for name in ("zzyzx", "qqwerty"):
        since = len(session.discord.requests)
        await session.do(f"/audit search query:target:{name}")
        made = [row["path"] for row in session.discord.requests[since:]]
        assert len([path for path in made if path.endswith("/members/search")]) == 1
        reads.append(len([path for path in made if path.endswith("/audit-logs")]))
    assert reads[0] <= (0 if is_kept else 20)
    assert reads[1] <= (0 if is_kept else 1)
