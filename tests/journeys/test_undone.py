"""What came of entries, as people see it: in lists, by themselves, and at what cost."""

import base64
import pathlib
from typing import Any, Final

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.test_entry import fields

from discord_standin import Session
from lightbulb_audit.catalog import words

_BAN, _UNBAN = 22, 23
_SAID: Final = "** · ↩️ undone after 4 minutes by **olga** · <t:"


def _log(guild: GuildJson, count: int) -> GuildJson:
    """A log in which a ban is followed by its unban four minutes later, with so many other entries in between."""
    users = [member["user"] for member in guild["guild"]["members"]]
    people = {name: user["id"] for user in users for name in (user["username"], user.get("global_name"))}
    newest = int(guild["audit_log"]["audit_log_entries"][0]["id"])
    step = 240_000 // (count + 1) << 22
    rows: list[dict[str, Any]] = [
        {
            "id": str(newest - number * step),
            "user_id": people["olga"],
            "target_id": people["bob"],
            "action_type": 20,
        }
        for number in range(count + 1)
    ]
    rows[0]["action_type"] = _UNBAN
    ban = {**rows[0], "id": str(newest - (240_000 << 22)), "user_id": people["anna"], "action_type": _BAN}
    return {**guild, "audit_log": {**guild["audit_log"], "audit_log_entries": [*rows, ban]}}


def _reads(session: Session) -> int:
    return len([row for row in session.discord.requests if row["path"].endswith("/audit-logs")])


async def test_a_list_says_what_came_of_it(play: Play, guild: GuildJson) -> None:
    """Without an archive a list knows what it read, and the entry by itself knows it too; each costs one read."""
    async with play(_log(guild, 3)) as session:
        before = _reads(session)
        shown = await session.do("/audit recent count:10")
        assert seen.text(shown).count("↩️") == 1
        assert _SAID in seen.text(shown)
        assert _reads(session) == before + 1
        entry = await session.do(f"choose {seen.entry_ids(shown)[-1]}")
        assert _reads(session) == before + 2
    said = fields(entry)[words.CAME_OF_IT]
    assert said.startswith("Undone after 4 minutes by **olga**\n<@")
    assert said.endswith(f":R> · entry {seen.entry_ids(shown)[0]}")


async def test_what_was_not_read_is_not_known(play: Play, guild: GuildJson) -> None:
    """Without an archive an entry that is asked for by its id says nothing of it, since that would cost a read."""
    log = _log(guild, 3)
    async with play(log) as session:
        before = _reads(session)
        ban = log["audit_log"]["audit_log_entries"][-1]["id"]
        shown = await session.do(f"/audit entry id:{ban}")
        assert words.CAME_OF_IT not in fields(shown)
        assert _reads(session) == before + 1


async def test_an_archive_knows_it(play: Play, guild: GuildJson, tmp_path: pathlib.Path) -> None:
    """With an archive an entry says what came of it, however much lies in between, and nothing is read."""
    log = _log(guild, 60)
    ban = log["audit_log"]["audit_log_entries"][-1]["id"]
    async with play(log, archive=f"sqlite:///{tmp_path}/archive.sqlite3") as session:
        await session.do("/audit recent")
        await session.do("wait 1")
        before = _reads(session)
        shown = await session.do(f"/audit entry id:{ban}")
        listed = await session.do("/audit recent action:member_ban_add count:5")
        assert _reads(session) == before
    assert fields(shown)[words.CAME_OF_IT].startswith("Undone after 4 minutes by **olga**")
    assert _SAID in seen.text(listed)


async def test_a_history_says_it(play: Play, guild: GuildJson) -> None:
    """What was done to somebody has what came of it."""
    log = _log(guild, 3)
    async with play(log) as session:
        done = await session.do(f"user-command Audit history {log['audit_log']['audit_log_entries'][0]['target_id']}")
    assert _SAID in seen.text(done)


async def test_a_menu_and_a_file_say_it(play: Play, guild: GuildJson) -> None:
    """What the list says of an entry stands in the menu under it, and in each file that is made of it."""
    async with play(_log(guild, 3)) as session:
        shown = await session.do("/audit recent count:10")
        files = {form: await session.do(f"/audit export format:{form}") for form in ("html", "csv", "jsonl")}
    (menu,) = [row["components"][0] for row in seen.message(shown)["components"] if row["components"][0]["type"] == 3]
    assert "↩️ undone by olga" in menu["options"][-1]["description"]
    for form, answer in files.items():
        (data,) = [
            base64.b64decode(one["data"]).decode()
            for one in seen.message(answer)["attachments"]
            if one["filename"].endswith(f".{form}")
        ]
        assert "undone after 4 minutes by" in data, form
        assert seen.entry_ids(shown)[0] in data.splitlines()[-1] or form == "html"
        assert "olga_ironfist" in data


@pytest.mark.parametrize("is_archived", [False, True], ids=["live", "archived"])
async def test_it_is_searched_for(play: Play, guild: GuildJson, tmp_path: pathlib.Path, *, is_archived: bool) -> None:
    """`is:undone` finds what lists mark, `-is:undone` all else; so do files, and both words are proposed."""
    log = _log(guild, 30)
    ids = [one["id"] for one in log["audit_log"]["audit_log_entries"]]
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if is_archived else ""
    async with play(log, archive=archive) as session:
        await session.do("/audit recent")
        await session.do(f"wait {1 if is_archived else 0}")
        undone = await session.do("/audit search query:is:undone")
        assert seen.entry_ids(undone) == ids[-1:]
        assert _SAID in seen.text(undone)
        assert "-# 🔎 undone since" in seen.text(undone)
        mixed = await session.do("/audit search query:action:banned is:undone actor:@anna")
        assert seen.entry_ids(mixed) == ids[-1:]
        standing = await session.do("/audit search query:-is:undone count:25 fold:false")
        assert seen.entry_ids(standing) == ids[:25]
        assert seen.entry_ids(await session.do("press Older")) == ids[25:-1]
        assert seen.entry_ids(await session.do("press Newer")) == ids[:25]
        file = await session.do("/audit export format:csv query:is:undone")
        typing = await session.do("type /audit search query:is:u")
    attached = seen.message(file)["attachments"]
    (data,) = [base64.b64decode(one["data"]).decode() for one in attached if one["filename"].endswith(".csv")]
    assert [one for one in ids if one in data] == [ids[0], ids[-1]]
    assert next(one["value"] for one in typing.choices) == "is:undone"
