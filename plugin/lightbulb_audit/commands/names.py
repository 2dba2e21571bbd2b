"""Names of commands, where a host may have one of the same name: lightbulb would let either vanish without a word.

The name is looked at when the commands are registered, and again whenever lightbulb builds what it sends to Discord,
since a host may register its own later. What is taken is replaced by the first free one after it, with one warning.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

import hikari
import lightbulb

_log: Final = logging.getLogger(__name__)

_LONGEST: Final = 32
"""Characters of a command's name. Source: Discord's API reference, "Application Command Naming"."""

_TRIES: Final = 100

Names = frozenset[tuple[hikari.CommandType, str]]
"""Names by the kind of command: a group and a context menu may be called alike."""


class CommandName:
    """The name of one of our commands in one client.

    Args:
        client: The client.
        kind: Of which kind the command is.
        wanted: The name that the settings give.
        setting: Which setting that is.
        others: Names that our commands have in other clients of the same bot.
    """

    def __init__(
        self,
        client: lightbulb.Client,
        kind: hikari.CommandType,
        wanted: str,
        setting: str,
        others: Callable[[], Collection[str]],
    ) -> None:
        self._client = client
        self._kind = kind
        self._wanted = wanted
        self._setting = setting
        self._others = others
        self._looked_at: Sequence[object] | None = None
        self.current = wanted

    async def find(self) -> str:
        """Give a name that nobody else has, the same as before if that still is free.

        It is looked for again only when other commands are there than before.
        """
        registered = self._client.registered_commands
        if registered != self._looked_at:
            self._looked_at = registered
            taken = {name for kind, name in await _names(self._client) if kind is self._kind}
            self._choose(taken | set(self._others()))
        return self.current

    def _choose(self, taken: Collection[str]) -> None:
        if self.current not in taken:
            return
        before, self.current = self.current, next(one for one in self._candidates() if one not in taken)
        _log.warning(
            "this bot has a command called %r of its own, so the audit log's is called %r: choose another name with "
            "the setting `%s`",
            before,
            self.current,
            self._setting,
        )

    def _candidates(self) -> Iterator[str]:
        is_slash = self._kind is hikari.CommandType.SLASH
        for number in range(1, _TRIES):
            numbered = "" if number == 1 else f"-{number}" if is_slash else f" {number}"
            end = f"-log{numbered}" if is_slash else f" (log{numbered})"
            yield f"{self._wanted[: _LONGEST - len(end)]}{end}"


class AuditGroup(lightbulb.Group):
    """`/audit`, or whatever it is called: a group whose name gives way to the host's."""

    __slots__ = ("given_name",)

    given_name: CommandName

    # The name may change, and lightbulb keeps commands by their hash.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    async def as_command_builder(self, default_locale: hikari.Locale, localization_provider: Any) -> Any:
        """Build what Discord gets, under a name that is free."""
        # A group is frozen; its name is what lightbulb unregisters it by.
        object.__setattr__(self, "name", await self.given_name.find())
        return await super().as_command_builder(default_locale, localization_provider)


def is_ours(command: object) -> bool:
    """Return whether a registered command is one of ours."""
    return isinstance(command, AuditGroup) or hasattr(command, "given_name")


async def _names(client: lightbulb.Client) -> Names:
    """Return the names that Discord gets of the host's commands: a localized command is called as its provider says."""
    names: set[tuple[hikari.CommandType, str]] = set()
    for command in client.registered_commands:
        if is_ours(command):
            continue
        try:
            built = await command.as_command_builder(client.default_locale, client.localization_provider)
        except Exception as error:  # noqa: BLE001 - the host's own, and the client's start tells of it
            _log.debug("a command of this bot cannot be built: %s", type(error).__name__)
            continue
        names.add((hikari.CommandType(built.type), built.name))
    return frozenset(names)
