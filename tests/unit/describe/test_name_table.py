"""What people and things are called."""

from typing import Any

import pytest
from tests.unit.entries import GENERAL, GUILD, IDEAS, NAMES, READER, change, changes_said, entry, page, said, told

from lightbulb_audit.catalog.kinds import ACTORS, HIDDEN_NAME, NAMING, Kind
from lightbulb_audit.describe.names import references
from lightbulb_audit.describe.names.name_table import Known, Names, names_of
from lightbulb_audit.describe.text.plain import plain


def called(names: Names, kind: Kind, thing_id: int) -> str:
    """What somebody or something is called, plain."""
    return plain(references.thing(names, kind, thing_id))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.UNKNOWN])
def test_unknown_gone_and_hidden(kind: Kind) -> None:
    """What has no name is called by its kind and id, and is said to be gone or hidden."""
    names = Names({(kind, 1): Known(None, gone=True), (kind, 2): Known(None, hidden=True)})
    noun = NAMING[kind].noun
    assert called(names, kind, 123) == f"{noun} 123"
    assert called(names, kind, 1) in {f"a {noun} that is gone (1)", f"an {noun} that is gone (1)"}
    assert called(names, kind, 2).endswith(f" {noun} hidden from the bot (2)")


def test_articles_agree() -> None:
    """A vowel takes "an"."""
    names = Names({(kind, 1): Known(None, gone=True) for kind in (Kind.EMOJI, Kind.USER)})
    assert called(names, Kind.EMOJI, 1) == "an emoji that is gone (1)"
    assert called(names, Kind.USER, 1) == "a user that is gone (1)"


@pytest.mark.parametrize(
    ("kind", "name", "channel_type", "expected"),
    [
        (Kind.CHANNEL, "general", 0, "#general"),
        (Kind.CHANNEL, "general", None, "#general"),
        (Kind.CHANNEL, "Lounge", 2, "Lounge"),
        (Kind.CHANNEL, "Stuff", 4, "Stuff"),
        (Kind.CHANNEL, "ideas", 11, "ideas"),
        (Kind.THREAD, "ideas", None, "ideas"),
        (Kind.EMOJI, "party", None, ":party:"),
        (Kind.COMMAND, "ban", None, "/ban"),
        (Kind.COMMAND, "/ban", None, "/ban"),
        (Kind.USER, "bob", None, "bob"),
    ],
)
def test_named(kind: Kind, name: str, channel_type: int | None, expected: str) -> None:
    """Names are written as people write them."""
    assert plain((references.reference(kind, name, channel_type),)) == expected


def test_threads_and_channels_share_ids() -> None:
    """An id of a channel finds the thread of that id, written as a thread."""
    assert called(NAMES, Kind.CHANNEL, IDEAS) == "ideas"
    assert called(NAMES, Kind.THREAD, GENERAL) == "general"


def test_an_app_is_found_by_its_bot() -> None:
    """An app that no integration names has its bot's name: both have one id."""
    assert called(NAMES, Kind.INTEGRATION, 8) == "Giveaways"
    assert called(NAMES, Kind.INTEGRATION, 99) == "app 99"


def test_everyone_and_the_server() -> None:
    """The role and the thing with the server's own id are everyone and the server."""
    assert called(NAMES, Kind.ROLE, GUILD) == "everyone"
    assert called(NAMES, Kind.SERVER, GUILD) == "the server"


HIDDEN_ENTRIES = [
    entry(11, 10, change("name", HIDDEN_NAME, "secret")),
    entry(11, 10, change("name", "open", HIDDEN_NAME)),
    entry(11, 10, change("name", HIDDEN_NAME)),
    entry(10, 10, change("name", HIDDEN_NAME), change("type", 0)),
    entry(12, 10, change("name", None, HIDDEN_NAME), change("type", None, 2)),
    entry(111, 15, change("name", HIDDEN_NAME, "ideas")),
    entry(110, 15, change("name", HIDDEN_NAME)),
    entry(72, 6, options={"channel_id": "10", "count": "1"}),
    entry(11, 15, change("parent_id", "10")),
]


