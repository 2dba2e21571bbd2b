"""What a thing was like at a moment: each kind of thing, each way to know it, and what comes near."""

import datetime
from typing import Any

import pytest
from tests.unit.entries import (
    ANNA,
    APP,
    BOB,
    COMMAND,
    EMOJI,
    ENTRY_ID,
    EVENT,
    GENERAL,
    GUEST,
    GUILD,
    HELPER,
    IDEAS,
    INVITE_CODE,
    PROMPT,
    RULE,
    SOUND,
    STAGE,
    STICKER,
    VIP,
    WEBHOOK,
    bits,
    change,
    entry,
    record,
)

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.model import snowflake
from lightbulb_audit.timeline.rebuild import Presence, TimelineState, settings_at

VIP_ROLE, GUEST_ROLE = {"id": str(VIP), "name": "VIP"}, {"id": str(GUEST), "name": "Guest"}
WORDS = {"keyword_filter": ["a", "b"], "presets": [1]}


def step(number: int) -> int:
    """The id of an entry: each second one after the other."""
    return ENTRY_ID + (number * 1000 << 22)


def at(rows: list[dict[str, Any]], moment: int, thing_id: int | str, kind: Kind | None = None) -> TimelineState:
    """What a thing was like right after an entry, of entries one a second, the first being 1."""
    records = [record({**row, "id": str(step(number))}) for number, row in enumerate(rows, 1)]
    return settings_at(reversed(records), thing_id, step(moment), kind)


def told(past: TimelineState) -> dict[str, tuple[Any, str]]:
    """The settings by key, each with its value and the second of the entry that tells it, marked where it is later."""
    return {
        one.key: (one.value, f"{'later ' * one.is_later}{(int(one.record.id) - ENTRY_ID >> 22) // 1000}")
        for one in past.settings
        if one.record is not None
    }


def held(past: TimelineState) -> dict[Any, bool]:
    """The items of lists by name, and whether they are in."""
    return {one.item["name"] if one.list == "roles" else one.item: one.is_in for one in past.items}


def overwrites(past: TimelineState) -> dict[int, tuple[int | None, int | None]]:
    """The overwrites in force by whose they are: what is allowed and what is denied."""
    return {one.id: (one.allow, one.deny) for one in past.overwrites}


RENAMED = [
    entry(31, HELPER, change("name", "b", "a")),
    entry(31, HELPER, change("name", "c", "b"), change("hoist", True, False)),
    entry(31, HELPER, change("color", None, 5)),
    entry(31, HELPER, change("color", 7)),
]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (0, {"name": ("a", "later 1"), "hoist": (False, "later 2"), "color": (5, "later 3")}),
        (1, {"name": ("b", "1"), "hoist": (False, "later 2"), "color": (5, "later 3")}),
        (2, {"name": ("c", "2"), "hoist": (True, "2"), "color": (5, "later 3")}),
        (3, {"name": ("c", "2"), "hoist": (True, "2"), "color": (None, "3")}),
        (4, {"name": ("c", "2"), "hoist": (True, "2"), "color": (7, "4")}),
    ],
)
def test_values(moment: int, expected: dict[str, Any]) -> None:
    """The last change up to the moment tells, else the first one after it; what is left out is none."""
    past = at(RENAMED, moment, HELPER)
    assert told(past) == expected
    assert past.existence is Presence.PRESUMED
    assert {key for _, key in past.unknown} == {"permissions", "mentionable"}


def test_moments() -> None:
    """A moment takes in what happened within its millisecond; an entry's id what happened up to that very entry."""
    rows = [entry(31, HELPER, change("name", name), entry_id=ENTRY_ID + number) for number, name in enumerate("abc")]
    records = [record(row) for row in rows]
    moment = snowflake.time_of(ENTRY_ID)
    assert told_name(settings_at(records, HELPER, moment)) == "c"
    assert told_name(settings_at(records, HELPER, moment - datetime.timedelta(microseconds=1))) is None
    assert told_name(settings_at(records, HELPER, ENTRY_ID + 1)) == "b"
    assert told_name(settings_at([*records, *records], HELPER, 1 << 70)) == "c"


