"""The guild's threads, active and archived, and who is in each."""

from collections.abc import Iterable, Iterator

from discord_standin import defaults
from discord_standin.values import Payload, as_object, as_snowflake, is_array, objects

MEMBER_IDS = "member_ids"
MEMBERS = "members"
"""In a guild file a thread may name who is in it: by their users' ids, or as thread member objects. Discord has neither
in a thread, so neither is ever sent."""

OWN_MEMBER = "member"
"""The bot's own membership, which Discord puts into the threads that it sends to the bot."""


class Threads:
    """Threads by id, as a mapping that only this class changes.

    Whoever made a thread is in it, and so is the bot if the thread came with the bot's membership.
    """

    def __init__(self, guild_id: str, owner_id: str, bot_id: str) -> None:
        """Prepare it.

        Args:
            guild_id: The guild.
            owner_id: Who made the threads that do not say it.
            bot_id: The bot's user.
        """
        self._guild_id = guild_id
        self._owner_id = owner_id
        self._bot_id = bot_id
        self._threads: dict[str, Payload] = {}
        self._members: dict[str, dict[str, Payload]] = {}

    def __contains__(self, thread_id: object) -> bool:
        return thread_id in self._threads

    def __getitem__(self, thread_id: str) -> Payload:
        return self._threads[thread_id]

    def active(self) -> list[Payload]:
        """List the threads that are not archived."""
        return [thread for thread in self._threads.values() if not thread["thread_metadata"].get("archived")]

    def put(self, payload: Payload, *, is_archived: bool = False) -> None:
        """Add or change a thread.

        Args:
            payload: The thread as Discord sends it, or a part of it.
            is_archived: Whether it is archived unless it says otherwise.
        """
        thread_id = str(payload["id"])
        plain = {key: value for key, value in without_members(payload).items() if key != OWN_MEMBER}
        if is_archived or "thread_metadata" in plain:
            base = {"archived": True} if is_archived else {}
            plain["thread_metadata"] = {**base, **as_object(plain.get("thread_metadata"))}
        thread = defaults.thread({**self._threads.get(thread_id, {}), **plain}, self._guild_id, self._owner_id)
        if thread_id not in self._threads:
            self._join(thread, [{"user_id": thread["owner_id"]}])
        self._threads[thread_id] = thread
        self._join(thread, _named(payload, self._bot_id))

    def drop(self, thread_id: str) -> None:
        """Forget a thread."""
        self._threads.pop(thread_id, None)
        self._members.pop(thread_id, None)

    def change_members(self, data: Payload) -> None:
        """Do what a THREAD_MEMBERS_UPDATE says."""
        thread = self._threads.get(str(data.get("id")))
        if thread is None:
            return
        self._join(thread, objects(data.get("added_members")))
        gone = data.get("removed_member_ids")
        for user_id in gone if is_array(gone) else ():
            self._members[thread["id"]].pop(str(user_id), None)

    def members(self, thread_id: str) -> dict[str, Payload]:
        """Give the thread member objects of a thread, by the user's id."""
        return self._members.get(thread_id, {})

    def sent(self, thread: Payload) -> Payload:
        """Give a thread as Discord sends it to the bot: with the bot's own membership, if it is in there."""
        own = self.members(thread["id"]).get(self._bot_id)
        return {**thread, OWN_MEMBER: own} if own is not None else thread

    def _join(self, thread: Payload, members: Iterable[Payload]) -> None:
        held = self._members.setdefault(thread["id"], {})
        for member in members:
            user_id = as_snowflake(member.get("user_id"))
            if user_id is not None:
                since = member.get("join_timestamp") or thread["thread_metadata"]["archive_timestamp"]
                flags = member.get("flags") or 0
                held[str(user_id)] = {
                    "id": thread["id"],
                    "user_id": str(user_id),
                    "join_timestamp": since,
                    "flags": flags,
                }


def without_members(payload: Payload) -> Payload:
    """Give a thread without what no payload of Discord's has."""
    return {key: value for key, value in payload.items() if key not in {MEMBER_IDS, MEMBERS}}


def _named(payload: Payload, bot_id: str) -> Iterator[Payload]:
    """Give those whom a thread of a guild file or an event names as its members."""
    ids = payload.get(MEMBER_IDS)
    for user_id in ids if is_array(ids) else ():
        yield {"user_id": user_id}
    members = payload.get(MEMBERS)
    for member in members if is_array(members) else ():
        if as_snowflake(member) is not None:
            yield {"user_id": member}
        elif as_object(member):
            user = as_object(as_object(member).get("user"))
            yield {"user_id": user.get("id"), **member}
    if as_object(payload.get(OWN_MEMBER)):
        yield {**payload[OWN_MEMBER], "user_id": bot_id}
