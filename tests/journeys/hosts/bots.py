"""Bots as they are out there, each with the extension and a habit of its own."""

import contextlib
import dataclasses
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import hikari
import hikari.impl
import lightbulb
import miru

from discord_standin import Discord
from lightbulb_audit import Config

REFUSED: Final = "Not for you."
BEFORE: Final = "One moment, please."
EXTENSION: Final = "lightbulb_audit"

Client: TypeAlias = lightbulb.GatewayEnabledClient | lightbulb.RestEnabledClient
Prepare: TypeAlias = Callable[[Any, Any], Awaitable[None]]
"""Does what a host does before it starts its client, with the bot and the client; it loads the extension too."""


async def load(_: hikari.RESTAware, client: lightbulb.Client) -> None:
    """Load the extension, as the README does."""
    await client.load_extensions(EXTENSION)


@dataclasses.dataclass(frozen=True)
class Host:
    """One bot.

    Attributes:
        prepare: What it does before its client starts.
        after: What it does afterwards.
        options: Of `lightbulb.client_from_app`.
        config: Our settings.
        cache: What its cache holds.
        is_rest: Whether it is a `hikari.RESTBot`.
        group: What the group of our commands is called in the end.
        before: What the host itself answers before we do.
    """

    prepare: Prepare = load
    after: Prepare | None = None
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    config: Config = dataclasses.field(default_factory=Config)
    cache: hikari.api.CacheComponents = hikari.api.CacheComponents.ALL
    is_rest: bool = False
    group: str = "audit"
    before: str = ""

    @contextlib.asynccontextmanager
    async def run(self, discord: Discord) -> AsyncGenerator[Client]:
        """Run it beside a stand-in."""
        start = _rest if self.is_rest else _gateway
        async with start(discord, self) as client:
            yield client


def _registered(client: lightbulb.Client, config: Config) -> None:
    client.di.registry_for(lightbulb.di.Contexts.DEFAULT).register_value(Config, config)


async def _started(host: Host, bot: hikari.RESTAware, client: lightbulb.Client) -> None:
    _registered(client, host.config)
    await host.prepare(bot, client)
    await client.start()
    if host.after is not None:
        await host.after(bot, client)


@contextlib.asynccontextmanager
async def _gateway(discord: Discord, host: Host) -> AsyncGenerator[Client]:
    bot = hikari.GatewayBot(
        discord.token,
        rest_url=discord.rest_url,
        intents=hikari.Intents.GUILDS | hikari.Intents.GUILD_MODERATION,
        banner=None,
        logs=None,
        cache_settings=hikari.impl.CacheSettings(components=host.cache),
    )
    client = lightbulb.client_from_app(bot, **host.options)

    @bot.listen(hikari.StartingEvent)
    async def starting(_: hikari.StartingEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
        await _started(host, bot, client)

    await bot.start(check_for_updates=False)
    try:
        yield client
    finally:
        await client.unload_extensions(EXTENSION)
        await bot.close()


@contextlib.asynccontextmanager
async def _rest(discord: Discord, host: Host) -> AsyncGenerator[Client]:
    bot = hikari.RESTBot(discord.token, "Bot", rest_url=discord.rest_url, banner=None, logs=None)
    client = lightbulb.client_from_app(bot, **host.options)

    async def starting(_: hikari.RESTBot) -> None:
        await _started(host, bot, client)

    bot.add_startup_callback(starting)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        await bot.start(socket=listening, check_for_updates=False, shutdown_timeout=0.2)
        try:
            await discord.set_endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}/")
            yield client
        finally:
            await client.unload_extensions(EXTENSION)
            await bot.close()


# Hooks


