"""Whom or what somebody means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightbulb_audit.query.mentions import parse_id

GUILD = 40


@pytest.mark.parametrize(
    "text", ["<@1002>", "<@!1002>", "<@&1002>", "<#1002>", "1002", "  1002 ", " <@1002>\t", "<:a:1002>", "</ban:1002>"]
)
def test_mentions_and_ids(text: str) -> None:
    """A mention of a user, role or channel means it, and so does its bare id."""
    assert parse_id(text, GUILD) == 1002


@pytest.mark.parametrize("text", ["@everyone", "everyone", " @Everyone "])
def test_everyone(text: str) -> None:
    """Everyone is the role that has the server's own id."""
    assert parse_id(text, GUILD) == GUILD


@pytest.mark.parametrize(
    "text",
    ["abc123def", "<@1002> x", "x <@1002>", "<@1002", "@1002", "#1002", "1002>", "<@1><@2>", "1 2", "<@>",
     "@here", "-5", "\u0662\u0662", "9" * 20, "<@99999999999999999999>", "anna"],
)  # fmt: skip
def test_what_is_no_id(text: str) -> None:
    """Words around or instead of a mention are no id."""
    assert parse_id(text, GUILD) is None


@given(st.text() | st.from_regex(r"<[@#!&]{0,3}[0-9]{1,25}>", fullmatch=True))
def test_any_text_is_an_id_or_none(text: str) -> None:
    """Any text is an id that Discord could take, or none."""
    found = parse_id(text, GUILD)
    assert found is None or 0 <= found < 1 << 63
