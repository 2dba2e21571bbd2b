"""Rules as managers read them."""

import pytest

from lightbulb_audit.render.alert.rule_words import rule_words
from lightbulb_audit.services.alerts.rule_text import parse_condition


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("every by server", "Bot added: each one, by anybody"),
        ("5 in 30s or 20 in 6h", "Bot added: 5 or more within 30 seconds, or 20 or more within 6 hours, by one person"),
        ("3 targets in 1m by server", "Bot added: 3 different targets or more within 1 minute, by anybody"),
        ("2 in 90s by target", "Bot added: 2 or more within 1 minute 30 seconds, done to one target"),
        ("then in 10m by actor", "Bot added: one, and then “All deletions” within 10 minutes, by one person"),
        ("most from 10 in 1h", "Bot added: more by one person within 1 hour than they ever did before, from 10 on"),
        ("most from 1 in 24h", "Bot added: more by one person within 1 day than they ever did before"),
        ("first by actor", "Bot added: the first by one person that the archive has"),
        ("silence", "events stop while the log goes on, or the bot may not read it any more"),
    ],
)
def test_each_condition_in_words(condition: str, said: str) -> None:
    """A rule is a sentence that says what is asked, and of whom."""
    assert rule_words(parse_condition(condition), "Bot added", "All deletions") == said
