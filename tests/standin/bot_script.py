"""A small real bot with one command of each kind, for the stand-in's own tests."""

import asyncio
import contextlib
import os
import sys

import hikari
import lightbulb

bot = hikari.GatewayBot(
    os.environ["BOT_TOKEN"],
    rest_url=os.environ["BOT_REST_URL"],
    intents=hikari.Intents.GUILDS | hikari.Intents.GUILD_MODERATION,
    banner=None,
)
client = lightbulb.client_from_app(bot)
ROW = hikari.impl.MessageActionRowBuilder


def _rows() -> list[hikari.api.MessageActionRowBuilder]:
    buttons = ROW()
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "newer", label="◀ Newer", is_disabled=True)
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "older", label="Older ▶")
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "ignored", label="Ignored")
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "jump", label="Jump")
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "bad form", label="Bad form")
    menu = ROW()
    select = menu.add_text_menu("menu", placeholder="Pick")
    select.add_option("First", "1")
    select.add_option("Second", "2")
    return [buttons, menu]


async def _complete(context: lightbulb.AutocompleteContext[str]) -> None:
    typed = str(context.focused.value or "")
    await context.respond([name for name in ("ban", "bask", "kick") if name.startswith(typed)])


@client.register
class Echo(lightbulb.SlashCommand, name="echo", description="Says it again"):
    """Answers at once."""

    text = lightbulb.string("text", "What to say")
    count = lightbulb.integer("count", "How often", default=1, min_value=1, max_value=5)
    user = lightbulb.user("user", "To whom", default=None)
    loud = lightbulb.boolean("loud", "Loudly", default=False)

    @lightbulb.invoke
    async def invoke(self, context: lightbulb.Context) -> None:
        """Answer."""
        who = f" {self.user.username}" if self.user else ""
        await context.respond(self.text * self.count + who, ephemeral=not self.loud)


@client.register
class Buttons(lightbulb.SlashCommand, name="buttons", description="Shows components"):
    """Answers with components."""

    @lightbulb.invoke
    async def invoke(self, context: lightbulb.Context) -> None:
        """Answer."""
        await context.respond("page 1", components=_rows())


@client.register
class Slow(lightbulb.SlashCommand, name="slow", description="Defers"):
    """Defers, then answers and follows up with a file."""

    @lightbulb.invoke
    async def invoke(self, context: lightbulb.Context) -> None:
        """Answer."""
        await context.defer(ephemeral=True)
        await asyncio.sleep(0.1)
        await context.respond("done")
        await context.respond("more", attachment=hikari.Bytes("a,b\n", "table.csv"), ephemeral=True)


@client.register
class Broken(lightbulb.SlashCommand, name="broken", description="Dies or says nothing"):
    """Dies, or never answers."""

    dies = lightbulb.boolean("dies", "Whether it dies", default=False)

    @lightbulb.invoke
    async def invoke(self, _: lightbulb.Context) -> None:
        """Do not answer."""
        if self.dies:
            sys.stderr.write("the end\n")
            sys.stderr.flush()
            os._exit(7)


group = lightbulb.Group("audit", "A group")


@group.register
class Recent(lightbulb.SlashCommand, name="recent", description="A subcommand"):
    """Has an option with autocomplete."""

    action = lightbulb.string("action", "Which", default="", autocomplete=_complete)
    when = lightbulb.string("when", "When", default="")

    @lightbulb.invoke
    async def invoke(self, context: lightbulb.Context) -> None:
        """Answer."""
        await context.respond(f"{self.action}|{self.when}")


client.register(group)


@client.register
class About(lightbulb.UserCommand, name="About this user"):
    """A user's context menu."""

    @lightbulb.invoke
    async def invoke(self, context: lightbulb.Context) -> None:
        """Answer."""
        await context.respond(f"about {self.target.username}", ephemeral=True)


@bot.listen(hikari.ComponentInteractionCreateEvent)
async def on_component(event: hikari.ComponentInteractionCreateEvent) -> None:
    """Answer buttons and menus."""
    interaction = event.interaction
    if interaction.custom_id == "older":
        await interaction.create_initial_response(hikari.ResponseType.MESSAGE_UPDATE, "page 2", components=_rows())
    elif interaction.custom_id == "menu":
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE,
            f"chose {interaction.values[0]}",
            flags=hikari.MessageFlag.EPHEMERAL,
        )

    elif interaction.custom_id in {"jump", "bad form"}:
        form = hikari.impl.ModalActionRowBuilder()
        label = "Page" if interaction.custom_id == "jump" else "P" * 46
        form.add_text_input("page", label, placeholder="3", min_length=1, max_length=4)
        with contextlib.suppress(hikari.BadRequestError):
            await interaction.create_modal_response("Jump to a page", "jump to", component=form)


@bot.listen(hikari.ModalInteractionCreateEvent)
async def on_modal(event: hikari.ModalInteractionCreateEvent) -> None:
    """Answer a form, unless it asks for page 0."""
    interaction = event.interaction
    page = interaction.components[0].components[0].value
    if page != "0":
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_UPDATE, f"page {page} of {interaction.custom_id}", components=_rows()
        )


@bot.listen(hikari.AuditLogEntryCreateEvent)
async def on_entry(event: hikari.AuditLogEntryCreateEvent) -> None:
    """Post what happens to the first channel."""
    channels = bot.cache.get_guild_channels_view_for_guild(event.entry.guild_id)
    await bot.rest.create_message(min(channels), f"entry {event.entry.id}")


@bot.listen(hikari.StartingEvent)
async def on_starting(_: hikari.StartingEvent) -> None:
    """Start the command handler."""
    await client.start()


if __name__ == "__main__":
    bot.run(check_for_updates=False)
