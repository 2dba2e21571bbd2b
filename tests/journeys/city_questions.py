"""What a moderator asks in the city, each beside what a plain reading of its raw log finds.

One row a question: as it is typed, and the plain test of an entry.
"""

import datetime
from collections.abc import Callable
from typing import Final

from tests.journeys.city_reading import Entry, Reading, Test, actor_of, behind, changed, moment, named

Row = tuple[str, Callable[[Reading], Test]]

KYLE: Final = 700_000_000_000_010_001
_DELETIONS: Final = (12, 15, 32, 42, 52, 62, 72, 73, 112)
_CREATIONS: Final = (10, 13, 30, 40, 50, 60, 110)
_MANAGE_MESSAGES: Final = 1 << 13
_SEND_MESSAGES: Final = 1 << 11


def both(*tests: Callable[[Reading], Test]) -> Callable[[Reading], Test]:
    """All of them."""

    def read(log: Reading) -> Test:
        made = [one(log) for one in tests]
        return lambda entry: all(test(entry) for test in made)

    return read


def either(*tests: Callable[[Reading], Test]) -> Callable[[Reading], Test]:
    """Any of them."""

    def read(log: Reading) -> Test:
        made = [one(log) for one in tests]
        return lambda entry: any(test(entry) for test in made)

    return read


def neither(*tests: Callable[[Reading], Test]) -> Callable[[Reading], Test]:
    """None of them."""
    any_of = either(*tests)

    def read(log: Reading) -> Test:
        test = any_of(log)
        return lambda entry: not test(entry)

    return read


def by(*names: str) -> Callable[[Reading], Test]:
    """Done by any who has a name, or by a bot for them."""

    def read(log: Reading) -> Test:
        ids = {str(one) for one in set[int]().union(*map(log.called, names))}
        return lambda entry: actor_of(entry) in ids or behind(entry) in ids

    return read


def behind_bot(name: str) -> Callable[[Reading], Test]:
    """Done by a bot for somebody."""
    return lambda log: lambda entry: behind(entry) in {str(one) for one in log.called(name)}


def to(*names: str) -> Callable[[Reading], Test]:
    """Done to any who has a name."""

    def read(log: Reading) -> Test:
        ids = set[int]().union(*map(log.called, names))
        return lambda entry: int(entry["target_id"] or 0) in ids

    return read


def about(*names: str) -> Callable[[Reading], Test]:
    """Naming any who has a name, but as who did it."""

    def read(log: Reading) -> Test:
        ids = set[int]().union(*map(log.called, names))
        return lambda entry: bool(named({**entry, "user_id": ""}) & ids)

    return read


def says(*words: str) -> Callable[[Reading], Test]:
    """With all of these words."""
    return lambda log: lambda entry: log.says(entry, *words)


def is_type(*types: int) -> Callable[[Reading], Test]:
    """Of one of these types."""
    return lambda _: lambda entry: entry["action_type"] in types


def change_of(*keys: str) -> Callable[[Reading], Test]:
    """With a change of one of these settings."""
    return lambda _: lambda entry: bool(changed(entry).keys() & set(keys))


def became(key: str, *values: object) -> Callable[[Reading], Test]:
    """With a setting that became one of these values."""
    return lambda _: lambda entry: key in changed(entry) and changed(entry)[key] in values


def is_timeout(_: Reading) -> Test:
    """A timeout that begins, by whomever."""
    return lambda entry: entry["action_type"] == 145 or bool(changed(entry).get("communication_disabled_until"))


def moved_bits(*, gained: int = 0, lost: int = 0) -> Callable[[Reading], Test]:
    """With a permission that came or went, in a role or in a channel."""

    def fits(entry: Entry) -> bool:
        for one in entry.get("changes", ()):
            sides = {"permissions": (gained, lost), "allow": (gained, lost), "deny": (lost, gained)}
            if one["key"] in sides and entry["action_type"] != 32:
                old, new = int(one.get("old_value") or 0), int(one.get("new_value") or 0)
                more, fewer = sides[one["key"]]
                if new & ~old & more or old & ~new & fewer:
                    return True
        return False

    return lambda _: fits


