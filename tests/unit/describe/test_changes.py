"""The changes of an entry, one line each."""

from typing import Any, Final

import pytest
from tests.unit.entries import BOB, GENERAL, GUILD, HELPER, bits, change, changes_said, entry, said, told

HASH: Final = "ab" * 16
CDN: Final = "https://cdn.discordapp.com"


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (entry(24, 6, change("nick", "b", "a")), ["Nickname: a → b"]),
        (entry(24, 6, change("nick", "b")), ["Nickname: none → b"]),
        (entry(24, 6, change("nick", None, "a")), ["Nickname: a → none"]),
        (entry(24, 6, change("nick")), ["Nickname: none"]),
        (entry(10, 10, change("name", "plans")), ["Name: plans"]),
        (entry(12, 10, change("name", None, "plans")), ["Name: plans"]),
        (entry(11, 10, change("rate_limit_per_user", 10, 0)), ["Slowmode: off → 10 seconds"]),
        (entry(11, 10, change("type", 5, 0)), ["Type: text channel → announcement channel"]),
        (entry(31, 20, change("permissions", bits(3, 11), bits(14))),
         ["Permissions: +Administrator ⚠️, +Send messages, −Embed links"]),
        (entry(31, 20, change("permissions", bits(11), bits(11))), ["Permissions: no difference"]),
        (entry(30, 20, change("permissions", "0")), ["Permissions: none"]),
        (entry(1, 40, change("icon_hash", "b", "a")), ["Icon: another picture"]),
        (entry(1, 40, change("icon_hash", "b")), ["Icon: none → a picture"]),
        (entry(1, 40, change("icon_hash", HASH, f"a_{HASH}")),
         [f"Icon: {CDN}/icons/40/a_{HASH}.gif → {CDN}/icons/40/{HASH}.png"]),
        (entry(1, 40, change("icon_hash", HASH, "../x")), [f"Icon: an old picture → {CDN}/icons/40/{HASH}.png"]),
        (entry(1, 40, change("icon_hash", None, 7)), ["Icon: 7 → none"]),
        (entry(1, 40, change("icon_hash")), ["Icon: none"]),
        (entry(24, BOB, change("avatar_hash", None, HASH)),
         [f"Avatar: {CDN}/guilds/40/users/6/avatars/{HASH}.png → none"]),
        (entry(50, 34, change("avatar_hash", HASH)), [f"Avatar: {CDN}/avatars/34/{HASH}.png"]),
        (entry(50, None, change("avatar_hash", HASH)), ["Avatar: a picture"]),
        (entry(1, 40, change("system_channel_flags", 4, 1)), ["System messages: setup tips off, welcome messages on"]),
        (entry(1, 40, change("features", ["COMMUNITY", "NEWS"], ["NEWS", "BANNER"])),
         ["Features: added Community; removed banner"]),
        (entry(11, 10, change("flags", 16, 2)), ["Flags: +posts need a tag, −pinned"]),
        (entry(11, 10, change("flags", 16, 16)), ["Flags: no difference"]),
        (entry(14, 10, change("allow", "0", bits(11, 14)), change("deny", bits(11, 6), "0")),
         [
             "Allowed: −Send messages, −Embed links (now neither allowed nor denied)",
             "Denied: +Add reactions, +Send messages",
         ]),
        (entry(14, 10, change("allow", "0", bits(11))), ["Allowed: −Send messages (now neither allowed nor denied)"]),
        (entry(14, 10, change("deny", "many", "0")), ['Denied: none → "many"']),
        (entry(41, None, change("uses", 61, 61)), ["Used: 61, as before"]),
        (entry(11, 10, change("rtc_region", "us-west")), ["Voice region: automatic → US West"]),
        (entry(11, 10, change("available_tags",
                              [{"id": "1", "name": "Soup", "moderated": True}, {"id": "3", "name": "Bread"}],
                              [{"id": "1", "name": "Stew", "moderated": False}, {"id": "2", "name": "Ale"}])),
         ["Tags: added “Bread”; removed “Ale”; changed “Stew” (called “Soup”; for moderators only: no → yes)"]),
        (entry(11, 10, change("available_tags", [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}],
                              [{"id": "2", "name": "b"}, {"id": "1", "name": "a"}])),
         ["Tags: put into another order"]),
        (entry(11, 10, change("permission_overwrites",
                              [{"id": "20", "type": 0, "allow": bits(11), "deny": bits(6)},
                               {"id": "21", "type": 0, "allow": bits(3), "deny": "0"}],
                              [{"id": "20", "type": 0, "allow": bits(14), "deny": bits(11)},
                               {"id": "6", "type": 1, "allow": "0", "deny": "0"}])),
         [("Permissions: added VIP (allowed: Administrator ⚠️); removed bob; "
           "changed Helper (allowed: Send messages; denied: Add reactions; no longer either: Embed links)")]),
        (entry(111, 15, change("applied_tags", ["1", "2"], ["2", "3"])), ["Tags: added tag 1; removed tag 3"]),
        (entry(141, 30, change("exempt_roles", ["20"], ["21"])), ["Exempt roles: added Helper; removed VIP"]),
        (entry(141, 30, change("exempt_roles", ["20"])), ["Exempt roles: added Helper"]),
        (entry(141, 30, change("actions", [{"type": 3, "metadata": {"duration_seconds": 60}},
                                           {"type": 2, "metadata": {"channel_id": "10"}}],
                               [{"type": 1, "metadata": {}}, {"type": 2, "metadata": {"channel_id": "14"}}])),
         [("Actions: now also time out the member for 1 minute; no longer block the message; "
           "changed send an alert (in: #dev → #general)")]),
        (entry(141, 30, change("trigger_metadata", {"keyword_filter": ["a", "b"], "mention_total_limit": 5},
                               {"keyword_filter": ["b", "c"], "mention_total_limit": 8})),
         ["What is looked for: words: added a; removed c; mentions allowed: 8 → 5"]),
        (entry(164, 39, change("options",
                               [{"id": "1", "title": "The Shire", "role_ids": ["20"], "channel_ids": ["10"]}],
                               [{"id": "1", "title": "The Shire", "role_ids": ["21"], "channel_ids": ["10"]}])),
         ["Answers: changed “The Shire” (gives: added Helper; removed VIP)"]),
        (entry(101, 31, change("entity_metadata", {"location": "Bree"}, {"location": "The inn"})),
         ["Place: The inn → Bree"]),
        (entry(210, 40, change("verification_enabled", True)), ["Verification: not set → on"]),
        (entry(121, 35, change("39", {"id": "39", "type": 3, "permission": False})),
         ["all channels: not set → denied"]),
        (entry(11, 10, change("topic", "What was planned for the autumn fair", "What is planned for the autumn fair")),
         ["Topic: What «−is +was» planned for the autumn fair"]),
        (entry(90, 36, change("description", ""), change("guild_id", "40")),
         ["Description: none", "Server: the server"]),
        (entry(13, 10, change("id", "20"), change("type", 0), change("deny", "0"), options={"id": "20", "type": "0"}),
         ["Role or member: Helper", "Kind: role", "Denied: none"]),
        (entry(141, 30, change("enabled", True, False)), ["Enabled: no → yes"]),
        (entry(31, 20, change("permissions", "many", "0")), ['Permissions: none → "many"']),
        (entry(25, 6, change("$add", [{"id": "20", "name": "Helper"}])), ["Roles given: Helper"]),
        (entry(141, 30, change("$add_keyword_filter", ["a", "b"])), ["Words added: a, b"]),
        (entry(11, 10, change("aura", {"a": 1}, None)), ['Aura: none → {"a":1}']),
        (entry(11, 10, change("some_new_id", 7, 6)), ["Some new id: 6 → 7"]),
        (entry(11, 10, change("user_limit", "lots", 0)), ['User limit: unlimited → "lots"']),
        (entry(121, 35, change("20", {"id": "20", "type": 1, "permission": True},
                               {"id": "20", "type": 1, "permission": False})), ["Helper: denied → allowed"]),
        (entry(121, 35, change("20", {"id": "20", "type": 7, "permission": True})),
         ['20: none → {"id":"20","type":7,"permission":true}']),
        (entry(11, 10, "x"), ['A change without a name: none → "x"']),
        (entry(11, 10, change("nick", "a"), change("topic", "b")), ["Nickname: none → a", "Topic: none → b"]),
    ],
)  # fmt: skip
def test_lines(raw: dict[str, Any], lines: list[str]) -> None:
    """A change reads as its label, its old value and its new; what nobody knows is shown as it came."""
    assert changes_said(raw) == lines


