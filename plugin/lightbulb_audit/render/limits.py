"""Discord's limits of a message. Source: its API reference, "Embed Limits", "Components Reference"."""

from collections.abc import Mapping
from typing import Final

CONTENT: Final = 2000
DESCRIPTION: Final = 4096
FIELD_VALUE: Final = 1024
EMBEDS: Final = 10
"""Embeds of a message."""

EMBEDS_TOTAL: Final = 6000
"""Characters over all embeds of a message."""

MENU_OPTIONS: Final = 25
MENU_LABEL: Final = 100
MENU_DESCRIPTION: Final = 100
BUTTON_LABEL: Final = 80
CUSTOM_ID: Final = 100

CHOICES: Final = 25
"""How many suggestions are shown while somebody types."""

CHOICE: Final = 100
"""Characters of one."""

ATTACHMENTS: Final = 10
"""Files of a message."""

MIB: Final = 1024 * 1024
UPLOADS: Final[Mapping[int, int]] = {0: 10 * MIB, 1: 10 * MIB, 2: 50 * MIB, 3: 100 * MIB}
"""A server's boost level to the bytes that each file of a message may have.

Source: API reference, "Uploading Files" (10 MiB, more by the server's boost level); for the levels Discord's support
article "Server Boosting FAQ". An interaction says its own limit, `attachment_size_limit`, which is surer.
"""

REQUEST: Final = 25 * MIB
"""Bytes of all files of a message together, where a single one may not be larger anyway.

Source: API reference, "Create Message": the largest request.
"""


def upload(level: int) -> int:
    """Return the bytes that a file may have in a server of a boost level; the fewest for a level that is new."""
    return UPLOADS.get(level, UPLOADS[0])
