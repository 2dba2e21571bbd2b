"""`/audit search` and `/audit export` as people use them, with an archive and without."""

import base64
import csv
import io
import json
import pathlib
import sqlite3
from collections.abc import AsyncGenerator, Sequence

import pytest
import pytest_asyncio
from tests.journeys import stories
from tests.journeys.conftest import GuildJson, Play, bans, playing
from tests.journeys.seen import entry_ids, is_on, message, publicly, text
from tests.journeys.test_command_line import run
from tests.journeys.test_coverage import told
from tests.journeys.town import ANNA, BOB, DORA, GUESTS, GUILD, OLGA, Town, change

from discord_standin import Session, StepResult
from lightbulb_audit.model import snowflake

_REFUSED = "You need the permission **View audit log**"


@pytest.fixture
def address(tmp_path: pathlib.Path) -> str:
    """Where an archive may be made."""
    return f"sqlite:///{tmp_path}/archive.sqlite3"


def everything_happened() -> Town:
    """A town in which all stories happened."""
    made = Town()
    for happens in (stories.power, stories.plans, stories.event_team):
        happens(made)
    return made


@pytest.fixture
def town() -> Town:
    """The town."""
    return everything_happened()


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["discord", "archive"])
async def sitting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Session, bool]]:
    """One sitting in the town for many questions, and whether there is an archive, which is complete then."""
    is_kept = request.param == "archive"
    archive = f"sqlite:///{tmp_path_factory.mktemp('sitting')}/archive.sqlite3" if is_kept else ""
    async with playing(everything_happened().json(), archive=archive) as session:
        if is_kept:
            await told(session, "✅ Complete")
        yield session, is_kept


def reads(session: Session) -> int:
    """How often the log was read so far."""
    return len([row for row in session.discord.requests if row["path"].endswith("/audit-logs")])


def files(result: StepResult) -> dict[str, bytes]:
    """The files of an answer, by their names' ends."""
    return {one["filename"].rpartition(".")[2]: base64.b64decode(one["data"]) for one in message(result)["attachments"]}


def footer(result: StepResult) -> str:
    """What a message carries."""
    return message(result)["embeds"][0]["footer"]["text"]


_ALIKE = [
    ["/audit search query:actor:@olga action:role_update", "/audit search actor:@olga action:role_update",
     "/audit search query:action:role_update actor:@olga", "/audit search query:by:olga type:31"],
    ["/audit search query:category:roles -actor:olga", "/audit search category:roles query:-by:@olga",
     "/audit search query:-actor:olga category:roles"],
    ["/audit search query:has:reason is:human", "/audit search has:reason is:human"],
    ["/audit search query:key:permissions gained:kick_members",
     "/audit search key:permissions query:gained:kick_members",
     "/audit search key:Permissions query:gained:kick_members"],
    ["/audit search query:the event is over", "/audit search text:the event is over",
     "/audit search query:over event"],
    ['/audit search query:"the event is over"', '/audit search text:"the event is over"',
     '/audit search query:"the event is"'],
    ["/audit search channel:#staff", "/audit search query:in:staff", "/audit search query:channel:#staff"],
    ['/audit search query:created:>"10 days ago" -has:reason', "/audit search after:10 days ago query:-has:reason",
     '/audit search query:-before:"10 days ago" -has:reason'],
    ["/audit search actor:olga,carl action:role_update", "/audit search query:actor:olga actor:carl action:31"],
]  # fmt: skip
"""Questions that ask for the same, line by line."""


@pytest.mark.asyncio(loop_scope="module")
async def test_both_ways_of_asking(sitting: tuple[Session, bool]) -> None:
    """The language, the options, and both mixed find the same entries; at most ten reads, with an archive none."""
    session, is_kept = sitting
    for questions in _ALIKE:
        found: list[list[str]] = []
        for question in questions:
            before = reads(session)
            result = await session.do(f"{question} count:25" if "query:" not in question else question)
            assert reads(session) - before <= (0 if is_kept else 10), question
            found.append(entry_ids(result)[:10])
        assert found[0], questions[0]
        assert all(one == found[0] for one in found), dict(zip(questions, found, strict=True))


