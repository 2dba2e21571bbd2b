"""A bot that builds on lightbulb-audit: commands and a mirror of its own, by the public names alone.

    python bot.py [REST_URL]

Its token is taken from DISCORD_TOKEN, the address of its archive from ARCHIVE, the channel of its mirror from MIRROR.
"""

import json
import os
import pathlib
import sys

import hikari
import lightbulb

import lightbulb_audit

ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "\\*_~`|>#[]()<@-"})


def escape(text: str) -> str:
    """Plain text as Discord shows it."""
    return text.translate(ESCAPED)


def told(entry: lightbulb_audit.EntryText) -> str:
    """One line of an entry."""
    when = "at some time" if entry.created_at is None else f"<t:{entry.created_at.timestamp():.0f}:R>"
    reason = "" if entry.reason is None else f" — {escape(entry.reason)}"
    return f"{entry.icon} {escape(entry.sentence)}{reason} · {when}"


def line(change: lightbulb_audit.ChangeText) -> str:
    """One line of a change."""
    return f"{escape(change.label)}: {escape(change.text)}"


class Find(
    lightbulb.SlashCommand,
    name="find",
    description="Find audit log entries",
    default_member_permissions=hikari.Permissions.VIEW_AUDIT_LOG,
    contexts=[hikari.ApplicationContextType.GUILD],
):
    """A command of the bot's own on the archive of `/audit`."""

    query = lightbulb.string("query", "Such as: actor:anna action:ban", default="")
    limit = lightbulb.integer("limit", "How many", default=5, min_value=1, max_value=10)

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context, audit: lightbulb_audit.AuditLog) -> None:
        """Answer with the newest that fit."""
        if ctx.guild_id is None or ctx.member is None or not may_see(ctx.member):
            await ctx.respond("You may not see the audit log.", ephemeral=True)
            return
        try:
            found: lightbulb_audit.SearchResult = await audit.search(ctx.guild_id, self.query, limit=self.limit)
        except lightbulb_audit.QueryError as error:
            await ctx.respond(f"I do not understand that. {escape(str(error))}", ephemeral=True)
            return
        except lightbulb_audit.AuditLogError as error:
            await ctx.respond(escape(str(error)), ephemeral=True)
            return
        head = f"{'many' if found.total is None else found.total} found"
        head += f" in the {'archive' if found.is_archived else 'log'}{'' if found.is_complete else ', perhaps not all'}"
        more = [] if found.next_before is None else [f"more before {found.next_before}"]
        await ctx.respond("\n".join([head, *map(told, found.entries), *more]), ephemeral=True)


def may_see(member: hikari.InteractionMember) -> bool:
    """Whether somebody may see the log: that is this bot's business."""
    return bool(member.permissions & (hikari.Permissions.VIEW_AUDIT_LOG | hikari.Permissions.ADMINISTRATOR))


class Last(lightbulb.SlashCommand, name="last", description="The newest entry, as hikari has it"):
    """A command that asks Discord by itself, and has the answer said in words."""

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context, bot: hikari.GatewayBot) -> None:
        """Answer with it."""
        assert ctx.guild_id is not None
        async for log in bot.rest.fetch_audit_log(ctx.guild_id):
            newest = max(log.entries.values(), key=lambda entry: entry.id)
            text = lightbulb_audit.describe(newest, app=bot)
            await ctx.respond("\n".join([told(text), *map(line, text.changes)]))
            return


def summary(path: pathlib.Path) -> str:
    """What a saved page says: how many entries, by whom, and what nobody could read."""
    page: lightbulb_audit.LogPage = lightbulb_audit.read_page(json.loads(path.read_text(encoding="utf-8")))
    texts = page.texts()
    people = sorted({text.actor.name or f"user {text.actor.id}" for text in texts})
    unread = [name for text in texts for name in text.unread]
    by = f"lightbulb-audit {lightbulb_audit.__version__}: {len(page.records)} entries by {', '.join(people)}"
    return f"{by}; unread: {', '.join(unread) or 'nothing'}"


def make(token: str, *, archive: str = "", mirror: int = 0, rest_url: str | None = None) -> hikari.GatewayBot:
    """Make the bot.

    Args:
        token: Its token.
        archive: Where the archive is; none if empty.
        mirror: The id of a channel to which every new entry is posted; none if 0.
        rest_url: Discord's address, if it is another one.
    """
    lightbulb_audit.customize(
        words={"member_ban_add": "exile, exiled"},
        icons={"member_ban_add": "🪃"},
        colours={"member_ban_add": "#123456"},
        reason_formats=["{reason} [ordered by {name}/{id}]"],
    )
    intents = hikari.Intents.GUILDS | hikari.Intents.GUILD_MODERATION
    bot = hikari.GatewayBot(token, rest_url=rest_url, intents=intents, banner=None, logs=None)
    client = lightbulb.client_from_app(bot)
    registry = client.di.registry_for(lightbulb.di.Contexts.DEFAULT)
    registry.register_value(lightbulb_audit.Config, lightbulb_audit.Config(archive=archive))

    @bot.listen()
    async def starting(_: hikari.StartingEvent) -> None:
        client.register(Find)
        client.register(Last)
        await client.load_extensions("lightbulb_audit")
        await client.start()

    @bot.listen()
    async def post(event: lightbulb_audit.AuditEntryEvent) -> None:
        if mirror:
            record: lightbulb_audit.Record = event.record
            changed: list[lightbulb_audit.Change] = record.changes()
            entry = event.text if event.is_late else await event.fetch_text()
            behind: lightbulb_audit.Subject | None = entry.on_behalf_of
            late = "late: " if event.is_late else ""
            by = "" if behind is None else f" (ordered by {behind.name})"
            text = f"{late}{told(entry)}{by} [{len(changed)} changes]"
            await event.app.rest.create_message(mirror, text, user_mentions=False, role_mentions=False)

    return bot


if __name__ == "__main__":
    make(
        os.environ["DISCORD_TOKEN"],
        archive=os.environ.get("ARCHIVE", ""),
        mirror=int(os.environ.get("MIRROR", "0")),
        rest_url=sys.argv[1] if len(sys.argv) > 1 else None,
    ).run(check_for_updates=False)
