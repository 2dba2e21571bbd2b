"""Checks one request body and gathers what Discord would find wrong with it."""

from typing import TypeAlias

from discord_standin.errors import invalid_form
from discord_standin.limits import Limit
from discord_standin.values import Json, Payload, is_array, is_object, parse_timestamp

Path: TypeAlias = tuple[str | int, ...]

_SCHEMES = ("http", "https")


class Form:
    """Gathers faults with their paths, in Discord's names and words for them."""

    def __init__(self) -> None:
        self.faults: list[tuple[Path, str, str]] = []

    def add(self, path: Path, code: str, message: str) -> None:
        """Note a fault."""
        self.faults.append((path, code, message))

    def faults_at(self, path: Path) -> bool:
        """Tell whether a fault was noted at this very path."""
        return any(where == path for where, _, _ in self.faults)

    def finish(self) -> None:
        """End the check.

        Raises:
            ApiError: 400 with code 50035, if there was a fault.
        """
        if self.faults:
            raise invalid_form(self.faults)

    def text(self, path: Path, value: Json, limit: Limit) -> str:
        """Check a text and give it trimmed; an absent one is empty."""
        if value is None or value == "":
            trimmed = ""
        elif isinstance(value, str):
            trimmed = value.strip()
        else:
            self.add(path, "BASE_TYPE_STRING", "Could not interpret as string.")
            return ""
        if not trimmed and limit.least:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif len(trimmed) > limit.most:
            self._length(path, limit)
        return trimmed

    def array(self, path: Path, value: Json, limit: Limit) -> list[Json]:
        """Check a list's type and length and give it; an absent one is empty."""
        if value is not None and not is_array(value):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        items = value or []
        if not limit.least <= len(items) <= limit.most:
            self._length(path, limit)
        return items

    def object(self, path: Path, value: Json) -> Payload | None:
        """Check that a value is an object and give it; None, with a fault, if it is none."""
        if is_object(value):
            return value
        self.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return None

    def number(self, path: Path, value: Json, limit: Limit) -> int | None:
        """Check an integer and its range; None if it is absent or none."""
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return None
        if value > limit.most:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {limit.most}.")
        if value < limit.least:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {limit.least}.")
        return value

    def link(self, path: Path, value: Json, limit: Limit, *, others: tuple[str, ...] = ()) -> None:
        """Check a web address, where there is one."""
        if value is None or value == "":
            return
        address = self.text(path, value, limit)
        scheme, separator, rest = address.partition("://")
        if not separator or not rest or " " in address:
            self.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        elif scheme.lower() not in (*_SCHEMES, *others):
            allowed = ", ".join(f"'{name}'" for name in (*_SCHEMES, *others))
            words = f'Scheme "{scheme}" is not supported. Scheme must be one of ({allowed}).'
            self.add(path, "URL_TYPE_INVALID_SCHEME", words)

    def moment(self, path: Path, value: Json) -> None:
        """Check a timestamp, where there is one."""
        if value is not None and parse_timestamp(value) is None:
            self.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")

    def _length(self, path: Path, limit: Limit) -> None:
        if limit.least:
            words = f"Must be between {limit.least} and {limit.most} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", words)
        else:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit.most} or fewer in length.")