@pytest.mark.parametrize(
    ("raw", "unread"),
    [
        (entry(24, 6, change("nick", "b", "a")), ()),
        (entry(11, 10, change("aura", 1)), ("changes.aura",)),
        (entry(11, 10, change("user_limit", "lots")), ("changes.user_limit",)),
        (entry(72, 6, options={"channel_id": "10", "count": "1"}), ()),
        (entry(72, 6, options={"channel_id": "10", "count": "1", "mood": "bad"}), ("options.mood",)),
        (entry(22, 6, options={"seat": "1"}), ("options.seat",)),
        ({**entry(22, 6), "options": "raid"}, ("options",)),
        (entry(101, 31, change("recurrence_rule", {"interval": 1, "frequency": 3})), ()),
        (entry(101, 31, change("recurrence_rule", {"interval": 1})), ("changes.recurrence_rule",)),
        (entry(141, 30, change("actions", [{"type": 1, "metadata": {"aura": 1}}])), ("changes.actions",)),
    ],
)
def test_unread(raw: dict[str, Any], unread: tuple[str, ...]) -> None:
    """The parts that had to be shown raw are named, each once, and no others."""
    assert told(raw).unread == unread


@pytest.mark.parametrize(
    ("allow", "deny", "sentence"),
    [
        (("2048", "0"), None, "let Helper send messages in"),
        (None, ("2048", "0"), "forbade Helper to send messages in"),
        (("2048", None), ("0", "2048"), "let Helper send messages in"),
        (("0", "2048"), None, "stopped letting Helper send messages in #general"),
        (("2048", "0"), ("1024", "0"), "changed the permissions of Helper in #general (+1 −1)"),
        (("6144", "0"), None, "let Helper send messages and send text-to-speech messages in #general"),
        (("many", "0"), None, "changed the permissions of Helper in #general"),
        (("-1", "0"), None, "changed the permissions of Helper in #general"),
    ],
)
def test_overwrites(allow: tuple[Any, Any] | None, deny: tuple[Any, Any] | None, sentence: str) -> None:
    """One permission that was allowed or denied is said, several are counted, and what makes no sense is neither."""
    rows = [change(key, *values) for key, values in (("allow", allow), ("deny", deny)) if values is not None]
    raw = entry(14, GENERAL, *rows, options={"id": str(HELPER), "type": "0", "role_name": "Help"})
    assert sentence in said(raw)


@pytest.mark.parametrize(
    ("options", "whose"),
    [
        ({"id": "20", "type": "0", "role_name": "Old name"}, "Helper"),
        ({"id": "99", "type": "0", "role_name": "Old name"}, "Old name"),
        ({"id": "99", "type": "0"}, "role 99"),
        ({"id": "6", "type": "1"}, "bob"),
        ({"id": str(GUILD), "type": "0"}, "everyone"),
        ({}, "somebody"),
        ({"id": None, "type": None, "role_name": ""}, "somebody"),
    ],
)
def test_whose_overwrite(options: dict[str, Any], whose: str) -> None:
    """An overwrite names the role or member by today's name, else by the name that came, else by id."""
    assert said(entry(15, GENERAL, options=options)) == f"anna removed the permissions of {whose} in #general"
