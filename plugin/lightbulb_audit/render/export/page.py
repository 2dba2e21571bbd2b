"""Entries as a page of HTML that needs nothing but itself: to read on a phone, to search, and to print.

Its one style and its one script are named by their hashes in the page's own policy, so a browser runs and loads nothing
else, whatever a name or a reason holds. Without the script it shows everything; only the search is missing.
"""

import base64
import functools
import hashlib
import importlib.resources
from collections.abc import Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.changes import ChangeLine
from lightbulb_audit.describe.names.party import Party
from lightbulb_audit.describe.options import OptionLine
from lightbulb_audit.describe.values.numbers import count_phrase
from lightbulb_audit.render.export.markup import Html, escape, markup, time, whole
from lightbulb_audit.render.export.report import Fact, Report, facts, title

_PACKAGE: Final = "lightbulb_audit.render.export"
_POLICY: Final = (
    "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)
_HEAD: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<dl>
{facts}
</dl>
<details><summary>{fine}</summary>
<dl>
{fine_print}
</dl>
</details>
</header>
<div id="find" role="search" hidden>
<label for="words">{search}</label>
<input id="words" type="search" placeholder="{hint}" autocomplete="off" spellcheck="false">
<output id="found" for="words"></output>
</div>
<main>
<table role="table" aria-label="{title}">
<colgroup><col class="when"><col></colgroup>
<thead role="rowgroup">
<tr class="paper"><th colspan="2">{title}</th></tr>
<tr role="row"><th role="columnheader" scope="col">{when}</th><th role="columnheader" scope="col">{what}</th></tr>
</thead>
<tbody role="rowgroup">
"""
_TAIL: Final = """\
</tbody>
</table>
<p id="nothing">{nothing}</p>
</main>
<script>{script}</script>
</body>
</html>
"""


def head(report: Report) -> Html:
    """Return all that stands before the first entry."""
    style, script, told = _own("page.css"), _own("page.js"), facts(report)
    return Html(
        _HEAD.format(
            policy=_POLICY.format(style=_digest(style), script=_digest(script)),
            title=escape(title(report)),
            style=style,
            facts="\n".join(_fact(fact) for fact in told if not fact.is_fine_print),
            fine=words.EXPORT_FINE_PRINT,
            fine_print="\n".join(_fact(fact) for fact in told if fact.is_fine_print),
            search=words.EXPORT_SEARCH,
            hint=words.EXPORT_SEARCH_HINT,
            when=words.EXPORT_WHEN,
            what=words.EXPORT_WHAT,
        )
    )


def tail() -> Html:
    """Return all that stands behind the last one."""
    return Html(_TAIL.format(nothing=words.EXPORT_EMPTY, script=_own("page.js")))


def entry(told: Description) -> Html:
    """Return an entry: when, who did what, why, and under it every change and every id."""
    when = told.record.created_at
    reason = "" if told.reason is None else f'<p class="reason">— <bdi>{escape(told.reason)}</bdi></p>\n'
    imported = f'<p class="reason">{escape(words.IMPORTED)}</p>\n' if told.record.is_imported else ""
    return Html(
        f'<tr role="row" class="{told.row.tone.value}">'
        f'<td role="cell">{"" if when is None else time(when, exact=True)}</td>\n'
        f'<td role="cell"><p><span aria-hidden="true">{told.icon}</span> {markup(told.sentence)}</p>\n'
        f"{reason}{imported}{_remarks(told)}{_details(told)}</td></tr>\n"
    )


def _remarks(told: Description) -> Html:
    """Return what is said beside the sentence; what came of it with when, and by which entry."""
    undoing = told.undoing
    lines = [f'<span aria-hidden="true">{one.sign}</span> {markup(one.text)}' for one in told.remarks]
    if undoing is not None:
        lines[0] += f" · {time(undoing.at, exact=True)} · {words.EXPORT_ENTRY.format(entry_id=int(undoing.record.id))}"
    return Html("".join(f'<p class="remark">{line}</p>\n' for line in lines))


@functools.cache
def _own(name: str) -> str:
    """Return a text that lies beside this module, exactly as it is put between its tags."""
    text = importlib.resources.files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")
    return f"\n{text.strip()}\n"


@functools.cache
def _digest(text: str) -> str:
    """Return a hash as a page's policy has it. Source: W3C, "Content Security Policy Level 3"."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _fact(fact: Fact) -> Html:
    before, behind = ("<code>", "</code>") if fact.is_code else ("<bdi>", "</bdi>")
    lines = [f"<dd>{before}{escape(line)}{behind}</dd>" for line in fact.lines]
    note = [f'<dd class="note">{escape(fact.note)}</dd>'] if fact.note else []
    return Html("\n".join([f"<dt>{escape(fact.label)}</dt>", *lines, *note]))


def _details(told: Description) -> Html:
    changes, options = told.changes, [*told.options, *told.raw_parts]
    said = count_phrase(len(changes), "change") if changes else words.EXPORT_DETAILS
    lines = "".join(map(_line, (*changes, *options)))
    return Html(
        f"<details><summary>{escape(told.row.category.title)} · {said}</summary>"
        f"{f'<dl>{lines}</dl>' if lines else ''}"
        f'<p class="ids">{" · ".join(_ids(told))}</p></details>'
    )


def _line(line: ChangeLine | OptionLine) -> Html:
    return Html(f"<dt>{markup((line.label,))}</dt><dd>{whole(line.text)}</dd>")


def _ids(told: Description) -> Sequence[Html]:
    """Return what the entry is called, and every id by which it and its people are found again."""
    entry_id = told.record.id
    undoer = None if told.undoing is None else told.undoing.by
    people = (told.actor, told.on_behalf_of, told.target, undoer)
    named = [_party(party) for party in people if party is not None and party.id is not None]
    first = Html(words.EXPORT_ENTRY.format(entry_id=int(entry_id)) if entry_id else words.NO_ID)
    return [escape(told.row.name), first, *dict.fromkeys(named)]


def _party(party: Party) -> Html:
    called = [f"<bdi>{escape(name)}</bdi>" for name in (party.shown, party.other_name) if name is not None]
    name = f" ({', '.join(called)})" if called else ""
    # No line breaks between a kind and its id.
    return Html(f"{NAMING[party.kind or Kind.UNKNOWN].noun or 'id'}\N{NO-BREAK SPACE}{int(party.id or 0)}{name}")
