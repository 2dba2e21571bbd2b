"""The bot as a child process, which never outlives the stand-in."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence

from discord_standin.errors import StandinError

STOP_SECONDS = 8.0
_TAIL_BYTES = 4000


class BotProcess:
    """A bot's process: started, stopped in good order, or killed.

    Attributes:
        argv: The command.
        env: Environment variables beside this process's own.
        is_verbose: Whether the bot's output goes to standard error; else only its last line is kept for errors.
    """

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], *, is_verbose: bool = False) -> None:
        self.argv = list(argv)
        self.env = dict(env)
        self.is_verbose = is_verbose
        self._process: asyncio.subprocess.Process | None = None
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as this object; closed in `close`

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The process's id, while it is alive."""
        return self._process.pid if self._process is not None and self.is_running else None

    @property
    def returncode(self) -> int | None:
        """How the last process ended; None while it runs or before the first."""
        return self._process.returncode if self._process is not None else None

    async def start(self) -> None:
        """Start the process.

        Raises:
            StandinError: The program cannot be run.
        """
        self._output.seek(0, os.SEEK_END)
        target = sys.stderr if self.is_verbose else self._output
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=target,
                stderr=target,
                env={**os.environ, **self.env},
                start_new_session=sys.platform != "win32",  # a Ctrl-C is for this process, which then stops the bot
            )
        except OSError as error:
            message = f"The bot cannot be started: {self.argv[0]}: {error.strerror}."
            raise StandinError(message) from error

    async def stop(self) -> None:
        """Ask the bot to stop, as Ctrl-C does, and wait; kill it if that takes too long."""
        if self._process is None or not self.is_running:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the process at once, without a word to it."""
        if self._process is None or not self.is_running:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def wait(self) -> None:
        """Wait until the process has ended."""
        if self._process is not None:
            await self._process.wait()

    async def close(self) -> None:
        """Make sure that nothing is left behind."""
        try:
            await self.stop()
        finally:
            await self.kill()
            self._output.close()

    def last_line(self) -> str:
        """Give the last line of what the bot printed, for an error."""
        if self.is_verbose:
            return ""
        size = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, size - _TAIL_BYTES))
        lines = self._output.read().decode("utf-8", "replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