@pytest.mark.parametrize("raw", HIDDEN_ENTRIES, ids=range(len(HIDDEN_ENTRIES)))
def test_the_hidden_name_is_never_said(raw: dict[str, Any]) -> None:
    """The placeholder that Discord sends for a hidden channel reaches no sentence and no change."""
    threads = [{"id": "10", "name": HIDDEN_NAME}, {"id": "15", "name": HIDDEN_NAME}]
    read = READER.page({"audit_log_entries": [raw, *HIDDEN_ENTRIES], "threads": threads}, GUILD)
    for names in (names_of([read]), NAMES, Names({(Kind.CHANNEL, 10): Known(HIDDEN_NAME, 0)})):
        assert "hidden___" not in said(raw, names)
        assert "hidden___" not in " ".join(changes_said(raw, names))
        assert "hidden___" not in str(told(raw, names).target.name)


def test_a_hidden_thread_of_a_page_is_said_to_be_hidden() -> None:
    """A thread that comes under the placeholder is hidden from the bot."""
    read = page(entry(72, 6), threads=[{"id": "15", "name": HIDDEN_NAME}])
    assert called(names_of([read]), Kind.CHANNEL, 15) == "a channel hidden from the bot (15)"


@pytest.mark.parametrize(("account", "name"), ACTORS.items())
def test_discords_own_accounts(account: int, name: str) -> None:
    """Discord's own accounts are called what they are, whatever a page or a cache calls them."""
    read = page(entry(22, 6, user=account), users=[{"id": str(account), "username": "Clyde"}])

    def cache(_kind: Kind, _id: int) -> Known:
        return Known("Clyde")

    for names in (names_of([read]), names_of([read], cache), Names(behind=cache), Names()):
        assert said(read.records[0].raw, names).startswith(f"{name} banned ")


def test_a_system_account_is_discord() -> None:
    """A user that a page marks as Discord's system is Discord."""
    read = page(entry(22, 6, user=77), users=[{"id": "77", "username": "Community Updates", "system": True}])
    assert said(read.records[0].raw, names_of([read])).startswith("Discord banned ")


def test_a_webhook_that_acts() -> None:
    """A webhook that acts under its own id is called a webhook."""
    read = page(entry(73, 10, user=34), webhooks=[{"id": "34", "name": "Deploys"}])
    names = names_of([read])
    assert said(read.records[0].raw, names) == "the webhook Deploys bulk-deleted messages in channel 10"
    assert told(read.records[0].raw, names).actor.name == "Deploys"


def test_a_cache_behind_goes_first() -> None:
    """A cache knows nicknames and today's names; where it knows none, the page's own stands."""
    read = page(entry(22, 6), users=[{"id": "5", "username": "a5"}, {"id": "6", "global_name": "Bob", "username": "b"}])

    def cache(_kind: Kind, thing_id: int) -> Known | None:
        return {5: Known("Annie"), 6: Known(None, gone=True)}.get(thing_id)

    assert said(read.records[0].raw, names_of([read], cache)) == "Annie banned Bob"


def test_what_a_page_itself_tells() -> None:
    """A thing that was deleted further up keeps the name that its own entries told last, whichever way they came."""
    rows = [
        entry(31, 21, change("name", "Newest", "Older"), entry_id=300),
        entry(31, 21, change("name", "Older", "Oldest"), entry_id=200),
        entry(22, 6, entry_id=100),
    ]
    for order in (rows, rows[::-1]):
        assert called(names_of([page(*order)]), Kind.ROLE, 21) == "Newest"
        pages = [page(row) for row in order]
        assert called(names_of(pages), Kind.ROLE, 21) == "Newest"


@pytest.mark.parametrize("name", ["", "   ", None, 7, [], {}])
def test_a_name_that_is_none(name: Any) -> None:
    """A thing whose name is no text is called by its id."""
    read = page(entry(22, 6), users=[{"id": "6", "username": name, "global_name": name}])
    assert said(read.records[0].raw, names_of([read])) == "user 5 banned user 6"


def test_names_without_pages() -> None:
    """No page knows nobody."""
    assert called(names_of([]), Kind.USER, 5) == "user 5"


def test_a_hidden_thread_keeps_the_name_that_an_entry_told() -> None:
    """A thread that is hidden by now is called what an entry of the page called it in the open."""
    read = page(entry(110, 15, change("name", "ideas")), threads=[{"id": "15", "name": HIDDEN_NAME}])
    assert called(names_of([read]), Kind.THREAD, 15) == "ideas"
