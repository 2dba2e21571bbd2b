"""How it reads that an entry was undone."""

from typing import Any

import pytest
from tests.unit.entries import ANNA, BOB, ENTRY_ID, GENERAL, NAMES, OLGA, WEBHOOK, change, entry, record

from lightbulb_audit.analyse.reversals import FAMILIES
from lightbulb_audit.catalog.actions import BY_TYPE
from lightbulb_audit.catalog.kinds import AUTOMOD_ID, DISCORD_ID
from lightbulb_audit.catalog.words import UNDONE_AS
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.text.plain import plain


def undoing(first: dict[str, Any], later: dict[str, Any], seconds: float = 240) -> Reversal:
    """What came of an entry, so many seconds later."""
    by = {**later, "id": str(ENTRY_ID + (int(seconds * 1000) << 22))}
    found = describe(record({**first, "id": str(ENTRY_ID)}), NAMES, record(by)).undoing
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "undone at once by olga"),
        (0.9, "undone at once by olga"),
        (1, "undone after 1 second by olga"),
        (240, "undone after 4 minutes by olga"),
        (5400, "undone after 90 minutes by olga"),
        (3 * 86_400 + 7, "undone after 3 days by olga"),
    ],
)
def test_after_how_long(seconds: float, words: str) -> None:
    """The time in its two largest units; what takes less than a second is at once."""
    assert plain(undoing(entry(22, BOB), entry(23, BOB, user=OLGA), seconds).text) == words


@pytest.mark.parametrize(
    ("user", "options", "words"),
    [
        (OLGA, None, " by olga"),
        (ANNA, None, " by anna"),
        (AUTOMOD_ID, None, " by AutoMod"),
        (DISCORD_ID, None, " by Discord"),
        (999, None, " by user 999"),
        (WEBHOOK, None, " by the webhook Deploys"),
        (None, None, " (Discord does not say by whom)"),
        ("x", None, " by user x"),
        (ANNA, {"integration_type": "twitch"}, " by Twitch, through anna"),
        (ANNA, {"integration_type": "discord"}, " by a bot's app, through anna"),
        (None, {"integration_type": "guild_subscription"}, " by the server's subscriptions"),
        (ANNA, {"integration_type": "new"}, " by an integration (new), through anna"),
    ],
)
def test_by_whom(user: Any, options: Any, words: str) -> None:
    """Whoever did it reads well behind the verb, also where nobody did, or Discord itself."""
    given = entry(25, BOB, change("$add", [{"id": "20", "name": "Helper"}]))
    taken = entry(25, BOB, change("$remove", [{"id": "20", "name": "Helper"}]), user=user, options=options)
    found = undoing(given, taken)
    assert plain(found.text) == f"undone after 4 minutes{words}"
    assert plain(found.brief) == f"undone{words}"


def test_whose_account_it_was() -> None:
    """The account is named only where somebody has one."""
    users = (OLGA, 999, None, AUTOMOD_ID, WEBHOOK)
    found = [undoing(entry(22, BOB), entry(23, BOB, user=user)).by.id for user in users]
    assert found == [OLGA, 999, None, None, None]


@pytest.mark.parametrize(
    ("made", "ended", "word"),
    [
        (10, 12, "deleted again"),
        (40, 42, "deleted again"),
        (13, 15, "removed again"),
        (60, 62, "removed again"),
        (74, 75, "unpinned"),
        (83, 85, "ended"),
        (100, 102, "cancelled"),
    ],
)
def test_what_was_made_is_said_to_have_been_ended(made: int, ended: int, word: str) -> None:
    """What was made is not undone, but deleted, removed, ended."""
    assert (
        plain(undoing(entry(made, GENERAL), entry(ended, GENERAL, user=OLGA)).text) == f"{word} after 4 minutes by olga"
    )


def test_what_is_made_has_a_word() -> None:
    """Each type that makes a thing has its own word, but for a ban and the date of an event; no other has one."""
    assert UNDONE_AS.keys() == {family.made for family in FAMILIES if family.made and family.ended} - {22, 200}
    assert UNDONE_AS.keys() <= BY_TYPE.keys()


def test_nothing_came_of_it() -> None:
    """Where nothing is known, nothing is said."""
    assert describe(record(entry(22, BOB)), NAMES).undoing is None
