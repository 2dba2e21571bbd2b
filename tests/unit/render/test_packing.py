"""How many files a report becomes."""

import csv
import dataclasses
import io
import itertools
import json
import random
import re
import zipfile
from collections.abc import Sequence
from typing import Final

import pytest
from tests.files import chunks, pack
from tests.unit.entries import BOB, ENTRY_ID, entry, told
from tests.unit.render.test_export import REPORT

from lightbulb_audit.describe import Description
from lightbulb_audit.render import limits
from lightbulb_audit.render.export import FORMATS, Format, Packed, Packer, PackOptions, TooMuch

WHOLE: Final = dataclasses.replace(REPORT, part=None)


def entries(count: int, *, hard: int = 0) -> list[Description]:
    """So many entries, newest first, each with so many bytes that cannot be compressed."""
    rng = random.Random(count)
    reasons = [rng.randbytes(hard).hex() or "raid" for _ in range(count)]
    rows = [entry(22, BOB, reason=reason, entry_id=ENTRY_ID + place) for place, reason in enumerate(reasons)]
    return [told(row) for row in reversed(rows)]


def packed(name: str, given: Sequence[Description], limit: int) -> Packed:
    """Entries that fit."""
    result = pack(FORMATS[name], dataclasses.replace(WHOLE, entries=len(given)), given, limit)
    assert isinstance(result, Packed)
    assert all(len(file.data) <= limit for file in result.files)
    assert len(result.files) <= limits.ATTACHMENTS
    return result


def texts_of(result: Packed, form: Format) -> list[str]:
    """The files of entries, unzipped; beside each lies a text about it where it needs one."""
    found: list[str] = []
    for file in result.files:
        assert file.name.endswith(".zip")
        assert file.media_type == "application/zip"
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            assert archive.testzip() is None
            name, *rest = archive.namelist()
            assert name == file.name.removesuffix(".zip") + form.ending
            assert rest == ([] if form.tells_of_itself else ["about.txt"])
            found.append(archive.read(name).decode())
    return found


def ids_in(name: str, text: str) -> list[str]:
    """The ids of a file's entries, in order, read by whoever reads such files."""
    if name == "csv":
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        return [row["entry_id"].removeprefix("'") for row in rows]
    if name == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    assert text.startswith("<!DOCTYPE html>")
    assert text.endswith("</html>\n")
    return re.findall(r"· Entry\s(\d+) ·", text)


@pytest.mark.parametrize("name", FORMATS)
def test_what_fits_goes_as_it_is(name: str) -> None:
    """A file that fits is sent as it is, with a text about it where it cannot tell of itself."""
    given, form = entries(3), FORMATS[name]
    result = packed(name, given, limits.upload(0))
    report = dataclasses.replace(WHOLE, entries=3)
    assert result.how is PackOptions.WHOLE
    assert result.summary == ""
    assert result.files[0].data.decode() == "".join(chunks(form, report, given))
    assert result.files[0].name == f"audit-log-the-prancing-pony-bans-by-anna-2026-11-22{form.ending}"
    beside = [file.name for file in result.files[1:]]
    assert beside == ([] if form.tells_of_itself else ["about.txt"])


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_too_large_is_zipped(name: str) -> None:
    """A file that is too large goes as one ZIP where that fits, and a person is told why."""
    given, form = entries(400), FORMATS[name]
    result = packed(name, given, 40_000)
    report = dataclasses.replace(WHOLE, entries=400)
    assert result.how is PackOptions.ZIPPED
    assert result.summary == "It is zipped, since Discord takes at most 0.03815 MiB a file here."
    assert texts_of(result, form) == ["".join(chunks(form, report, given))]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_larger_still_goes_in_parts(name: str) -> None:
    """Parts are each valid by themselves, say which they are, and together hold each entry once and in order."""
    given, form = entries(400, hard=200), FORMATS[name]
    result = packed(name, given, 30_000)
    texts = texts_of(result, form)
    assert result.how is PackOptions.SPLIT
    assert f"in {len(texts)} parts" in result.summary
    found = [ids_in(name, text) for text in texts]
    assert list(itertools.chain(*found)) == [str(int(one.record.id)) for one in given]
    for number, (file, text, ids) in enumerate(zip(result.files, texts, found, strict=True), 1):
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            about = text if form.tells_of_itself else archive.read("about.txt").decode()
        assert f"{number} of {len(texts)}" in about
        assert f"{len(ids)}" in about
        assert WHOLE.query in about


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_too_much_says_how_much_would_fit(name: str) -> None:
    """More than ten parts are refused with a number of entries that does fit, and nearly no more."""
    given = entries(2000, hard=200)
    result = pack(FORMATS[name], WHOLE, given, 30_000)
    assert isinstance(result, TooMuch)
    assert f"newest {result.entries:,} would fit" in result.summary
    assert 500 < result.entries < 2000
    assert packed(name, given[: result.entries], 30_000).how is PackOptions.SPLIT
    more = pack(FORMATS[name], WHOLE, given[: result.entries * 11 // 10], 30_000)
    assert isinstance(more, TooMuch)


def test_one_entry_that_never_fits() -> None:
    """Where not even one entry fits, none does."""
    assert pack(FORMATS["html"], WHOLE, entries(1, hard=200), 100) == TooMuch(0)


def test_nothing_at_all() -> None:
    """No entries are a file as well, which says that nothing fits."""
    for name in FORMATS:
        assert packed(name, [], limits.upload(0)).how is PackOptions.WHOLE


def test_a_packer_says_when_it_makes_no_sense_to_go_on() -> None:
    """What is held is bounded by what a message takes."""
    packer = Packer(FORMATS["jsonl"], 1000)
    assert not packer.is_full
    taken = 0
    for one in entries(500, hard=200):
        if packer.is_full:
            break
        packer.add(one)
        taken += 1
    assert 10 < taken < 100
    assert isinstance(packer.pack(WHOLE), TooMuch)


def test_all_files_of_a_message() -> None:
    """Together they are no larger than a request may be; where one may be larger, they are no larger than that one."""
    given = entries(1400, hard=20_000)
    result = pack(FORMATS["jsonl"], WHOLE, given, limits.upload(0))
    assert isinstance(result, TooMuch)
    fits = packed("jsonl", given[: result.entries], limits.upload(0))
    assert fits.how is PackOptions.SPLIT
    assert limits.REQUEST * 0.95 < sum(len(file.data) for file in fits.files) < limits.REQUEST


def test_levels() -> None:
    """Each boost level has its own limit; one that nobody knows has the smallest."""
    assert [limits.upload(level) // limits.MIB for level in (0, 1, 2, 3, 4, -1)] == [10, 10, 50, 100, 10, 10]