def told_name(past: TimelineState) -> Any:
    """The name that was told."""
    return next((one.value for one in past.settings if one.key == "name"), None)


def test_others_are_left_out() -> None:
    """Entries about something else, and those that tell no setting, change nothing."""
    rows = [entry(31, VIP, change("name", "x")), entry(72, HELPER), entry(192, HELPER, options={"status": "x"}),
            entry(987, HELPER, change("name", "x")), entry(31, None, change("name", "x"))]  # fmt: skip
    past = at(rows, 9, HELPER)
    assert (past.existence, past.settings, past.records, past.kind) == (Presence.UNTOLD, [], [], Kind.UNKNOWN)
    assert past.unknown == []


def test_one_id_of_two_things() -> None:
    """The server and its everyone role have one id: who asks says which, else the newest entry does."""
    rows = [entry(1, GUILD, change("name", "Tavern")), entry(31, GUILD, change("permissions", bits(11)))]
    assert told(at(rows, 2, GUILD, Kind.SERVER)) == {"name": ("Tavern", "1")}
    assert told(at(rows, 2, GUILD, Kind.ROLE)) == {"permissions": (bits(11), "2")}
    assert at(rows, 2, GUILD).kind is Kind.ROLE
    assert at([entry(111, IDEAS, change("locked", True))], 1, IDEAS, Kind.CHANNEL).kind is Kind.THREAD


