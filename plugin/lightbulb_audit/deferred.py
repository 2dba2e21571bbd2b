"""What is imported with its first use: a bot that loads the extension pays for what its commands look like, no more."""

import asyncio
import importlib
import importlib.util
import pathlib
import sys
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")

_importing: Final = threading.Lock()
"""Held by whoever imports: two threads that import parts of one package may each wait for the other."""


def load(module: str) -> None:
    """Import a module, after whatever another thread imports."""
    with _importing:
        importlib.import_module(module)


def load_all(package: str) -> None:
    """Import a package with all that is in it."""
    import pkgutil

    load(package)
    for found in pkgutil.walk_packages(sys.modules[package].__path__, f"{package}."):
        load(found.name)


def load_ahead(package: str) -> None:
    """Import a package in a thread at once where its byte code is not at hand: compiling takes seconds.

    Discord waits 3 seconds for the answer to a command, and the first one would spend them.
    """
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.cached is not None and not pathlib.Path(spec.cached).exists():
        threading.Thread(target=load_all, args=(package,), name=package, daemon=True).start()


class Deferred(Generic[_T]):
    """Something that takes many modules: imported and built once, when it is first asked for.

    Args:
        package: What it takes: all that is in it, and what that imports.
        build: Builds it, once that is imported.
    """

    def __init__(self, package: str, build: Callable[[], _T]) -> None:
        self._package = package
        self._build = build
        self.built: _T | None = None

    async def get(self) -> _T:
        """Return it; what is not imported yet is imported in a thread, so that the bot goes on meanwhile."""
        if self.built is None:
            await asyncio.to_thread(load_all, self._package)
        return self.now()

    def now(self) -> _T:
        """Return it at once, for those who have to wait for it anyway."""
        if self.built is None:
            load_all(self._package)
            self.built = self._build()
        return self.built
