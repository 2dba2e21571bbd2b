"""Lists and entries as they are sent."""

import dataclasses
from typing import Any, Final

import hikari
import pytest
from tests.properties.drawn import assert_fits
from tests.unit.entries import ANNA, BOB, ENTRY_ID, NAMES, OLGA, change, entry, page, record, told

from discord_standin.markdown import Kind, spans
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind as Thing
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.model.query import Cursor, Query
from lightbulb_audit.render import entry as entry_view
from lightbulb_audit.render import listing
from lightbulb_audit.render.button_state import ButtonState, Verb
from lightbulb_audit.render.custom_id import decode
from lightbulb_audit.render.entry import EntryView
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window
from lightbulb_audit.services.names.resolve import Resolution

SECONDS: Final = 1795168975
"""2026-11-20 10:02:55 UTC."""


def drawn(
    *rows: dict[str, Any], query: Query | None = None, cursor: Cursor | None = None, **around: Any
) -> MessagePayload:
    """A list of entries, drawn."""
    read = page(*rows)
    window = Window(
        Query() if query is None else query, cursor, read.records, [read],
        has_newer=around.pop("has_newer", False), has_older=around.pop("has_older", False),
        scanned=around.pop("scanned", len(rows)), **around,
    )  # fmt: skip
    said = [describe(record, NAMES) for record in read.records]
    return listing.draw(EntryList(window, said, NAMES, "The *Prancing* Pony"))


def embed_of(drawing: MessagePayload) -> hikari.Embed:
    """The embed of a drawing, which must have one."""
    assert drawing.embed is not None
    return drawing.embed


def buttons(drawing: MessagePayload) -> dict[str, tuple[ButtonState, bool]]:
    """The buttons by label: what they carry, and whether they can be pressed."""
    components = [item for row in drawing.rows for item in row.build()[0]["components"] if item["type"] == 2]
    return {item["label"]: (decode(item["custom_id"]), not item.get("disabled")) for item in components}


def test_a_list() -> None:
    """A list has the server's name, a line an entry with icon, sentence, reason and time, and a foot."""
    drawing = drawn(
        entry(22, BOB, reason="raid, see #mod-log", entry_id=ENTRY_ID + 1), entry(23, BOB, entry_id=ENTRY_ID)
    )
    embed = embed_of(drawing)
    assert embed.title == r"The \*Prancing\* Pony · audit log"
    assert embed.description == "\n".join(
        [
            rf"🔨 **anna** banned **bob** — *raid, see \#mod-log* · <t:{SECONDS}:R>",
            f"🕊️ **anna** unbanned **bob** · <t:{SECONDS}:R>",
            f"-# 2 entries, newest first · <t:{SECONDS}:f> · Discord keeps 45 days",
        ]
    )


def undone(count: int, reason: str, name: str = "bob") -> str:
    """A list of bans that were undone, in words."""
    rows = [entry(22, number + 100, reason=reason, entry_id=ENTRY_ID - number) for number in range(count)]
    read, by = page(*rows), record(entry(23, 5, user=OLGA, entry_id=ENTRY_ID + (240_000 << 22)))
    names = Names({(Thing.USER, ANNA): Known(name), (Thing.USER, OLGA): Known(name)})
    said = [describe(one, names, by) for one in read.records]
    query = Query(is_folded=False)
    window = Window(query, None, read.records, [read], has_newer=False, has_older=False, scanned=count)
    drawing = listing.draw(EntryList(window, said, names, None))
    assert_fits(drawing)
    return embed_of(drawing).description or ""


def test_what_came_of_it_stands_before_the_time() -> None:
    """A line says what came of an entry behind its reason."""
    (first, _) = undone(1, "raid").split("\n")
    said = "↩️ undone after 4 minutes by **bob**"
    assert first == f"🔨 **bob** banned user 100 — *raid* · {said} · <t:{SECONDS}:R>"


def test_what_came_of_it_survives_where_room_is_short() -> None:
    """A full list of long reasons and names still says of each entry that it was undone, in fewer words at last."""
    full = undone(25, "raid " * 100)
    assert full.count("↩️ undone after 4 minutes by **bob**") == 25
    tight = undone(25, "*" * 500, "*" * 100)
    assert tight.count("↩️ undone by **") == 25
    assert "and 1 more" not in tight


