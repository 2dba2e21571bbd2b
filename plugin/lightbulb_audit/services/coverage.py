"""What the archive has of a server's log, and what it has not."""

import dataclasses
from collections.abc import Callable

from lightbulb_audit.services.collecting.guild import Collecting
from lightbulb_audit.services.ports import Store


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """The archive of a running bot.

    Attributes:
        store: Where entries are kept.
        collecting: The collecting of one server; None where nothing is collected.
    """

    store: Store
    collecting: Callable[[int], Collecting | None]
