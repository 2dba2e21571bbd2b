"""What the asker is told when something cannot be done."""

import dataclasses
import datetime
from typing import Any

import hikari
import pytest

from discord_standin.markdown import Kind, spans
from lightbulb_audit import errors
from lightbulb_audit.catalog import words
from lightbulb_audit.commands.answers.permissions import error_message, is_staff

HOSTILE = "**raid** <@1> https://evil.example"
MADE: dict[str, Any] = {"float": 42.2, "int": 500, "str": HOSTILE, "tuple": (HOSTILE, HOSTILE)}


def error_of(kind: type[errors.AuditError]) -> errors.AuditError:
    """An error of a kind, with data."""
    return kind(
        **{field.name: MADE[getattr(field.type, "__name__", str(field.type))] for field in dataclasses.fields(kind)}
    )


@pytest.mark.parametrize("kind", words.ERRORS, ids=lambda kind: kind.__name__)
def test_refusals(kind: type[errors.AuditError]) -> None:
    """Every refusal is a whole sentence with its data in it, in which nothing from outside is alive."""
    said = error_message(error_of(kind))
    assert "{" not in said
    assert said.endswith((".", "`"))
    assert len(said) < 400
    assert {span.kind for span in spans(said)} <= {Kind.BOLD, Kind.CODE}
    assert not {span.text for span in spans(said)} & {"raid", "1"}


@pytest.mark.parametrize("fault", errors.Fault)
def test_faults(fault: errors.Fault) -> None:
    """Whatever is wrong with a search, the word is marked under the search, and nothing from outside is alive."""
    text = f"actor:@anna ```{HOSTILE}``` raid"
    said = error_message(errors.SearchError(text, 12, 12 + len(HOSTILE), fault, "actor", (HOSTILE, "`raid`")))
    fence, search, marks, end, told = said.split("\n")
    assert (fence, end) == ("```", "```")
    assert "`" not in search
    assert marks.strip("^ ") == ""
    assert search[marks.index("^")] == "'"
    assert told.endswith((".", "`", "?"))
    assert {span.kind for span in spans(told)} <= {Kind.BOLD, Kind.CODE}


@pytest.mark.parametrize(("start", "end"), [(0, 5), (500, 505), (995, 1000), (0, 1000), (999, 1000)])
def test_a_long_search_is_shown_around_its_fault(start: int, end: int) -> None:
    """However long it is, the word that is at fault is marked, and the answer fits."""
    said = error_message(errors.SearchError("a1b2 " * 200, start, end, errors.Fault.NO_VALUE))
    _, search, marks, *_ = said.split("\n")
    first = ("a1b2 " * 200)[start:end][:40]
    assert search[marks.index("^") :].startswith(first)
    assert len(said) < 500


def test_many_things_are_named_in_part() -> None:
    """However many there are, some are named, and the answer fits into a message."""
    days = tuple(datetime.date(2026, 1, 1) + datetime.timedelta(number) for number in range(200))
    said = error_message(errors.UnclearDateError("at", "1/1", days))
    assert "195 more" in said
    assert len(said) < 1000


def test_an_error_without_a_sentence() -> None:
    """What has no sentence of its own gets the one for the unexpected."""
    assert "my log" in error_message(errors.AuditError())


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 second"), (42.2, "43 seconds"), (3600.0, "1 hour")])
def test_waiting_is_said_in_words(seconds: float, said: str) -> None:
    """Seconds are said in words, rounded up."""
    assert said in error_message(errors.BusyError(seconds))


@pytest.mark.parametrize(
    ("permissions", "staff"),
    [
        (hikari.Permissions.NONE, False),
        (hikari.Permissions.SEND_MESSAGES | hikari.Permissions.MENTION_ROLES | hikari.Permissions.ADD_REACTIONS, False),
        (hikari.Permissions.CREATE_INSTANT_INVITE | hikari.Permissions.CHANGE_NICKNAME, False),
        (hikari.Permissions.SEND_MESSAGES | hikari.Permissions.MANAGE_MESSAGES, True),
        (hikari.Permissions.ADMINISTRATOR, True),
        (hikari.Permissions.MODERATE_MEMBERS, True),
        (hikari.Permissions.MANAGE_WEBHOOKS, True),
    ],
)
def test_who_is_staff(permissions: hikari.Permissions, staff: bool) -> None:
    """Whoever may do something to others or to the server is staff; who may only talk is not."""
    assert is_staff(permissions) is staff