def has_reason(_: Reading) -> Test:
    """With a reason."""
    return lambda entry: bool(entry.get("reason"))


def by_bot(log: Reading) -> Test:
    """By a bot, or by what is none of the members."""
    bots = {str(log.city.person(one)) for one in ("auditor", "dyno")}
    return lambda entry: actor_of(entry) in bots or actor_of(entry) == "AutoMod"


def undone(log: Reading) -> Test:
    """Taken back by a later entry."""
    return log.is_undone


def since(days: float = 0, hour: int = 0) -> Callable[[Reading], Test]:
    """From an hour of a day on, so many days before today."""

    def read(_: Reading) -> Test:
        midnight = _now().replace(hour=0, minute=0, second=0, microsecond=0)
        begin = midnight + datetime.timedelta(hours=hour, days=-days)
        return lambda entry: moment(entry) >= begin

    return read


def between(first: float, last: float) -> Callable[[Reading], Test]:
    """From a midnight to a later one, each so many days before the last one."""
    return both(since(first), neither(since(last)))


def lately(hours: float) -> Callable[[Reading], Test]:
    """In the last so many hours."""

    def read(_: Reading) -> Test:
        bound = _now() - datetime.timedelta(hours=hours)
        return lambda entry: moment(entry) >= bound

    return read


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _days_since(weekday: int) -> int:
    """Days since the last such day, which may be today; 0 is Monday."""
    return (_now().weekday() - weekday) % 7


_SUNDAY: Final = _days_since(6)
"""Days since the last Sunday: the asker's locale is en-US."""

_MONTH: Final = _now().day - 1
_NIGHT: Final = _now().hour < 6
"""Whether it is still the night of yesterday."""

_EVENING: Final = _now().hour >= 18
"""Whether the night of today has begun."""

PEOPLE: Final[tuple[Row, ...]] = (
    ("actor:kyle_mods action:unbanned", both(by("kyle_mods"), is_type(23))),
    ("actor:@kyle_mods action:unbanned", both(by("kyle_mods"), is_type(23))),
    (f"by:{KYLE} type:20", both(by("kyle_mods"), is_type(20))),
    (f"actor:<@{KYLE}> action:unbanned", both(by("kyle_mods"), is_type(23))),
    ("actor:kyle action:unbanned", both(by("Kyle"), is_type(23))),
    ("for:kyle_mods", behind_bot("kyle_mods")),
    ("user:mira action:kick", both(by("Mira 🌙"), is_type(20))),
    ('actor:"the warden" action:kicked', both(by("The Warden"), is_type(20))),
    ("actor:warden action:kicked", both(by("The Warden"), is_type(20))),
    ("target:bob", to("bob")),
    ("to:bob. action:ban", both(to("bob."), is_type(22))),
    ("target:bobby", to("Bobby")),
    ("target:bobby99", to("bobby99")),
    ("target:vera", to("vera")),
    ("target:zoe", to("Zoë")),
    ("target:Zoë", to("Zoë")),
    ('target:"captain hook"', to("Captain Hook")),
    ("target:🔥🔥🔥", to("🔥🔥🔥")),
    ("target:ember77", to("🔥🔥🔥")),
    ("target:さくら", to("さくら")),
    ("target:иван", to("Иван")),
    ("target:ИВАН action:nickname", both(to("Иван"), is_type(24), change_of("nick"))),
    ('about:"Sir Loin"', about("Sir Loin")),
    ("about:plans-2024", about("plans-2024")),
    ("target:plans", to("plans")),
    ("target:#old-plans", to("old-plans")),
    ("channel:#plans action:messages", both(about("plans"), is_type(72, 73, 74, 75))),
    ("in:staff action:deleted", both(about("staff"), is_type(*_DELETIONS))),
    ("role:raiders", about("Raiders")),
    ('role:"trial keeper" action:promoted', both(about("Trial keeper"), change_of("$add"))),
    ("about:partyblob", about("partyblob")),
    ("about:code7", lambda _: lambda entry: "code7" in str(entry.get("changes"))),
    ("target:Member", to("Member")),
)  # fmt: skip
"""Who and what is typed."""

