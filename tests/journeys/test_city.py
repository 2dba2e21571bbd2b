"""Questions of a moderator in a large server, each checked against a plain reading of its raw log."""

import datetime
import json
import re
from collections.abc import AsyncGenerator, Callable
from typing import Any, Final

import pytest
import pytest_asyncio
from tests.journeys.city import City
from tests.journeys.conftest import playing
from tests.journeys.seen import entry_ids, is_on, text
from tests.journeys.test_coverage import told
from tests.journeys.test_lookups import asked
from tests.journeys.test_search import files

from discord_standin import Session
from lightbulb_audit.model import snowflake

Entry = dict[str, Any]

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = re.compile(r"[^\w\s]+")
_VERBS: Final = {
    1: "changed", 10: "created the text channel", 12: "deleted the text channel", 20: "kicked", 21: "pruned",
    22: "banned", 23: "unbanned", 32: "deleted the role", 60: "added the emoji", 72: "deleted messages",
}  # fmt: skip
"""What a person says that was done, for the types of which the type alone tells."""


def _changed(entry: Entry) -> dict[str, Any]:
    return {one["key"]: one.get("new_value") for one in entry.get("changes", ())}


class Reading:
    """A plain reading of a raw log.

    Args:
        city: The server.
    """

    def __init__(self, city: City) -> None:
        self.log = city.log
        self._names = {one: [_words(name) for name in names] for one, names in city.names().items()}
        self._begun: dict[str, set[int]] = {}

    def called(self, name: str) -> set[int]:
        """The ids of whoever has or had just this name, whatever is between its letters."""
        return {one for one, names in self._names.items() if _words(name) in names}

    def begun(self, word: str) -> set[int]:
        """The ids of whoever has or had a name in which a word begins so."""
        if word not in self._begun:
            self._begun[word] = {one for one, names in self._names.items()
                                 if any(other.startswith(word) for name in names for other in name)}  # fmt: skip
        return self._begun[word]

    def says(self, entry: Entry, *words: str) -> bool:
        """Whether each word is one of the verb, the texts and the names of those whom the entry names."""
        said = [word for part in _strings(entry) for word in _words(part)] + _words(_verb(entry))
        named = _ids(entry)
        return all(any(one.startswith(word) for one in said) or named & self.begun(word) for word in words)


def _words(name: str) -> list[str]:
    name = name.lower().replace("ë", "e")
    return _WORD.findall(name) or _SIGNS.findall(name)


def _verb(entry: Entry) -> str:
    changed = _changed(entry)
    if entry["action_type"] == 24 and "communication_disabled_until" in changed:
        return "timed out" if changed["communication_disabled_until"] else "ended timeout"
    if entry["action_type"] in (11, 31) and "name" in changed:
        return "renamed"
    if entry["action_type"] == 25:
        return "gave" if "$add" in changed else "took"
    return _VERBS.get(entry["action_type"], "")


def _strings(entry: Entry) -> list[str]:
    """Every text in an entry, but for ids and what is no text."""
    texts: list[str] = [entry.get("reason", ""), entry.get("options", {}).get("role_name", "")]
    for one in entry.get("changes", ()):
        for value in (one.get("old_value"), one.get("new_value")):
            if one["key"] in ("name", "nick", "topic") and value is not None:
                texts.append(value)
            if one["key"] in ("$add", "$remove") and value is not None:
                texts += [role["name"] for role in value]
    return texts


def _ids(entry: Entry) -> set[int]:
    return {int(one) for one in re.findall(r"\d{17,20}", str({**entry, "id": ""}))}


Test = Callable[[Entry], bool]


def _since(days: float) -> Callable[[Reading], Test]:
    """From a midnight on, so many days before the last one."""
    midnight = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return lambda _: lambda entry: snowflake.time_of(int(entry["id"])) >= midnight - datetime.timedelta(days=days)


def _between(first: int, last: int) -> Callable[[Reading], Test]:
    """From a midnight to a later one, each so many days before the last one."""
    return lambda log: lambda entry: _since(first)(log)(entry) and not _since(last)(log)(entry)


def _by(*names: str) -> Callable[[Reading], Test]:
    return lambda log: lambda entry: int(entry["user_id"]) in set().union(*map(log.called, names))


def _to(*names: str) -> Callable[[Reading], Test]:
    return lambda log: lambda entry: int(entry["target_id"] or 0) in set().union(*map(log.called, names))


def _about(name: str) -> Callable[[Reading], Test]:
    return lambda log: lambda entry: bool(_ids({**entry, "user_id": ""}) & log.called(name))


def _says(*words: str) -> Callable[[Reading], Test]:
    return lambda log: lambda entry: log.says(entry, *words)


def _is(*types: int, key: str = "") -> Callable[[Reading], Test]:
    return lambda _: lambda entry: entry["action_type"] in types and (not key or key in _changed(entry))