@pytest.mark.parametrize("is_kept", [False, True], ids=["discord", "archive"])
async def test_paging_to_the_end_and_back(
    play: Play, guild: GuildJson, address: str, tmp_path: pathlib.Path, *, is_kept: bool
) -> None:
    """250 hits come once each, though entries arrive and the bot is killed: the message carries the question."""
    log = bans(guild, 250)
    noise = [{**entry, "id": str(int(entry["id"]) + 1), "action_type": 20} for entry in log[::5]]
    rows = sorted([*log, *noise], key=lambda one: int(one["id"]), reverse=True)
    new = {**log[0], "id": str(int(snowflake.first_at(Town().now))), "guild_id": guild["guild"]["id"]}
    event = tmp_path / "new.jsonl"
    event.write_text(json.dumps({"t": "GUILD_AUDIT_LOG_ENTRY_CREATE", "d": new}), encoding="utf-8")
    file = {**guild, "audit_log": {"audit_log_entries": rows}}
    async with play(file, archive=address if is_kept else "") as session:
        if is_kept:
            await told(session, "✅ Complete")
        result = await session.do("/audit search action:member_ban_add query:number count:25")
        assert ("250 entries fit, 25 of them here" in text(result)) is is_kept
        seen = entry_ids(result)
        await session.do(f"event {event}")
        while is_on(result, "Older"):
            if len(seen) == 50:
                await session.do("kill")
                await session.do("start")
            result = await session.do("press Older")
            seen += entry_ids(result)
        assert seen == [entry["id"] for entry in log]
        back: list[str] = []
        while is_on(result, "Newer"):
            result = await session.do("press Newer")
            back += entry_ids(result)
        assert sorted(back, reverse=True) == [new["id"], *seen[:225]]
        chosen = await session.do(f"choose {entry_ids(result)[0]}")
        assert "banned" in text(chosen)
        returned = await session.do("press Back to the list")
        assert entry_ids(returned) == entry_ids(result)


@pytest.mark.asyncio(loop_scope="module")
async def test_files(sitting: tuple[Session, bool], town: Town, tmp_path: pathlib.Path) -> None:
    """A search's file comes in each form, by button or by command, and its raw lines can be read and taken in again."""
    session, is_kept = sitting
    before = reads(session)
    found = entry_ids(await session.do("/audit search category:roles count:25"))
    page = files(await session.do("press Save as file"))["html"].decode()
    table = files(await session.do("press CSV"))
    lines = files(await session.do("press JSON lines"))["jsonl"].decode()
    for form in ("html", "csv", "jsonl"):
        made = await session.do(f"/audit export query:category:roles format:{form}")
        assert f"{len(found)} entries, newest first." in text(made)
        assert form in files(made)
    everything = files(await session.do("/audit export format:jsonl"))["jsonl"].decode().splitlines()
    assert (reads(session) == before) is is_kept
    assert all(one in page for one in found)
    rows = list(csv.DictReader(io.StringIO(table["csv"].decode("utf-8-sig"))))
    assert [next(iter(row.values())).lstrip("'") for row in rows] == found or len(rows) == len(found)
    assert b"category:roles" in table["txt"]
    assert [json.loads(line)["id"] for line in lines.splitlines()] == found
    assert len(everything) == len(town.log)
    if not is_kept:
        return
    assert [one["id"] for one in json.loads(run("read", "--json", stdin=lines).stdout)] == found
    taken = run("archive", "import", "--archive", f"sqlite:///{tmp_path}/other.sqlite3", "-", stdin=lines)
    assert taken.stdout == f"{len(found)} taken in, 0 known already\n"


