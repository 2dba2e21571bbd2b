"""What a step led to is shown as a person at Discord would see it."""

import base64
import datetime as dt
import io
from typing import Any, Final

from rich.console import Console

from discord_standin.terminal import print_result

NOW: Final = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)
STAMP: Final = int(NOW.timestamp())


class Someone:
    """Knows anna and one channel."""

    def user(self, id: str) -> str | None:  # noqa: A002  # the terminal's own face
        """Know anna."""
        return "anna" if id == "5" else None

    def role(self, id: str) -> str | None:  # noqa: A002  # as above
        """Know nobody's role but tell it."""
        return f"role {id}"

    def channel(self, id: str) -> str | None:  # noqa: A002  # as above
        """Know one channel."""
        return "mod-log" if id == "8" else None


def shown(*, terminal: bool = False, **result: Any) -> str:
    """Print a result and return what came out."""
    out = io.StringIO()
    colors = "truecolor" if terminal else None
    console = Console(file=out, width=100, force_terminal=terminal, color_system=colors)
    whole: dict[str, Any] = {
        "step": "/audit recent",
        "as": "5",
        "ms": None,
        "answers": [],
        "choices": [],
        "posted": [],
        "error": None,
    }
    print_result(console, {**whole, **result}, names=Someone(), now=NOW)
    return out.getvalue()


def answer(*, ephemeral: bool = False, **message: Any) -> list[dict[str, Any]]:
    """Make the one answer of a step."""
    return [{"channel_id": "8", "ephemeral": ephemeral, "message": {"content": "", **message}}]


LIST: Final[dict[str, Any]] = {
    "embeds": [
        {
            "title": "The Prancing Pony · audit log",
            "description": "\n".join(
                [
                    f"🔨 **anna** banned **spam\\*mer\\_42** — *raid, see #mod-log* · <t:{STAMP - 300}:R>",
                    *(f"👥 **花** moved {n} members to <#8> · <t:{STAMP - n * 3600}:R>" for n in range(2, 11)),
                ]
            ),
            "color": 0xE74C3C,
            "footer": {"text": "10 entries, newest first"},
        }
    ],
    "components": [
        {
            "type": 1,
            "components": [
                {
                    "type": 3,
                    "placeholder": "Look into an entry…",
                    "options": [{"label": "anna banned spam*mer_42", "value": "1", "emoji": {"name": "🔨"}}],
                }
            ],
        },
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "Newest", "emoji": {"name": "⏮"}},
                {"type": 2, "style": 2, "label": "Newer", "disabled": True},
                {"type": 2, "style": 2, "label": "Older"},
                {"type": 2, "style": 5, "label": "Docs", "url": "https://docs.example"},
            ],
        },
    ],
}


def test_a_list_of_entries() -> None:
    """The list reads as at Discord: title, lines, footer, menu and buttons."""
    lines = shown(answers=answer(ephemeral=True, **LIST), ms=41.3).splitlines()
    assert lines[0] == "▷ /audit recent   anna"
    assert lines[1:4] == [
        "▌ The Prancing Pony · audit log",
        "▌ 🔨 anna banned spam*mer_42 — raid, see #mod-log · 5 minutes ago",
        "▌ 👥 花 moved 2 members to #mod-log · 2 hours ago",
    ]
    assert lines[12] == "▌ 10 entries, newest first"
    assert lines[14].startswith("│ Look into an entry…  ▾")
    assert lines[15].startswith("│ ○ 🔨 anna banned spam*mer_42")
    assert lines[17:] == [
        "[ ⏮ Newest ] ( Newer ) [ Older ] [ Docs ↗ https://docs.example ]",
        "👁 Only you can see this",
        "answered in 41 ms",
    ]


def test_the_embeds_colour_is_the_bars() -> None:
    """The bar at the left has the embed's colour; without colours there is no code at all."""
    assert "\x1b[38;2;231;76;60m▌" in shown(answers=answer(**LIST), terminal=True)
    assert "\x1b" not in shown(answers=answer(**LIST))


def test_inline_fields_stand_abreast() -> None:
    """Three inline fields share a row; one that is not inline has its own."""
    fields = [{"name": f"N{n}", "value": f"v{n}", "inline": n < 5} for n in range(1, 6)]
    lines = shown(answers=answer(embeds=[{"fields": fields}])).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["▌", "N1", "N2", "N3"],
        ["▌", "v1", "v2", "v3"],
        ["▌", "N4"],
        ["▌", "v4"],
        ["▌", "N5"],
        ["▌", "v5"],
    ]


