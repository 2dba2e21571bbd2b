"""What Discord really sent once."""

import json
import pathlib

from tests.unit.entries import page, said


def test_recorded_entries(payloads: pathlib.Path) -> None:
    """Entries recorded from Discord are read whole, and told."""
    rows = json.loads((payloads / "audit_log_entries.json").read_text(encoding="utf-8"))
    read = page(*rows)
    assert [record.raw for record in read.records] == rows
    assert [record.unread for record in read.records] == [()] * len(rows)
    assert all(" did something " not in said(row) for row in rows)
