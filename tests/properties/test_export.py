"""Nothing from outside is alive in a file, and no entry is missing from it."""

import csv
import datetime
import html.parser
import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.files import chunks, pack
from tests.properties import hostile
from tests.properties.drawn import ZONES, page_of, told_of
from tests.properties.pages import Maker
from tests.properties.test_reading import UNSAFE_TOO

from lightbulb_audit.archive.jsonl import EntryStream
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.text.plain import clean, plain, whole
from lightbulb_audit.model.observation import TOLD
from lightbulb_audit.render.export import FORMATS, Packed, PackOptions, Part, Report, about
from lightbulb_audit.render.export.spreadsheet import LONGEST
from lightbulb_audit.render.record_json import beside

RANDOMS: Final = st.randoms(use_true_random=True)
MADE: Final = datetime.datetime(2026, 11, 22, 22, tzinfo=datetime.UTC)
PICTURES: Final = "https://cdn.discordapp.com/"
VOID: Final = {"meta", "input", "col"}
ATTRIBUTES: Final[Mapping[str, set[str]]] = {
    "html": {"lang"}, "head": set(), "title": set(), "style": set(), "script": set(), "body": set(), "header": set(),
    "meta": {"charset", "http-equiv", "name", "content"}, "main": set(), "h1": set(), "dl": set(), "dt": set(),
    "dd": {"class"}, "div": {"id", "role", "hidden"}, "label": {"for"}, "output": {"id", "for"},
    "input": {"id", "type", "placeholder", "autocomplete", "spellcheck"}, "table": {"role", "aria-label"},
    "colgroup": set(), "col": {"class"}, "thead": {"role"}, "tbody": {"role"}, "tr": {"role", "class"},
    "th": {"role", "scope", "colspan"}, "td": {"role"}, "p": {"class", "id"}, "span": {"aria-hidden"}, "b": set(),
    "bdi": set(), "code": set(), "time": {"datetime"}, "a": {"href", "rel"}, "details": set(), "summary": set(),
}  # fmt: skip
"""Every tag that we write, and its attributes."""
FORMULA: Final = re.compile(r"(?:^|[;\t\r\n])[\s\"]*[=+\-@＝＋－＠\t\r]")  # noqa: RUF001 - the wide forms
OURS: Final = re.compile(r"(?:^|(?<=[;\t\r\n]))'(?=[\s\"']*[=+\-@＝＋－＠\t\r])|^'")  # noqa: RUF001 - the wide forms


