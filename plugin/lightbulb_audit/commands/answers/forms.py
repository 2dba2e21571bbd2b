"""Forms that a press opens: a moment is typed into one, and its submission carries what the button carried."""

import asyncio
from collections.abc import Mapping
from typing import Final

import hikari
import hikari.impl

from lightbulb_audit.catalog import words
from lightbulb_audit.commands.answers import responder
from lightbulb_audit.commands.answers.permissions import check_permissions
from lightbulb_audit.errors import OutdatedError
from lightbulb_audit.render.button_state import Verb

FORMS: Final[Mapping[Verb, str]] = {Verb.JUMP: words.JUMP_FORM, Verb.PAST: words.PAST_FORM}
"""The presses that ask for a moment, and the titles of their forms."""

_FIELD: Final = "moment"
_LONGEST_TEXT: Final = 100


async def open_form(interaction: hikari.ComponentInteraction, verb: Verb, sent: asyncio.Event) -> None:
    """Ask somebody who may see the log for a moment; tell anybody else why not."""
    no = check_permissions(interaction)
    if no is not None:
        await responder.refuse(interaction, no, sent)
        return
    row = hikari.impl.ModalActionRowBuilder()
    row.add_text_input(_FIELD, words.WHEN, placeholder=words.WHEN_SUCH_AS, min_length=1, max_length=_LONGEST_TEXT)
    await responder.open_form(interaction, FORMS[verb], row, sent)


def typed(interaction: hikari.ModalInteraction) -> str:
    """Return what was typed into a form.

    Raises:
        OutdatedError: If it is another form.
    """
    fields = {field.custom_id: field.value for row in interaction.components for field in row.components}
    if _FIELD not in fields:
        raise OutdatedError
    return fields[_FIELD]
