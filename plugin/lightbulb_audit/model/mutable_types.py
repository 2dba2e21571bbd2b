"""Which types of entries change after they were made.

`options.count` of members moved (26) and disconnected (27), and of messages deleted (72), rises on the same id for some
minutes, and no event says so. Source: Discord's staff in the issue tracker of its documentation; messages deleted in
bulk (73) may too.
"""

from typing import Final

GROWING: Final = frozenset({26, 27, 72, 73})
