"""Real cases, made after public bug reports: what their entries must say, where the cases are at hand.

They are pages of a log; a bot's cache would know more names than they tell, so some are given here.
"""

import json
import os
import pathlib
from collections.abc import Mapping
from typing import Any, Final

import hikari
import pytest
from tests.conftest import openapi_path

from lightbulb_audit.analyse.prunes import doubtful_prunes
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import Known, names_of
from lightbulb_audit.describe.text.plain import plain, whole
from lightbulb_audit.model import Page, Reader
from lightbulb_audit.model.offline_app import OfflineApp

_FOLDER: Final = pathlib.Path(os.environ.get("AUDIT_CASES", openapi_path().parents[1] / "cases"))
_GUILD: Final = 948006656409600001

_CACHE: Final[Mapping[tuple[Kind, int], Known]] = {
    (Kind.CHANNEL, 961052619571200013): Known("harbor", 0),
    (Kind.CHANNEL, 962139783168000014): Known("staff-room", 0),
    (Kind.CHANNEL, 964314110361600016): Known("Top deck", 2),
    (Kind.CHANNEL, 967575601152000019): Known("sightings", 16),
    (Kind.THREAD, 969749928345600021): Known("night shift", 11, 961052619571200013),
    (Kind.ROLE, 955616801587200008): Known("Keeper", permissions=1 << 11),
    (Kind.ROLE, 956703965184000009): Known("Harbormaster", permissions=1 << 3),
    (Kind.ROLE, 957791128780800010): Known("Lamp Lighters", permissions=0),
    (Kind.STICKER, 948006656409600087): Known("gull"),
    (Kind.EMOJI, 948006656409600086): Known("fog"),
}

SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "01": (
        "mira moved 2 members to Top deck (Discord does not say whom)",
        "mira disconnected 1 member from voice (Discord does not say whom)",
    ),
    "03": (
        "created the text channel #vault",
        "let Keeper send messages in #harbor",
        "stopped forbidding tovi to send messages in #harbor",
        "deleted the text channel #vault",
        "gave the role Keeper the permission Ban members ⚠️ and 3 more",
    ),
    "05": ("deleted the text channel #old-harbor", "deleted the role Deckhands", "recoloured the role Deckhands"),
    "09": (
        "the invite backdoor1 to #harbor (1 use, 7 days), which gives Harbormaster ⚠️ (Administrator), Keeper",
        "created the invite guestpass to Top deck for guests",
        "created the invite playnow to Top deck for an activity",
        "deleted the invite backdoor1 to #harbor, which gave Harbormaster ⚠️ (Administrator)",
    ),
    "11": (
        "cancelled the date 2026-12-04 19:00 UTC of the event Fog watch",
        "moved the date 2026-12-11 19:00 UTC of the event Fog watch to 2026-12-12 20:00 UTC",
        "put the date 2026-12-04 19:00 UTC of the event Fog watch back to normal",
    ),
    "13": (
        "started the thread night shift in #harbor",
        "locked, archived the thread night shift",
        "deleted the private thread lost shift",
    ),
    "15": (
        "forbade Keeper to send messages in #harbor",
        "let Keeper send messages in #harbor",
        "let tovi view the channel and send messages in #harbor",
    ),
    "16": (
        "mira pruned 1,000 members inactive for 30 days",
        "grudge77 pruned 1,000 members inactive for 30 days",
        "grudge77 pruned 412 members inactive for 30 days",
    ),
    "19": (
        "removed the sound foghorn",
        "set the volume of a sound to 40 %",
        "renamed the sound horn to foghorn",
        "set the emoji of a sound to 📣",
        "added the sound horn",
    ),
    "20": (
        "set the status of Top deck to “watching the fog”",
        "set the status of Top deck to “no target here”",
        "set the status of Top deck to “from changes”",
        *["removed the status of Top deck"] * 3,
    ),
    "21": (
        "made #harbor a spoiler channel",
        "made #harbor no longer a spoiler channel",
        "took #harbor out of the server's feed",
        "took #harbor out of the active channels",
        "made #harbor a resource page",
        "turned off summaries in #harbor",
        "created the forum #reports",
        "hid the download of media in #sightings",
    ),
    "24": (
        "the permission Use Clyde AI",
        "the permission Set voice channel status",
        "the permission Create polls",
        "the permission Use external apps",
        "the permission Pin messages",
        "the permission Bypass slowmode",
        "the permission Manage official messages",
        "a permission that is new to Discord (bit 54)",
        "Discord moved the permission to pin messages",
        "Discord moved the permission to bypass slowmode",
    ),
    "25": (
        "changed the server's features",
        "changed the server's features: added invites paused",
        "paused the server's invites until 2026-11-27 09:00 UTC",
        "set the server's own content level to age-restricted",
        "set the server's colour of official messages to #3498DB",
        "set the server's kind of student hub to a college",
        "turned on the server's boost progress bar",
        "turned off the server's welcome messages",
    ),
    "29": (
        "added the onboarding question “What brings you?”",
        "changed the answers of the onboarding question “What brings you?”",
        "turned on the default channels and questions of the onboarding",
        "changed the default channels and requirements of the onboarding",
        "set up onboarding",
        "changed the first steps of the server guide: added “Say hello” (to write in; in #harbor",
        "changed the welcome message of the server guide: “Hi” → “Mind the rocks”",
    ),
    "30": (
        "/lockdown of Gatewarden (denied everyone, denied all channels, allowed tovi)",
        "the commands of Gatewarden (allowed #harbor, reset Keeper)",
        "command 700000000000000001 of app 700000000000000002",
    ),
    "34": (
        "Gatewarden, for mira, gave Keeper to tovi",
        "Gatewarden, for mira, banned grudge77",
        "Gatewarden, for mira, banned grudge77",
        "Gatewarden, for mira, timed out grudge77 until 2026-11-26 12:00 UTC",
        "Gatewarden, for mira, banned grudge77",
    ),
    "35": (
        "ended grudge77's timeout",
        "prolonged grudge77's timeout until 2026-11-26 10:00 UTC (1 hour 30 minutes)",
        "timed out grudge77 until 2026-11-26 08:45 UTC (45 minutes)",
        "ended grudge77's timeout",
        "ended grudge77's timeout",
        "timed out grudge77 until 2026-12-24 07:00 UTC (28 days)",
    ),
    "36": (
        "the voice channel Top deck",
        "the media channel #sightings",
        "the category Docks",
        "the announcement channel #news",
        "the lobby #lobby-17",
        "the channel #odd of an unknown type (77)",
        "the store channel #shop",
    ),
    "40": (
        "Twitch, through wendel, gave Lamp Lighters to tovi",
        "YouTube, through wendel, removed grudge77",
        "The server's subscriptions, through wendel, took Lamp Lighters from tovi",
        "An integration (patreon), through wendel, gave Lamp Lighters to tovi",
        "Twitch, through wendel, gave Lamp Lighters to tovi",
    ),
    "41": (
        "followed Coast Guard's #news into #harbor",
        "created the webhook Relay in #harbor",
        "moved the webhook Relay to #staff-room",
        "Somebody with the webhook's own address deleted the webhook Relay in #staff-room",
    ),
    "42": (
        "turned on the verification of new members",
        "turned off the approval of new members by hand",
        "changed how members are verified",
        "changed how members are verified: description and rules and questions",
    ),
    "48": ("banned grudge77", "Twitch, through wendel, gave Lamp Lighters to tovi"),
    "49": ("changed who may use command 700000000000000001 of app 700000000000000002",),
    "54": ("made the onboarding question “What brings you?” required", "added the onboarding question"),
    "55": ("AutoMod flagged the profile of grudge77 (Block Words in Member Profiles)",),
    "56": ("Somebody with the webhook's own address deleted the webhook Captain in #harbor",),
    "58": (
        "showed Keeper apart in the member list",
        "let everybody mention Keeper",
        "stopped showing Keeper apart in the member list",
        "stopped letting members of the thread night shift invite others",
        "accepted tovi's verification",
        "made the sticker gull unavailable",
        "let only Lamp Lighters use the emoji :fog:",
        "moved #harbor out of its category",
        "set the voice region of Top deck to automatic",
        "added the onboarding question “Boats?”",
    ),
    "59": ("created the text channel #staff-room", "let tovi see #harbor"),
}
"""Number of a case to what the sentence of each entry holds, newest first."""

