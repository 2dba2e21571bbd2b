"""Discord's time, whatever the clock of the machine says."""

import datetime
import logging
from typing import Final

import pytest
from tests.unit.machine import TRUE, WRONG, Machine

from lightbulb_audit.discord.server_time import read_date
from lightbulb_audit.model import snowflake
from lightbulb_audit.services.clock import TOLERANCE, difference

SECOND: Final = datetime.timedelta(seconds=1)


@pytest.mark.parametrize("skew", WRONG.values(), ids=WRONG)
def test_a_wrong_clock_is_not_believed(skew: datetime.timedelta) -> None:
    """Once Discord was heard, the time is Discord's, and stays it while time goes by."""
    machine = Machine(skew)
    clock = machine.clock()
    machine.pass_by(days=3)
    assert abs(clock.now() - machine.true()) < SECOND
    assert clock.lead is not None
    assert abs(clock.lead - skew) < SECOND
    assert not clock.check()


@pytest.mark.parametrize("skew", WRONG.values(), ids=WRONG)
def test_a_clock_that_jumps_is_not_believed(skew: datetime.timedelta) -> None:
    """A clock that was right and jumps is seen at once, without another word from Discord, and so is its return."""
    machine = Machine()
    clock = machine.clock()
    assert clock.check()
    machine.skew = skew
    assert not clock.check()
    assert abs(clock.now() - machine.true()) < SECOND
    machine.skew = datetime.timedelta()
    assert clock.check()


@pytest.mark.parametrize("side", [1, -1])
def test_two_minutes_are_allowed(side: int) -> None:
    """Up to two minutes the machine's clock is used, beyond them it is not."""
    machine = Machine(side * (TOLERANCE - SECOND))
    clock = machine.clock()
    assert clock.check()
    assert abs(clock.now() - machine.local()) < SECOND
    machine.skew = side * (TOLERANCE + SECOND)
    assert not clock.check()
    assert abs(clock.now() - machine.true()) < SECOND


def test_without_a_word_from_discord_nothing_may_be_deleted() -> None:
    """A clock that Discord never confirmed is used, and never called right."""
    machine = Machine()
    clock = machine.clock(is_heard=False)
    clock.saw(int(snowflake.first_at(machine.true())))
    assert clock.lead is None
    assert not clock.check()


def test_an_id_shows_that_a_clock_is_behind() -> None:
    """The newest id is of the past, so the time is its at least; an older one changes nothing."""
    machine = Machine(WRONG["10 days behind"])
    clock = machine.clock(is_heard=False)
    clock.saw(int(snowflake.first_at(TRUE)))
    clock.saw(int(snowflake.first_at(TRUE - datetime.timedelta(days=99))))
    machine.pass_by(hours=1)
    assert abs(clock.now() - machine.true()) < SECOND
    assert clock.lead is not None


def test_an_id_that_gives_the_header_the_lie() -> None:
    """Where the newest id is of a time that the header says has not come, nothing may be deleted."""
    machine = Machine()
    clock = machine.clock()
    clock.saw(int(snowflake.first_at(TRUE + datetime.timedelta(days=1))))
    assert not clock.check()
    clock.saw(snowflake.LARGEST)
    assert not clock.check()
    assert abs(clock.now() - machine.true()) < SECOND


def test_each_change_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong is said when it begins, and that it is right again; not at every answer."""
    caplog.set_level(logging.INFO)
    machine = Machine(WRONG["400 days ahead"])
    clock = machine.clock()
    for _ in range(3):
        clock.hear(machine.true())
    machine.skew = datetime.timedelta()
    clock.hear(machine.true())
    clock.check()
    wrong, right = [record.getMessage() for record in caplog.records]
    assert "400 days ahead of Discord's: Discord's time is used, and nothing is deleted" in wrong
    assert right.endswith("agrees with Discord's again")


@pytest.mark.parametrize(
    ("seconds", "words"), [(-864_000, "10 days behind"), (7200, "2 hours ahead of"), (-863_999.2, "10 days behind")]
)
def test_a_difference_in_words(seconds: float, words: str) -> None:
    """It is told to the minute."""
    assert difference(datetime.timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    "text", [None, "", "yesterday", "Tue, 24 Nov 1970 14:00:00 GMT", "Tue, 24 Nov 9999 14:00:00 GMT", "\ud800" * 9]
)
def test_what_is_no_date_of_discords(text: str | None) -> None:
    """What cannot be read, or was before Discord or is after the last id, tells nothing."""
    assert read_date(text) is None


def test_a_date_of_discords() -> None:
    """A header as RFC 9110 has it is a moment."""
    assert read_date("Tue, 24 Nov 2026 14:00:00 GMT") == TRUE
