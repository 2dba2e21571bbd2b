"""The application commands that the bot registered, for all guilds or for one."""

from collections.abc import Iterator

from discord_standin.command_form import SLASH, check_names, read_command
from discord_standin.errors import unknown
from discord_standin.form import Form
from discord_standin.snowflake import Snowflakes
from discord_standin.values import Json, Payload, is_array

GLOBAL = None
"""The scope of commands that belong to no guild."""


class CommandRegistry:
    """Commands by scope: a guild's id, or GLOBAL.

    Attributes:
        was_set: The bot has registered or read its commands once; so it has come as far as that.
    """

    def __init__(self, snowflakes: Snowflakes, application_id: str) -> None:
        self._snowflakes = snowflakes
        self._application_id = application_id
        self._held: dict[str | None, dict[str, Payload]] = {}
        self.was_set = False

    def __iter__(self) -> Iterator[Payload]:
        """Go through all commands, a guild's own first, as they hide global ones of the same name."""
        for scope in sorted(self._held, key=lambda scope: scope is GLOBAL):
            yield from self._held[scope].values()

    def within(self, guild_id: str) -> "CommandRegistry":
        """Give those that people of a guild have."""
        seen = CommandRegistry(self._snowflakes, self._application_id)
        seen._held = {scope: held for scope, held in self._held.items() if scope in (GLOBAL, guild_id)}
        return seen

    def find(self, name: str, kind: int = SLASH) -> Payload | None:
        """Find a command by its name, as a person would."""
        return next((command for command in self if command["name"] == name and command["type"] == kind), None)

    def in_scope(self, scope: str | None) -> list[Payload]:
        """List a scope's commands."""
        return list(self._held.get(scope, {}).values())

    def get(self, scope: str | None, command_id: str) -> Payload:
        """Give one command.

        Raises:
            ApiError: 404 with code 10063 if there is none.
        """
        command = self._held.get(scope, {}).get(command_id)
        if command is None:
            raise unknown(10063)
        return command

    def replace(self, scope: str | None, body: Json) -> list[Payload]:
        """Register exactly these commands; those of the same name and type keep their ids."""
        form = Form()
        given = body if is_array(body) else []
        read = [
            read_command(form, (number,), item, application_id=self._application_id)
            for number, item in enumerate(given)
        ]
        check_names(form, read)
        form.finish()
        old = {(command["type"], command["name"]): command["id"] for command in self.in_scope(scope)}
        stored = [self._stored(scope, command, old.get((command["type"], command["name"]))) for command in read]
        self._held[scope] = {command["id"]: command for command in stored}
        self.was_set = True
        return stored

    def put(self, scope: str | None, body: Json) -> Payload:
        """Register one command, in the place of the one of its name and type."""
        form = Form()
        command = read_command(form, (), body, application_id=self._application_id)
        form.finish()
        same = (old for old in self.in_scope(scope) if (old["type"], old["name"]) == (command["type"], command["name"]))
        old_id = next((old["id"] for old in same), None)
        stored = self._stored(scope, command, old_id)
        self._held.setdefault(scope, {})[stored["id"]] = stored
        self.was_set = True
        return stored

    def change(self, scope: str | None, command_id: str, body: Payload) -> Payload:
        """Change some of a command's fields."""
        old = self.get(scope, command_id)
        form = Form()
        command = read_command(form, (), {**old, **body}, application_id=self._application_id)
        form.finish()
        stored = self._held[scope][command_id] = self._stored(scope, command, command_id)
        return stored

    def delete(self, scope: str | None, command_id: str) -> None:
        """Take a command away."""
        self.get(scope, command_id)
        del self._held[scope][command_id]

    def _stored(self, scope: str | None, command: Payload, command_id: str | None) -> Payload:
        own: Payload = {"id": command_id or self._snowflakes.next(), "version": self._snowflakes.next()}
        return {**own, **command, **({"guild_id": scope} if scope else {})}
