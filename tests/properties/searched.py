"""Small worlds whose searches hit: few people, roles, channels and words, and whatever can be asked about them."""

import random
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from lightbulb_audit.catalog.actions import ROWS
from lightbulb_audit.catalog.categories import Category
from lightbulb_audit.catalog.doings import DOINGS
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import Clause, Query
from lightbulb_audit.model.search import SearchContext
from lightbulb_audit.query.remote import bounds
from lightbulb_audit.query.syntax import merge_clauses
from lightbulb_audit.query.terms import words_of
from lightbulb_audit.query.values import permission_slugs

Json = dict[str, Any]

NICKNAMES: Final = ("anna", "anna b", "bob")
PEOPLE: Final = (1, 5, 15, 51, (1 << 60) + 1)
ORDERED: Final = PEOPLE[:2]
"""Those for whom bots did something."""

ROLES: Final = (7, 71, (1 << 60) + 2)
CHANNELS: Final = (8, 81, (1 << 60) + 3)
CODES: Final = ("hunter2", "raid", "Raid")
WORDS: Final = (
    "raid", "raids", "Ráid", "spam", "by", "to", "in", "key", "type", "a", "5", "15", "花", "花見", "・", "ー", "שלום",
    "🌿", "🔥🔥🔥", "☠️", "@5", "see #mod-log", "x_y", ".", "ß", "SS", "İ", "ab" * 150, "ab" * 151, "\x00", "\ud83d",
)  # fmt: skip
SAID: Final = (
    "banned", "timed out", "ended s timeout", "deleted messages by", "gave", "changed the permissions of", "nickname",
    "slowmode", "did something new", "the", "🔥🔥🔥", "☠", str((1 << 60) + 1),
)  # fmt: skip
"""What a line says besides, signs that are names, and an id."""

KEYS: Final = (
    "name",
    "nick",
    "topic",
    "permissions",
    "allow",
    "deny",
    "code",
    "$add",
    "$remove",
    "7",
    "A b",
    '"',
    "ßx",
    "mute",
    "deaf",
    "communication_disabled_until",
    "rate_limit_per_user",
    "archived",
    "hoist",
    "locked",
    "nsfw",
    "parent_id",
    "owner_id",
    "vanity_url_code",
    "icon_hash",
    "color",
    "status",
    "scheduled_start_time",
)
SWITCHES: Final = ("mute", "deaf", "archived", "hoist", "locked", "nsfw")
TIMES: Final = (None, "2015-01-01T00:00:00Z", "2099-01-01T00:00:00+00:00", "soon", 5)
TYPES: Final = (1, 11, 13, 14, 15, 22, 24, 25, 31, 40, 72, 84, 101, 111, 121, 143, 145, 180, 192, 987)
BITS: Final = (0, 2, 3, 28, 47, 60)
_BASE: Final = 1_500_000_000_000


def leaves_time(query: Query) -> bool:
    """Whether a question could have been typed: one whose end is before its beginning is pointed at."""
    above, below = bounds(query)
    return above is None or below is None or below - above > 1