async def test_an_archive_with_a_gap_that_goes_away(
    play: Play, town: Town, address: str, tmp_path: pathlib.Path
) -> None:
    """What the archive lacks of the span that is asked for is said; once it is away, Discord is asked, and that too."""
    old, gone, kept = (int(snowflake.first_at(town.now)) - (days * 86_400_000 << 22) for days in (100, 60, 46))
    async with play(town.json(), archive=address) as session:
        await told(session, "✅ Complete")
        with sqlite3.connect(tmp_path / "archive.sqlite3") as database:
            database.execute("INSERT INTO coverage VALUES (?, ?, ?)", (GUILD, old, gone))
            database.execute("INSERT INTO gaps VALUES (?, ?, ?, 'expired', 0)", (GUILD, gone + 1, kept))
        whole, lately, before = [
            await session.do(f"/audit search category:roles {span}")
            for span in ("", "after:10 days ago", "before:70 days ago")
        ]
        exported = await session.do("/audit export query:category:roles")
        saved = files(exported)["html"].decode()
        kept = await session.do("/audit search category:roles count:25")
        with sqlite3.connect(tmp_path / "archive.sqlite3") as database:
            for name in ("observations", "entries"):
                database.execute(f"ALTER TABLE {name} RENAME TO {name}_away")
        instead = await session.do("press Refresh")
        live = files(await session.do("press Save as file"))["html"].decode()
        past = await session.do("/audit history of:@bob at:7 days ago")
    assert "⚠️ not complete: <t:" in text(whole)
    assert "Discord had forgotten it already, after 45 days" in text(whole)
    assert "not complete" not in text(lately)
    assert "not complete" not in text(before)
    assert "Nothing in the audit log fits this." in text(before)
    assert "⚠️ not complete: <t:" in text(exported)
    assert "Not complete: " in saved
    assert entry_ids(instead) == entry_ids(kept)
    assert "⚠️ the archive does not answer, or is still empty, so I looked in Discord's own log" in text(instead)
    assert "own log, which keeps 45 days" in live
    assert "**Guests**: held" in text(past)


_LONG: Sequence[tuple[str, bool]] = [
    (f'"{("raid " * 199).strip()}"', True),
    (" ".join(["ab", "cd", "ef", "gh", "ij"] * 40)[:1000], True),
    (" ".join(f"-actor:{10**16 + number}" for number in range(40))[:1000].rpartition(" ")[0], True),
    (f"-id:{','.join(str(10**15 + number) for number in range(58))}", True),
    (" ".join(f"w{number:02x}" for number in range(200)), True),
    ("a" * 1001, False),
    (" ".join(f'has:reason -"{number}"' for number in range(58)), True),
]


@pytest.mark.asyncio(loop_scope="module")
async def test_long_questions(sitting: tuple[Session, bool]) -> None:
    """A question of 1,000 characters of any sort is answered and its buttons work; a longer one is refused in words."""
    session, _ = sitting
    for question, is_taken in _LONG:
        assert len(question) <= 1001
        result = await session.do(f"/audit search query:{question} count:25")
        if not is_taken:
            assert text(result).endswith("A search may have 1,000 characters: leave something out.")
            continue
        assert message(result)["embeds"], (question, text(result))
        again = await session.do("press Refresh")
        assert entry_ids(again) == entry_ids(result), question
        assert footer(again) == footer(result)
        if entry_ids(result):
            await session.do(f"choose {entry_ids(result)[0]}")
            assert entry_ids(await session.do("press Back to the list")) == entry_ids(result)


async def test_a_file_of_a_part(play: Play, guild: GuildJson) -> None:
    """Without an archive a file is made of 1,000 entries at most, and its answer says how far that was."""
    async with play({**guild, "audit_log": {"audit_log_entries": bans(guild, 1200)}}) as session:
        part = await session.do("/audit export query:number format:jsonl")
        nothing = await session.do("/audit export query:goose")
        found = await session.do("/audit search query:number count:2")
        saved = await session.do("press Save as file")
        # What was renamed or deleted is asked for once, by six types; why nothing fits, by a list's ten at most.
        assert reads(session) <= 10 + 10 + 10 + 1 + 10 + 6
    assert text(part).startswith("1,000 entries, newest first. Looked through 1,000 entries, back to ")
    assert text(part).endswith("Ask for those by the option **before**.")
    assert len(files(part)["jsonl"].splitlines()) == 1000
    assert text(nothing).startswith("Nothing fits so far, so there is no file. Looked through 1,000 entries, back to ")
    assert len(entry_ids(found)) == 2
    assert "there may be more before that" in text(saved)


