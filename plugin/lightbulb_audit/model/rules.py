"""What a setting may be, and the sentence about one that is something else."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from lightbulb_audit.model.secrets import mask_secrets

_LONGEST: Final = 60
"""Characters of a value that are repeated: enough to find it again."""

_NEAR: Final = 0.6
"""How alike two names must be, as `difflib` counts, for one to be a misspelling of the other."""


def _fits_any(_value: Any) -> bool:
    return True


def _no_hint(_value: Any) -> str:
    return ""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A validator of attrs for one setting: no silent conversion, so "false" is not true, and 10.7 not 10.

    Attributes:
        kind: The type that a value must have.
        allowed: What fits, in words that go on after "it must be".
        fits: Whether a value of that type fits.
        hint: More words about a value of that type that does not; empty for none.
    """

    kind: type
    allowed: str
    fits: Callable[[Any], bool] = _fits_any
    hint: Callable[[Any], str] = _no_hint

    def __call__(self, _owner: Any, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        """Check a value.

        Raises:
            ValueError: If it does not fit; it names the setting, what was given and what is allowed.
        """
        is_kind = isinstance(value, self.kind) and (self.kind is bool or not isinstance(value, bool))
        if is_kind and self.fits(value):
            return
        hint = self.hint(value) if is_kind else ""
        problem = f"{attribute.name} is {show_value(value)}; it must be {self.allowed}{hint}"
        raise ValueError(problem)


def show_value(value: Any) -> str:
    """Return a value as it may be repeated: no secret, one line, not too long."""
    text = mask_secrets(" ".join(repr(value).split()))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def name_alike(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that somebody probably meant; None if there is none."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    by_lower = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower().replace("-", "_"), by_lower, 1, _NEAR)
    return by_lower[close[0]] if close else None
