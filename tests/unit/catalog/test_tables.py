"""The tables hold together, and agree with Discord's own contract."""

from typing import Any

import pytest
from tests.unit.entries import bits

from lightbulb_audit import errors
from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import BY_SLUG, BY_TYPE, ROWS, action
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.enums import ENUMS
from lightbulb_audit.catalog.fields import COMMON, OF_OBJECT, label_of
from lightbulb_audit.catalog.kinds import NAMING, Kind
from lightbulb_audit.catalog.permissions import BY_BIT, DANGEROUS, permissions_of
from lightbulb_audit.describe.sentence import compiled


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
        compiled(template)
    assert row.icon
    assert row.category is not Category.OTHER


def test_fields_of_objects_name_objects() -> None:
    """A field that belongs to one object names one that some type changes."""
    assert {changed for changed, _ in OF_OBJECT} <= {row.changed for row in ROWS}


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
    kinds = set(errors.AuditError.__subclasses__()) - {errors.SearchError}
    assert set(errors.Fault) == words.FAULTS.keys()
    assert kinds == words.ERRORS.keys()
    assert len(set(words.ERRORS.values())) == len(kinds)
