"""Entries as files: what stands in a table, in lines and around them."""

import base64
import csv
import dataclasses
import datetime
import hashlib
import io
import json
import re
import zoneinfo
from typing import Final

import pytest
from tests.files import chunks
from tests.unit.entries import ANNA, BOB, ENTRY_ID, GENERAL, GUILD, HELPER, change, entry, told

from lightbulb_audit.archive.jsonl import line_of
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.text.spans import Link
from lightbulb_audit.model.observation import TOLD, StoredEntry, to_text
from lightbulb_audit.render.export import FORMATS, Part, Report, about
from lightbulb_audit.render.export.markup import markup
from lightbulb_audit.render.export.report import stem
from lightbulb_audit.render.export.spreadsheet import COLUMNS, safe

MADE: Final = datetime.datetime(2026, 11, 22, 22, tzinfo=datetime.UTC)
REPORT: Final = Report(
    "The Prancing Pony",
    int(GUILD),
    MADE,
    zoneinfo.ZoneInfo("Europe/Berlin"),
    question="bans by anna",
    query="by:anna action:ban",
    oldest=MADE - datetime.timedelta(days=3),
    newest=MADE,
    coverage=["Complete since yesterday.", "Nothing is missing."],
    digest="9f2c",
    entries=1234,
    part=Part(2, 3),
)


def text_of(name: str, *entries: Description, report: Report = REPORT) -> str:
    """A whole file."""
    return "".join(chunks(FORMATS[name], report, entries))


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a table as Python reads them."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_a_row() -> None:
    """A row holds all that an entry says, ids digit by digit."""
    largest = (1 << 63) - 1
    changes = (change("nick", "Bo, b", "bob"), change("mute", new=True))
    first, second = rows_of(
        text_of(
            "csv",
            told(entry(24, BOB, *changes, reason="why", entry_id=ENTRY_ID)),
            told(entry(72, BOB, options={"channel_id": str(GENERAL), "count": "5"}, entry_id=largest)),
        )
    )
    assert first == {
        "entry_id": f"'{ENTRY_ID}",
        "time": "2026-11-20T10:02:55.000Z",
        "category": "members",
        "action": "member_update",
        "actor_id": f"'{ANNA}",
        "actor": "anna",
        "target_kind": "user",
        "target_id": f"'{BOB}",
        "target": "bob",
        "sentence": "anna changed the nickname and voice mute of bob",
        "reason": "why",
        "changes": "Nickname: bob → Bo, b\nMuted in voice: not set → yes",
        "details": "",
        "imported": "",
        "actor_username": "",
        "target_username": "",
        **dict.fromkeys(("for_id", "for", "for_username", "remarks"), ""),
        **dict.fromkeys(("undone_by_entry_id", "undone_at", "undone_by_id", "undone_by", "undone_by_username"), ""),
    }
    assert second["entry_id"] == f"'{largest}"
    assert second["details"] == "Channel: #general\nCount: 5"


def test_a_table_is_of_rfc_4180() -> None:
    """Every row ends in CR LF and has as many cells as the first, whatever commas, quotes and lines are in it."""
    text = text_of("csv", told(entry(1, None, change("name", 'a"b,c\r\nd;e', "x"), reason='"quoted", and more')))
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert [len(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)] == [len(COLUMNS)] * 2
    assert rows_of(text)[0]["reason"] == '"quoted", and more'


FORMULAS: Final = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t'=1",
    "\r=1": "'\r'=1",
    "  =1": "'  =1",
    "\u00a0\u3000=1": "'\u00a0\u3000=1",
    '"=1': "'\"=1",
    "＝1": "'＝1",  # noqa: RUF001 - the wide form
    "＋1": "'＋1",  # noqa: RUF001 - the wide form
    "－1": "'－1",  # noqa: RUF001 - the wide form
    "＠SUM(A1)": "'＠SUM(A1)",  # noqa: RUF001 - the wide form
    "a;=1": "a;'=1",
    'a;"=1': "a;'\"=1",
    "a; -1": "a;' -1",
    "a\n=1": "a\n'=1",
    "a\t@b": "a\t'@b",
    "'=1": "''=1",
    "'quoted'": "''quoted'",
    "a, -1": "a, -1",
    "a=1": "a=1",
    "a;b": "a;b",
    "": "",
    "#general": "#general",
}


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_is_a_formula(text: str) -> None:
    """Whatever a spreadsheet could take for a formula, wherever it could split, has an apostrophe before it."""
    assert safe(text) == FORMULAS[text]


