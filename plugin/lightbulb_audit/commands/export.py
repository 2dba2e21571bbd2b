"""`/audit export`: everything that fits a question, as a file to keep."""

from typing import TYPE_CHECKING, Any

import lightbulb

from lightbulb_audit.catalog.option_words import EXPORT_FORMS
from lightbulb_audit.commands.search import build_command, given, options_of
from lightbulb_audit.config import Config
from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services


def export(config: Config, services: "Deferred[Services]") -> type[lightbulb.SlashCommand]:
    """Return the command, for one running plugin."""

    async def invoke(self: Any, ctx: lightbulb.Context) -> None:
        """Answer with the file."""
        found = await services.get()
        from lightbulb_audit.commands.answers import export

        await export.answer(ctx, found, given(self), self.format, private=self.private)

    query, *others = options_of(services).items()
    form = lightbulb.string(
        "format",
        "What kind of file",
        default=next(iter(EXPORT_FORMS)),
        choices=[lightbulb.Choice(title, name) for name, title in EXPORT_FORMS.items()],
    )
    options = {
        **dict([query]),
        "format": form,
        **dict(others),
        "private": lightbulb.boolean("private", "Whether only you see the answer", default=config.private),
    }
    return build_command(
        "export", "Take everything that fits along: a page to read, a table, or the raw entries", options, invoke
    )
