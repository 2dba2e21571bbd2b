"""How the human behind a bot reads, in each format of the table, and where nobody is believed."""

from typing import Any, Final

import hikari
import pytest
from tests.goldens.compare import assert_golden
from tests.unit.logs import READER

from lightbulb_audit.catalog.reason_formats import BARE_FORMATS, REASON_FORMATS
from lightbulb_audit.describe import Description, describe
from lightbulb_audit.describe.names.name_table import names_of
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.remote import predicate_of
from lightbulb_audit.render.record_json import to_json
from lightbulb_audit.services.names.page_names import extend_with_page

ANNA: Final = "200000000000000001"
DYNO: Final = "200000000000000009"
_FILLED: Final = {"{name}": "anna", "{id}": ANNA, "{reason}": "raid", "{…}": "1h"}
_USERS: Final[list[dict[str, Any]]] = [
    {"id": ANNA, "username": "anna", "global_name": "Anna A"},
    {"id": "200000000000000002", "username": "bob", "global_name": "Twin"},
    {"id": "200000000000000003", "username": "spammer", "global_name": "Twin"},
    {"id": DYNO, "username": "Dyno", "bot": True},
]


def _told(reason: str, actor: str = DYNO) -> Description:
    entry = {
        "id": "1575328740802560142", "action_type": 22, "user_id": actor, "target_id": "200000000000000003",
        "reason": reason,
    }  # fmt: skip
    page = READER.page({"audit_log_entries": [entry], "users": _USERS}, hikari.Snowflake(1))
    (record,) = page.records
    told = describe(record, names_of([page]))
    for name in ("for", "actor"):
        query = Query((Clause(name, (ANNA,)),))
        is_anna = told.on_behalf_of is not None or (name, actor) == ("actor", ANNA)
        predicate = predicate_of(query, extend_with_page(query, SearchContext(), page))
        assert predicate.matches(record) is is_anna
    return told


def _filled(template: str) -> str:
    for field, text in _FILLED.items():
        template = template.replace(field, text)
    return template


def test_each_format() -> None:
    """Each row of the table names the human in the sentence, and the reason is what remains."""
    lines: list[str] = []
    for template in (*REASON_FORMATS, *BARE_FORMATS):
        told = _told(_filled(template))
        assert told.on_behalf_of is not None, template
        lines.append(f"{template} | {plain(told.sentence)}{f' — {told.reason}' if told.reason else ''}")
    assert_golden("behalf.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("template", [*REASON_FORMATS, *BARE_FORMATS])
def test_a_forged_reason_is_never_believed(template: str) -> None:
    """What a human wrote tells of nobody but that human, however it looks."""
    reason = _filled(template)
    told = _told(reason, "200000000000000002")
    assert (told.on_behalf_of, told.reason, plain(told.sentence)) == (None, reason, "Twin banned Twin")


@pytest.mark.parametrize("reason", ["Twin: raid", "Dyno: raid", f"Dyno ({DYNO}): raid", "mallory: raid"])
def test_a_reason_that_fits_no_one_person_stays(reason: str) -> None:
    """A name of two people, the bot's own, and nobody's leave the reason as it is."""
    told = _told(reason)
    assert (told.on_behalf_of, told.reason, plain(told.sentence)) == (None, reason, "Dyno banned Twin")


def test_the_human_in_json() -> None:
    """The human stands beside the actor, with the username, and the reason is whole."""
    row = to_json(_told("anna: raid"))
    assert row["on_behalf_of"] == {"id": ANNA, "name": "Anna A", "username": "anna"}
    assert (row["actor"]["username"], row["target"]["username"], row["reason"]) == ("Dyno", "spammer", "anna: raid")