DOINGS: Final[tuple[Row, ...]] = (
    ("action:timeout", is_timeout),
    ('action:"timed out" target:bob', both(is_timeout, to("bob"))),
    ("action:tmieout by:kyle", both(is_timeout, by("Kyle"))),
    ("action:untimeout", both(is_type(24), became("communication_disabled_until", None))),
    ("action:nickname", both(is_type(24), change_of("nick"))),
    ("action:mute", both(is_type(24), became("mute", True))),
    ("action:unmuted", both(is_type(24), became("mute", False))),
    ("action:deafened", both(is_type(24), became("deaf", True))),
    ("action:promoted role:helper", both(change_of("$add"), about("Helper"))),
    ("action:demoted", change_of("$remove")),
    ("action:renamed", either(both(is_type(1, 11, 31, 111), change_of("name")), both(is_type(24), change_of("nick")))),
    ("action:slowmode", both(is_type(11), change_of("rate_limit_per_user"))),
    ("action:topic", both(is_type(11), change_of("topic"))),
    ("action:nsfw", change_of("nsfw")),
    ("action:bna target:bob", both(is_type(22), to("bob"))),
    ("action:banned,kicked target:bob", both(is_type(22, 20), to("bob"))),
    ("action:ban by:mira", both(is_type(22), by("Mira 🌙"))),
    ("action:deleted", is_type(*_DELETIONS)),
    ("action:created", is_type(*_CREATIONS)),
    ("action:11", is_type(11)),
    ("action:member_role_update target:quinn", both(is_type(25), to("quinn"))),
    ("category:automod", is_type(143, 145)),
    ("category:roles -action:role_update", is_type(25, 30, 32)),
    ("-action:deleted -action:ban,kick,unban -category:members", neither(
        is_type(*_DELETIONS), is_type(20, 21, 22, 23, 24, 26, 27))),
    ("action:archived", both(is_type(111), became("archived", True))),
    ("action:unlock", lambda _: lambda _: False),
    ('action:"permission given" role:helper', both(
        about("Helper"), moved_bits(gained=_MANAGE_MESSAGES | _SEND_MESSAGES))),
    ("gained:manage_messages", moved_bits(gained=_MANAGE_MESSAGES)),
    ('lost:"manage messages"', moved_bits(lost=_MANAGE_MESSAGES)),
    ("permission:send_messages", moved_bits(gained=_SEND_MESSAGES, lost=_SEND_MESSAGES)),
    ("key:icon", change_of("icon", "icon_hash")),
    ("key:nickname", change_of("nick")),
    ("key:slowmode", change_of("rate_limit_per_user")),
    ('key:"age restriction"', change_of("nsfw")),
    ("has:reason action:kick -is:bot", both(has_reason, is_type(20), neither(by_bot))),
    ("-has:reason action:ban", both(neither(has_reason), is_type(22))),
    ("is:bot", by_bot),
    ("is:human category:members target:tomasz", both(
        neither(by_bot), is_type(20, 21, 22, 23, 24, 26, 27), to("tomasz"))),
    ("is:undone", undone),
    ("-is:undone action:ban", both(neither(undone), is_type(22))),
    ("is:undone by:kyle", both(undone, by("Kyle"))),
)  # fmt: skip
"""What was done, and how."""