DETAILS: Final[Mapping[str, Mapping[int, str]]] = {
    "03": {0: "Permissions: everyone (denied: View channels), tovi (allowed: View channels)"},
    "15": {2: "Denied: Send messages (without effect, since it is allowed as well)"},
    "29": {1: "added “Birds” (gives Keeper)"},
    "41": {1: "App: Gatewarden"},
    "48": {0: 'Severity: "high"'},
    "59": {0: "Permissions: Keeper (allowed: View channels), tovi (denied: View channels)"},
}
"""Number of a case to what the lines below an entry hold."""


def _case(number: str) -> list[Description]:
    page = _page(number)
    names = names_of([page], lambda kind, thing_id: _CACHE.get((kind, thing_id)))
    return [describe(record, names) for record in page.records]


def _page(number: str) -> Page:
    paths = list(_FOLDER.glob(f"{number}-*.json"))
    if not paths:
        pytest.skip(f"the cases are not at {_FOLDER}; name their folder in AUDIT_CASES")
    read: dict[str, Any] = json.loads(paths[0].read_text(encoding="utf-8"))
    return Reader(OfflineApp()).page(read.get("audit_log", read), hikari.Snowflake(_GUILD))


@pytest.mark.parametrize("number", SAID)
def test_a_case_reads_as_expected(number: str) -> None:
    """Each entry of a real case says what whoever reported it missed."""
    told = _case(number)
    assert len(told) == len(SAID[number])
    for one, expected in zip(told, SAID[number], strict=True):
        assert expected in plain(one.sentence)
    for at, expected in DETAILS.get(number, {}).items():
        lines = [*told[at].changes, *told[at].options, *told[at].raw_parts]
        text = "\n".join(f"{plain((line.label,))}: {whole(line.text)}" for line in lines)
        assert expected in text
        assert "_new" not in text


def test_a_bots_reason_tells_of_the_human() -> None:
    """In each usual way the human is found, and what is left of the reason is theirs."""
    told = _case("34")
    assert {one.on_behalf_of.name for one in told if one.on_behalf_of is not None} == {"mira"}
    assert [one.reason for one in told] == [None, "spam", "spam", "spam", "spam"]


def test_a_split_prune_is_doubtful() -> None:
    """Where Discord may name a pruned member as the one who did it, each part of the prune is marked."""
    records = _page("16").records
    assert doubtful_prunes(records) == {int(one.id) for one in records}


def test_what_nobody_knows_of_an_entry_is_named() -> None:
    """Keys of an entry that nobody documents are among its unread parts."""
    banned, given = _case("48")
    assert banned.unread == ("severity", "evidence")
    assert given.unread == ("integration_type",)
    (command,) = _case("49")
    assert command.target.kind is Kind.COMMAND
