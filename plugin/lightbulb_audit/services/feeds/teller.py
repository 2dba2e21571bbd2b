"""The entries of a feed's message in words."""

from typing import Final

from lightbulb_audit.model.feed import Post
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.feeds.ports import PostView

_GROUPS: Final = 15
"""Lines of a sum."""


class PostTeller:
    """Tells the entries of a message as they are now.

    Args:
        entries: Tells entries.
    """

    def __init__(self, entries: EntryTeller) -> None:
        self._entries = entries

    async def tell(self, post: Post) -> PostView:
        """Tell a message's entries.

        Raises:
            ArchiveError: If the database does not do its part.
        """
        count = len(post.entry_ids)
        if post.is_summary:
            return PostView(post, (), count, await self._entries.sum_up(post.guild_id, post.entry_ids, _GROUPS))
        return PostView(post, await self._entries.tell(post.guild_id, post.entry_ids), count)
