"""Compares a text with one that somebody has read and found good."""

import difflib
import os
import pathlib
from typing import Final

import pytest

HERE: Final = pathlib.Path(__file__).parent


def assert_golden(name: str, text: str) -> None:
    """Compare a text with a file beside this one.

    With UPDATE_GOLDENS=1 the file is written anew, and the test still fails, so that no run both changes what is right
    and calls it right.
    """
    path = HERE / name
    expected = path.read_text(encoding="utf-8") if path.is_file() else ""
    if text == expected:
        return
    if os.environ.get("UPDATE_GOLDENS") == "1":
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} was written anew: read what changed in it, then run again without UPDATE_GOLDENS")
    lines = difflib.unified_diff(
        expected.splitlines(), text.splitlines(), "read and found good", "now", lineterm="", n=0
    )
    pytest.fail("\n".join([f"{name} is not what it was; UPDATE_GOLDENS=1 writes it anew", *lines]))
