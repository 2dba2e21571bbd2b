"""What moderators look for, from the first question to the answer, as they read it."""

import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pytest
from tests.goldens.compare import assert_golden
from tests.journeys import seen, stories
from tests.journeys.conftest import Play
from tests.journeys.script import Script
from tests.journeys.test_coverage import told
from tests.journeys.town import Town

_STORIES: Final[Mapping[str, tuple[Callable[[Town], None], Sequence[str]]]] = {
    "power": (
        stories.power,
        [
            '/audit search query:gained:administrator since:"30 days ago"',
            "choose {1}",
            "press Back to the list",
            "/audit search permission:administrator actor:@carl",
            "press Save as file",
            "press CSV",
        ],
    ),
    "plans": (
        stories.plans,
        [
            "/audit search action:channel_delete target:#plans",
            "/audit search query:action:channel_delete plans",
            "choose {0}",
            "type /audit history of:#plans",
            "/audit history of:#plans",
            "/audit history of:plans",
            "choose {0}",
            "/audit history of:plans at:18 days ago",
            "choose {1}",
            "/audit history of:plans-2026",
            "press State at",
            "submit now",
            "choose {2}",
        ],
    ),
    "event_team": (
        stories.event_team,
        [
            "/audit history of:Event team count:25",
            "press State at",
            "submit now",
            "choose {2}",
            "press Back to the list",
            "/audit history of:Event team at:15 days ago",
            "/audit history of:Event team at:60 days ago",
            "/audit search role:Event team actor:@olga category:permissions",
            '/audit export query:about:"Event team" format:csv',
        ],
    ),
}
"""Each with what happened, and what a moderator does; `{1}` is the second choice of the last menu."""


@pytest.mark.parametrize("source", ["discord", "archive"])
async def test_a_moderator_finds_it(source: str, play: Play, tmp_path: pathlib.Path) -> None:
    """Every answer on the way says what was asked for, as somebody has read it and found it good."""
    town = Town()
    for happens, _ in _STORIES.values():
        happens(town)
    written: dict[str, str] = {}
    archive = f"sqlite:///{tmp_path}/archive.sqlite3" if source == "archive" else ""
    async with play(town.json(), archive=archive) as session:
        if archive:
            await told(session, "✅ Complete")
        for name, (_, steps) in _STORIES.items():
            script, choices = Script(session, town), [""]
            for step in steps:
                result = await script.do(step.format(*choices))
                choices = seen.values(result) if result.answers else choices
            written[name] = script.text
    for name, text in written.items():
        assert_golden(f"journeys/{name}_{source}.txt", text)
