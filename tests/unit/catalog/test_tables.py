"""The tables hold together, and agree with Discord's own contract."""

from typing import Any

import pytest
from tests.unit.entries import bits

from lightbulb_audit import errors
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import BEGINS, BY_SLUG, BY_TYPE, ENDS, ROWS, SINGLE, action
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.catalog.permissions import BY_BIT, DANGEROUS, permissions_of
from lightbulb_audit.catalog.schema.enums import ENUMS
from lightbulb_audit.catalog.schema.fields import COMMON, OF_OBJECT, field, label_of
from lightbulb_audit.catalog.schema.settings import ASKED, ASKED_OF_CHANNELS, FADING, PARTS, TELLING, UNLOGGED
from lightbulb_audit.describe.sentence import compile_template


def test_every_type_of_discords_contract_has_a_row(openapi: dict[str, Any]) -> None:
    """The catalogue has Discord's published types, under their names, and the three that it does not publish."""
    types = {row["const"]: row["title"] for row in openapi["components"]["schemas"]["AuditLogActionTypes"]["oneOf"]}
    assert types.keys() | {210, 212, 213} == BY_TYPE.keys()


def test_rows_are_unlike() -> None:
    """No two rows share a number, a slug or a name."""
    assert len(BY_TYPE) == len(BY_SLUG) == len(ROWS) == len({row.name.lower() for row in ROWS})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_templates(row: Any) -> None:
    """Every template names fields that are filled, and the objects changed are known."""
    for template in row.says:
        if template != SINGLE:
            compile_template(template)
    assert row.icon
    assert row.category is not Category.OTHER


def test_fields_of_objects_name_objects() -> None:
    """A field that belongs to one object names one that some type changes."""
    assert {changed for changed, _ in OF_OBJECT} <= {row.changed for row in ROWS}


def test_beginnings_and_ends_belong_together() -> None:
    """What an entry ends another began: the two types differ only in that, and are about the same kind of thing."""
    ended = {BY_TYPE[number].slug.removesuffix("_delete"): BY_TYPE[number].target for number in ENDS}
    assert ended == {BY_TYPE[number].slug.removesuffix("_create"): BY_TYPE[number].target for number in BEGINS}


def test_settings_that_are_asked_for() -> None:
    """Every object that an entry can change has settings that are asked for, and each of them has a label."""
    told = {BY_TYPE[number].changed for types in TELLING.values() for number in types}
    aside = {"Channel Overwrite", "Partial Role", "Application Command Permission"}
    assert ASKED.keys() == told - aside
    asked = [(changed, key) for changed, keys in ASKED.items() for key in keys]
    asked += [("Channel", key) for keys in ASKED_OF_CHANNELS.values() for key in keys]
    assert [one for one in asked if field(*one) is None] == []
    assert not {key for _, key in asked} & UNLOGGED
    assert PARTS.keys() <= ASKED.keys()
    assert {changed for changed, _ in FADING} <= ASKED.keys()


def test_enums_are_used_and_exist() -> None:
    """A field that reads as an enumeration names a table."""
    names = {row.value for row in (*COMMON.values(), *OF_OBJECT.values()) if row.value.startswith("enum:")}
    assert {name.removeprefix("enum:") for name in names} <= ENUMS.keys()


def test_kinds_have_names() -> None:
    """Every kind of thing can be named."""
    assert NAMING.keys() == set(Kind)


@pytest.mark.parametrize("action_type", [987, 10**30, -1, -7])
def test_types_without_a_row_have_one_made_up(action_type: int) -> None:
    """A type that nobody documents reads as new to Discord, one that is no number as unreadable."""
    row = action(action_type)
    assert (row.type, row.category) == (action_type, Category.OTHER)
    assert row.name == ("Unreadable action" if action_type < 0 else f"New action {action_type}")


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("some_new_id", "Some new id"),
        ("$add_x", "Add x"),
        ("", "A change without a name"),
        ("_", "A change without a name"),
    ],
)
def test_labels_made_of_keys(key: str, label: str) -> None:
    """A key without a row makes a label of itself."""
    assert label_of(key) == label


def test_permissions() -> None:
    """Permissions are told from the lowest; unknown ones by number; what does harm is marked."""
    assert [row.name for row in permissions_of(int(bits(0, 3, 48, 63)))] == [
        "Create invite", "Administrator", "Set voice channel status", "Permission 63"]  # fmt: skip
    assert BY_BIT[3].mask & DANGEROUS
    assert not BY_BIT[11].mask & DANGEROUS
    assert len(list(permissions_of((1 << 10_000) - 1))) == 256


def test_every_error_has_its_sentence() -> None:
    """Each thing that can go wrong is told in a sentence of its own that fits its data and says what to do."""
    first = errors.AuditError.__subclasses__()
    kinds = {*first, *(finer for kind in first for finer in kind.__subclasses__())} - {errors.SearchError}
    assert set(errors.Fault) == words.FAULTS.keys()
    assert kinds == words.ERRORS.keys()
    assert len(set(words.ERRORS.values())) == len(kinds)
