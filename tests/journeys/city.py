"""A large server that is drawn: 500 members, 1,600 entries, people who left, namesakes, and names that changed."""

import datetime
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from tests.journeys.town import change

from lightbulb_audit.model import snowflake

Json = dict[str, Any]

GUILD: Final = 700_000_000_000_000_001
_PERSON, _CHANNEL, _ROLE, _EMOJI, _THREAD = (700_000_000_000_000_000 + step * 10_000 for step in (1, 2, 3, 4, 5))
_AUDITOR_ROLE: Final = _ROLE + 99
_ADMIN: Final = 1 << 3

_KNOWN: Final = (
    # Username, display name, nickname, and whether they are still there.
    ("olivia", "Olivia", None, True), ("kyle_mods", "Kyle", None, True), ("mira.k", "Mira 🌙", None, True),
    ("hal9", "Hal", "The Warden", True), ("auditor", "auditor", None, True), ("bob", "bob", None, True),
    ("bob.", "Bob", None, True), ("bobby99", "Bobby", None, True), ("vera", "Vera", None, False),
    ("ember77", "🔥🔥🔥", None, True), ("tomasz", "Tomasz", "Captain Hook", True), ("sakura_", "さくら", None, True),
    ("ivan.p", "Иван", None, True), ("zoe", "Zoë", None, False), ("quinn", "Quinn", "Plan B", True),
    ("dyno", "Dyno", None, True), ("xx_m", "Member", None, True), ("kyle2", "Kyle", None, True),
)  # fmt: skip
"""Those who are asked for by name; the first one owns the server, the next three look after it, and Dyno is a bot."""

_BOTS: Final = ("auditor", "dyno")

_FIRST: Final = ("ash", "blue", "cedar", "dusk", "echo", "fern", "gale", "haze", "iris", "jade", "kite", "lark")
_SECOND: Final = ("fox", "owl", "hare", "wren", "moth", "lynx", "crow", "newt", "toad", "seal")
_REASONS: Final = (
    "spam", "spam in every channel", "being rude to vera", "third warning", "raid", "asked for it", "see #rules",
    "posting plans of others", "alt of an older account", "calm down 🔥", "advertising", "raid: second wave",
)  # fmt: skip
_MEMBERS: Final = 500
_ENTRIES: Final = 1_600
_CHANNELS: Final = ("general", "rules", "roadmap", "memes", "staff", "off-topic", "art", "games")
_ROLES: Final = ("Helper", "Moderator", "VIP", "Guest", "Muted", "Members")