@pytest.mark.parametrize(
    ("create", "update", "delete", "thing_id"),
    [
        (10, 11, 12, GENERAL), (30, 31, 32, HELPER), (50, 51, 52, WEBHOOK), (60, 61, 62, EMOJI), (80, 81, 82, APP),
        (83, 84, 85, STAGE), (90, 91, 92, STICKER), (100, 101, 102, EVENT), (110, 111, 112, IDEAS),
        (130, 131, 132, SOUND), (140, 141, 142, RULE), (163, 164, 165, PROMPT),
    ],
)  # fmt: skip
def test_existence(create: int, update: int, delete: int, thing_id: int) -> None:
    """Every kind of thing is not yet, then there, then gone with its last settings."""
    rows = [entry(create, thing_id, change("name", "a")), entry(update, thing_id, change("name", "b", "a")),
            entry(delete, thing_id, change("name", None, "b"), change("description", None, "d"))]  # fmt: skip
    stages = [at(rows, moment, thing_id) for moment in range(4)]
    assert [one.existence.value for one in stages] == ["not yet", "made", "made", "gone"]
    assert [one.turn and (int(one.turn.id) - ENTRY_ID >> 22) // 1000 for one in stages] == [1, 1, 1, 3]
    assert told(stages[0]) == {}
    assert told(stages[1]) == {"name": ("a", "1"), "description": ("d", "later 3")}
    assert told(stages[3]) == {"name": ("b", "2"), "description": ("d", "3")}
    assert [one.existence.value for one in (at(rows[1:], 0, thing_id), at([], 0, thing_id))] == ["presumed", "untold"]


def test_ids_tell_when_a_thing_was_made() -> None:
    """Where no entry tells of its making, a thing was not there before its id was made."""
    made = step(5)
    rows = [entry(31, made, change("name", "b", "a"), entry_id=step(6))]
    assert settings_at([record(row) for row in rows], made, step(4)).existence is Presence.NOT_YET
    assert settings_at([], made, step(5)).existence is Presence.UNTOLD
    created = [record(entry(30, made, change("name", "a"), entry_id=made - (1 << 22)))]
    assert settings_at(created, made, made - (1 << 22)).existence is Presence.MADE


def test_invites_are_known_by_their_codes() -> None:
    """An invite's entries have no target: its code names it, in capitals as they are."""
    rows = [entry(40, None, change("code", INVITE_CODE), change("max_uses", 5), change("uses", 0)),
            entry(42, None, change("code", None, INVITE_CODE), change("uses", None, 3)),
            entry(40, None, change("code", INVITE_CODE.upper()), change("max_uses", 9))]  # fmt: skip
    assert told(at(rows, 3, INVITE_CODE)) == {"max_uses": (5, "1")}
    assert at(rows, 3, INVITE_CODE).existence is Presence.GONE
    assert at(rows, 1, "nobody").existence is Presence.UNTOLD


def test_the_parts_of_a_server() -> None:
    """Each part of a server keeps its own settings; what was not set up before has no value before."""
    rows = [entry(1, GUILD, change("description", "Ale")), entry(211, GUILD, change("description", "Dice", "Beer")),
            entry(166, GUILD, change("enabled", False)), entry(190, GUILD, change("enabled", True))]  # fmt: skip
    by_object = {(one.changed, one.key): one.value for one in at(rows, 2, GUILD).settings}
    assert by_object == {("Guild", "description"): "Ale", ("Guild Profile", "description"): "Dice"}
    assert {changed for changed, _ in at(rows, 2, GUILD).unknown} == {
        "Guild", "Guild Profile", "Onboarding", "New Member Welcome"}  # fmt: skip
    assert {changed for changed, _ in at(rows[:1], 2, GUILD).unknown} == {"Guild"}


def test_command_permissions() -> None:
    """Who may use a command is told by id."""
    may = {"id": str(HELPER), "type": 1, "permission": True}
    rows = [entry(121, COMMAND, change(str(HELPER), may)), entry(121, COMMAND, change(str(HELPER), None, may))]
    assert [told(at(rows, moment, COMMAND))[str(HELPER)][0] for moment in range(3)] == [None, may, None]


def test_what_changes_without_an_entry_is_not_told() -> None:
    """Positions and counts move on by themselves; a picture has two keys and is asked for once."""
    rows = [entry(30, HELPER, change("position", 3), change("id", str(HELPER)), change("name", "a"))]
    assert told(at(rows, 1, HELPER)) == {"name": ("a", "1")}
    past = at([entry(50, WEBHOOK, change("avatar", "ab" * 16))], 1, WEBHOOK)
    assert [key for _, key in past.unknown] == ["name", "channel_id"]


@pytest.mark.parametrize(
    ("type_known", "expected"),
    [
        (None, ["name", "type", "topic", "parent_id", "rate_limit_per_user", "permission_overwrites"]),
        (2, ["name", "type", "parent_id", "user_limit", "bitrate", "rtc_region", "rate_limit_per_user",
             "permission_overwrites"]),
        (4, ["name", "type", "permission_overwrites"]),
        (99, ["name", "type", "topic", "parent_id", "rate_limit_per_user", "permission_overwrites"]),
    ],
)  # fmt: skip
def test_what_a_channel_has_hangs_on_its_type(type_known: int | None, expected: list[str]) -> None:
    """Only settings that such a channel has are missed; its own entries know its type best."""
    records = [record(entry(11, GENERAL, change("nsfw", True)))]
    past = settings_at(records, GENERAL, 1 << 62, channel_type=type_known)
    assert [key for _, key in past.unknown] == expected
    typed = [*records, record(entry(12, GENERAL, change("type", None, 4)))]
    assert [key for _, key in settings_at(typed, GENERAL, 1 << 62, channel_type=type_known).unknown] == [
        "name", "permission_overwrites"]  # fmt: skip


MEMBER = [
    entry(25, BOB, change("$add", [VIP_ROLE])),
    entry(25, BOB, change("$remove", [VIP_ROLE]), change("$add", [GUEST_ROLE])),
    entry(25, BOB, change("$remove", [GUEST_ROLE, "?", {"name": "no id"}])),
]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (0, {"VIP": False, "Guest": False}),
        (1, {"VIP": True, "Guest": False}),
        (2, {"VIP": False, "Guest": True}),
        (3, {"VIP": False, "Guest": False}),
    ],
)
def test_roles(moment: int, expected: dict[str, bool]) -> None:
    """A role is held from where it is given to where it is taken; others are unknown."""
    past = at(MEMBER, moment, BOB)
    assert held(past) == expected
    assert ("Member", "roles") in past.unknown


