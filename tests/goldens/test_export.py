"""How files of entries read, one a format, with the text that goes beside those that cannot tell of themselves."""

import datetime
import re
import zoneinfo
from typing import Final

import pytest
from tests.files import chunks
from tests.goldens.compare import assert_golden
from tests.goldens.test_goldens import NOW, week

from lightbulb_audit.describe import Description
from lightbulb_audit.render.export import FORMATS, Part, Report, about

TYPES: Final = (22, 25, 31, 14, 72, 40, 1, 74, 143, 987)
DIGEST: Final = "9f2c41d07be8a35160c4f7e92b18d6530ab7cc94e1f02d8857643e9bb0a1fd27"
OWN: Final = re.compile(r"(<(style|script)>).*?(</\2>)", re.DOTALL)
HASH: Final = re.compile(r"'sha256-[^']+'")


@pytest.fixture(scope="module")
def told() -> list[Description]:
    """The newest entry of some types, newest first."""
    newest: dict[int, Description] = {}
    for one in week():
        newest.setdefault(one.row.type, one)
    return sorted((newest[action_type] for action_type in TYPES), key=lambda one: -one.record.id)


@pytest.fixture(scope="module")
def report(told: list[Description]) -> Report:
    """A report with all that one can say."""
    return Report(
        "The *Prancing* <Pony>",
        100_200_300_400_500_600,
        NOW + datetime.timedelta(minutes=3),
        zoneinfo.ZoneInfo("Europe/Berlin"),
        question="what anna or olga did in the last 7 days, but to messages",
        query="after:7d by:(anna or olga) -category:messages",
        oldest=told[-1].record.created_at,
        newest=told[0].record.created_at,
        coverage=["Complete since 2026-10-08 14:00 UTC, up to now: nothing in between is missing."],
        digest=DIGEST,
        entries=len(told),
        part=Part(1, 2),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_reads_like_this(told: list[Description], report: Report, name: str) -> None:
    """Each format holds the same entries; of the page's own style and script the hashes tell elsewhere."""
    text = "".join(chunks(FORMATS[name], report, told)).replace("\r\n", "\n")
    text = HASH.sub("'sha256-…'", OWN.sub(r"\1…\3", text))
    assert_golden(f"export/report{FORMATS[name].ending}", text)


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_a_text_about_a_file_reads_like_this(report: Report, name: str) -> None:
    """What a file cannot say itself stands in a text beside it."""
    assert_golden(f"export/about_{name}.txt", about(report, FORMATS[name].note))
