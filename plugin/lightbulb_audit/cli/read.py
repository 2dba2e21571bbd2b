"""`lightbulb-audit read`: what a file holds, in words or as JSON."""

import json
import pathlib
import sys
from collections.abc import Iterator, Mapping
from typing import cast

import hikari
from rich.console import Console
from rich.text import Text

from lightbulb_audit.analyse.prunes import doubtful_prunes
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import action
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.lookalikes import Lookalikes
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.text.plain import clean, escaped, plain, whole
from lightbulb_audit.errors import InputError
from lightbulb_audit.model import Reader, snowflake
from lightbulb_audit.model.decode import log_file
from lightbulb_audit.model.decode.numbers import number_of
from lightbulb_audit.model.offline_app import OfflineApp
from lightbulb_audit.render.record_json import to_json


def read(source: str, *, as_json: bool) -> None:
    """Say every entry of a file, or of standard input for `-`.

    Raises:
        InputError: If there is nothing to read, or some of it is not JSON; what could be read was said.
    """
    parsed = _document(source)
    told = list(_told(parsed.values))
    if not told and not log_file.is_log(parsed.values):
        raise InputError(source, f"there is no audit log in it{_refusal_of_discord(parsed.values)}")
    if as_json:
        text = _json([to_json(one) for one in told])
        sys.stdout.write(escaped(text) if sys.stdout.isatty() else text)
    else:
        _say(told)
    if problems := list(_problems(parsed, len(told))):
        raise InputError(source, "; ".join(problems))


def _problems(parsed: log_file.Document, count: int) -> Iterator[str]:
    """Yield what is wrong with a document of which so many entries could be read all the same."""
    entries = "the one entry" if count == 1 else f"the {count} entries"
    were = "was" if count == 1 else "were"
    all_the_same = {
        "bad_lines": "the other lines were read",
        "is_cut": f"{entries} before it {were} read",
        "fault": f"{entries} that could be found in it {were} read",
        "is_deep": f"it was left out, and {entries} {were} read",
    }
    for name, problem in parsed.problems.items():
        yield f"{problem}; {all_the_same[name]}"


def _document(source: str) -> log_file.Document:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else pathlib.Path(source).read_bytes()
        text = log_file.decode(raw)
    except OSError as error:
        raise InputError(source, f"it cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(source, str(error)) from error
    if not text.strip():
        raise InputError(source, "it is empty")
    try:
        return log_file.parse(text)
    except ValueError as error:
        raise InputError(source, f"it is not JSON ({error})") from error


def _told(values: list[object]) -> Iterator[Description]:
    reader, people = Reader(OfflineApp()), Lookalikes()
    pages = [reader.page(raw, _guild_id(raw)) for raw in log_file.pages_in(values)]
    named = [(page, names_of([page])) for page in pages]
    for page, names in named:
        people.add_people(page.records, names)
    for page, names in named:
        names.mark_lookalikes(people.ids)
        doubtful = doubtful_prunes(page.records)
        yield from (describe(record, names, is_doubtful=int(record.id) in doubtful) for record in page.records)


def _guild_id(page: dict[str, object]) -> hikari.Snowflake:
    """Return whose log it is; 0 where nothing tells.

    Gateway events and exports tell; a page does where it comes with something of the server's, or where an entry is
    about the server.
    """
    rows = [row for rows in page.values() if isinstance(rows, list) for row in cast("list[object]", rows)]
    things = [cast("dict[str, object]", row) for row in rows if isinstance(row, dict)]
    of_the_server = [entry for entry in log_file.entries_in(page) if _is_about_the_server(entry)]
    found = [snowflake.parse(one.get("guild_id")) for one in [*log_file.entries_in(page), *things]]
    found += [snowflake.parse(entry.get("target_id")) for entry in of_the_server]
    return next((guild_id for guild_id in found if guild_id), hikari.Snowflake(0))


def _is_about_the_server(entry: Mapping[str, object]) -> bool:
    return action(number_of(entry.get("action_type")) or 0).target is Kind.SERVER


def _refusal_of_discord(values: list[object]) -> str:
    """Return what Discord said instead of a log, if that is what was saved."""
    for value in values:
        if isinstance(value, dict) and isinstance(message := value.get("message"), str):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
            return f"; Discord answered “{clean(message)}”"
    return ""


def _json(rows: list[dict[str, object]]) -> str:
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half a character came in; only an escape can carry it out again.
        text = json.dumps(rows, indent=1)
    return f"{text}\n"


def _say(told: list[Description]) -> None:
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    if not told:
        console.print(Text("No entries."))
    for one in told:
        time = one.record.created_at
        line = Text("" if time is None else f"{time:%Y-%m-%d %H:%M} UTC  ", style="dim")
        line.append(f"{one.icon} ", style="not dim").append(plain(one.sentence), style="not dim")
        if one.reason is not None:
            line.append(f" — {clean(one.reason)}", style="italic not dim")
        for remark in one.remarks:
            line.append(f" · {remark.plain}", style="not dim")
        console.print(line)
        for change in (*one.changes, *one.options, *one.raw_parts):
            console.print(Text(f"    {plain((change.label,))}: {whole(change.text)}", style="dim"))
    # Said once, below: beneath each entry that it holds for it would bury the entries.
    if untold := dict.fromkeys(note for one in told for note in one.lacking):
        console.print(Text(f"\n{words.UNTOLD}:"))
        for note in untold:
            console.print(Text(f"    {note}", style="dim"))