@pytest.mark.parametrize(
    ("until", "is_over"),
    [(step(3), False), (step(2), True), (step(1), True), ("soon", False), (None, False), (7, False)],
)
def test_timeouts(until: Any, is_over: bool) -> None:
    """A timeout that ran out by the moment is over; what is no time never is."""
    value = snowflake.time_of(until).isoformat() if isinstance(until, int) and until > 7 else until
    rows = [entry(24, BOB, change("communication_disabled_until", value, "x"), change("nick", "Bobby"))]
    (over,) = [one.is_over for one in at(rows, 2, BOB).settings if one.key == "communication_disabled_until"]
    assert over is is_over


def test_members_come_back_as_new() -> None:
    """Who was kicked or banned is gone; nothing of before tells what they were once back, nor the other way round."""
    rows = [entry(24, BOB, change("nick", "a", "z")), entry(20, BOB), entry(22, BOB), entry(23, BOB),
            entry(24, BOB, change("mute", True, False)), entry(24, BOB, change("nick", "c", "b")),
            entry(20, BOB)]  # fmt: skip
    stages = [at(rows, moment, BOB) for moment in range(8)]
    assert [one.existence.value for one in stages] == [*["presumed"] * 2, *["gone"] * 3, *["presumed"] * 2, "gone"]
    names = [told(one).get("nick", (None, ""))[0] for one in stages]
    assert names == ["z", "a", "a", "a", "a", "b", "c", "c"]
    assert [one.again and int(one.again.id) == step(5) for one in stages[2:5]] == [True] * 3
    assert stages[7].again is None
    bot = [entry(28, BOB), entry(24, BOB, change("nick", "a"))]
    assert [at(bot, moment, BOB).existence.value for moment in range(3)] == ["not yet", "made", "made"]


def overwrite(action_type: int, whose: Any, *changes: Any, of_member: bool = False) -> dict[str, Any]:
    """An entry about one overwrite."""
    options = {"id": whose, "type": str(int(of_member)), "role_name": None if of_member else "Helper"}
    return entry(action_type, GENERAL, *changes, options=options)


OVERWRITES = [
    overwrite(14, "20", change("allow", "3", "1")),
    overwrite(15, "20", change("allow", None, "3"), change("deny", None, "4")),
    overwrite(13, "20", change("allow", "8")),
    overwrite(14, "20", change("deny", "2", "0")),
    overwrite(13, "6", change("allow", "0"), change("deny", "x"), of_member=True),
]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (0, {20: (1, 4)}),
        (1, {20: (3, 4)}),
        (2, {}),
        (3, {20: (8, 0)}),
        (4, {20: (8, 2)}),
        (5, {20: (8, 2), 6: (0, None)}),
    ],
)
def test_overwrites(moment: int, expected: dict[int, tuple[int | None, int | None]]) -> None:
    """An overwrite is in force from where it is made to where it is removed; each side is told by itself."""
    past = at(OVERWRITES, moment, GENERAL)
    assert overwrites(past) == expected
    assert told(past) == {}
    assert ("Channel", "permission_overwrites") in past.unknown
    assert {one.kind for one in past.overwrites if one.id == BOB} <= {Kind.USER}


