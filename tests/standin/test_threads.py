"""Threads: who is in them, and who sees them."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.standin.test_openapi import SPEC, check
from tests.standin.worlds import BOT_ID, GUILD_ID, guild_json, serving

from discord_standin import Discord, GuildFile
from discord_standin.events import apply_event, read_events
from discord_standin.permissions import Permission

PUBLIC: dict[str, Any] = {"id": "40", "type": 11, "parent_id": "10", "name": "open", "owner_id": "1"}
PRIVATE: dict[str, Any] = {"id": "41", "type": 12, "parent_id": "10", "name": "closed", "owner_id": "1"}
OWN: dict[str, Any] = {"id": "41", "user_id": BOT_ID, "join_timestamp": "2026-01-01T00:00:00+00:00", "flags": 1}


def _members(*ids: str) -> list[dict[str, Any]]:
    return [{"user_id": user_id} for user_id in ids]


MEMBERSHIPS: list[tuple[dict[str, Any], list[str]]] = [
    (PUBLIC, ["1"]),
    ({**PUBLIC, "member_ids": ["2", 3, None]}, ["1", "2"]),
    ({**PUBLIC, "members": _members("2", BOT_ID)}, ["1", "2", BOT_ID]),
    ({**PUBLIC, "members": ["2"], "owner_id": "2"}, ["2"]),
    ({**PUBLIC, "member": OWN}, ["1", BOT_ID]),
    ({**PUBLIC, "members": [{"user": {"id": "2"}}, [], {}], "thread_metadata": 5}, ["1", "2"]),
]


@pytest.mark.parametrize(
    ("thread", "expected"),
    MEMBERSHIPS,
    ids=["owner", "ids", "members", "other owner", "the bot", "odd"],
)
async def test_who_is_in_a_thread(thread: dict[str, Any], expected: list[str]) -> None:
    """In a thread are its owner, whom the file names, and the bot if it came with its membership; strangers are not."""
    async with serving(guild={"threads": [thread]}) as client:
        _, listed = await client.ask("GET", "/channels/40/thread-members")
        assert [member["user_id"] for member in listed] == expected
        for user_id in ("1", "2", "3", BOT_ID):
            status, body = await client.ask("GET", f"/channels/40/thread-members/{user_id}")
            wanted = (200, user_id) if user_id in expected else (404, 10007)
            assert (status, body.get("user_id") or body["code"]) == wanted
        _, seen = await client.ask("GET", "/channels/40")
    assert ("member" in seen) == (BOT_ID in expected)
    assert not {"members", "member_ids"} & set(seen)


@pytest.mark.skipif(not SPEC.is_file(), reason="set DISCORD_OPENAPI to Discord's openapi.json")
async def test_threads_fit_the_spec() -> None:
    """Threads and their members have the shapes of Discord's schemas."""
    async with serving(guild={"threads": [{**PUBLIC, "member": OWN}]}) as client:
        for path in ("/channels/40", "/channels/40/thread-members", "/channels/40/thread-members/1"):
            for query in ("", "?with_member=true"):
                status, body = await client.ask("GET", path + query)
                check("GET", path, status, body)


async def test_members_are_of_threads_only() -> None:
    """A channel that is no thread has no thread members."""
    async with serving() as client:
        status, body = await client.ask("GET", "/channels/10/thread-members/1")
    assert (status, body["code"]) == (400, 50024)


@pytest.mark.parametrize(
    ("thread", "permissions", "status"),
    [
        (PRIVATE, 0, 403),
        ({**PRIVATE, "member": OWN}, 0, 200),
        ({**PRIVATE, "member_ids": [BOT_ID]}, 0, 200),
        ({**PRIVATE, "owner_id": BOT_ID}, 0, 200),
        (PRIVATE, int(Permission.MANAGE_THREADS), 200),
    ],
    ids=["stranger", "member", "named", "owner", "manager"],
)
@pytest.mark.parametrize("place", ["guild", "log"])
async def test_private_threads(thread: dict[str, Any], permissions: int, status: int, place: str) -> None:
    """A private thread, active or archived, is closed to a bot that is neither in it nor may manage threads."""
    parts = guild_json()
    everyone = parts["guild"]["roles"][0]
    everyone["permissions"] = str(int(everyone["permissions"]) | permissions)
    guild = {**parts["guild"], **({"threads": [thread]} if place == "guild" else {})}
    log: dict[str, Any] = {"audit_log_entries": [], "threads": [thread] if place == "log" else []}
    async with serving(guild=guild, audit_log=log) as client:
        for path in ("/channels/41", "/channels/41/messages", "/channels/41/thread-members"):
            answer_status, body = await client.ask("GET", path)
            assert answer_status == status, path
            assert status == 200 or body["code"] == 50001


async def test_archived_threads() -> None:
    """A thread that only the audit log has is archived: served by id, not listed as active; a deleted one is gone."""
    gone = {"id": "9", "action_type": 112, "user_id": "1", "target_id": "41"}
    log = {"audit_log_entries": [gone], "threads": [PUBLIC, {**PUBLIC, "id": "41"}, {"id": None}, 5]}
    async with serving(audit_log=log) as client:
        status, thread = await client.ask("GET", "/channels/40")
        _, active = await client.ask("GET", f"/guilds/{GUILD_ID}/threads/active")
        gone_status, _ = await client.ask("GET", "/channels/41")
    assert (status, thread["name"], thread["thread_metadata"]["archived"]) == (200, "open", True)
    assert (active["threads"], gone_status) == ([], 404)


async def test_thread_events(tmp_path: Path) -> None:
    """Events make, archive and delete threads, and change who is in them."""
    rows = [
        ("THREAD_CREATE", {**PUBLIC, "guild_id": GUILD_ID}),
        ("THREAD_MEMBERS_UPDATE", {"id": "40", "added_members": _members("2"), "removed_member_ids": ["1"]}),
        ("THREAD_UPDATE", {"id": "40", "thread_metadata": {"archived": True}}),
        ("THREAD_DELETE", {"id": "40"}),
    ]
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps({"t": name, "d": data}) for name, data in rows), encoding="utf-8")
    state = Discord(GuildFile.from_json(guild_json())).world.state
    seen: list[tuple[list[str], int]] = []
    for name, data in read_events(path):
        apply_event(state, name, data)
        seen.append((list(state.thread_members("40")), len(state.visible_threads())))
    assert seen == [(["1"], 1), (["2"], 1), (["2"], 0), ([], 0)]
