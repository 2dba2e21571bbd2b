"""Discord's limits of a message. Source: its API reference, "Embed Limits", "Components Reference"."""

from typing import Final

TITLE: Final = 256
DESCRIPTION: Final = 4096
FIELDS: Final = 25
FIELD_NAME: Final = 256
FIELD_VALUE: Final = 1024
FOOTER: Final = 2048
EMBEDS_TOTAL: Final = 6000
"""Characters over all embeds of a message."""

MENU_OPTIONS: Final = 25
MENU_LABEL: Final = 100
MENU_DESCRIPTION: Final = 100
BUTTON_LABEL: Final = 80
CUSTOM_ID: Final = 100
"""What a button or menu carries; it comes back with the press."""
