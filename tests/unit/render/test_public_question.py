"""The question before a public answer: what its buttons carry."""

import pytest

from lightbulb_audit.render.public_question import Choice, ask, parse_press


def test_its_buttons_carry_what_they_are_about() -> None:
    """Both buttons name the command and the answer that waits, within Discord's 100 characters."""
    (row,) = ask("recent", "t" * 12).rows
    built, _ = row.build()
    ids = [part["custom_id"] for part in built["components"]]
    assert [parse_press(one) for one in ids] == [(choice, "recent", "t" * 12) for choice in (Choice.YES, Choice.NO)]
    assert all(len(one) <= 100 for one in ids)


@pytest.mark.parametrize("text", ["", "lb-audit:p1", "lb-audit:p1|y|recent", "lb-audit:p1|x|a|b", "lb-audit:p2|y|a|b"])
def test_what_is_made_up_is_not_of_it(text: str) -> None:
    """Anything else is somebody else's."""
    assert parse_press(text) is None
