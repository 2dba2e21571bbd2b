"""People as answers tell them: look-alikes, those behind bots, and bots that came with dangerous permissions."""

import pathlib
from typing import Any, Final

import pytest
from tests.journeys import seen
from tests.journeys.conftest import GuildJson, Play
from tests.journeys.test_entry import fields

_FAKE: Final = "\u043elga"


def _user(guild: GuildJson, name: str) -> dict[str, Any]:
    users = [member["user"] for member in guild["guild"]["members"]]
    return next(user for user in users if name in (user["username"], user.get("global_name")))


def _log(guild: GuildJson, *rows: dict[str, Any]) -> GuildJson:
    """The guild with a log of these entries alone, the newest first, a minute apart."""
    newest = int(guild["audit_log"]["audit_log_entries"][0]["id"])
    entries = [{"id": str(newest - (60_000 * at << 22)), **row} for at, row in enumerate(rows)]
    return {**guild, "audit_log": {**guild["audit_log"], "audit_log_entries": entries}}


def _kick(actor: str, target: str, reason: str | None = None) -> dict[str, Any]:
    return {"action_type": 20, "user_id": actor, "target_id": target, **({} if reason is None else {"reason": reason})}


@pytest.mark.parametrize("is_archived", [False, True])
async def test_a_lookalike(play: Play, guild: GuildJson, tmp_path: pathlib.Path, is_archived: bool) -> None:
    """Beside a member who looks like another one the username stands in list, menu and entry, and beside the other."""
    olga, bob = _user(guild, "olga"), _user(guild, "bob")
    (member,) = [one for one in guild["guild"]["members"] if one["user"] is bob]
    member["nick"] = _FAKE
    log = _log(guild, _kick(olga["id"], bob["id"]), _kick(bob["id"], olga["id"]), _kick(olga["id"], "4321"))
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if is_archived else ""
    async with play(log, archive=archive) as session:
        shown = await session.do("/audit recent count:3")
        entry = await session.do(f"choose {seen.entry_ids(shown)[0]}")
        alone = await session.do(f"/audit recent user:{olga['id']} target:4321")
    names = {"olga": olga["username"], _FAKE: bob["username"]}
    lines = seen.text(shown).replace("\\", "").splitlines()
    assert f"**olga** ({names['olga']}) kicked **{_FAKE}** ({names[_FAKE]})" in lines[1]
    (menu,) = [row["components"][0] for row in seen.message(shown)["components"] if row["components"][0]["type"] == 3]
    assert f"{_FAKE} ({names[_FAKE]}) kicked olga ({names['olga']})" == menu["options"][1]["label"]
    embed = seen.message(entry)["embeds"][0]
    assert embed["author"]["name"] == f"olga ({names['olga']})"
    assert f"**olga** ({names['olga']}) kicked **{_FAKE}**" in embed["description"].replace("\\", "")
    assert names["olga"] in fields(entry)["Who"].replace("\\", "")
    # Whoever the question names is in the answer, and nobody else.
    assert "**olga** kicked" in seen.text(alone)


@pytest.mark.parametrize("is_archived", [False, True])
async def test_what_bots_did_for_somebody(
    play: Play, guild: GuildJson, tmp_path: pathlib.Path, is_archived: bool
) -> None:
    """Audit history and `actor:` list what somebody did and what bots did for them, and never what a human forged."""
    anna, bob, bot = _user(guild, "anna"), _user(guild, "bob"), _user(guild, "Giveaways")
    assert bot["bot"]
    reason = f"Requested by anna ({anna['id']}): raid"
    forged = f"anna ({anna['id']}): raid"
    log = _log(
        guild,
        _kick(bot["id"], bob["id"], reason),
        _kick(bob["id"], bot["id"], forged),
        _kick(anna["id"], bob["id"]),
        _kick(bot["id"], bob["id"], "raid"),
        _kick(bot["id"], bob["id"], "Requested by anna: raid"),
    )
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if is_archived else ""
    ids = [row["id"] for row in log["audit_log"]["audit_log_entries"]]
    async with play(log, archive=archive) as session:
        if is_archived:
            await session.do("/audit recent")
            await session.do("wait 1")
        for step in (f"user-command Audit history {anna['id']}", f"/audit search actor:{anna['id']}"):
            shown = await session.do(step)
            assert "by **anna** (or a bot for them)" in seen.text(shown), step
            assert seen.entry_ids(shown) == [ids[0], ids[2], ids[4]], step
            # A search counts above its entries who did what.
            said = 2 + step.startswith("/audit search")
            assert seen.text(shown).count("**Giveaways**, for **anna**, kicked **Bob") == said, step
        own = await session.do(f"/audit recent user:{anna['id']}")
        behind = await session.do(f"/audit search for:{anna['id']}")
    assert (seen.entry_ids(own), "or a bot for them" in seen.text(own)) == ([ids[2]], False)
    assert seen.entry_ids(behind) == [ids[0], ids[4]]


async def test_a_bot_that_can_do_harm(play: Play, guild: GuildJson) -> None:
    """The adding of a bot is found by the permissions that its own role has."""
    bot = _user(guild, "Giveaways")
    role = {
        **guild["guild"]["roles"][1], "id": "1573777700000000001", "name": "Giveaways", "permissions": str(1 << 3),
        "managed": True, "tags": {"bot_id": bot["id"]},
    }  # fmt: skip
    changed = {**guild, "guild": {**guild["guild"], "roles": [*guild["guild"]["roles"], role]}}
    async with play(changed) as session:
        shown = await session.do("/audit search action:bot_add gained:administrator")
        others = await session.do("/audit search action:bot_add gained:manage_webhooks -gained:administrator")
    assert "added the bot **Giveaways**" in seen.text(shown)
    assert seen.entry_ids(others) == []