class World:
    """A server's log, and questions about it.

    Args:
        rng: Where chance comes from.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def words(self, most: int = 4) -> str:
        """A few words."""
        return self._rng.choice((" ", ", ", "\n")).join(self._rng.choices(WORDS, k=self._rng.randint(0, most)))

    def thing(self) -> str:
        """An id."""
        return str(self._rng.choice((*PEOPLE, *ROLES, *CHANNELS)))

    def entry_id(self) -> int:
        """Any entry's."""
        return (_BASE + self._rng.randrange(40)) << 20

    def entry(self) -> Json:
        """An entry."""
        rng = self._rng
        made: Json = {
            "id": str(self.entry_id()),
            "user_id": rng.choice((str(rng.choice(PEOPLE)), str(rng.choice(PEOPLE)), None)),
            "target_id": rng.choice((self.thing(), None)),
            "action_type": rng.choice(TYPES),
        }
        if rng.random() < 0.6:
            made["reason"] = rng.choice((self.words, self.order, self.order))()
        if rng.random() < 0.7:
            made["changes"] = [self.change() for _ in range(rng.randint(0, 3))]
        if rng.random() < 0.5:
            made["options"] = {
                "channel_id": str(rng.choice(CHANNELS)),
                "count": str(rng.randint(1, 9)),
                "role_name": self.words(),
                "type": "0",
            }
        return made

    def order(self) -> str:
        """A reason as a bot gives it that was asked by somebody."""
        rng = self._rng
        templates = (f"anna ({rng.choice(ORDERED)}): raid", f"[{rng.choice(NICKNAMES)}] raid", "raid | by Anna")
        return rng.choice(templates)

    def change(self) -> Json:
        """A change of one of a few fields."""
        rng = self._rng
        key = rng.choice(KEYS)
        makers: Mapping[str, Callable[[], Any]] = {
            "$add": lambda: [{"id": str(rng.choice(ROLES)), "name": self.words()} for _ in range(rng.randint(1, 2))],
            "permissions": lambda: str(sum(1 << bit for bit in rng.sample(BITS, k=rng.randint(0, 3)))),
            "code": lambda: rng.choice(CODES),
            "status": lambda: rng.choice((1, 2, 3, "2", None)),
            "parent_id": lambda: rng.choice((str(rng.choice(CHANNELS)), None)),
            **dict.fromkeys(
                ("mute", "deaf", "archived", "hoist", "locked", "nsfw"), lambda: rng.choice((True, False, None, "true"))
            ),
            "communication_disabled_until": lambda: rng.choice(TIMES),
            "7": lambda: {"id": "7", "type": 1, "permission": True},
        }
        like = {"$remove": "$add", "allow": "permissions", "deny": "permissions"}
        make = makers.get(like.get(key, key), self.words)
        return {"key": key, **{side: make() for side in ("old_value", "new_value") if rng.random() < 0.7}}

    def grown(self, entry: Json) -> Json:
        """The same entry as it may be seen later."""
        rng = self._rng
        options = entry.get("options")
        known = cast("Json", options) if isinstance(options, dict) else {}
        later = {**entry, "options": {**known, "count": str(rng.randint(1, 30))}}
        return later if rng.random() < 0.6 else {**later, "reason": self.words()}

    def lore(self) -> SearchContext:
        """What is known beside the log: any text may be somebody's name."""
        rng = self._rng
        things = tuple(int(self.thing()) for _ in range(3))
        texts = [f"{' '.join(words_of(text))}{behind}" for text in WORDS for behind in ("", " ")]
        named = {text: frozenset(rng.sample(things, k=rng.randint(0, 2))) for text in texts}
        holders = {slug: frozenset(rng.sample(ROLES, k=rng.randint(0, 2))) for slug in permission_slugs()}
        people = {user_id: frozenset(rng.sample(NICKNAMES, k=rng.randint(0, 2))) for user_id in ORDERED}
        shared = frozenset(rng.sample(NICKNAMES, k=rng.randint(0, 1)))
        bots = frozenset(rng.sample(PEOPLE, k=rng.choice((0, 2, 3, 4))))
        return SearchContext(named, bots, holders, (), people, shared)

    def search(self, most: int = 3) -> Query:
        """A question that the language could have asked."""
        return Query(tuple(merge_clauses(self.clause() for _ in range(self._rng.randint(0, most)))))

    def clause(self) -> Clause:
        """One condition."""
        rng = self._rng
        name = rng.choice(tuple(_VALUES))
        few = 1 if name in ("before", "after") else rng.choice((1, 1, 2, 3))
        values = dict.fromkeys(value for _ in range(few) if (value := _VALUES[name](self)))
        return Clause(name, tuple(values), rng.random() < 0.3) if values else self.clause()

    def phrase(self) -> str:
        """Words to look for, in the form in which they are looked for: whole, or the last one perhaps just begun."""
        words = " ".join(words_of(self._rng.choice((self.words(3), self._rng.choice(SAID)))))
        if words and self._rng.random() < 0.3:
            return f"{words} "
        return words[: self._rng.randint(1, len(words))].strip() if words and self._rng.random() < 0.3 else words

    def bound(self) -> int:
        """An id to compare with, mostly of a moment."""
        edges = (0, 1, snowflake.LARGEST, 1234, 20261001, 1700000000)
        return self.entry_id() + self._rng.choice((-1, 0, 1)) if self._rng.random() < 0.8 else self._rng.choice(edges)

    def choice(self, *values: Any) -> str:
        """One of some values."""
        return str(self._rng.choice(values))


_VALUES: Final[Mapping[str, Callable[[World], str]]] = {
    "actor": lambda world: world.choice(*PEOPLE),
    "for": lambda world: world.choice(*ORDERED, *ORDERED, *PEOPLE),
    "target": World.thing,
    "about": lambda world: world.choice(world.thing(), *CODES[1:]),
    "action": lambda world: world.choice(
        *(row.slug for row in ROWS if row.type in TYPES), *(row.slug for row in DOINGS), *Category, 987
    ),
    "category": lambda world: world.choice(*Category),
    "channel": lambda world: world.choice(*CHANNELS),
    "role": lambda world: world.choice(*ROLES),
    "before": lambda world: str(world.bound()),
    "after": lambda world: str(world.bound()),
    "has": lambda _: "reason",
    "is": lambda world: world.choice("bot", "undone"),
    "text": World.phrase,
    "key": lambda world: world.choice("name", "nick", "hoist", "$add", "7", "allow"),
    "permission": lambda world: world.choice("administrator", "ban_members", "manage_roles", "permission_60"),
    "gained": lambda world: world.choice("administrator", "ban_members"),
    "lost": lambda world: world.choice("administrator", "manage_roles"),
    "id": lambda world: str(world.entry_id()),
}
"""A value of each filter, in the form that its reading gives."""
