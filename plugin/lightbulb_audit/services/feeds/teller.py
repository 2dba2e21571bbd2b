"""The entries of a feed's message in words."""

from lightbulb_audit.model.feed import Post
from lightbulb_audit.services.entry_teller import EntryTeller
from lightbulb_audit.services.feeds.ports import PostView


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
        # Whom a sum names, several of its entries name: nobody is looked up for it, nor what became of them.
        is_list = not post.is_summary
        told = await self._entries.tell(post.guild_id, post.entry_ids, finds_undone=is_list, asks_for_names=is_list)
        return PostView(post, told, len(post.entry_ids))
