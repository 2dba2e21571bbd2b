"""The markdown parser finds alive what Discord would, and nothing else."""

import datetime as dt
from typing import Final

import pytest
from rich.text import Text
from tests.growth import growth

from discord_standin.markdown import Kind, Span, parse, spans, to_text

NOW: Final = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)


class Someone:
    """Knows one of each."""

    def user(self, id: str) -> str | None:  # noqa: A002  # the parser's own face
        """Know anna, and somebody with a treacherous name."""
        return {"5": "anna", "6": "\x1b[31mred\u202e"}.get(id)

    def role(self, id: str) -> str | None:  # noqa: A002  # as above
        """Know the helpers."""
        return "Helper" if id == "7" else None

    def channel(self, id: str) -> str | None:  # noqa: A002  # as above
        """Know one channel."""
        return "general" if id == "8" else None


def drawn(source: str) -> Text:
    """Draw a text at one fixed moment."""
    return to_text(source, Someone(), NOW)


def alive(source: str) -> list[tuple[Kind, str]]:
    """List what is alive, without where it leads."""
    return [(span.kind, span.text) for span in spans(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**a**", [(Kind.BOLD, "a")]),
        ("*a* _b_", [(Kind.ITALIC, "a"), (Kind.ITALIC, "b")]),
        ("***a***", [(Kind.BOLD, "a"), (Kind.ITALIC, "a")]),
        ("**a *b* c**", [(Kind.BOLD, "a b c"), (Kind.ITALIC, "b")]),
        ("__a__ ~~b~~ ||c||", [(Kind.UNDERLINE, "a"), (Kind.STRIKE, "b"), (Kind.SPOILER, "c")]),
        ("`a*b*`", [(Kind.CODE, "a*b*")]),
        ("``a`b``", [(Kind.CODE, "a`b")]),
        ("```py\n**a**\n```", [(Kind.CODE_BLOCK, "**a**")]),
        ("**over\nlines**", [(Kind.BOLD, "over\nlines")]),
        ("# a", [(Kind.HEADING, "a")]),
        ("-# a", [(Kind.SUBTEXT, "a")]),
        ("> a\nb", [(Kind.QUOTE, "a")]),
        (">>> a\nb", [(Kind.QUOTE, "a\nb")]),
        ("- a\n1. b", [(Kind.LIST_ITEM, "a"), (Kind.LIST_ITEM, "b")]),
        ("https://a.example/b_c.", [(Kind.LINK, "https://a.example/b_c")]),
        ("<https://a.example>", [(Kind.LINK, "https://a.example")]),
        ("(see https://a.example/x)", [(Kind.LINK, "https://a.example/x")]),
        ("https://a.example/x_(y)", [(Kind.LINK, "https://a.example/x_(y)")]),
        ("<@5> <@!5> <@&7> <#8>", [(Kind.USER, "5"), (Kind.USER, "5"), (Kind.ROLE, "7"), (Kind.CHANNEL, "8")]),
        ("</audit recent:9>", [(Kind.COMMAND, "audit recent")]),
        ("<:a_b:1> <a:cd:2>", [(Kind.EMOJI, "a_b"), (Kind.EMOJI, "cd")]),
        ("<t:1> <t:-1:R>", [(Kind.TIME, "1"), (Kind.TIME, "-1")]),
        ("@everyone @here", [(Kind.EVERYONE, "everyone"), (Kind.EVERYONE, "here")]),
        ("<id:browse>", [(Kind.GUIDE, "browse")]),
    ],
)
def test_what_is_alive(source: str, expected: list[tuple[Kind, str]]) -> None:
    """Each kind of Discord's markup is found."""
    assert alive(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        r"\*\*a\*\*",
        r"\_a\_",
        r"\`a\`",
        r"\|\|a\|\|",
        r"\~\~a\~\~",
        r"spam\*mer\_42",
        r"\<@5> \<#8> \<t:1:R>",
        r"\[a\](b)",
        r"\# a",
        r"\> a",
        r"\- a",
        "snake_case_name",
        "5 * 3 * 2",
        "#a",
        "a # b",
        "a > b",
        "-a",
        "discord.gg/abc www.a.example a.example",
        "[a](javascript:alert(1))",
        "[a] (https:/ /a)",
        ":tada:",
        "<@a> <#> <t:x>",
        "**",
        "*a",
        "a```b",
        "",
    ],
)
def test_what_is_not_alive(source: str) -> None:
    """What is escaped, or only looks like markup, stays plain."""
    assert spans(source) == []