def test_author_pictures_and_timestamp() -> None:
    """An embed's author, picture and timestamp are shown; a broken timestamp as it is."""
    embed = {"author": {"name": "auditor"}, "image": {"url": "attachment://chart.png"}, "timestamp": NOW.isoformat()}
    text = shown(answers=answer(embeds=[embed, {"timestamp": "soon"}]))
    assert "▌ auditor\n▌ 🖼 attachment://chart.png\n▌ 22/11/2026 22:00\n▌ soon\n" in text


def test_text_attachments_show_how_they_begin() -> None:
    """A text file shows its first lines, a picture its name and size alone."""
    data = base64.b64encode("\n".join(f"row {n}" for n in range(20)).encode()).decode()
    files = [
        {"filename": "export.csv", "size": 2345, "content_type": "text/csv; charset=utf-8", "data": data},
        {"filename": "chart.png", "size": 99, "content_type": "image/png", "data": data, "description": "A chart"},
        {"filename": "broken.txt", "size": 1, "content_type": "text/plain", "data": "!"},
    ]
    text = shown(answers=answer(attachments=files))
    assert "📎 export.csv (2.3 KB)\n   row 0\n" in text
    assert "   … 8 more lines\n📎 chart.png (99 bytes)  A chart\n📎 broken.txt (1 bytes)\n" in text


def test_choices_posts_and_errors() -> None:
    """What autocomplete offered, what the bot posted and what went wrong are all told."""
    text = shown(
        choices=[{"name": "banned a member", "value": "22"}, {"name": "same", "value": "same"}],
        posted=[{"channel_id": "8", "content": "bare"}, *answer(content="wrapped")],
        error="The application did not respond",
    )
    assert "  ▸ banned a member  22\n  ▸ same\n" in text
    assert "⇢ posted in #mod-log\nbare\n⇢ posted in #mod-log\nwrapped\n" in text
    assert "✗ The application did not respond\n" in text


def test_a_form_shows_its_inputs() -> None:
    """A form that was opened is drawn with its title and each input by its label."""
    field = {"type": 4, "custom_id": "a", "style": 1, "placeholder": "2026-11-20"}
    rows = [{"type": 1, "components": [{**field, "label": "When"}]}, {"type": 18, "label": "To", "component": field}]
    lines = shown(modal={"custom_id": "x", "title": "Jump", "components": rows}).splitlines()
    assert "Jump" in lines[1]
    assert [line.strip("│ ") for line in lines[2:4]] == ["When: 2026-11-20", "To: 2026-11-20"]


def test_components_of_the_second_kind() -> None:
    """Containers, texts, sections with a button, and separators are drawn too."""
    section = {"type": 9, "components": [{"type": 10, "content": "**b**"}], "accessory": {"type": 2, "label": "Go"}}
    container = {"type": 17, "accent_color": 1, "components": [{"type": 10, "content": "a"}, {"type": 14}, section]}
    assert shown(answers=answer(components=[container])).splitlines()[1:] == [
        "▌ a",
        "▌ " + "─" * 24,
        "▌ b",
        "▌ [ Go ]",
    ]


def test_nothing_from_outside_commands_the_terminal() -> None:
    """Markup of rich, emoji codes and control codes stay text, wherever they stand."""
    evil = "[red]x[/red] :smile: \x1b[2J\x9b2J\x07"
    embed = dict.fromkeys(("title", "description"), evil) | {
        "author": {"name": evil},
        "footer": {"text": evil},
        "fields": [{"name": evil, "value": evil}],
        "image": {"url": evil},
        "timestamp": evil,
    }
    select = {"type": 3, "placeholder": evil, "options": [{"label": evil, "value": evil, "description": evil}]}
    text = shown(
        step=evil,
        error=evil,
        choices=[{"name": evil, "value": "1"}],
        answers=answer(
            content=evil,
            embeds=[embed],
            attachments=[{"filename": evil, "size": 1}],
            components=[{"type": 1, "components": [select]}, {"type": 1, "components": [{"type": 2, "label": evil}]}],
        ),
    )
    assert not set(text) & {"\x1b", "\x9b", "\x07"}
    assert text.count("[red]x[/red] :smile:") == 17