def test_sides_that_no_entry_tells() -> None:
    """A side that was never told is unknown, and what the same overwrite was before it was removed says nothing."""
    assert overwrites(at([overwrite(14, "20", change("deny", "2", "0"))], 1, GENERAL)) == {20: (None, 2)}
    rows = [OVERWRITES[3], overwrite(15, "20"), overwrite(13, "20", change("allow", "8")), OVERWRITES[1]]
    stages = [overwrites(at(rows, moment, GENERAL)) for moment in range(4)]
    assert stages == [{20: (None, 0)}, {20: (None, 2)}, {}, {20: (8, 4)}]
    assert overwrites(at([*OVERWRITES[:2], rows[2]], 3, GENERAL)) == {20: (8, None)}
    assert overwrites(at(rows[:3], 3, GENERAL)) == {20: (8, None)}
    assert at([overwrite(13, "nobody", change("allow", "8"))], 1, GENERAL).overwrites == []
    assert overwrites(at([overwrite(13, None, change("id", "21"), change("allow", "8"))], 1, GENERAL)) == {
        21: (8, None)
    }


LISTED = [
    entry(10, GENERAL, change("permission_overwrites", [{"id": "20", "type": 0, "allow": "1", "deny": "2"}])),
    overwrite(15, "20", change("allow", None, "1"), change("deny", None, "2")),
    overwrite(13, "6", change("allow", "0"), change("deny", "4"), of_member=True),
    entry(12, GENERAL, change("permission_overwrites", None, [{"id": "6", "type": 1, "allow": "0", "deny": "4"}, 5])),
]


@pytest.mark.parametrize("kept", [(0, 1, 2, 3), (0, 1, 2), (1, 2, 3)])
def test_lists_of_overwrites(kept: tuple[int, ...]) -> None:
    """A channel's making and its end tell all overwrites at once: then none is missing."""
    rows = [row if number in kept else entry(11, GENERAL) for number, row in enumerate(LISTED)]
    stages = [at(rows, moment, GENERAL) for moment in range(1, 4)]
    assert [overwrites(one) for one in stages] == [{20: (1, 2)}, {}, {6: (0, 4)}]
    assert all(("Channel", "permission_overwrites") not in one.unknown for one in stages)


def test_overwrites_are_no_settings_of_their_role() -> None:
    """What a role may do in a channel belongs to the channel."""
    assert at([overwrite(13, "20", change("allow", "8"))], 1, HELPER).existence is Presence.UNTOLD


EDITS = [
    entry(141, RULE, change("$add_keyword_filter", ["b"]), change("$remove_keyword_filter", ["c"])),
    entry(141, RULE, change("trigger_metadata", WORDS, {"keyword_filter": ["b", "x"]})),
    entry(141, RULE, change("$add_keyword_filter", ["d", "a"])),
    entry(142, RULE, change("trigger_metadata", None, {"keyword_filter": ["b", "d", "e"]})),
]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(0, ["x", "c"]), (1, ["b", "x"]), (2, ["a", "b"]), (3, ["a", "b", "d"]), (4, ["b", "d", "e"])],
)
def test_words(moment: int, expected: list[str]) -> None:
    """Words that came and went are put into the whole list that another entry tells, forwards and backwards."""
    past = at(EDITS, moment, RULE)
    words = next(one.value for one in past.settings if one.key == "trigger_metadata")
    assert words["keyword_filter"] == expected
    assert past.items == []


def test_words_without_the_whole() -> None:
    """Where no entry tells all words, those that came and went are told one by one."""
    rows = [EDITS[0], entry(141, RULE, change("trigger_metadata", 5, "x")), EDITS[2]]
    assert held(at([rows[0], rows[2]], 1, RULE)) == {"b": True, "c": False, "d": False, "a": False}
    assert told(at(rows, 2, RULE))["trigger_metadata"] == (5, "2")


def test_entries_without_a_place() -> None:
    """An entry without a readable id has no place in time."""
    records = [record(entry(31, HELPER, change("name", "a"), user=ANNA, entry_id=0))]
    assert settings_at(records, HELPER, 1 << 60).existence is Presence.UNTOLD