def _both(one: Callable[[Reading], Test], other: Callable[[Reading], Test]) -> Callable[[Reading], Test]:
    return lambda log: lambda entry: one(log)(entry) and other(log)(entry)


def _is_timeout(_: Reading) -> Test:
    return lambda entry: entry["action_type"] == 24 and bool(_changed(entry).get("communication_disabled_until"))


_SUNDAY: Final = (datetime.datetime.now(datetime.UTC).weekday() + 1) % 7
"""Days since the last Sunday: the asker's locale is en-US."""

_QUESTIONS: Final[tuple[tuple[str, Callable[[Reading], Test]], ...]] = (
    ("actor:kyle_mods action:unbanned", _both(_by("kyle_mods"), _is(23))),
    ('actor:"the warden" action:kicked', _both(_by("The Warden"), _is(20))),
    ("actor:warden action:kicked", _both(_by("The Warden"), _is(20))),
    ("target:bob", _to("bob")),
    ("target:bobby99", _to("bobby99")),
    ("target:vera", _to("vera")),
    ("target:zoe", _to("Zoë")),
    ('target:"captain hook"', _to("Captain Hook")),
    ("target:🔥🔥🔥", _to("🔥🔥🔥")),
    ("target:さくら", _to("さくら")),
    ("target:иван", _to("Иван")),
    ('about:"Sir Loin"', _about("Sir Loin")),
    ("about:plans-2024", _about("plans-2024")),
    ("target:plans", _to("plans")),
    ("channel:#plans action:messages", _both(_about("plans"), _is(72, 73, 74, 75))),
    ("role:raiders", _about("Raiders")),
    ("about:partyblob", _about("partyblob")),
    ("key:icon", lambda _: lambda entry: bool(_changed(entry).keys() & {"icon", "icon_hash"})),
    ("action:timeout", _is_timeout),
    ("action:bna target:bob", _both(_is(22), _to("bob"))),
    ("action:deleted", _is(12, 15, 32, 42, 52, 62, 72, 73, 112)),
    ("after:this week action:ban", _both(_since(_SUNDAY), _is(22))),
    ("created:today action:kick", _both(_since(0), _is(20))),
    ("who banned vera", _says("banned", "vera")),
    ("banned vera", _says("banned", "vera")),
    ('"banned vera"', _says("banned", "vera")),
    ("who kicked the bob", _says("kicked", "bob")),
    ("deleted #plans", _says("deleted", "plans")),
    ("query plans", lambda _: lambda _: False),
    ("plans -deleted", lambda log: lambda entry: log.says(entry, "plans") and not log.says(entry, "deleted")),
    ("banned 🔥🔥🔥", _says("banned", "🔥🔥🔥")),
    ("captain banned", _says("captain", "banned")),
    ("unbanned zoe", _says("unbanned", "zoe")),
    ("renamed", _says("renamed")),
    ("pruned", _says("pruned")),
    ("partyblob", _says("partyblob")),
    ("raiders", _says("raiders")),
    ("quinn gave vip", _says("quinn", "gave", "vip")),
    ("timed out bob", _says("timed", "out", "bob")),
    ("what did hal do yesterday", _both(_says("hal"), _between(1, 0))),
    ("who deleted #plans last week", _both(_says("deleted", "plans"), _between(_SUNDAY + 7, _SUNDAY))),
    ("kicks since yesterday", _both(_says("kicked"), _since(1))),
    ("who was banned 3 days ago by kyle", _both(_says("banned", "kyle"), _between(3, 2))),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["discord", "archive"])
async def sitting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Session, Reading, bool]]:
    """One sitting in the city for all questions, a plain reading of its log, and whether there is an archive."""
    city, is_kept = City(7, datetime.datetime.now(datetime.UTC)), request.param == "archive"
    archive = f"sqlite:///{tmp_path_factory.mktemp('city')}/archive.sqlite3" if is_kept else ""
    async with playing(city.json(), archive=archive) as session:
        if is_kept:
            await told(session, "✅ Complete")
        yield session, Reading(city), is_kept


async def _everything(session: Session, question: str) -> list[str]:
    result = await session.do(f"/audit search query:{question} count:25")
    assert "```" not in text(result), text(result)
    found = entry_ids(result)
    while is_on(result, "Older") or is_on(result, "Search further"):
        result = await session.do("press Older" if is_on(result, "Older") else "press Search further")
        found += entry_ids(result)
    return found


@pytest.mark.parametrize(("question", "reading"), _QUESTIONS, ids=[one[0] for one in _QUESTIONS])
@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_found_is_what_is_there(
    sitting: tuple[Session, Reading, bool], question: str, reading: Callable[[Reading], Test]
) -> None:
    """Just the entries that fit by the raw log are found, by whatever name, with an archive and without."""
    session, log, _ = sitting
    fits = reading(log)
    expected = [entry["id"] for entry in log.log if fits(entry)]
    assert await _everything(session, question) == expected


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
