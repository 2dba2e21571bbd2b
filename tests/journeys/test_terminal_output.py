"""What a terminal is sent: nothing of Discord's that it would obey, and nothing that no eye sees."""

import json
import os
import pathlib
import pty
import subprocess
import sys
from typing import Any, Final

import pytest

_HOSTILE: Final = "a\x9b31m\x90b\u202ec\u2066d\u200be\u00adf\ufeffg\U000e0041h\x7f i\u2028j é 花"
_DANGEROUS: Final = set(_HOSTILE) - set("abcdefghij31m é花")
_ENTRY: Final[dict[str, Any]] = {
    "guild_id": "9",
    "id": "1441797119303778304",
    "user_id": "5",
    "target_id": "6",
    "action_type": 22,
    "reason": _HOSTILE,
}


def _shown(*words: str, cwd: pathlib.Path) -> str:
    """What a terminal of its own is sent by the command line."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lightbulb_audit", *words], stdin=subprocess.DEVNULL, stdout=theirs, cwd=cwd
    )
    os.close(theirs)
    data = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            data += chunk
    except OSError:
        pass  # Linux says so when the other side is closed
    finally:
        os.close(ours)
    assert process.wait(60) == 0
    return data.decode().replace("\r\n", "\n")


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with a file of one entry, and an archive of it."""
    (tmp_path / "log.jsonl").write_text(json.dumps(_ENTRY, ensure_ascii=False) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "lightbulb_audit", "archive", "import", "--archive", "a.sqlite3", "log.jsonl"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, timeout=60)
    return tmp_path


_COMMANDS: Final = [("read", "--json", "log.jsonl"), ("archive", "export", "--archive", "a.sqlite3")]


@pytest.mark.parametrize("words", _COMMANDS, ids=["read --json", "archive export"])
def test_json_is_escaped_for_a_terminal(words: tuple[str, ...], folder: pathlib.Path) -> None:
    """On a terminal such characters stand as escapes, and the JSON still says the same."""
    shown = _shown(*words, cwd=folder)
    assert not _DANGEROUS & set(shown)
    assert "é 花" in shown
    parsed: Any = json.loads(shown)
    assert (parsed[0] if isinstance(parsed, list) else parsed)["reason"] == _HOSTILE


@pytest.mark.parametrize("words", _COMMANDS, ids=["read --json", "archive export"])
def test_json_stays_as_it_is_in_a_pipe(words: tuple[str, ...], folder: pathlib.Path) -> None:
    """A program that reads it gets the data as they are."""
    done = subprocess.run(
        [sys.executable, "-m", "lightbulb_audit", *words], capture_output=True, check=True, cwd=folder, timeout=60
    )
    assert "\u202e" in done.stdout.decode()


@pytest.mark.parametrize(
    "words", [("read", "log.jsonl"), *((*_COMMANDS[1], "--format", form) for form in ("csv", "html"))]
)
def test_text_is_cleaned_everywhere(words: tuple[str, ...], folder: pathlib.Path) -> None:
    """What is made to be read holds none of it, on a terminal or not; the table alone begins with its own mark."""
    assert not _DANGEROUS & set(_shown(*words, cwd=folder).removeprefix("\ufeff"))