async def test_the_fullest_list_fits(play: Play) -> None:
    """25 entries with the longest names and reasons fit under the longest question."""
    town = Town()
    for number in range(30):
        old, new = ("é*_`" * 25)[:100], ("<@1>|" * 20)[:100]
        town.happens(number / 10 + 1, ANNA, 31, GUESTS, change("name", new, old), reason="*raid* " * 70)
    question = " ".join(f"-actor:{10**17 + number}" for number in range(37))
    async with play(town.json()) as session:
        result = await session.do(f"/audit search query:{question} count:25")
        assert 1 <= len(entry_ids(result)) <= 25
        seen = entry_ids(result)
        while is_on(result, "Older"):
            result = await session.do("press Older")
            seen += entry_ids(result)
    assert seen == [entry["id"] for entry in town.log]


_FAULTS = [
    ("actr:anna", "actr", "I know no filter called `actr`. There is: `actor`"),
    ("has:reason actor:@nobody", "@nobody", "I know nobody and nothing called `@nobody`"),
    ("created:>yesteryear x", ">yesteryear", "I do not understand `>yesteryear` as a time"),
    ('raid "no end', '"no end', "This quote is opened and never closed"),
    (
        "action:banana",
        "banana",
        "I know no action called `banana`. There are `banned`, `timeout` or `deleted`",
    ),
    ("permission:adminn", "adminn", "I know no permission called `adminn`. Did you mean `administrator`"),
    ("permission:manage", "manage", "could be one of several: `manage_"),
    ("is:cat", "cat", "`is:` takes bot, human or undone; I do not know “cat”."),
    ("actor: x", "actor:", "Something is missing here"),
    ('-"..."', '"..."', "There are no letters or digits"),
    ("id:7x", "7x", "no id of an entry"),
    ("created:2026-01-01..", "2026-01-01..", "as a span of time"),
]
"""Questions, the word of each that is marked, and what is said."""


@pytest.mark.asyncio(loop_scope="module")
async def test_faults_are_pointed_at(sitting: tuple[Session, bool]) -> None:
    """The word at fault is marked, and the sentence below says what could stand there."""
    session, _ = sitting
    for question, marked, said in _FAULTS:
        result = await session.do(f"/audit search query:{question}")
        line, marks = text(result).split("```")[1].strip("\n").splitlines()
        assert line[marks.index("^") : marks.rindex("^") + 1] == marked
        assert said in text(result).split("```")[2], question
        assert result.to_json()["answers"][0]["ephemeral"] is True


@pytest.mark.asyncio(loop_scope="module")
async def test_nothing_is_found(sitting: tuple[Session, bool]) -> None:
    """Where nothing fits, the answer says so and repeats the question; there is no file to save then."""
    session, _ = sitting
    result = await session.do('/audit search query:"no such words" actor:@bob')
    nobody = await session.do("/audit history of:nobody-at-all")
    file = await session.do("/audit export text:no such words")
    early = await session.do("/audit search before:2016-01-01")
    assert "-# 🔎 with “no such words” · by " in text(result)
    assert "Nothing in the audit log fits this." in text(result)
    assert not is_on(result, "Save as file")
    assert "I know nobody and nothing called so, and no invite with this code." in text(nobody)
    assert not is_on(nobody, "State at")
    assert text(file).startswith("Nothing in the audit log fits this, so there is no file.")
    assert "Nothing in the audit log fits this." in text(early)


@pytest.mark.asyncio(loop_scope="module")
async def test_those_who_may_not(sitting: tuple[Session, bool]) -> None:
    """Who may not see the log is refused by every command and press, and learns no name from suggestions."""
    session, _ = sitting
    shown = await publicly(session, "/audit search category:roles private:false count:2")
    history = await publicly(session, "/audit history of:@bob private:false count:2")
    await session.do(f"as {BOB}")
    refused = [
        await session.do(step)
        for step in (
            "/audit search private:false", "/audit export private:false", "/audit history of:@anna private:false",
            "press Older", "press Save as file", "press State at", f"choose {entry_ids(history)[0]}",
        )
    ]  # fmt: skip
    named = [
        await session.do(f"type /audit {words}")
        for words in ("search query:actor:an", "search actor:an", "history of:eve", "export query:role:eve")
    ]
    await session.do(f"as {OLGA}")
    pressed = await session.do("press Older")
    saved = await session.do("press Save as file")
    await session.do(f"as {ANNA}")
    for no in refused:
        assert text(no).startswith(_REFUSED), no.step
        assert no.to_json()["answers"][0]["ephemeral"] is True
    assert [one.choices for one in named] == [[], [], [], []]
    assert shown.to_json()["answers"][0]["ephemeral"] is False
    assert message(pressed)["id"] == message(history)["id"]
    assert saved.to_json()["answers"][0]["ephemeral"] is True


