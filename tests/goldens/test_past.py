"""How a moment of a thing reads."""

import datetime
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pytest
from tests.goldens.compare import assert_golden
from tests.unit.entries import (
    ANNA,
    BOB,
    DEV,
    GENERAL,
    GUEST,
    HELPER,
    INVITE_CODE,
    NAMES,
    OLGA,
    PLANS,
    RULE,
    VIP,
    at,
    bits,
    change,
    entry,
    record,
)

from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.render import timeline
from lightbulb_audit.render.message import COLOUR, MessagePayload
from lightbulb_audit.timeline.rebuild import settings_at


class Case(NamedTuple):
    """Some entries about one thing, and the moments that are asked for."""

    thing_id: int | str
    kind: Kind | None
    rows: list[dict[str, Any]]
    moments: list[datetime.datetime | int]


def day(month: int, number: int, hour: int = 12) -> datetime.datetime:
    """A moment of the year of these entries."""
    return datetime.datetime(2026, month, number, hour, tzinfo=datetime.UTC)


ROLE: Final = [
    entry(30, HELPER, change("name", "Aide"), change("permissions", bits(10, 11)), change("color", 0),
          change("hoist", False), change("mentionable", False), entry_id=at(day(9, 1))),
    entry(31, HELPER, change("permissions", bits(1, 10, 11), bits(10, 11)), user=OLGA, entry_id=at(day(10, 10))),
    entry(31, HELPER, change("name", "Helper", "Aide"), change("color", 0x3498DB, 0), entry_id=at(day(10, 21))),
    entry(31, HELPER, change("permissions", bits(3), bits(1, 10, 11)), user=OLGA, entry_id=at(day(11, 20))),
]  # fmt: skip
CHANNEL: Final = [
    entry(11, PLANS, change("rate_limit_per_user", 10, 0), entry_id=at(day(10, 2))),
    entry(13, PLANS, change("id", str(HELPER)), change("type", 0), change("allow", bits(11, 13)),
          change("deny", bits(15)), options={"id": str(HELPER), "type": "0", "role_name": "Helper"},
          entry_id=at(day(10, 3))),
    entry(14, PLANS, change("deny", bits(10), "0"), options={"id": "40", "type": "0", "role_name": "@everyone"},
          entry_id=at(day(10, 4))),
    entry(13, PLANS, change("id", str(BOB)), change("type", 1), change("allow", "0"), change("deny", bits(6)),
          user=OLGA, options={"id": str(BOB), "type": "1"}, entry_id=at(day(10, 5))),
    entry(15, PLANS, change("id", None, str(BOB)), change("type", None, 1), change("allow", None, "0"),
          change("deny", None, bits(6)), options={"id": str(BOB), "type": "1"}, entry_id=at(day(10, 9))),
    entry(11, PLANS, change("topic", "What we *plan*", "Plans"), entry_id=at(day(10, 12))),
    entry(12, PLANS, change("name", None, "plans"), change("type", None, 0), change("nsfw", None, False),
          change("rate_limit_per_user", None, 10),
          change("permission_overwrites", None, [
              {"id": str(HELPER), "type": 0, "allow": bits(11, 13), "deny": bits(15)},
              {"id": "40", "type": 0, "allow": "0", "deny": bits(10)},
          ]), user=OLGA, reason="over", entry_id=at(day(11, 1))),
]  # fmt: skip
MEMBER: Final = [
    entry(24, BOB, change("nick", "Bobby"), user=BOB, entry_id=at(day(9, 10))),
    entry(25, BOB, change("$add", [{"id": str(VIP), "name": "VIP"}]), user=OLGA, entry_id=at(day(10, 1))),
    entry(24, BOB, change("communication_disabled_until", "2026-10-05T12:10:00+00:00"), entry_id=at(day(10, 5))),
    entry(25, BOB, change("$remove", [{"id": str(GUEST), "name": "Guest"}]), entry_id=at(day(10, 20))),
    entry(20, BOB, reason="enough", entry_id=at(day(11, 1))),
    entry(25, BOB, change("$add", [{"id": str(GUEST), "name": "Guest"}]), entry_id=at(day(11, 9))),
]  # fmt: skip
AUTOMOD: Final = [
    entry(141, RULE, change("$add_keyword_filter", ["nitro", "air*drop"]), entry_id=at(day(10, 1))),
    entry(141, RULE, change("$remove_keyword_filter", ["AAAA"]), change("enabled", True, False),
          entry_id=at(day(10, 3))),
]  # fmt: skip
INVITE: Final = [
    entry(40, None, change("code", INVITE_CODE), change("channel_id", str(GENERAL)), change("inviter_id", str(ANNA)),
          change("max_uses", 10), change("uses", 0), change("max_age", 86400), change("temporary", False),
          entry_id=at(day(10, 1))),
    entry(42, None, change("code", None, INVITE_CODE), change("channel_id", None, str(GENERAL)), user=OLGA,
          entry_id=at(day(10, 2))),
]  # fmt: skip

CASES: Final[Mapping[str, Case]] = {
    "role": Case(HELPER, Kind.ROLE, ROLE, [day(8, 1), day(9, 15), day(10, 20), day(11, 25)]),
    "channel": Case(PLANS, Kind.CHANNEL, CHANNEL, [day(10, 1), day(10, 6), day(10, 10), day(11, 2)]),
    "member": Case(BOB, Kind.USER, MEMBER, [day(10, 5, 12), day(10, 6), day(11, 2), day(11, 10)]),
    "automod_rule": Case(RULE, None, AUTOMOD, [day(10, 2)]),
    "invite": Case(INVITE_CODE, None, INVITE, [at(day(10, 1)), day(10, 3)]),
    "nothing": Case(DEV, Kind.CHANNEL, [], [day(10, 20)]),
}


def rows_of(drawing: MessagePayload) -> list[str]:
    """The menu's options and the button, as a person reads them."""
    lines: list[str] = []
    for row in drawing.rows:
        for item in row.build()[0]["components"]:
            lines.append(f"[ {item.get('placeholder') or item['label']} ] {item['custom_id']}")
            lines += [f"    {one['label']} · {one['description']} = {one['value']}" for one in item.get("options", ())]
    return lines


def shown(case: Case, moment: datetime.datetime | int) -> str:
    """An answer from top to bottom."""
    records = [record(row) for row in case.rows]
    told = settings_at(records, case.thing_id, moment, case.kind)
    drawing = timeline.draw(timeline.PastView(told, NAMES, "menu", "back"))
    assert drawing.embed is not None
    colour = "there" if drawing.embed.color == COLOUR else "not there"
    return "\n".join([f"[{colour}] {drawing.embed.title}", f"{drawing.embed.description}", *rows_of(drawing)])


@pytest.mark.parametrize("name", CASES)
def test_a_moment_reads_like_this(name: str) -> None:
    """Each answer says what was so, how that is known and what is not, as somebody has read it and found it good."""
    case = CASES[name]
    assert_golden(f"past/{name}.txt", "\n\n".join(shown(case, moment) for moment in case.moments) + "\n")
