"""A small server of the journeys' own, in which everything has its known place and age."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from lightbulb_audit.model import snowflake

GUILD: Final = 600_000_000_000_000_001
ANNA, OLGA, BOB, CARL, DORA, AUDITOR, GIVEAWAYS = (610_000_000_000_000_001 + number for number in range(7))
GENERAL, STAFF = (620_000_000_000_000_001 + number for number in range(2))
ADMINS, MODS, GUESTS = (630_000_000_000_000_001 + number for number in range(3))

ADMINISTRATOR, KICK, VIEW, SEND, MANAGE_MESSAGES = (1 << bit for bit in (3, 1, 10, 11, 13))
VIEW_LOG: Final = 1 << 7

LABELS: Final[Mapping[int, str]] = {
    GUILD: "the server", ANNA: "anna", OLGA: "olga", BOB: "bob", CARL: "carl", DORA: "dora", AUDITOR: "auditor",
    GIVEAWAYS: "Giveaways", GENERAL: "#general", STAFF: "#staff", ADMINS: "Admins", MODS: "Moderators",
    GUESTS: "Guests",
}  # fmt: skip
"""What each id is called where people read it; a story adds what it makes."""


def change(key: str, new: Any = None, old: Any = None) -> dict[str, Any]:
    """A change as Discord sends it."""
    values = {"old_value": old, "new_value": new}
    return {"key": key, **{name: value for name, value in values.items() if value is not None}}


class Town:
    """A server, and a log that is written into it.

    Attributes:
        now: The moment that all ages are counted from.
        log: The entries, newest first.
        channels: The channels that are there now.
        labels: What each id is called where people read it.
    """

    def __init__(self) -> None:
        self.now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        self.log: list[dict[str, Any]] = []
        self.channels: dict[int, str] = {GENERAL: "general", STAFF: "staff"}
        self.labels = dict(LABELS)

    def made(self, days_ago: float, label: str) -> int:
        """The id of something that was made so long ago."""
        thing_id = int(snowflake.first_at(self.now - datetime.timedelta(days=days_ago))) + len(self.labels)
        self.labels[thing_id] = label
        return thing_id

    def happens(
        self,
        days_ago: float,
        actor: int,
        action_type: int,
        target: int | None,
        *changes: dict[str, Any],
        **more: Any,
    ) -> str:
        """Write an entry, and tell its id."""
        moment = self.now - datetime.timedelta(days=days_ago)
        entry_id = str(int(snowflake.first_at(moment)) + len(self.log) + 1)
        entry = {
            "id": entry_id,
            "user_id": str(actor),
            "target_id": None if target is None else str(target),
            "action_type": action_type,
            **({"changes": list(changes)} if changes else {}),
            **more,
        }
        self.log = sorted([entry, *self.log], key=lambda one: int(one["id"]), reverse=True)
        return entry_id

    def json(self) -> dict[str, Any]:
        """The guild file."""
        bot = {"id": str(AUDITOR), "username": "auditor", "bot": True}
        guild: dict[str, Any] = {
            "id": str(GUILD),
            "name": "Riverside",
            "owner_id": str(ANNA),
            "roles": [
                {"id": str(GUILD), "name": "@everyone", "permissions": str(VIEW | SEND | 1 << 31)},
                {"id": str(ADMINS), "name": "Admins", "permissions": str(ADMINISTRATOR), "position": 4},
                {"id": str(MODS), "name": "Moderators", "permissions": str(KICK | VIEW_LOG), "position": 3},
                {"id": str(GUESTS), "name": "Guests", "permissions": "0", "position": 1},
                {"id": "630000000000000008", "name": "auditor", "permissions": str(VIEW_LOG | 1 << 14 | 1 << 15),
                 "managed": True, "position": 5},
            ],
            "channels": [{"id": str(one), "type": 0, "name": name} for one, name in self.channels.items()],
            "members": [
                {"user": {"id": str(ANNA), "username": "anna"}, "roles": []},
                {"user": {"id": str(OLGA), "username": "olga"}, "roles": [str(MODS)]},
                {"user": {"id": str(BOB), "username": "bob"}, "roles": [str(GUESTS)]},
                {"user": {"id": str(CARL), "username": "carl"}, "roles": [str(ADMINS)]},
                {"user": {"id": str(DORA), "username": "dora"}, "roles": []},
                {"user": {"id": str(GIVEAWAYS), "username": "Giveaways", "bot": True}, "roles": []},
                {"user": bot, "roles": ["630000000000000008"]},
            ],
        }  # fmt: skip
        users = [member["user"] for member in guild["members"]]
        return {"guild": guild, "bot": bot, "audit_log": {"audit_log_entries": self.log, "users": users}}