WORDS: Final[tuple[Row, ...]] = (
    ("who banned vera", says("banned", "vera")),
    ("banned vera", says("banned", "vera")),
    ('"banned vera"', says("banned", "vera")),
    ("who kicked the bob", says("kicked", "bob")),
    ("deleted #plans", says("deleted", "plans")),
    ("query plans", lambda _: lambda _: False),
    ("plans -deleted", both(says("plans"), neither(says("deleted")))),
    ("banned 🔥🔥🔥", says("banned", "🔥🔥🔥")),
    ("captain banned", says("captain", "banned")),
    ("unbanned zoe", says("unbanned", "zoe")),
    ("renamed", says("renamed")),
    ("pruned", says("pruned")),
    ("partyblob", says("partyblob")),
    ("raiders", says("raiders")),
    ("quinn gave vip", says("quinn", "gave", "vip")),
    ("timed out", says("timed", "out")),
    ("timed out bob", says("timed", "out", "bob")),
    ("slowmode", says("slowmode")),
    ("muted", says("muted")),
    ("automod no shouting", says("automod", "no", "shouting")),
    ("spam every channel", says("spam", "every", "channel")),
    ('"spam in every channel"', lambda _: lambda entry: "spam in every channel" in entry.get("reason", "")),
    ("calm down", says("calm", "down")),
    ("sir loin", says("sir", "loin")),
    ("archived ideas", says("archived", "ideas")),
    ("who invited code7", lambda _: lambda _: False),
    ("code7", says("code7")),
    ("hal kicked", says("hal", "kicked")),
    ("dyno for the warden", says("dyno", "warden")),
    ("slow mode", says("slowmode")),
    ("kicks without a reason", both(says("kicked"), neither(has_reason))),
    ("how many people did kyle ban", says("kyle", "ban")),
    ("who made invite code7", both(either(says("made"), says("created")), says("invite", "code7"))),
    ("role helper removed from quinn", both(
        either(says("removed"), says("took"), says("deleted")), says("role", "helper", "quinn"))),
    ("age restriction", says("age", "restriction")),
    ("apart in the member list", says("apart", "member", "list")),
)  # fmt: skip
"""Words of lines."""

TIMES: Final[tuple[Row, ...]] = (
    ("after:this week action:ban", both(since(_SUNDAY), is_type(22))),
    ("created:today action:kick", both(since(), is_type(20))),
    ("created:yesterday", between(1, 0)),
    ("created:last week category:roles", both(between(_SUNDAY + 7, _SUNDAY), is_type(25, 30, 31, 32))),
    ("created:this month action:unban", both(since(_MONTH), is_type(23))),
    ("before:3 weeks ago action:kick", both(neither(lately(21 * 24)), is_type(20))),
    ("after:monday action:ban", both(since(_days_since(0)), is_type(22))),
    ("last 24 hours", lately(24)),
    ("past 2 days -action:deleted", both(lately(48), neither(is_type(*_DELETIONS)))),
    # Before they begin they are still to come, and said to be.
    *([] if _NIGHT else [("this morning", both(since(hour=6), neither(since(hour=12))))]),
    *([("tonight", both(since(int(_NIGHT), 18), neither(since(int(_NIGHT), 30))))] if _NIGHT or _EVENING else []),
    ("kicks since yesterday", both(says("kicked"), since(1))),
    ("bans since friday", both(says("banned"), since(_days_since(4)))),
    ("what did hal do yesterday", both(says("hal"), between(1, 0))),
    ("who deleted #plans last week", both(says("deleted", "plans"), between(_SUNDAY + 7, _SUNDAY))),
    ("who was banned 3 days ago by kyle", both(says("banned", "kyle"), between(3, 2))),
    ("timeouts last week", both(says("timed", "out"), between(_SUNDAY + 7, _SUNDAY))),
)  # fmt: skip
"""When."""

OF_AN_ARCHIVE: Final = frozenset({"sir loin", "target:Member"})
"""What only an archive is sure to answer: a nickname of then, or a display name, Discord tells beside entries alone."""

QUESTIONS: Final = (*PEOPLE, *DOINGS, *WORDS, *TIMES)
