"""The host's own checks, for presses, menus and forms.

lightbulb runs its hooks for commands alone. A press goes on where a command began, so whoever may not use the command
may not press either: the client's hooks of the step CHECKS run for it too, in an `ExecutionPipeline` with a `Context`,
both lightbulb's own, and a refusal goes to the client's error handlers. That can be built out of any client, so a
host's check holds without being written a second time; the other way, a setting such as `Config(may_press=...)`, would
have been one more thing to know, and a gap where it was forgotten. The other steps do not run: a press has no cool-down
and no limit of its own, and what a host does before each command, such as deferring it, is not meant for a press.

To a hook, a press looks like the command that it stands for, such as `audit export` for Save as file, without options.
`ctx.interaction` is the press, so a hook that wants more of it than a command's interaction and a press's have in
common fails, and the press is refused.

Private in lightbulb are `ExecutionPipeline._run` and `Client._error_handlers`. A test fails when they change.
"""

import asyncio
import contextlib
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import aiohttp
import hikari
import lightbulb

from lightbulb_audit.deferred import load
from lightbulb_audit.render.message import SILENT

_log: Final = logging.getLogger(__name__)

_ONLY_CHECKS: Final = (lightbulb.ExecutionSteps.CHECKS,)


class HostChecks:
    """Asks a client's checks whether somebody may press.

    Args:
        client: The client.
        commands: The commands that presses stand for, by their names.
    """

    def __init__(self, client: lightbulb.Client, commands: Mapping[str, type[lightbulb.SlashCommand]]) -> None:
        self._client = client
        self._commands = commands

    async def pass_press(
        self, interaction: hikari.ComponentInteraction | hikari.ModalInteraction, name: str, sent: asyncio.Event
    ) -> bool:
        """Run the checks; if one refuses, whoever pressed is told.

        Args:
            interaction: The press.
            name: The command that it stands for; the first of all where there is none so called.
            sent: Set once Discord has a first answer, by a check or by an error handler too.

        Returns:
            Whether all let it pass.
        """
        client = self._client
        if not any(hook.step == lightbulb.ExecutionSteps.CHECKS for hook in client.hooks):
            return True
        press: Any = interaction
        command = self._commands.get(name, next(iter(self._commands.values())))
        context = client.build_command_context(press, [], command, sent)
        pipeline = lightbulb.ExecutionPipeline(context, _ONLY_CHECKS)
        contexts = lightbulb.di.Contexts
        async with client.di.enter_context(contexts.DEFAULT), client.di.enter_context(contexts.COMMAND) as container:
            container.add_value(lightbulb.Context, context)
            container.add_value(lightbulb.ExecutionPipeline, pipeline)
            try:
                await pipeline._run()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
            except lightbulb.exceptions.ExecutionPipelineFailedException as failure:
                if not await self._is_handled(failure):
                    _log_refusal(failure)
                await _tell(interaction, sent)
                return False
        return True

    async def _is_handled(self, failure: lightbulb.exceptions.ExecutionPipelineFailedException) -> bool:
        """Hand a refusal to the client's error handlers, as lightbulb does: the first that handles it is the last."""
        by_priority: Mapping[int, list[Callable[..., Any]]] = self._client._error_handlers  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
        for handler in [handler for handlers in by_priority.values() for handler in handlers]:
            try:
                handled = handler(failure)
                if await handled if inspect.isawaitable(handled) else handled:
                    return True
            except Exception:  # noqa: BLE001 - the host's own, which its log tells of
                _log.exception("an error handler of this bot failed")
        return False


def _log_refusal(failure: lightbulb.exceptions.ExecutionPipelineFailedException) -> None:
    """A check that failed is a check that refused, or one that broke: whoever wrote it knows by its exception."""
    for hook, error in zip(failure.failed_hooks, failure.hook_failures, strict=True):
        _log.warning("the check %s of this bot refused a press: %s", hook.name, type(error).__name__, exc_info=error)


async def _tell(interaction: hikari.ComponentInteraction | hikari.ModalInteraction, sent: asyncio.Event) -> None:
    """Say that it was refused, where neither a check nor an error handler answered."""
    if not sent.is_set():
        load("lightbulb_audit.catalog.words")
        from lightbulb_audit.catalog import words

        # Discord takes one first answer: where a check gave it without lightbulb's context, ours is refused.
        with contextlib.suppress(hikari.HikariError, aiohttp.ClientError, OSError):
            await interaction.create_initial_response(
                hikari.ResponseType.MESSAGE_CREATE,
                words.HOST_REFUSED,
                flags=hikari.MessageFlag.EPHEMERAL,
                **SILENT,
            )
    sent.set()
