"""Which names are nearly spelt so."""

import pytest

from lightbulb_audit.model.search import NamedThing
from lightbulb_audit.query.spelling import nearest
from lightbulb_audit.query.terms import line_of_words

_NAMES = ("Kyle Mods", "kyle", "Moderators", "Anna", "annas", "bo", "🔥🔥🔥", "Zoë")
_THINGS = [NamedThing("user", at, name, line_of_words(name).strip()) for at, name in enumerate(_NAMES)]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("kile", ["kyle", "Kyle Mods"]),
        ("ky1e mods", ["Kyle Mods"]),
        ("moderatros", ["Moderators"]),
        ("ana", ["Anna"]),
        ("nana", ["Anna"]),
        ("anna", ["Anna", "annas"]),
        ("zeo", ["Zoë"]),
        ("zzz", []),
        ("bb", []),
        ("", []),
    ],
)
def test_nearest(said: str, names: list[str]) -> None:
    """One letter of a short word may be wrong, two of a longer one; the nearest comes first."""
    assert [one.name for one in nearest(said, [*_THINGS, *_THINGS])] == names
