import asyncio
import os
import pathlib
import pkgutil
import subprocess
import sys
from typing import Final

from lightbulb_audit.commands import answers
from lightbulb_audit.deferred import Deferred, load_all

_LOADING: Final = """
import asyncio, sys, threading
import hikari, lightbulb

async def main():
    client = lightbulb.client_from_app(hikari.GatewayBot("MQ.x.y", banner=None, logs=None))
    await client.load_extensions("lightbulb_audit")
    assert client.registered_commands

asyncio.run(main())
for thread in threading.enumerate():
    if thread.daemon:
        thread.join()
print(*(name for name in sys.modules if name.startswith("lightbulb_audit.")))
"""

_LATER: Final = ("commands.answers", "describe", "query", "render.", "archive", "archiver", "services.log", "timeline")
"""What nobody needs who has not asked anything yet; `render.message` says how no message pings."""


def _modules(code: str, cache: pathlib.Path, *, writes: bool) -> set[str]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache), "PYTHONDONTWRITEBYTECODE": "" if writes else "1"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return {name.removeprefix("lightbulb_audit.") for name in ran.stdout.split()} - {"render.message"}


def test_loading_imports_no_answer(tmp_path: pathlib.Path) -> None:
    """A bot that loads the extension imports what its commands look like, and next to nothing of what answers them.

    But for where all of it would have to be compiled: the first command would take too long.
    """
    compiled = _modules(_LOADING, tmp_path, writes=True)
    assert answers.__name__.removeprefix("lightbulb_audit.") + ".feed.desk" in compiled
    names = _modules(_LOADING, tmp_path, writes=False)
    assert {name for name in names if name.startswith(_LATER)} == set()
    assert len(names) < 70


def test_all_that_answers_is_imported_at_once() -> None:
    """After the first command no other one imports anything."""
    load_all(answers.__name__)
    inside = {found.name for found in pkgutil.walk_packages(answers.__path__, f"{answers.__name__}.")}
    assert f"{answers.__name__}.feed.desk" in inside
    assert inside <= sys.modules.keys()


async def test_it_is_built_once() -> None:
    """Whoever asks, and however many at once, gets the same one; nothing is built for nobody."""
    built: list[object] = []

    def build() -> object:
        built.append(object())
        return built[-1]

    deferred = Deferred("lightbulb_audit.commands.answers", build)
    assert (deferred.built, built) == (None, [])
    found = await asyncio.gather(*(deferred.get() for _ in range(5)))
    assert {*found, deferred.now(), deferred.built} == set(built)
    assert len(built) == 1
