"""How a change of one setting alone reads, for every field of every object, both ways."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.goldens.compare import assert_golden
from tests.unit.catalog.test_fields_of_schema import BARE_ID, JSON, LINK, OBJECTS, cases
from tests.unit.entries import ANNA, GENERAL, GUILD, change, entry, said

from lightbulb_audit.catalog.actions import ROWS, Action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.catalog.schema.enums import FLAGS
from lightbulb_audit.catalog.schema.fields import COMMON, OF_OBJECT, Field, field
from lightbulb_audit.catalog.schema.phrases import COMMON as PHRASES
from lightbulb_audit.catalog.schema.phrases import OF_OBJECT as PHRASES_OF_OBJECT
from lightbulb_audit.catalog.schema.phrases import phrase
from lightbulb_audit.describe.names.name_table import Known, Names

TARGETS: Final[Mapping[Kind, str]] = {
    Kind.USER: "bob",
    Kind.CHANNEL: "general",
    Kind.THREAD: "ideas",
    Kind.ROLE: "Helper",
    Kind.INVITE: "hunter2",
    Kind.WEBHOOK: "Deploys",
    Kind.EMOJI: "party",
    Kind.STICKER: "Wave",
    Kind.SOUND: "Airhorn",
    Kind.INTEGRATION: "Giveaways",
    Kind.STAGE: "Q&A",
    Kind.EVENT: "Game night",
    Kind.COMMAND: "ban",
    Kind.RULE: "No shouting",
    Kind.PROMPT: "Where from?",
    Kind.TAG: "Stew",
    Kind.SERVER: "The Prancing Pony",
}
SWITCHES: Final = ("yes", "switch", "inverted")
MADE: Final = frozenset({13, 15, 25})
"""Types that tell the making or the removal of one thing, whose sentence is not of one setting."""

UNDOCUMENTED: Final[Mapping[str, Mapping[str, tuple[Any, Any]]]] = {
    "Guild": {
        "owner_configured_content_level": (2, 3),
        "official_message_color": (None, 3447003),
        "hub_type": (0, 2),
        "latest_onboarding_question_id": ("1" * 18, "2" * 18),
    },
    "Channel": {
        "template": ("Hello", "Dear all"),
        "is_linkable": (False, True),
        "theme_color": (255, 65280),
        "icon_emoji": ({"id": None, "name": "⛵"}, {"id": None, "name": "🌊"}),
        "hd_streaming_until": (None, "2026-11-21T10:00:00+00:00"),
        "hd_streaming_buyer_id": (None, "2" * 18),
        "status": ("", "movie night"),
    },
    "Member": {"bio": ("Hi", "Hello"), "unusual_dm_activity_until": (None, "2026-11-21T10:00:00+00:00")},
    "Stage Instance": {"invite_code": ("hunter2", "hunter3")},
    "Guild Scheduled Event": {"auto_start": (False, True), "location": ("the inn", "the hill")},
    "Soundboard Sound": {"user_id": ("1" * 18, "2" * 18)},
    "Onboarding": {
        "enable_default_channels": (False, True),
        "enable_onboarding_prompts": (False, True),
        "below_requirements": (False, True),
    },
    "Guild Profile": {
        "badge_color_primary": ("#ff0000", "#4fe2ca"),
        "badge_color_secondary": ("#ff0000", "#4fe2ca"),
        "custom_banner_hash": ("ab" * 16, "cd" * 16),
        "game_application_ids": ([], ["2" * 18]),
        "traits": ([], [{"emoji_name": "🌊", "label": "salty", "position": 0}]),
    },
}
"""Fields that no schema has, as users of Discord document them, each with two values."""


class Cast(Names):
    """Names of everybody and everything, as in a real server."""

    def __init__(self) -> None:
        super().__init__(guild_id=GUILD)

    def get(self, kind: Kind, thing_id: int) -> Known | None:
        """Whatever it is, it has a name of its kind."""
        name = "anna" if kind is Kind.USER and thing_id == ANNA else TARGETS.get(kind)
        return None if name is None else Known(name, 0 if kind is Kind.CHANNEL else None)


def rows(changed: str) -> Iterator[Action]:
    """The types that change such an object, rather than make or remove it."""
    for row in ROWS:
        if row.changed == changed and row.type not in MADE and not row.slug.endswith(("_create", "_delete")):
            yield row


def states(changed: str, key: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each way in which a field changes: its name, the old value and the new one."""
    row = field(changed, key)
    assert row is not None, (changed, key)
    if row.value in SWITCHES:
        yield "on", False, True
        yield "off", True, False
        yield "cleared", True, None
        return
    if row.value.startswith(("flags:", "off:")):
        for bit in (*FLAGS[row.value.partition(":")[2]], 40):
            yield f"bit {bit} on", 0, 1 << bit
            yield f"bit {bit} off", 1 << bit, 0
        return
    yield "set", old, new
    yield "first set", None, new
    yield "cleared", new, None


