"""Nothing is answered only where a plain reading of the city's log finds nothing, and says then what emptied it."""

import os
import random
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Final

import pytest
import pytest_asyncio
from tests.journeys.city_questions import (
    KYLE,
    became,
    between,
    both,
    by,
    by_bot,
    change_of,
    has_reason,
    is_timeout,
    is_type,
    lately,
    moved_bits,
    neither,
    says,
    since,
    to,
    undone,
)
from tests.journeys.city_reading import Entry, Reading, Test
from tests.journeys.city_sitting import SEED, sit
from tests.journeys.seen import buttons, entry_ids, is_on, text

from discord_standin import Session

Atom = tuple[str, Callable[[Reading], Test]]

_ATOMS: Final[Mapping[str, Sequence[Atom]]] = {
    "actor": (("actor:mira", by("Mira 🌙")), ("actor:hal9", by("Hal")), (f"actor:{KYLE}", by("kyle_mods"))),
    "target": (("target:bob", to("bob")), ("target:vera", to("vera")), ("target:さくら", to("さくら")),
               ('target:"captain hook"', to("Captain Hook"))),
    "action": (("action:ban", is_type(22)), ("action:timeout", is_timeout), ("action:42", is_type(42)),
               ("action:slowmode", both(is_type(11), change_of("rate_limit_per_user"))), ("action:26", is_type(26)),
               ("action:muted", both(is_type(24), became("mute", True)))),
    "text": (("raid", says("raid")), ("advertising", says("advertising")), ("zzyzx", says("zzyzx")),
             ("quinn", says("quinn"))),
    "time": (("created:today", since()), ("created:yesterday", between(1, 0)), ("last 24 hours", lately(24)),
             ("before:40 days ago", neither(lately(960)))),
    "has": (("has:reason", has_reason), ("-has:reason", neither(has_reason))),
    "is": (("is:bot", by_bot), ("-is:bot", neither(by_bot)), ("is:undone", undone)),
    "key": (("key:nick", change_of("nick")), ("key:icon", change_of("icon", "icon_hash"))),
    "gained": (("gained:manage_messages", moved_bits(gained=1 << 13)),),
}  # fmt: skip
"""Conditions of which a question has one of a kind at most."""

_DRAWN: Final = 60 if "EVERY_CASE" in os.environ else 12
_FOR: Final = ("action", "actor", "time")
_SHOWN: Final = 3
"""Conditions of which is told what there would be without them."""

_MOST: Final = 1000
"""What is counted no further, and said to be so many or more."""

_COUNTED: Final = re.compile(r"[Ww]ithout “.*?”, ([\d,]+) entr(?:y|ies)( or more)?")


class Asked:
    """A question of several conditions.

    Args:
        atoms: The conditions.
        log: The plain reading.
    """

    def __init__(self, atoms: Sequence[Atom], log: Reading) -> None:
        self.text = " ".join(atom[0] for atom in atoms)
        self._log = log
        self._atoms = atoms

    def fits(self, left_out: int | None = None) -> list[Entry]:
        """What a plain reading finds, perhaps without one of the conditions."""
        tests = [atom[1](self._log) for at, atom in enumerate(self._atoms) if at != left_out]
        return [entry for entry in self._log.log if all(test(entry) for test in tests)]

    def without_one(self) -> list[list[Entry]]:
        """What it finds without each of the conditions, where that is something; the fewest first."""
        return sorted(filter(None, map(self.fits, range(len(self._atoms)))), key=len)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["discord", "archive"])
async def sitting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[tuple[Session, Reading, bool]]:
    """One sitting in the city for all questions; see `sit`."""
    async with sit(tmp_path_factory.mktemp("nothing"), is_kept=request.param == "archive") as seated:
        yield seated


def _drawn(log: Reading) -> list[Asked]:
    """Questions: most of them find nothing. The first one leaves somebody for whom a bot did something."""
    rng, found = random.Random(SEED), [Asked([_ATOMS[kind][-1 if kind == "actor" else 2] for kind in _FOR], log)]
    while len(found) < _DRAWN:
        kinds = rng.sample(sorted(_ATOMS), rng.choice((2, 2, 3)))
        asked = Asked([rng.choice(_ATOMS[kind]) for kind in kinds], log)
        if not asked.fits() or rng.random() < 0.1:
            found.append(asked)
    return found


@pytest.mark.asyncio(loop_scope="module")
async def test_nothing_is_said_where_nothing_is(sitting: tuple[Session, Reading, bool]) -> None:
    """Whatever conditions come together: what is found, and what would be without each of them, is what is there."""
    session, log, is_kept = sitting
    for asked in _drawn(log):
        result = await session.do(f"/audit search query:{asked.text} fold:false")
        said, expected = text(result), [one["id"] for one in asked.fits()]
        found = entry_ids(result)
        while is_on(result, "Search further") and not found:
            result = await session.do("press Search further")
            found = entry_ids(result)
        assert found == expected[: len(found)], asked.text
        assert bool(found) == bool(expected), (asked.text, said)
        if "Nothing in the audit log fits this" in said:
            await _check_causes(session, asked, said, is_kept=is_kept)


async def _check_causes(session: Session, asked: Asked, said: str, *, is_kept: bool) -> None:
    """See that what it says of each condition is so, and that the button shows just that."""
    others = asked.without_one()
    told = [(int(count.replace(",", "")), bool(more)) for count, more in _COUNTED.findall(said)]
    counts = [len(one) for one in others]
    # What was undone takes long to count, and is left out where there is no time.
    if is_kept and "undone" not in asked.text:
        assert told == [(min(count, _MOST), count > _MOST) for count in counts[:_SHOWN]], (asked.text, said)
        assert ("Leaving out any one of the conditions does not help" in said) is (counts == [])
    for count, is_more in told:
        assert any(real >= count if is_more else real == count for real in counts), (asked.text, said, counts)
    if told:
        result = await session.do(f"/audit search query:{asked.text} fold:false")
        label = next(one for one in buttons(result) if one.startswith("Without: "))
        found = entry_ids(await session.do(f"press {label}"))
        assert found, asked.text
        assert any(found == [one["id"] for one in some][: len(found)] for some in others), asked.text