def test_an_escape_shows_the_sign_alone() -> None:
    """The backslash goes, the sign stays; before a letter the backslash stays too."""
    assert drawn(r"spam\*mer\_42 \a \\").plain == r"spam*mer_42 \a " + "\\"


def test_a_masked_link_tells_its_label_and_where_it_leads() -> None:
    """A masked link is found with its address, and shown with it; markup in its label is alive."""
    assert spans("[**a** \\] b](https://evil.example)") == [
        Span(Kind.LINK, "a ] b", "https://evil.example"),
        Span(Kind.BOLD, "a"),
    ]
    assert drawn("[click](https://evil.example)").plain == "click (https://evil.example)"


def test_an_address_as_a_label_is_no_masked_link() -> None:
    """Discord shows a link that pretends to lead elsewhere as it was written."""
    source = "[https://good.example](https://evil.example)"
    assert drawn(source).plain == source
    assert spans(source) == []


def test_escaped_brackets_leave_the_address_alive() -> None:
    """An address inside escaped brackets is still a link: escaping the brackets is not enough."""
    assert alive(r"\[click\](https://evil.example)") == [(Kind.LINK, "https://evil.example")]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<@5> <@9>", "@anna @unknown-user 9"),
        ("<@&7> <@&9>", "@Helper @unknown-role 9"),
        ("<#8> <#9>", "#general #unknown 9"),
        ("</audit recent:1> <:party:2> @here", "/audit recent :party: @here"),
        ("- a\n  - b\n2. c", "• a\n  • b\n2. c"),
        ("> a\n> b\nc", "▎ a\n▎ b\nc"),
        ("a\n# b\nc", "a\nb\nc"),
        ("x ```py\na\nb\n``` y", "x \n  a\n  b\n y"),
    ],
)
def test_how_it_is_shown(source: str, shown: str) -> None:
    """Mentions have names, blocks have lines of their own."""
    assert drawn(source).plain == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("t", "21:00"),
        ("T", "21:00:00"),
        ("d", "22/11/2026"),
        ("D", "22 November 2026"),
        ("f", "22 November 2026 21:00"),
        ("F", "Sunday, 22 November 2026 21:00"),
        ("s", "22/11/2026 21:00"),
        ("S", "22/11/2026 21:00:00"),
        ("R", "1 hour ago"),
    ],
)
def test_timestamps(style: str, shown: str) -> None:
    """Each style of a timestamp is written out."""
    assert drawn(f"<t:{int(NOW.timestamp()) - 3600}:{style}>").plain == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 seconds ago"),
        (-300, "5 minutes ago"),
        (7200, "in 2 hours"),
        (-86400, "1 day ago"),
        (86400 * 800, "in 2 years"),
    ],
)
def test_relative_times(seconds: int, shown: str) -> None:
    """Relative times count in the largest unit that fits."""
    assert drawn(f"<t:{int(NOW.timestamp()) + seconds}:R>").plain == shown


def test_a_time_beyond_every_calendar_stays_as_written() -> None:
    """No number breaks the drawing."""
    assert drawn("<t:99999999999999999:F>").plain == "<t:99999999999999999:F>"


def test_control_codes_never_reach_the_terminal() -> None:
    """Escape sequences, C1 codes and signs that turn the direction are taken out, in names too."""
    shown = drawn("a\x1b[31mb\x9bc\u202ed\x07 <@6> `\x1b]0;t\x07`").plain
    assert shown == "a[31mbcd @[31mred ]0;t"


def test_rich_markup_stays_text() -> None:
    """What rich would take for markup is shown as it is."""
    assert drawn("[bold]x[/bold] :smile:").plain == "[bold]x[/bold] :smile:"


def test_styles_are_put_where_they_belong() -> None:
    """Emphasis covers its own text alone."""
    text = drawn("a **b** c")
    assert [(span.start, span.end, span.style) for span in text.spans if span.style] == [(2, 3, "bold")]


@pytest.mark.parametrize(
    ("repeated", "times"),
    [("*", 4096), ("*_", 2048), ("||", 2048), ("[", 4096), ("`", 4096), ("> ", 2048), ("~~a", 1365)],
)
def test_no_text_takes_long_or_breaks_the_parser(repeated: str, times: int) -> None:
    """Parsing the longest hostile description costs no more than the square of its length."""
    assert parse(repeated * times)
    assert growth(parse, repeated * (times // 8), repeated * times) < 8**2