def sentences(contract: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Object, field, way, and how it is said."""
    extra = [(changed, key, *values) for changed, keys in UNDOCUMENTED.items() for key, values in keys.items()]
    found = [*cases(contract), *extra]
    for changed in OBJECTS:
        seen: set[str] = set()
        for key, old, new in [(key, old, new) for whose, key, old, new in found if whose == changed]:
            for row in rows(changed) if key not in seen else ():
                for way, before, after in states(changed, key, old, new):
                    options = {"channel_id": str(GENERAL)} if changed == "Stage Instance" else None
                    raw = entry(row.type, 900, change(key, after, before), options=options)
                    yield f"{changed} ({row.type})", key, way, said(raw, Cast()).removeprefix("anna ")
            seen.add(key)


def test_every_single_change_is_said_in_words(openapi: dict[str, Any]) -> None:
    """Every field that an entry can change alone is said in a sentence that somebody has read and found good."""
    lines: list[str] = []
    heading = ""
    for changed, key, way, text in sentences(openapi):
        if changed != heading:
            lines += ["", f"# {changed}"]
            heading = changed
        lines.append(f"{key}, {way}: {text}")
    assert_golden("single_changes.txt", "\n".join(lines).strip() + "\n")


_NO_NOUNS: Final = (
    "shown", "can", "starts", "ends", "expires", "repeats", "looks", "checked", "joined", "boosting", "created", "used",
    "for", "visible", "takes", "written", "asked", "skips", "muted", "deafened", "timed", "may", "managed", "below",
    "cancelled", "archived", "locked", "members may", "last synchronized",
)  # fmt: skip
"""Words that labels begin with, and that no noun begins with."""
_NO_NOUN: Final = re.compile(rf"\b(?:the|'s) (?:{'|'.join(_NO_NOUNS)})\b")
_AS_IF: Final = re.compile(r"\bto (?:yes|no|none|not set)\b|\bflag \d+ of\b|\b(?:True|False|None)\b|\bof of\b|  ")


def test_no_single_change_is_said_by_a_label_or_a_number(openapi: dict[str, Any]) -> None:
    """No sentence holds a label in place of words, a bare id, a bit, or JSON."""
    found = [
        f"{changed}.{key}, {way}: {text}"
        for changed, key, way, text in sentences(openapi)
        if _NO_NOUN.search(text) or _AS_IF.search(text) or JSON.search(text) or BARE_ID.search(LINK.sub("", text))
    ]
    assert found == []


def test_what_is_turned_on_and_off_has_words_of_its_own() -> None:
    """Every yes/no field of every object says by words of its own how it is turned on and off."""
    fields: list[tuple[str, str, Field]] = [("", key, row) for key, row in COMMON.items()]
    fields += [(changed, key, row) for (changed, key), row in OF_OBJECT.items()]
    lacking = [(changed, key) for changed, key, row in fields if row.value == "yes" and _lacks(changed, key)]
    # The date of an event and the permission of a command are said by their types, whatever changed of them.
    assert lacking == [("", "is_canceled"), ("", "permission")]


def _lacks(changed: str, key: str) -> bool:
    own = phrase(changed, key)
    return not own.on or not own.off


def test_no_phrase_is_idle() -> None:
    """Every phrase is of a field that exists, and one of an object differs from the common one."""
    assert PHRASES.keys() <= COMMON.keys() | {key for _, key in OF_OBJECT}
    for (changed, key), own in PHRASES_OF_OBJECT.items():
        assert field(changed, key) is not None, (changed, key)
        assert PHRASES.get(key) != own, (changed, key)
