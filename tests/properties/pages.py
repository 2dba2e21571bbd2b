"""Pages of an audit log, made from Discord's own contract, and then broken."""

import datetime
import itertools
import random
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from tests.properties import hostile

from lightbulb_audit.catalog.schema.fields import COMMON
from lightbulb_audit.describe.options import OPTIONS
from lightbulb_audit.model.page import MAPS

_DEEPEST: Final = 5
_UNPUBLISHED: Final = (210, 212, 213)
_NEW: Final = (0, 2, 987, (1 << 31) - 1, 10**30)
_FRESH: Final = itertools.count(1)

Json = dict[str, Any]


class Maker:
    """Makes pages.

    Args:
        openapi: Discord's published OpenAPI file.
        rng: Where chance comes from.
    """

    def __init__(self, openapi: Mapping[str, Any], rng: random.Random) -> None:
        self._schemas: Mapping[str, Json] = openapi["components"]["schemas"]
        self._rng = rng
        self._types = [row["const"] for row in self._schemas["AuditLogActionTypes"]["oneOf"]]
        self._properties = _properties(self._schemas)

    def page(self, most: int = 8, *, broken: bool = False) -> Json:
        """A page that Discord's contract allows, or one with a few things wrong in it."""
        page: Json = {"audit_log_entries": [self.entry() for _ in range(self._rng.randint(0, most))]}
        maps = self._schemas["GuildAuditLogResponse"]["properties"]
        for name in MAPS:
            count = self._rng.choice((0, 0, 1, 2))
            page[name] = [self.value(maps[name]["items"]) for _ in range(count)]
        if broken:
            for _ in range(self._rng.randint(1, 8)):
                self._break(page)
        return page

    def entry(self) -> Json:
        """An entry that the contract allows."""
        rng = self._rng
        made: Json = self.value({"$ref": "#/components/schemas/AuditLogEntryResponse"})
        made["action_type"] = rng.choice((*self._types, *_UNPUBLISHED, *_NEW))
        if rng.random() < 0.7:
            made["changes"] = [self.change() for _ in range(rng.choice((0, 1, 1, 2, 3, 12, 30)))]
        if rng.random() < 0.7:
            made["options"] = self._options(made["action_type"])
        if rng.random() < 0.6:
            made["reason"] = hostile.text(rng)
        made["id"] = str((1_500_000_000_000 + next(_FRESH)) << 20)
        return made

    def change(self) -> Json:
        """A change of a documented key to a value of that field, or of a new key."""
        rng = self._rng
        key = rng.choice((*COMMON, "name", "permissions", hostile.text(rng, longest=3), hostile.snowflake(rng)))
        made: Json = {"key": key}
        for side in ("old_value", "new_value"):
            if rng.random() < 0.7:
                made[side] = self._value_of(key)
        return made

    def _value_of(self, key: str) -> Any:
        schemas = self._properties.get(key)
        if key in {"$add", "$remove"}:
            return [{"id": hostile.snowflake(self._rng), "name": hostile.text(self._rng)} for _ in range(4)]
        if key.isdigit():
            kind, may = self._rng.choice((1, 2, 3)), self._rng.random() < 0.5
            return {"id": key, "type": kind, "permission": may}
        return self.value(self._rng.choice(schemas)) if schemas else hostile.json_value(self._rng)

    def _options(self, action_type: int) -> Json:
        rng = self._rng
        keys = [
            *OPTIONS.get(action_type, ()),
            *rng.choices((*OPTIONS[72], hostile.text(rng, longest=2)), k=rng.randint(0, 1)),
        ]
        return {
            key: hostile.text(rng) if "name" in key or key == "status" else hostile.snowflake(rng)
            for key in keys
            if rng.random() < 0.9
        }

    def value(self, schema: Json, depth: int = 0) -> Any:
        """A value that a schema allows."""
        rng = self._rng
        while "$ref" in schema or "oneOf" in schema or "allOf" in schema:
            if "$ref" in schema:
                schema = self._schemas[schema["$ref"].rpartition("/")[2]]
            else:
                schema = rng.choice(schema.get("oneOf") or schema["allOf"])
                depth += 1
        if "const" in schema:
            return schema["const"]
        kinds = schema.get("type", "string")
        kind = rng.choice(cast("list[str]", kinds)) if isinstance(kinds, list) else kinds
        return self._plain(kind, schema, depth)

    def _plain(self, kind: str, schema: Json, depth: int) -> Any:
        rng = self._rng
        makers: Mapping[str, Callable[[], Any]] = {
            "object": lambda: self._object(schema, depth),
            "array": lambda: self._array(schema, depth),
            "integer": lambda: rng.randint(schema.get("minimum", 0), schema.get("maximum", 1 << 31)),
            "number": rng.random,
            "boolean": lambda: rng.random() < 0.5,
            "null": lambda: None,
            "string": lambda: self._string(schema.get("format", "")),
        }
        return makers[kind]()

    def _array(self, schema: Json, depth: int) -> list[Any]:
        most = 0 if depth >= _DEEPEST else 3
        return [self.value(schema.get("items", {}), depth + 1) for _ in range(self._rng.randint(0, most))]

    def _string(self, form: str) -> str:
        if form == "snowflake":
            return hostile.snowflake(self._rng)
        if form == "date-time":
            return datetime.datetime.fromtimestamp(self._rng.randint(0, 1 << 32), datetime.UTC).isoformat()
        return hostile.text(self._rng)

    def _object(self, schema: Json, depth: int) -> Json:
        rng = self._rng
        required = set(schema.get("required", ()))
        return {
            key: self.value(field, depth + 1)
            for key, field in schema.get("properties", {}).items()
            if key in required or (depth < _DEEPEST and rng.random() < 0.4)
        }

    def _break(self, page: Json) -> None:
        """Do one thing to a page that the contract forbids."""
        rng = self._rng
        entries = cast("list[Any]", page["audit_log_entries"])
        objects = [cast("Json", entry) for entry in entries if isinstance(entry, dict)]
        if not objects or rng.random() < 0.15:
            name = rng.choice(MAPS)
            page[name] = hostile.json_value(rng)
            entries.append(hostile.json_value(rng))
            return
        entry = rng.choice(objects)
        where: Any = entry if rng.random() < 0.6 else rng.choice(_containers(entry))
        what = rng.randrange(6)
        if what == 0:
            entry["action_type"] = rng.choice((None, "22", 22.0, True, [], hostile.json_value(rng)))
        elif what == 1:
            entry["id"] = rng.choice((rng.choice(objects).get("id"), hostile.json_value(rng)))
        elif isinstance(where, list):
            cast("list[Any]", where).append(hostile.json_value(rng))
        elif where:
            key = rng.choice(list(where))
            if what == 2:
                del where[key]
            else:
                where[key] = hostile.json_value(rng)


def _containers(value: Any) -> list[Any]:
    """Every object and list in a value, itself included."""
    found: list[Any] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            found.append(item)
            waiting.extend(cast("Json", item).values())
        elif isinstance(item, list):
            found.append(item)
            waiting.extend(cast("list[Any]", item))
    return found


def _properties(schemas: Mapping[str, Json]) -> dict[str, list[Json]]:
    """Field name to the schemas that it has among Discord's answers."""
    found: dict[str, list[Json]] = {}
    for name, schema in schemas.items():
        if name.endswith("Response"):
            for key, field in schema.get("properties", {}).items():
                found.setdefault(key, []).append(field)
    return found


def is_entry(value: Any) -> bool:
    """Whether a JSON value must come out as an entry, said once more and simply."""
    row = cast("Json", value) if isinstance(value, dict) else {}
    return row.get("id") is not None and row.get("action_type") is not None