class City:
    """The server and its log.

    Args:
        seed: Where chance comes from.
        now: The present.
    """

    def __init__(self, seed: int, now: datetime.datetime) -> None:
        self._rng = random.Random(seed)
        self._now = now
        self.people = [*_KNOWN, *self._crowd()]
        self.channels = {_CHANNEL + number: name for number, name in enumerate(_CHANNELS)}
        self.roles = {_ROLE + number: name for number, name in enumerate(_ROLES)}
        self.emojis = {_EMOJI: "partyblob", _EMOJI + 1: "wave"}
        self.gone_channels = {_CHANNEL + 50: "plans", _CHANNEL + 51: "old-plans", _CHANNEL + 52: "event-2025"}
        self.gone_role = _ROLE + 50
        self.threads = {_THREAD + number: f"ideas {number}" for number in range(5)}
        self.log = self._drawn()

    def _crowd(self) -> list[tuple[str, str, str | None, bool]]:
        """Everybody else; many are called alike, and a fifth of them left."""
        crowd: list[tuple[str, str, str | None, bool]] = []
        for number in range(_MEMBERS * 5 // 4 - len(_KNOWN)):
            first, second = self._rng.choice(_FIRST), self._rng.choice(_SECOND)
            nick = f"{second} of {first}" if self._rng.random() < 0.1 else None
            crowd.append((f"{first}{second}{number}", f"{first.title()} {second}", nick, number % 5 > 0))
        return crowd

    def person(self, username: str) -> int:
        """Somebody's id."""
        return _PERSON + next(number for number, one in enumerate(self.people) if one[0] == username)

    def _drawn(self) -> list[Json]:
        """The log, newest first; a few things happen once, the others as chance has it."""
        rng, drawn = self._rng, list[tuple[float, Json]]()
        for days, entry in self._fates():
            drawn.append((days, entry))
        weighted = list(_DEEDS.items())
        while len(drawn) < _ENTRIES:
            deed = rng.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
            drawn.append((_settled(44 * rng.random() ** 1.5, len(drawn)), deed(self, rng)))
        log: list[Json] = []
        for number, (days, entry) in enumerate(sorted(drawn, key=lambda one: one[0])):
            moment = self._now - datetime.timedelta(days=days, seconds=1)
            log.append({"id": str(int(snowflake.first_at(moment)) + len(drawn) - number), **entry})
        return log

    def _fates(self) -> Sequence[tuple[float, Json]]:
        """What happens once, and how many days ago."""
        kyle, mira, owner = self.person("kyle_mods"), self.person("mira.k"), self.person("olivia")
        plans, older, event = self.gone_channels
        roadmap, helper, mod, raiders = _CHANNEL + 2, _ROLE, _ROLE + 1, self.gone_role
        said: list[tuple[float, Json]] = [
            (2.5, _entry(kyle, 22, self.person("vera"), reason="third warning")),
            (9.2, _entry(mira, 22, self.person("zoe"))),
            (8.1, _entry(mira, 23, self.person("zoe"), reason="appeal")),
            (30.1, _entry(owner, 10, plans, change("name", "plans"), change("type", 0))),
            (5.3, _entry(mira, 12, plans, change("name", None, "plans"), change("type", None, 0))),
            (21.2, _entry(owner, 11, older, change("name", "old-plans", "plans-2024"))),
            (6.7, _entry(owner, 12, older, change("name", None, "old-plans"), change("type", None, 0))),
            (40.2, _entry(mira, 10, event, change("name", "event-2025"), change("type", 0))),
            (39.2, _entry(mira, 12, event, change("name", None, "event-2025"), change("type", None, 0))),
            (35.2, _entry(owner, 11, roadmap, change("name", "roadmap", "plans"))),
            (12.2, _entry(owner, 1, GUILD, change("icon_hash", "a" * 32, "b" * 32))),
            (12.1, _entry(kyle, 31, helper, change("icon_hash", "c" * 32))),
            (28.2, _entry(owner, 31, mod, change("name", "Moderator", "Trial keeper"))),
            (20.2, _entry(owner, 32, raiders, change("name", None, "Raiders"), change("permissions", None, "0"))),
            (25.2, _entry(owner, 25, self.person("quinn"), change("$add", [{"id": str(raiders), "name": "Raiders"}]))),
            (33.2, _entry(mira, 24, self.person("ivan.p"), change("nick", None, "Sir Loin"))),
            (34.2, _entry(mira, 24, self.person("ivan.p"), change("nick", "Sir Loin"))),
            (17.2, _entry(owner, 21, None, options={"delete_member_days": "7", "members_removed": "41"})),
            (31.2, _entry(owner, 60, _EMOJI, change("name", "partyblob"))),
            (41.5, _entry(mira, 22, self.person("ember77"), reason="calm down")),
        ]  # fmt: skip
        for days, actor, author, channel in (
            (7.1, mira, "bob", plans), (18.2, mira, "bob", plans), (29.9, mira, "bob.", plans),
            (10.2, kyle, "tomasz", older), (36.6, kyle, "tomasz", older),
        ):  # fmt: skip
            options = {"channel_id": str(channel), "count": "3"}
            said.append((days, _entry(actor, 72, self.person(author), options=options)))
        return said

    def json(self) -> Json:
        """The guild file."""
        users = [self._user(number) for number in range(len(self.people))]
        bot = next(user for user in users if user["username"] == "auditor")
        return {
            "guild": self._guild(users),
            "bot": bot,
            "users": [user for user, one in zip(users, self.people, strict=True) if not one[3]],
            "audit_log": {"audit_log_entries": self.log, "users": users},
        }

    def _user(self, number: int) -> Json:
        username, shown, _, _ = self.people[number]
        user = {"id": str(_PERSON + number), "username": username, "global_name": shown, "discriminator": "0"}
        return {**user, "bot": True} if username in _BOTS else user

    def _guild(self, users: Sequence[Json]) -> Json:
        everyone = {"id": str(GUILD), "name": "@everyone", "permissions": str(1 << 31)}
        auditor = {"id": str(_AUDITOR_ROLE), "name": "auditor", "permissions": str(_ADMIN), "managed": True,
                   "position": 20}  # fmt: skip
        roles = [{"id": str(one), "name": name, "permissions": "0", "position": at}
                 for at, (one, name) in enumerate(self.roles.items(), 1)]  # fmt: skip
        return {
            "id": str(GUILD),
            "name": "Harbour City",
            "owner_id": users[0]["id"],
            "roles": [everyone, auditor, *roles],
            "channels": [{"id": str(one), "type": 0, "name": name} for one, name in self.channels.items()],
            "emojis": [{"id": str(one), "name": name, "roles": []} for one, name in self.emojis.items()],
            "members": [
                {"user": user, "nick": one[2],
                 "roles": [str(_AUDITOR_ROLE)] if user["username"] == "auditor" else []}
                for user, one in zip(users, self.people, strict=True) if one[3]
            ],
            "threads": [{"id": str(one), "type": 11, "name": name, "parent_id": str(_CHANNEL), "guild_id": str(GUILD),
                         "owner_id": users[0]["id"], "thread_metadata": {"archived": False, "locked": False,
                         "auto_archive_duration": 60, "archive_timestamp": self._now.isoformat()},
                         "message_count": 1, "member_count": 1}
                        for one, name in self.threads.items()],
        }  # fmt: skip

    def names(self) -> dict[int, set[str]]:
        """Every name that anybody and anything has or had, as the server and its raw log tell, by id."""
        found: dict[int, set[str]] = {}
        for number, one in enumerate(self.people):
            found[_PERSON + number] = {name for name in one[:3] if name}
        for things in (self.channels, self.roles, self.emojis, self.threads):
            found |= {one: {name} for one, name in things.items()}
        for entry in self.log:
            for one in entry.get("changes", ()):
                if one["key"] in ("name", "nick"):
                    told = {one.get("old_value"), one.get("new_value")} - {None}
                    found.setdefault(int(entry["target_id"]), set()).update(told)
        return found


def _settled(days: float, turn: int) -> float:
    """About so many days, in a second of its own, and never within minutes of a whole hour ago.

    So nothing is just at the bound of the last 24 hours, whenever within a few minutes somebody asks.
    """
    hours = int(days * 24)
    return (hours + 0.06 + 0.88 * ((turn * 0.618034) % 1)) / 24


def _entry(actor: int, action_type: int, target: int | None, *changes: Json, **more: Any) -> Json:
    made: Json = {"user_id": str(actor), "target_id": None if target is None else str(target)}
    return {**made, "action_type": action_type, **({"changes": list(changes)} if changes else {}), **more}


Deed = Callable[[City, random.Random], Json]


_STAFF: Final = ("olivia", "kyle_mods", "kyle_mods", "mira.k", "mira.k", "hal9")


def _actor(city: City, rng: random.Random) -> int:
    return city.person(rng.choice(_STAFF))


def _somebody(city: City, rng: random.Random) -> int:
    """Mostly one of the crowd."""
    own = ("bob", "bob.", "bobby99", "ember77", "tomasz", "sakura_", "ivan.p", "quinn", "xx_m", "kyle2")
    crowd = _PERSON + rng.randrange(len(_KNOWN), len(city.people))
    return city.person(rng.choice(own)) if rng.random() < 0.12 else crowd


def _to_people(action_type: int) -> Deed:
    def deed(city: City, rng: random.Random) -> Json:
        more = {"reason": rng.choice(_REASONS)} if rng.random() < 0.6 else {}
        return _entry(_actor(city, rng), action_type, _somebody(city, rng), **more)

    return deed


def _of_member(*changes: Json) -> Deed:
    def deed(city: City, rng: random.Random) -> Json:
        return _entry(_actor(city, rng), 24, _somebody(city, rng), rng.choice(changes))

    return deed


def _of_roles(city: City, rng: random.Random) -> Json:
    role, name = rng.choice(list(city.roles.items()))
    key = rng.choice(("$add", "$add", "$remove"))
    return _entry(_actor(city, rng), 25, _somebody(city, rng), change(key, [{"id": str(role), "name": name}]))


def _of_messages(city: City, rng: random.Random) -> Json:
    options = {"channel_id": str(rng.choice(list(city.channels))), "count": str(rng.randint(1, 9))}
    return _entry(_actor(city, rng), 72, _somebody(city, rng), options=options)


def _of_channel(city: City, rng: random.Random) -> Json:
    changes = (change("topic", "be kind", "be nice"), change("rate_limit_per_user", 30, 5), change("nsfw", True, False))
    return _entry(_actor(city, rng), 11, rng.choice(list(city.channels)), rng.choice(changes))


def _of_overwrite(city: City, rng: random.Random) -> Json:
    role, name = rng.choice(list(city.roles.items()))
    changes = [change("allow", "2048", "0"), change("deny", "0", "2048")]
    options = {"id": str(role), "type": "0", "role_name": name}
    return _entry(_actor(city, rng), 14, rng.choice(list(city.channels)), *changes, options=options)


def _of_permissions(city: City, rng: random.Random) -> Json:
    change_of = rng.choice((change("permissions", "8192", "0"), change("permissions", "0", "8192"),
                            change("hoist", True, False)))  # fmt: skip
    return _entry(_actor(city, rng), 31, rng.choice(list(city.roles)), change_of)


def _of_bot(action_type: int) -> Deed:
    """A bot does it for one of the staff, and says so."""

    def deed(city: City, rng: random.Random) -> Json:
        name = rng.choice(_STAFF)
        reason = f"Requested by {name} ({city.person(name)}): {rng.choice(_REASONS)}"
        return _entry(city.person("dyno"), action_type, _somebody(city, rng), reason=reason)

    return deed


def _of_automod(city: City, rng: random.Random) -> Json:
    options = {"auto_moderation_rule_name": "No shouting", "auto_moderation_rule_trigger_type": "1",
               "channel_id": str(rng.choice(list(city.channels)))}  # fmt: skip
    member = _somebody(city, rng)
    return _entry(member, rng.choice((143, 145)), member, options=options)


def _of_voice(city: City, rng: random.Random) -> Json:
    options = {"count": str(rng.randint(1, 4)), "channel_id": str(rng.choice(list(city.channels)))}
    return _entry(_actor(city, rng), 26, None, options=options)


def _of_invite(city: City, rng: random.Random) -> Json:
    code = change("code", f"code{rng.randrange(30)}")
    if rng.random() < 0.4:
        code = {"key": "code", "old_value": code["new_value"]}
        return _entry(_actor(city, rng), 42, None, code)
    return _entry(_actor(city, rng), 40, None, code)


def _of_thread(city: City, rng: random.Random) -> Json:
    thread = rng.choice(list(city.threads))
    changes = (change("archived", True, False), change("archived", False, True), change("locked", True, False))
    return _entry(_actor(city, rng), 111, thread, rng.choice(changes))


_LATER: Final = "2099-01-01T00:00:00+00:00"
_DEEDS: Final[dict[Deed, int]] = {
    _to_people(22): 12, _to_people(23): 3, _to_people(20): 8, _of_messages: 30, _of_roles: 15,
    _of_member(change("communication_disabled_until", _LATER), change("communication_disabled_until", _LATER),
               change("communication_disabled_until", None, _LATER)): 8,
    _of_member(change("mute", True, False), change("mute", False, True), change("deaf", True, False)): 4,
    _of_member(change("nick", "Dusty"), change("nick", None, "Dusty"), change("nick", "Dusty", "Rusty")): 6,
    _of_channel: 6, _of_overwrite: 4, _of_permissions: 4, _of_bot(22): 3, _of_bot(20): 2, _of_automod: 4,
    _of_voice: 2, _of_invite: 3, _of_thread: 3,
}  # fmt: skip
"""What happens again and again, and how often as against the others."""