def test_buttons_lead_around_what_is_shown() -> None:
    """Newer leads above the newest entry shown, Older below the oldest; what leads nowhere cannot be pressed."""
    rows = [entry(22, BOB, entry_id=900), entry(22, BOB, entry_id=800)]
    query = Query.where(count=2, actor=5)
    middle = buttons(drawn(*rows, query=query, cursor=Cursor("older", 1000), has_newer=True, has_older=True))
    assert middle == {
        words.NEWEST: (ButtonState(Verb.NEWEST, query), True),
        words.NEWER: (ButtonState(Verb.NEWER, query, Cursor("newer", 900)), True),
        words.OLDER: (ButtonState(Verb.OLDER, query, Cursor("older", 800)), True),
        words.REFRESH: (ButtonState(Verb.REFRESH, query, Cursor("older", 1000)), True),
        words.JUMP_TO: (ButtonState(Verb.JUMP, query, Cursor("older", 1000)), True),
    }
    alone = buttons(drawn(*rows))
    assert [label for label, (_, can) in alone.items() if can] == [words.REFRESH]
    further = buttons(drawn(query=query, further=Cursor("older", 5), scanned=1000))
    assert further[words.FURTHER] == (ButtonState(Verb.FURTHER, query, Cursor("older", 5)), True)


@pytest.mark.parametrize(
    ("query", "further", "said"),
    [
        (Query(), None, words.NOTHING),
        (Query.where(actor=5), None, words.NOTHING_FOUND),
        (Query.where(action="roles"), Cursor("older", 5), words.NOTHING_YET),
    ],
)
def test_an_empty_list(query: Query, further: Cursor | None, said: str) -> None:
    """An empty list says whether there is nothing, nothing that fits, or nothing so far."""
    assert said in str(embed_of(drawn(query=query, further=further)).description)


def test_filters_are_repeated() -> None:
    """The question is repeated as it was understood."""
    query = Query.where(actor=5, action="members", target=6, after=ENTRY_ID, before=ENTRY_ID + (1 << 22))
    first = str(embed_of(drawn(entry(22, BOB), query=query)).description).split("\n")[0]
    for part in ("-# 🔎 by **anna**", "All of Members", "done to **bob**", "after <t:1795168975:f> (<t:1795168975:R>)"):
        assert part in first


@pytest.mark.parametrize("text", ["a" * 600, "*" * 600, "א*" * 300])
def test_lines_are_tightened_before_any_is_left_out(text: str) -> None:
    """Twenty-five entries with the longest reasons and names all keep their line."""
    row = entry(25, BOB, change("$add", [{"id": "1", "name": text}] * 3), reason=text)
    rows = [{**row, "id": str(number)} for number in range(25, 0, -1)]
    description = str(embed_of(drawn(*rows, query=Query(is_folded=False))).description)
    assert description.count("🎭 ") == 25
    assert "more\n" not in description


def test_a_change_that_is_too_long_is_tightened() -> None:
    """One huge change still has its line, and the button leads to the whole of it."""
    patterns = [f"{number}" + "*" * 300 for number in range(10)]
    description = told(entry(141, 30, change("regex_patterns", patterns), change("name", "b", "a")))
    back = ButtonState(Verb.BACK, Query())
    drawing = entry_view.draw(EntryView(description, Resolution(), back))
    (text,) = [field.value for field in embed_of(drawing).fields if field.name == words.CHANGES]
    assert text.startswith("**Patterns**: added 0")
    assert text.endswith("**Name**: a → b")
    assert words.ALL_CHANGES in buttons(drawing)
    short = entry_view.draw(EntryView(told(entry(24, BOB, change("nick", "b", "a"))), Resolution(), back))
    assert words.ALL_CHANGES not in buttons(short)


@pytest.mark.parametrize("text", ["*" * 4000, "א*" * 2000, "a" * 4000])
def test_the_longest_entry_fits(text: str) -> None:
    """The longest reason, names, values and options stay inside Discord's limits, and the reason in its italics."""
    row = entry(143, BOB, change("name", text, text), reason=text, options={text: text, "later": text})
    drawing = entry_view.draw(EntryView(told(row), Resolution(), ButtonState(Verb.BACK, Query())))
    assert_fits(drawing)
    (reason,) = [field.value for field in embed_of(drawing).fields if field.name == words.REASON]
    assert [span.kind for span in spans(reason)] == [Kind.ITALIC]


def test_a_list_at_the_brim_fits() -> None:
    """Lines that just fit leave room for the question above them and the foot below."""
    query = Query.where(actor=5, action="members", target=6, after=ENTRY_ID, before=ENTRY_ID + 1)
    query = dataclasses.replace(query, is_folded=False)
    lengths: set[int] = set()
    for length in range(80, 130):
        rows = [entry(22, BOB, reason="a" * length) for _ in range(25)]
        drawing = drawn(*rows, query=query, scanned=1000, reached=ENTRY_ID)
        assert_fits(drawing)
        lengths.add(len(str(embed_of(drawing).description)))
    assert max(lengths) > 3500
