"""Every limit of Discord that the stand-in holds a bot to, in one table.

Source: Discord's reference ("Channels Resource", "Components Reference", "Application Commands") and its OpenAPI file;
`spec` names the schema and field there, where they agree. Lengths are Unicode code points after trimming.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a text or a list may be, or how large a number.

    Attributes:
        most: The largest length that is allowed.
        least: The smallest one; above 0 the field must not be empty.
        spec: `Schema.field` in Discord's OpenAPI file, where that says the same.
    """

    most: int
    least: int = 0
    spec: str | None = None


CONTENT = Limit(2000)
EMBEDS = Limit(10, spec="MessageCreateRequest.embeds")
EMBED_TOTAL = Limit(6000)
EMBED_TITLE = Limit(256, spec="RichEmbed.title")
EMBED_DESCRIPTION = Limit(4096, spec="RichEmbed.description")
EMBED_URL = Limit(2048, spec="RichEmbed.url")
EMBED_FIELDS = Limit(25, spec="RichEmbed.fields")
EMBED_COLOR = Limit(0xFFFFFF, spec="RichEmbed.color")
FIELD_NAME = Limit(256, 1)
FIELD_VALUE = Limit(1024, 1)
FOOTER_TEXT = Limit(2048, spec="RichEmbedFooter.text")
AUTHOR_NAME = Limit(256, spec="RichEmbedAuthor.name")
ATTACHMENTS = Limit(10, spec="MessageCreateRequest.attachments")
ATTACHMENT_BYTES = Limit(10 * 1024 * 1024)

NONCE = Limit(25)
LATE_EDITS = Limit(3)
"""Edits of one message that is older than an hour: Discord takes few, and does not say how many."""

ROWS = Limit(5)
ROW_ITEMS = Limit(5, 1, spec="ActionRowComponentForMessageRequest.components")
V2_COMPONENTS = Limit(40, spec="MessageCreateRequest.components")
V2_TEXT = Limit(4000)
CUSTOM_ID = Limit(100, 1, spec="ButtonComponentForMessageRequest.custom_id")
BUTTON_LABEL = Limit(80, spec="ButtonComponentForMessageRequest.label")
BUTTON_URL = Limit(512, spec="ButtonComponentForMessageRequest.url")
SELECT_PLACEHOLDER = Limit(150, spec="StringSelectComponentForMessageRequest.placeholder")
SELECT_OPTIONS = Limit(25, 1, spec="StringSelectComponentForMessageRequest.options")
SELECT_MIN_VALUES = Limit(25, 0, spec="StringSelectComponentForMessageRequest.min_values")
SELECT_MAX_VALUES = Limit(25, 1, spec="StringSelectComponentForMessageRequest.max_values")
OPTION_LABEL = Limit(100, 1, spec="StringSelectOptionForRequest.label")
OPTION_VALUE = Limit(100, 1, spec="StringSelectOptionForRequest.value")
OPTION_DESCRIPTION = Limit(100, spec="StringSelectOptionForRequest.description")

MODAL_TITLE = Limit(45, 1)
MODAL_ROWS = Limit(40, 1, spec="ModalInteractionCallbackRequestData.components")
MODAL_ROW_ITEMS = Limit(1, 1)
INPUT_LABEL = Limit(45, 1, spec="TextInputComponentForModalRequest.label")
NO_LABEL = Limit(0)
INPUT_PLACEHOLDER = Limit(100, spec="TextInputComponentForModalRequest.placeholder")
INPUT_VALUE = Limit(4000, spec="TextInputComponentForModalRequest.value")
INPUT_MIN_LENGTH = Limit(4000, 0, spec="TextInputComponentForModalRequest.min_length")
INPUT_MAX_LENGTH = Limit(4000, 1, spec="TextInputComponentForModalRequest.max_length")

CHOICES = Limit(25, spec="InteractionApplicationCommandAutocompleteCallbackStringData.choices")
CHOICE_NAME = Limit(100, 1)
CHOICE_VALUE = Limit(100)
AUTOCOMPLETE_VALUE = Limit(100, 1)

COMMANDS = Limit(100)
COMMAND_NAME = Limit(32, 1, spec="ApplicationCommandCreateRequest.name")
COMMAND_DESCRIPTION = Limit(100, 1)
COMMAND_OPTIONS = Limit(25, spec="ApplicationCommandCreateRequest.options")
COMMAND_TOTAL = Limit(8000)
OPTION_LENGTH = Limit(6000, spec="ApplicationCommandStringOption.min_length")
LARGEST_INTEGER = 2**53 - 1
"""An integer option takes what a double can hold exactly."""

FIRST_ANSWER_SECONDS = 3.0
"""An interaction's first answer is due by then; later ones find an unknown interaction."""
TOKEN_SECONDS = 900.0
"""An interaction's token lives that long."""

SLASH_NAME = re.compile(r"[-_'\w]{1,32}")
"""`^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$`: Python's `\\w` is that without the marks of two scripts."""

_EMOJI_RANGES = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a"
    "\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697"
    "\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3"
    "\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728"
    "\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935"
    "\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e"
    "\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250"
    "\U0001f251\U0001f300-\U0001f321\U0001f324-\U0001f393\U0001f396\U0001f397\U0001f399-\U0001f39b\U0001f39e-\U0001f3f0"
    "\U0001f3f3-\U0001f3f5\U0001f3f7-\U0001f4fd\U0001f4ff-\U0001f53d\U0001f549-\U0001f54e\U0001f550-\U0001f567\U0001f56f"
    "\U0001f570\U0001f573-\U0001f57a\U0001f587\U0001f58a-\U0001f58d\U0001f590\U0001f595\U0001f596\U0001f5a4\U0001f5a5"
    "\U0001f5a8\U0001f5b1\U0001f5b2\U0001f5bc\U0001f5c2-\U0001f5c4\U0001f5d1-\U0001f5d3\U0001f5dc-\U0001f5de\U0001f5e1"
    "\U0001f5e3\U0001f5e8\U0001f5ef\U0001f5f3\U0001f5fa-\U0001f64f\U0001f680-\U0001f6c5\U0001f6cb-\U0001f6d2"
    "\U0001f6d5-\U0001f6d8\U0001f6dc-\U0001f6e5\U0001f6e9\U0001f6eb\U0001f6ec\U0001f6f0\U0001f6f3-\U0001f6fc"
    "\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001f9ff\U0001fa70-\U0001faff"
)
_ONE = rf"[{_EMOJI_RANGES}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
EMOJI = re.compile(
    rf"(?:{_ONE}(?:\u200d{_ONE})*"
    r"|[0-9#*]\ufe0f?\u20e3"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    r"|\U0001f3f4[\U000e0020-\U000e007f]+)"
)
"""One Unicode emoji: the characters with Unicode's property Emoji, their sequences, keycaps and flags."""