class Reader(html.parser.HTMLParser):
    """What a page is made of.

    Attributes:
        tags: How often each tag occurs.
        rows: The words of each entry.
        links: Where links lead.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.rows: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins: it is one of ours, with attributes of ours alone."""
        assert {name for name, _ in attrs} <= ATTRIBUTES[tag], (tag, attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append("")
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not [character for _, value in attrs for character in UNSAFE_TOO if character in (value or "")]

    def handle_endtag(self, tag: str) -> None:
        """A tag ends: the one that began last."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._open and self._open[-1] not in {"style", "script"}:
            assert not [character for character in UNSAFE_TOO if character in data and character != "\n"]
        if "tr" in self._open:
            self.rows[-1] += data

    def handle_comment(self, data: str) -> None:
        """We write none."""
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        """We write none."""
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        """We write none."""
        raise AssertionError(data)

    def done(self) -> None:
        """All that was opened is closed."""
        self.close()
        assert self._open == []


def drawn(openapi: dict[str, Any], rng: random.Random) -> list[Description]:
    """Hostile entries in words."""
    return told_of(page_of(Maker(openapi, rng).page(12, broken=rng.random() < 0.5), rng))[0]


def report_of(rng: random.Random, entries: int) -> Report:
    """A report whose every text is hostile."""
    texts = [hostile.text(rng) for _ in range(rng.randint(0, 3))]
    span = (MADE, MADE) if rng.random() < 0.5 else (None, None)
    return Report(
        rng.choice((None, hostile.text(rng))), rng.randint(1, 1 << 60), MADE, rng.choice(ZONES), hostile.text(rng),
        hostile.text(rng), *span, texts, rng.choice((None, hostile.text(rng))), rng.choice((None, entries)),
        rng.choice((None, Part(1, 2))),
    )  # fmt: skip


def read(text: str) -> Reader:
    """A page, read as a browser would."""
    reader = Reader()
    reader.feed(text)
    reader.done()
    return reader


@settings(max_examples=150, deadline=None)
@given(rng=RANDOMS)
def test_a_page(openapi: dict[str, Any], rng: random.Random) -> None:
    """A page has our own tags alone, one style, one script, links to pictures, and a row an entry with its words."""
    told = drawn(openapi, rng)
    text = "".join(chunks(FORMATS["html"], report_of(rng, len(told)), told))
    text.encode()
    reader = read(text)
    assert (reader.tags["script"], reader.tags["style"], reader.tags["meta"]) == (1, 1, 5)
    assert all(link.startswith(PICTURES) for link in reader.links)
    rows = reader.rows[2:]
    assert len(rows) == len(told)
    for one, row in zip(told, rows, strict=True):
        said = [
            plain(one.sentence, longest=1 << 30),
            *(whole(line.text) for line in one.changes if not _has_link(line)),
        ]
        said += [] if one.reason is None else [clean(one.reason)]
        assert all(words in row for words in said)


def _has_link(line: Any) -> bool:
    return "https://" in whole(line.text)


@settings(max_examples=150, deadline=None)
@given(rng=RANDOMS)
def test_a_table(openapi: dict[str, Any], rng: random.Random) -> None:
    """A table has a row an entry, and no cell of it, nor a piece of one, is a formula; the words come back exactly."""
    told = drawn(openapi, rng)
    text = "".join(chunks(FORMATS["csv"], report_of(rng, len(told)), told))
    text.encode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert len(rows) == len(told)
    for one, row in zip(told, rows, strict=True):
        assert None not in row
        assert not [cell for cell in row.values() if FORMULA.search(cell) or len(cell) > LONGEST]
        changes = [f"{plain((line.label,))}: {whole(line.text)}" for line in one.changes]
        assert_same(row["sentence"], plain(one.sentence))
        assert_same(row["reason"], "" if one.reason is None else clean(one.reason))
        assert_same(row["entry_id"], str(int(one.record.id)) if one.record.id else "")
        assert_same(row["changes"], "\n".join(changes))


def assert_same(cell: str, text: str) -> None:
    """A cell without our apostrophes is the text, or the beginning of one that no spreadsheet takes whole."""
    told = OURS.sub("", cell)
    assert told == text or (len(text) > LONGEST // 2 and told.endswith("…") and text.startswith(told[:-1]))


@settings(max_examples=150, deadline=None)
@given(rng=RANDOMS)
def test_lines(openapi: dict[str, Any], rng: random.Random) -> None:
    """Each line is an entry as it came with its server's id and what is told beside, and an import finds every one."""
    told = drawn(openapi, rng)
    text = "".join(chunks(FORMATS["jsonl"], report_of(rng, len(told)), told))
    ids = [str(int(one.record.entry.guild_id)) for one in told]
    named = [{**one.record.raw, "guild_id": guild, TOLD: beside(one)} for one, guild in zip(told, ids, strict=True)]
    wanted = json.loads(json.dumps(named))  # two halves of a character that meet are one
    assert [json.loads(line) for line in text.splitlines()] == wanted
    if told:
        assert list(EntryStream(io.BytesIO(text.encode())).entries()) == wanted


@settings(max_examples=100, deadline=None)
@given(rng=RANDOMS)
def test_a_text_about_a_file(rng: random.Random) -> None:
    """It has the lines that we wrote, and none that a name or a query made."""
    report = report_of(rng, 3)
    text = about(report, "How to read it.")
    lines = text.split("\n")
    assert lines == text.splitlines() + [""]  # noqa: RUF005 - as both read
    labels = [line for line in lines[2:-3] if not line.startswith("    ")]
    assert all(line.endswith(":") for line in labels)
    assert len(labels) == len(set(labels))


@settings(max_examples=60, deadline=None)
@given(rng=RANDOMS)
def test_parts(openapi: dict[str, Any], rng: random.Random) -> None:
    """However small a file must be, each part is a file of its own, and all parts hold each entry once."""
    told, name = drawn(openapi, rng) * 8, rng.choice(list(FORMATS))
    limit = rng.choice((8_000, 12_000, 20_000, 60_000))
    result = pack(FORMATS[name], report_of(rng, len(told)), told, limit)
    if not isinstance(result, Packed):
        assert 0 <= result.entries < len(told)
        return
    assert all(len(file.data) <= limit for file in result.files)
    texts = [text for file in result.files for text in _texts(file.name, file.data) if file.name != "about.txt"]
    if result.how is not PackOptions.SPLIT:
        assert len(texts) == 1
    if name == "html":
        count = sum(len(read(text).rows) - 2 for text in texts)
    elif name == "csv":
        count = sum(len(list(csv.reader(io.StringIO(text, newline=""), strict=True))) - 1 for text in texts)
    else:
        count = sum(len(text.splitlines()) for text in texts)
    assert count == len(told)


def _texts(name: str, data: bytes) -> list[str]:
    if not name.endswith(".zip"):
        return [data.decode()]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(archive.namelist()[0]).decode()]
