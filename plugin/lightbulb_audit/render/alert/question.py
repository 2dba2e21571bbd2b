"""The question before an alert tells a channel where people would read the log who may not see it."""

from typing import Final, NamedTuple

import hikari
import hikari.impl

from lightbulb_audit.catalog import alert_words
from lightbulb_audit.model import snowflake
from lightbulb_audit.render.message import COLOUR, MessagePayload

_PREFIX: Final = "lb-audit:a1"
_YES: Final = "y"
_NO: Final = "n"
_PRESET: Final = "preset:"


class Asked(NamedTuple):
    """What a yes would do.

    Attributes:
        channel_id: Where alerts are to be told.
        role_id: The role that is to be pinged; None for none.
        alert_id: The alert that is changed; 0 for a new one.
        text: The rule in words, or which presets.
    """

    channel_id: int
    role_id: int | None
    alert_id: int
    text: str

    @property
    def size(self) -> str | None:
        """For which size presets are to begin; None where it is about a rule."""
        return self.text.removeprefix(_PRESET) if self.text.startswith(_PRESET) else None


def presets_of(size: str) -> str:
    """Return the text of a question about presets."""
    return f"{_PRESET}{size}"


def ask(asked: Asked) -> MessagePayload:
    """Ask, with all in the message that a yes needs: the rule stands in its footer."""
    embed = hikari.Embed(description=alert_words.IS_PUBLIC.format(channel=asked.channel_id), color=COLOUR)
    row = hikari.impl.MessageActionRowBuilder()
    about = f"{asked.channel_id}:{asked.role_id or 0}:{asked.alert_id}"
    row.add_interactive_button(hikari.ButtonStyle.DANGER, f"{_PREFIX}|{_YES}|{about}", label=alert_words.YES)
    row.add_interactive_button(hikari.ButtonStyle.SECONDARY, f"{_PREFIX}|{_NO}|{about}", label=alert_words.NO)
    return MessagePayload(embed.set_footer(asked.text), [row])


def is_question(custom_id: str) -> bool:
    """Return whether a component is one of such a question."""
    return custom_id.startswith(f"{_PREFIX}|")


def read(custom_id: str, message: hikari.Message) -> Asked | None:
    """Return what a press says yes to; None for a no.

    Raises:
        ValueError: If it was made up, or the message is not what it was.
    """
    _, verb, about = custom_id.split("|", 2)
    if verb == _NO:
        return None
    ids = [snowflake.parse(one) for one in about.split(":")]
    footer = message.embeds[0].footer if message.embeds else None
    if verb != _YES or len(ids) != len(("channel", "role", "alert")) or footer is None or not footer.text:
        raise ValueError(custom_id)
    channel_id, role_id, alert_id = ids
    if channel_id is None or role_id is None or alert_id is None:
        raise ValueError(custom_id)
    return Asked(int(channel_id), int(role_id) or None, int(alert_id), footer.text)
