"""What the asker is told when something cannot be done."""

import dataclasses
from typing import Any

import pytest

from discord_standin.markdown import Kind, spans
from lightbulb_audit import errors
from lightbulb_audit.commands.refusals import sentence

HOSTILE = "**raid** <@1> https://evil.example"
MADE: dict[str, Any] = {"float": 42.2, "int": 500, "str": HOSTILE, "tuple": (HOSTILE, HOSTILE)}


def error_of(kind: type[errors.AuditError]) -> errors.AuditError:
    """An error of a kind, with data."""
    return kind(
        **{field.name: MADE[getattr(field.type, "__name__", str(field.type))] for field in dataclasses.fields(kind)}
    )


@pytest.mark.parametrize("kind", errors.AuditError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_refusals(kind: type[errors.AuditError]) -> None:
    """Every refusal is a whole sentence with its data in it, in which nothing from outside is alive."""
    said = sentence(error_of(kind))
    assert "{" not in said
    assert said.endswith((".", "`"))
    assert len(said) < 400
    assert {span.kind for span in spans(said)} <= {Kind.BOLD, Kind.CODE}
    assert not {span.text for span in spans(said)} & {"raid", "1"}


def test_an_error_without_a_sentence() -> None:
    """What has no sentence of its own gets the one for the unexpected."""
    assert "my log" in sentence(errors.AuditError())


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 second"), (42.2, "43 seconds"), (3600.0, "1 hour")])
def test_waiting_is_said_in_words(seconds: float, words: str) -> None:
    """Seconds are said in words, rounded up."""
    assert words in sentence(errors.BusyError(seconds))
