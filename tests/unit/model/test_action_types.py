"""An action type, however it is written, is one number to every part of the program."""

import json
from typing import Any

import pytest

from lightbulb_audit.archive.projections.entry_state import state_of
from lightbulb_audit.model import Reader
from lightbulb_audit.model.decode.numbers import action_type_of
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.query.terms import terms_of

_READER = Reader(OfflineApp())


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (22, 22),
        ("22", 22),
        (22.0, 22),
        ("022", 22),
        (22.5, None),
        ("22.0", None),
        ("٢٢", None),
        (-22, None),
        ("-22", None),
        (True, None),
        ([22], None),
        ((1 << 63) - 1, (1 << 63) - 1),
        (1 << 63, None),
        ("9" * 30, None),
        (1e300, None),
    ],
)
def test_every_part_reads_it_alike(value: Any, number: int | None) -> None:
    """The reader, the archive's column and the terms of a search agree on it."""
    raw = {"id": "1441797119303778304", "action_type": value}
    record = _READER.entry(raw, _READER.page([], 1).guild_id)  # pyright: ignore[reportArgumentType]
    assert record is not None
    told = int(record.entry.action_type)
    assert action_type_of(value) == number
    assert (None if "action_type" in record.unread else told) == number
    assert state_of(json.dumps(raw)).action_type == number
    assert f"@type:{-1 if number is None else number} " in terms_of(raw)
