"""Checkpoints as lines."""

import datetime

import pytest

from lightbulb_audit.archive.checkpoints import signature
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.checkpoint import Checkpoint, parse_checkpoints
from lightbulb_audit.services.collector.checkpoints import AT_ONCE, message_of

_AT = datetime.datetime(2026, 11, 26, 11, 32, 7, tzinfo=datetime.UTC)
_ONE = Checkpoint(5, 123, bytes(range(32)), _AT, bytes(range(32, 64)), bytes(range(64, 128)))


@pytest.mark.parametrize("around", ["{}", "said: {} .", '[{{"content": "a\\n```\\n{}\\n```"}}]', "<pre>{}</pre>"])
def test_a_line_is_found_wherever_it_stands(around: str) -> None:
    """A line comes out as it went in, out of a message, a JSON export or a page, also if a mail broke it up."""
    assert list(parse_checkpoints(around.format(_ONE.line))) == [_ONE]
    assert list(parse_checkpoints(around.format(_ONE.line.replace(" ", "\r\n ")))) == [_ONE]


@pytest.mark.parametrize(
    ("old", "new"),
    [("server=5", "server=0"), ("T11:32", "T25:32"), ("rows=123", "rows=9999999999999999999"), ("root=00", "root=0")],
)
def test_what_was_never_written_is_none(old: str, new: str) -> None:
    """A moment or a number that cannot be is passed over."""
    assert list(parse_checkpoints(_ONE.line.replace(old, new))) == []


def test_the_signature_is_of_all_that_stands_before_it() -> None:
    """Another server, number, root, time or key is not what was signed."""
    seed = signature.new_seed()
    key = signature.public_key(seed)
    made = Checkpoint(5, 123, bytes(32), _AT, key)
    signed = signature.sign(seed, made.body)
    assert signature.is_signed(key, made.body, signed)
    others = [
        Checkpoint(6, 123, bytes(32), _AT, key),
        Checkpoint(5, 124, bytes(32), _AT, key),
        Checkpoint(5, 123, bytes(31) + b"x", _AT, key),
        Checkpoint(5, 123, bytes(32), _AT.replace(second=8), key),
    ]
    assert not any(signature.is_signed(key, one.body, signed) for one in others)
    assert not signature.is_signed(signature.public_key(signature.new_seed()), made.body, signed)
    assert not signature.is_signed(b"no key", made.body, signed)


def test_a_message_fits_and_names_no_server() -> None:
    """As many of the widest checkpoints as go into a message fit Discord's 2,000 characters, and each is read again."""
    widest = Checkpoint(snowflake.LARGEST, snowflake.LARGEST, bytes(32), _AT, bytes(32), bytes(64))
    text = message_of([widest] * AT_ONCE)
    assert len(text) <= 2000
    assert list(parse_checkpoints(text)) == [widest] * AT_ONCE
    assert text.splitlines()[1].startswith(f"At <t:{int(_AT.timestamp())}:F> the archive of server {snowflake.LARGEST}")