@pytest.mark.asyncio(loop_scope="module")
async def test_the_bot_may_not(sitting: tuple[Session, bool]) -> None:
    """Without the permission the bot says so and who can give it, and does not ask Discord."""
    session, is_kept = sitting
    before = reads(session)
    await session.do("fault forbid")
    steps = ("/audit search actor:@bob", "/audit export", "/audit history of:bob")
    said = [text(await session.do(step)) for step in steps]
    assert is_kept or reads(session) == before  # the archive goes on trying by itself
    await session.do("fault calm")
    assert all(one.startswith("I need the permission **View audit log**") for one in said)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_proposed_works(sitting: tuple[Session, bool]) -> None:
    """Filters are proposed, then their values; each is understood when it is chosen."""
    typed = (
        "query:", "query:perm", "query:actor:@car", "query:-actor:anna,ol", "query:actor:carl,ol",
        'query:role:"Event t', "query:gained:adm",
        "query:action:role", "query:key:perm", "query:created:", "query:category:", "query:has:", "query:is:",
        "actor:ol", "target:pla", "action:ba", "permission:kick", "key:", "before:", "role:mod", "channel:gen",
        "category:mem", "is:", "has:", "query:for:ol", "for:ol",
    )  # fmt: skip
    session, _ = sitting
    for words in typed:
        offered = (await session.do(f"type /audit search {words}")).choices
        assert offered, words
        option = words.partition(":")[0]
        for choice in offered[:1]:
            value = f"{choice['value']}today" if choice["value"].endswith("created:") else choice["value"]
            if value.endswith(":"):
                continue
            result = await session.do(f"/audit search {option}:{value}")
            assert message(result)["embeds"], (words, choice, text(result))
    (of,) = [one for one in (await session.do("type /audit history of:event")).choices if "role" in one["name"]]
    assert "**Event team**" in text(await session.do(f"/audit history of:{of['value']}"))


_HOSTILE = {1: "anna, the great", 2: 'say "hi"', 3: "a:b|c", 4: "**bold** `x`", 5: "\u202eevil", 6: "-x", 7: "```"}


async def test_hostile_names(play: Play) -> None:
    """Whatever somebody or something is called, it can be asked for by that name, and stays text in the answer."""
    town = Town()
    roles = {town.made(20 + number, name): name for number, name in _HOSTILE.items()}
    for role_id, name in roles.items():
        town.happens(3, ANNA, 32, role_id, change("name", None, name))
    town.happens(2, ANNA, 25, DORA, change("$add", [{"id": str(GUESTS), "name": "Guests"}]), reason="*x* ||y|| <@1>")
    file = town.json()
    file["guild"]["members"][4]["nick"] = "anna, the great"
    file["audit_log"]["users"][4]["global_name"] = "anna, the great"
    async with play(file) as session:
        person = await session.do('/audit search query:target:"anna, the great"')
        several = await session.do('/audit search query:target:"anna, the great",@anna')
        option = await session.do("/audit search target:anna, the great")
        bold = await session.do('/audit search query:role:"**bold** `x`"')
        colon = await session.do("/audit history of:a:b|c")
        negative = await session.do("/audit history of:-x")
        quoted = await session.do('/audit history of:say "hi"')
    for result in (person, several, option):
        assert len(entry_ids(result)) >= 1, text(result)
    assert "\\*x\\*" in text(person)
    for result, name in ((bold, "**bold** `x`"), (colon, "a:b|c"), (negative, "-x"), (quoted, 'say "hi"')):
        assert len(entry_ids(result)) == 1, (name, text(result))
    assert "\\*\\*bold" in text(bold)