@lightbulb.hook(lightbulb.ExecutionSteps.PRE_INVOKE)
async def defer_for_all(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
    """Defer every command."""
    await ctx.defer()


@lightbulb.hook(lightbulb.ExecutionSteps.PRE_INVOKE)
async def defer_for_one(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
    """Defer every command for the asker alone."""
    await ctx.defer(ephemeral=True)


@lightbulb.hook(lightbulb.ExecutionSteps.PRE_INVOKE)
async def answer(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
    """Answer every command."""
    await ctx.respond(BEFORE)


@lightbulb.hook(lightbulb.ExecutionSteps.PRE_INVOKE)
async def defer_past_lightbulb(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
    """Defer every command without lightbulb's knowledge."""
    await ctx.interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_CREATE)


class NotAllowedError(Exception):
    """Somebody is kept out."""


def gate(user_id: int) -> lightbulb.ExecutionHook:
    """Keep one person out of everything."""

    @lightbulb.hook(lightbulb.ExecutionSteps.CHECKS)
    async def check(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
        if ctx.user.id == user_id:
            raise NotAllowedError

    return check


@lightbulb.hook(lightbulb.ExecutionSteps.CHECKS)
async def no_exports(_: lightbulb.ExecutionPipeline, ctx: lightbulb.Context) -> None:
    """Let nobody take files along, and say so."""
    if ctx.command_data.qualified_name == "audit export":
        await ctx.respond(REFUSED, ephemeral=True)
        raise NotAllowedError


# Commands and components of the hosts' own


class Greeting(lightbulb.SlashCommand, name="greet", description="A menu of lightbulb's"):
    """Shows a button that lightbulb keeps in memory."""

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Wait for a press."""
        menu = _Menu()
        await ctx.respond("Hello?", components=menu)
        with contextlib.suppress(TimeoutError):
            await menu.attach(ctx.client, timeout=20)


class _Menu(lightbulb.components.Menu):
    def __init__(self) -> None:
        self.add_interactive_button(hikari.ButtonStyle.PRIMARY, self.on_press, label="Hello")

    async def on_press(self, ctx: lightbulb.components.MenuContext) -> None:
        """Answer, and be done."""
        await ctx.respond("Hello to you!")
        ctx.stop_interacting()


class Likeness(lightbulb.SlashCommand, name="likeness", description="A button whose id is like ours"):
    """Shows a button that no library knows."""

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Show it."""
        row = hikari.impl.MessageActionRowBuilder()
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "la1|mine", label="Mine")
        await ctx.respond("Press it.", components=[row])


async def answer_own(interaction: Any) -> None:
    """What the host does with its own button."""
    await interaction.create_initial_response(hikari.ResponseType.MESSAGE_CREATE, "It is mine.")


async def with_components(bot: Any, client: lightbulb.Client) -> None:
    """Have menus of lightbulb's, and a button of one's own by a listener; on a server it wraps lightbulb's."""
    client.register(Greeting)
    client.register(Likeness)
    if isinstance(bot, hikari.RESTBot):
        before: Any = bot.get_listener(hikari.ComponentInteraction)

        def listen(interaction: hikari.ComponentInteraction) -> Any:
            return answer_own(interaction) if interaction.custom_id == "la1|mine" else before(interaction)

        bot.set_listener(hikari.ComponentInteraction, listen, replace=True)
    else:

        @bot.listen(hikari.InteractionCreateEvent)
        async def listen_too(event: hikari.InteractionCreateEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
            if isinstance(event.interaction, hikari.ComponentInteraction) and event.interaction.custom_id == "la1|mine":
                await answer_own(event.interaction)

    await load(bot, client)


async def with_catch_all(bot: Any, client: lightbulb.Client) -> None:
    """Defer whatever is pressed, as bots with one big dispatcher do."""

    @bot.listen(hikari.InteractionCreateEvent)
    async def listen(event: hikari.InteractionCreateEvent) -> None:  # pyright: ignore[reportUnusedFunction] - hikari calls it
        if isinstance(event.interaction, hikari.ComponentInteraction):
            with contextlib.suppress(hikari.BadRequestError):
                await event.interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_UPDATE)

    await load(bot, client)


class ViewCommand(lightbulb.SlashCommand, name="greet", description="A view of miru's"):
    """Shows a button of miru's."""

    views: miru.Client

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Show it."""
        view = _View(timeout=20)
        await ctx.respond("Hello?", components=view)
        self.views.start_view(view)


class _View(miru.View):
    @miru.button(label="Hello")
    async def hello(self, ctx: miru.ViewContext, _: miru.Button) -> None:
        """Answer."""
        await ctx.respond("Hello to you!")
        self.stop()


async def with_miru(bot: Any, client: lightbulb.Client) -> None:
    """Have views of miru's."""
    ViewCommand.views = miru.Client(bot, stop_bound_on_delete=False)
    client.register(ViewCommand)
    await load(bot, client)


def own_group() -> lightbulb.Group:
    """The host's own `/audit`, about something else."""
    group = lightbulb.Group("audit", "Of our books")

    @group.register
    class Books(lightbulb.SlashCommand, name="books", description="Look into the books"):  # pyright: ignore[reportUnusedClass] - the group has it
        """Answers with something else."""

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            """Answer."""
            await ctx.respond("All is paid.")

    return group


async def with_own_group_before(bot: Any, client: lightbulb.Client) -> None:
    """Register it before loading."""
    client.register(own_group())
    await load(bot, client)


async def with_own_group_after(bot: Any, client: lightbulb.Client) -> None:
    """Register it after loading."""
    await load(bot, client)
    client.register(own_group())


async def nothing(_: Any, __: lightbulb.Client) -> None:
    """Do nothing."""


async def load_started(bot: Any, client: lightbulb.Client) -> None:
    """Load into a client that has started, and tell Discord."""
    await load(bot, client)
    await client.sync_application_commands()


async def reload(_: Any, client: lightbulb.Client) -> None:
    """Load anew."""
    await client.reload_extensions(EXTENSION)
