"""Text and JSON that mean harm."""

import random
from collections.abc import Callable
from typing import Any, Final

FRAGMENTS: Final = (
    "**",
    "*",
    "__",
    "_",
    "~~",
    "||",
    "`",
    "``",
    "```",
    "```py\n",
    "> ",
    ">>> ",
    "# ",
    "### ",
    "-# ",
    "- ",
    "* ",
    "1. ",
    "\n",
    "\r\n",
    "\n# ",
    "\n-# ",
    "\n> ",
    "\n```\n",
    "\\",
    "\\\\",
    "\\*",
    "<@5>",
    "<@!5>",
    "<@&7>",
    "<#8>",
    "@everyone",
    "@here",
    "<t:0:R>",
    "<t:0>",
    "</a:1>",
    "</audit recent:1>",
    "<:a_b:1>",
    "<a:cd:2>",
    "<id:browse>",
    "https://evil.example",
    "http://evil.example/x_(y)",
    "<https://evil.example>",
    "[click](https://evil.example)",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "|",
    ":",
    "://",
    "discord://-/x",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2067",
    "\u2069",
    "\u200e",
    "\u200f",
    "\u061c",
    "\ufeff",
    "\ufff9",
    "\u200b",
    "\u200d",
    "\u00a0",
    "\u3000",
    "\u3164",
    "\u2800",
    "Z\u0338\u0322\u031b\u0353\u0337\u0330a\u0308" * 3,
    "\u0301" * 40,
    "אבג",
    "مرحبا",
    "花",
    "🌿",
    "👨\u200d👩\u200d👧",
    "🏴\u200d☠️",
    "\ud83d",
    "\udc00",
    "\U000e0041",
    " ",
    "  ",
    "\t",
    "a",
    "anna",
    "snake_case",
    "___hidden___",
    "{target}",
    "{0}",
    "%s",
    "[bold red]x[/bold red]",
    "None",
    "0",
    "1",
    "<",
    "@",
    "#",
    "-",
    "+",
    ".",
    "=",
    '"',
    "'",
    "“",
    "”",
    "—",
    "·",
    "⚠️",
)


def text(rng: random.Random, *, longest: int = 12) -> str:
    """A text out of fragments; now and then an endless one."""
    if rng.random() < 0.04:
        return rng.choice(FRAGMENTS) * rng.choice((100, 600, 5000))
    return "".join(rng.choices(FRAGMENTS, k=rng.randint(0, longest)))


def number(rng: random.Random) -> int | float:
    """A number, likelier at the edges of something."""
    edges = (
        0,
        1,
        -1,
        2,
        10,
        86_400,
        1 << 24,
        (1 << 31) - 1,
        1 << 52,
        1 << 62,
        1 << 63,
        1 << 64,
        10**40,
        -(10**40),
        0.5,
    )
    return rng.choice(edges) if rng.random() < 0.7 else rng.randint(-100, 1 << 60)


def snowflake(rng: random.Random) -> str:
    """An id as Discord writes it."""
    return str(rng.randint(1, 1 << 61) if rng.random() < 0.5 else rng.randint(1, 30))


def json_value(rng: random.Random, depth: int = 3) -> Any:
    """Any JSON at all."""
    makers: list[Callable[[], Any]] = [
        lambda: None,
        lambda: rng.random() < 0.5,
        lambda: number(rng),
        lambda: str(number(rng)),
        lambda: snowflake(rng),
        lambda: text(rng),
        lambda: text(rng),
    ]
    if depth:
        makers += [lambda: _list(rng, depth), lambda: _object(rng, depth)] * 2
    return rng.choice(makers)()


def _list(rng: random.Random, depth: int) -> list[Any]:
    return [json_value(rng, depth - 1) for _ in range(rng.randint(0, 3))]


def _object(rng: random.Random, depth: int) -> dict[str, Any]:
    keys = [rng.choice((text(rng, longest=2), "id", "name", "type")) for _ in range(rng.randint(0, 3))]
    return {key: json_value(rng, depth - 1) for key in keys}
