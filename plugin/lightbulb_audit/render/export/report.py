"""What a file of entries says of itself: whose they are, what was asked, and how complete the answer is."""

import dataclasses
import datetime
import re
import zoneinfo
from collections.abc import Sequence
from typing import Final, NamedTuple

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.query.times.dates import format_moment

ABOUT: Final = "about.txt"
UTC: Final = zoneinfo.ZoneInfo("UTC")
_NOT_OF_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME: Final = 40
_LONGEST_QUESTION: Final = 100
_MIDNIGHT: Final = re.compile(r" 00:00(?: [A-Z]{1,5}(?:[+-]\d+)?)?(?=$|[ ,])")


class Part(NamedTuple):
    """Which part of a report that did not fit into one file; both count from 1."""

    number: int
    of: int


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What stands at the head of a file. All texts are plain, without markup.

    Attributes:
        server: The server's name; None where nobody knows it.
        guild_id: Its id.
        made_at: When the file was made.
        zone: In which moments are repeated for who asked.
        question: What was asked, in words; empty for everything.
        query: The same in the query language.
        oldest: When the oldest entry in it happened; None where there is none, or nobody knows yet.
        newest: When the newest did.
        coverage: How complete it is, a sentence each.
        digest: The head of the archive's chain in hexadecimal digits; None where the entries come from Discord.
        entries: How many there are; None where nobody knows yet.
        part: Which part it is; None for all of it.
        facts: What else stands at the head, such as who an incident is about.
    """

    server: str | None
    guild_id: int
    made_at: datetime.datetime
    zone: zoneinfo.ZoneInfo = UTC
    question: str = ""
    query: str = ""
    oldest: datetime.datetime | None = None
    newest: datetime.datetime | None = None
    coverage: Sequence[str] = ()
    digest: str | None = None
    entries: int | None = None
    part: Part | None = None
    facts: Sequence["Fact"] = ()


class Fact(NamedTuple):
    """One thing that a file says of itself.

    Attributes:
        label: What it is about.
        lines: What is so.
        is_code: Whether it is made for machines: a query, a digest.
        is_fine_print: Whether few will ask for it.
        note: What it is good for, where that is not plain.
    """

    label: str
    lines: Sequence[str]
    is_code: bool = False
    is_fine_print: bool = False
    note: str = ""


def title(report: Report) -> str:
    """Return what the whole file is called."""
    if report.server is None:
        return words.HEADING_UNNAMED
    return words.HEADING.format(server=clean(report.server))


def facts(report: Report) -> list[Fact]:
    """Return all that a file says of itself, in the order in which a reader wants it; what nobody knows is left out."""
    query, head = _lines_of(report.query), _head(report)
    found = [
        Fact(words.EXPORT_PART, _part(report)),
        Fact(words.EXPORT_QUESTION, [clean(report.question) if report.question else words.EXPORT_EVERYTHING]),
        *report.facts,
        Fact(words.EXPORT_SPAN, _span(report)),
        Fact(words.EXPORT_ENTRIES, [] if report.entries is None else [f"{report.entries:,}"]),
        Fact(words.EXPORT_COVERAGE, [clean(sentence) for sentence in report.coverage]),
        Fact(words.EXPORT_SERVER, [str(report.guild_id)], is_fine_print=True),
        Fact(words.EXPORT_QUERY, query, is_code=True, is_fine_print=True),
        Fact(words.EXPORT_HEAD, head, is_code=True, is_fine_print=True, note=words.EXPORT_HEAD_NOTE),
        Fact(words.EXPORT_MADE, _each_zone(report, report.made_at), is_fine_print=True),
    ]
    return [fact for fact in found if fact.lines]


def about(report: Report, note: str = "") -> str:
    """Return the same as a text of its own, for formats in which it would be taken for entries.

    Args:
        report: What is told.
        note: What else has to be known to read the file.
    """
    lines = [title(report), ""]
    for fact in facts(report):
        lines += [f"{fact.label}:", *(f"    {line}" for line in (*fact.lines, fact.note) if line)]
    return "\n".join([*lines, "", note] if note else lines) + "\n"


def stem(report: Report) -> str:
    """Return the name of its files without an ending, which every system takes: whose log, what was asked, and when."""
    day = f"{report.made_at.astimezone(report.zone):%Y-%m-%d}"
    named = ("audit-log", _slug(report.server or "") or f"{report.guild_id}", _question_slug(report.question), day)
    return "-".join(filter(None, named))


def _question_slug(question: str) -> str:
    """Return as many whole conditions of a question as fit, each as a slug; a day stands without its midnight."""
    conditions = [_slug(_MIDNIGHT.sub("", one)) for one in question.split(" · ")]
    fitting: list[str] = []
    for one in conditions:
        if len("-".join([*fitting, one])) <= _LONGEST_QUESTION:
            fitting.append(one)
    return "-".join(filter(None, fitting))


def _slug(text: str) -> str:
    """Plain words with dashes between them, as many whole ones as fit."""
    said = _NOT_OF_A_NAME.sub("-", text.lower()).strip("-")
    return said if len(said) <= _LONGEST_NAME else said[: _LONGEST_NAME + 1].rpartition("-")[0] or said[:_LONGEST_NAME]


def _lines_of(text: str) -> list[str]:
    return [clean(text)] if text else []


def _part(report: Report) -> list[str]:
    part = report.part
    return [] if part is None else [words.EXPORT_PART_OF.format(number=part.number, of=part.of)]


def _span(report: Report) -> list[str]:
    if report.oldest is None or report.newest is None:
        return []
    return _each_zone(report, report.oldest, report.newest)


def _each_zone(report: Report, *moments: datetime.datetime) -> list[str]:
    """Moments in UTC, as all in the files are, and on a line of its own in the zone of who asked."""
    zones = {zone.key: zone for zone in (UTC, report.zone)}.values()
    return [words.EXPORT_TO.join(dict.fromkeys(format_moment(moment, zone) for moment in moments)) for zone in zones]


def _head(report: Report) -> list[str]:
    """Return the head as `lightbulb-audit archive verify` prints it, and takes it back."""
    return [f"{report.guild_id}={clean(report.digest)}"] if report.digest else []
