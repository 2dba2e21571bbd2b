"""Real cases, made after public bug reports, through the socket: what a person reads who asks about them.

Like those of `tests.unit.describe.test_cases`, they stand in a folder beside the project, where it is at hand.
"""

import json
import os
import pathlib
from typing import Any, Final

import pytest
from tests.conftest import openapi_path

from .conftest import Play
from .seen import message, text

_FOLDER: Final = pathlib.Path(os.environ.get("AUDIT_CASES", openapi_path().parents[1] / "cases"))
_NIGHT_SHIFT: Final = "969749928345600021"

ASKED: Final[dict[str, list[tuple[str, tuple[str, ...]]]]] = {
    "45": [
        ("/audit recent", (f"deleted 1 message by **tovi** in channel {_NIGHT_SHIFT}", "locked thread")),
        ("entry 0", ("**mira** deleted 1 message by **tovi** in **night shift**",)),
        ("entry 1", ("**mira** pinned a message by **tovi** in **night shift**", "the lamp is out")),
        ("entry 2", ("blocked a message by **tovi** in **night shift**",)),
        ("entry 3", ("**mira** locked the thread **night shift**",)),
    ],
    "46": [
        ("/audit recent", ("**mira** added **solved** to the tags of the thread **why is it dark?**",)),
        ("entry 1", ("Tags**: **tides**",)),
    ],
    "47": [
        ("entry 0", ("transferred the server to **tovi**", "→ **tovi**")),
        ("entry 1", ("Inviter**: **grudge77**",)),
        ("entry 2", ("forbade **tovi** to send messages",)),
        ("entry 3", ("of **Gatewarden** (allowed **tovi**)",)),
        ("/audit history of:tovi", ("about **tovi**", "transferred the server", "forbade", "who may use")),
        ("/audit history of:grudge77", ("deleted the invite **seagull**",)),
        ("/audit search query:target:tovi", ("done to **tovi**",)),
    ],
    "50": [
        ("/audit search query:about:tovi action:member_move", ("about **tovi**", "does not log who was moved")),
        ("/audit search query:target:tovi action:member_disconnect", ("**tovi**", "does not log who was disconnected")),
        ("/audit history of:tovi", ("muted **tovi** in voice",)),
    ],
    "51": [
        ("/audit search query:action:message_unpin channel:harbor", ("**mira** unpinned", "4 entries")),
        ("/audit recent action:unpin", ("**mira** unpinned", "4 entries")),
    ],
    "52": [
        ('/audit search query:role:"Lamp Lighters" target:tovi', ("Nothing in the audit log fits this.",)),
        ("/audit recent", ("**tovi** gave themself **Brig**",)),
        ("entry 1", ("members choose in onboarding",)),
    ],
}
"""Number of a case to what is typed, and what the answer says; an entry is meant by its place, newest first."""


@pytest.mark.parametrize("archive", [False, True])
@pytest.mark.parametrize("number", ASKED)
async def test_a_case_is_answered(play: Play, tmp_path: pathlib.Path, number: str, archive: bool) -> None:
    """Each question of a real case is answered as expected, with an archive as without."""
    paths = list(_FOLDER.glob(f"{number}-*.json"))
    if not paths:
        pytest.skip(f"the cases are not at {_FOLDER}; name their folder in AUDIT_CASES")
    guild: dict[str, Any] = json.loads(paths[0].read_text(encoding="utf-8"))
    ids = [one["id"] for one in guild["audit_log"]["audit_log_entries"]]
    async with play(guild, archive=f"sqlite:///{tmp_path}/archive.sqlite3" if archive else "") as session:
        if archive:
            await session.do("wait 1")
        for step, expected in ASKED[number]:
            typed = f"/audit entry id:{ids[int(step[6:])]}" if step.startswith("entry ") else step
            result = await session.do(typed)
            fields = [f"{one['name']}\n{one['value']}" for one in message(result)["embeds"][0].get("fields", [])]
            said = "\n".join([text(result), *fields])
            assert "that is gone" not in said
            for one in expected:
                assert one in said, step
