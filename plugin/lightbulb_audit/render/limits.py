"""Discord's limits of a message. Source: its API reference, "Embed Limits", "Components Reference"."""

from typing import Final

DESCRIPTION: Final = 4096
FIELD_VALUE: Final = 1024
EMBEDS_TOTAL: Final = 6000
"""Characters over all embeds of a message."""

MENU_OPTIONS: Final = 25
MENU_LABEL: Final = 100
MENU_DESCRIPTION: Final = 100

CHOICES: Final = 25
"""How many suggestions are shown while somebody types."""

CHOICE: Final = 100
"""Characters of one."""