def test_a_name_is_no_formula() -> None:
    """A formula as a name is dead in each of its columns."""
    row = rows_of(text_of("csv", told(entry(30, HELPER, change("name", "=cmd|' /C calc'!A0"), reason="@SUM(1)"))))[0]
    assert row["target"] == "'=cmd|' /C calc'!A0"
    assert row["reason"] == "'@SUM(1)"


def test_a_line_is_what_the_archive_writes() -> None:
    """A line of JSON is the one that `archive export` writes, with what is told beside at its end."""
    raw = entry(22, BOB, reason="one\u2028two\x85three", entry_id=ENTRY_ID)
    line = text_of("jsonl", told(raw))
    kept = line_of(StoredEntry(int(GUILD), 1, to_text(raw)))
    assert line.startswith(f'{kept[:-1]},"{TOLD}":')
    assert len(line.splitlines()) == 1
    read = json.loads(line)
    assert read.pop(TOLD)["actor"] == {"id": str(ANNA), "name": "anna"}
    assert read == {"guild_id": str(int(GUILD)), **raw}


def test_a_page_names_its_own_style_and_script() -> None:
    """The page's policy lets exactly its one style and its one script live, and loads nothing."""
    text = text_of("html", told(entry(22, BOB)))
    policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    style, script = (re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("style", "script"))
    hashes = [base64.b64encode(hashlib.sha256(own.encode()).digest()).decode() for own in (*style, *script)]
    allowed = f"style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'"
    assert policy == [f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"]
    assert "url(" not in style[0]
    assert "@import" not in style[0]


def test_what_a_file_says_of_itself() -> None:
    """Server, question, period, count, completeness, head and part stand in the page, and beside the others."""
    page, text = text_of("html"), about(REPORT, "How to read it.")
    for said in (
        "The Prancing Pony · audit log",
        f"{int(GUILD)}",
        "bans by anna",
        "by:anna action:ban",
        "2026-11-19 22:00 UTC to 2026-11-22 22:00 UTC",
        "2026-11-19 23:00 Europe/Berlin to 2026-11-22 23:00 Europe/Berlin",
        "1,234",
        "Complete since yesterday.",
        "Nothing is missing.",
        f"{int(GUILD)}=9f2c",
        "2 of 3",
    ):
        assert said in page
        assert said in text
    assert text.endswith("\nHow to read it.\n")
    for name in ("csv", "jsonl"):
        assert not FORMATS[name].tells_of_itself
        assert "Prancing" not in text_of(name)


def test_a_report_of_nothing_known() -> None:
    """What nobody knows is left out; no question means everything."""
    text = about(Report(None, 40, MADE))
    assert text == (
        "Audit log\n\nAsked for:\n    everything\nId of the server:\n    40\nMade:\n    2026-11-22 22:00 UTC\n"
    )


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("The Prancing Pony", "audit-log-the-prancing-pony-2026-11-22"),
        ("../../etc: <x>", "audit-log-etc-x-2026-11-22"),
        ("花", "audit-log-40-2026-11-22"),
        (None, "audit-log-40-2026-11-22"),
        ("a" * 99, f"audit-log-{'a' * 40}-2026-11-22"),
    ],
)
def test_names_of_files(server: str | None, name: str) -> None:
    """A file's name is plain ASCII, whatever the server is called."""
    assert stem(Report(server, 40, MADE)) == name


def test_a_file_is_named_after_the_question() -> None:
    """What was asked stands in the name, as far as there is room for it."""
    asked = Report("Inn", 40, MADE, question="by anna · Member banned")
    assert stem(asked) == "audit-log-inn-by-anna-member-banned-2026-11-22"
    long = f"by carl · after 2026-11-01 00:00 UTC · {'giving ' * 9} · {'taking ' * 9} · Member banned"
    assert (
        stem(dataclasses.replace(asked, question=long))
        == f"audit-log-inn-by-carl-after-2026-11-01{'-giving' * 5}{'-taking' * 5}-2026-11-22"
    )
    assert stem(dataclasses.replace(asked, question="花")) == "audit-log-inn-2026-11-22"
    assert stem(dataclasses.replace(asked, question="a" * 99)) == f"audit-log-inn-{'a' * 40}-2026-11-22"


def test_links_lead_to_somewhere_secure() -> None:
    """A link tells nobody where its reader came from; one to anything but https is only words."""
    assert markup((Link("icon", 'https://a.example/"x'),)) == (
        '<a href="https://a.example/&quot;x" rel="noreferrer noopener">icon</a>'
    )
    assert markup((Link("icon", "javascript:alert(1)"),)) == "icon"
