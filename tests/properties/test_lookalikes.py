"""Nobody can pass for somebody else by a name, in whatever form an answer comes."""

import asyncio
import csv
import io
import json
import random
from collections.abc import Mapping
from typing import Any, Final

import hikari
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.drawn import READER, embed_of, view_of

from lightbulb_audit.catalog.confusables import prototypes
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.name_table import nobody
from lightbulb_audit.model import Page
from lightbulb_audit.model.observation import TOLD
from lightbulb_audit.model.query import Query
from lightbulb_audit.render import components, entry, listing
from lightbulb_audit.render.export import FORMATS, spreadsheet
from lightbulb_audit.render.record_json import to_json
from lightbulb_audit.services.describer import Describer
from lightbulb_audit.services.list_reader import EntryList
from lightbulb_audit.services.log.browse import Window

RANDOMS: Final = st.randoms(use_true_random=True)
GUILD: Final = hikari.Snowflake(7)
ANNA, BOB, OLGA = 200000000000000001, 200000000000000002, 200000000000000003
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
UNSEEN: Final = "\u200b\u200c\u2060\u200e\u200f\u202d\u00ad\U000e0041"


def _others() -> Mapping[str, list[str]]:
    """The characters that look like each one."""
    found: dict[str, list[str]] = {}
    for character, look in prototypes().items():
        found.setdefault(look, []).append(character)
    return found


OTHERS: Final = _others()


def _alike(name: str, rng: random.Random) -> str:
    """A name that looks the same, made of other characters."""
    made = "".join(rng.choice([one, *OTHERS.get(one, [])]) for one in name)
    for _ in range(rng.randint(0, 2)):
        at = rng.randint(0, len(made))
        made = made[:at] + rng.choice(UNSEEN) + made[at:]
    return made.swapcase() if made.isascii() and not set(made) & set("Il1|0Om") and rng.random() < 0.3 else made


def _page(rng: random.Random) -> Page:
    name = rng.choice(LETTERS[:26]) + "".join(rng.choices(LETTERS, k=rng.randint(1, 12))) + "x"
    users = [
        {"id": str(ANNA), "username": "first_one", "global_name": name},
        {"id": str(BOB), "username": "second_one", "global_name": _alike(name, rng)},
        {"id": str(OLGA), "username": "third_one", "global_name": "\N{SNOWMAN} entirely else"},
    ]
    rng.shuffle(users)
    people = [(ANNA, BOB), (BOB, OLGA), (OLGA, ANNA)]
    rows: list[dict[str, Any]] = [
        {
            "id": str(1575328740802560142 - (at << 22)),
            "user_id": str(actor),
            "target_id": str(target),
            "action_type": 20,
        }
        for at, (actor, target) in enumerate(people)
    ]
    return READER.page({"audit_log_entries": rows, "users": users}, GUILD)


def _forms(told: Description, line: str, label: str) -> dict[str, str]:
    """An entry in every form in which somebody may meet it."""
    embed = embed_of(entry.draw(view_of(told)))
    table = list(
        csv.DictReader(
            io.StringIO(spreadsheet.head().removeprefix(spreadsheet.BOM) + spreadsheet.entry(told), newline="")
        )
    )
    return {
        "list": line,
        "menu": label,
        "entry": json.dumps(embed),
        "in full": entry.in_full(told),
        "html": FORMATS["html"].entry(told),
        "csv": json.dumps(table),
        "lines": json.dumps(json.loads(FORMATS["jsonl"].entry(told))[TOLD]),
        "json": json.dumps(to_json(told)),
    }


@settings(max_examples=200, deadline=None)
@given(rng=RANDOMS)
def test_the_username_stands_beside_a_lookalike(rng: random.Random) -> None:
    """Of two whose names look alike the username is in list, menu, entry and every file; in data it is in any case."""
    page = _page(rng)
    told, names = asyncio.run(Describer(None).describe(GUILD, [page], page.records, nobody))
    window = Window(Query(), None, page.records, [page], has_newer=False, has_older=False, scanned=3)
    drawing = listing.draw(EntryList(window, told, names, "here"))
    lines = str(drawing.embed and drawing.embed.description).splitlines()
    usernames = {ANNA: "first_one", BOB: "second_one", OLGA: "third_one"}
    for one, line in zip(told, lines, strict=False):
        people = [int(one.actor.id or 0), int(one.target.id or 0)]
        for name, text in _forms(one, line, components.label(one)).items():
            for person in people:
                is_alone = person == OLGA and name in ("list", "menu")
                shown = text.replace("\\", "")
                assert (usernames[person] in shown) is not is_alone, (name, text)
