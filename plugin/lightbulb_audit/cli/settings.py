"""The settings as the command line takes them: what is typed, then the environment, then a file, then the defaults."""

import pathlib
from collections.abc import Mapping
from typing import Any, Final

import attrs

from lightbulb_audit import archive as archives
from lightbulb_audit import config as settings
from lightbulb_audit.config import Config

_ARCHIVE: Final = "sqlite:///audit.sqlite3"
"""Where `run` keeps the archive if nobody says otherwise."""


def load_settings(path: pathlib.Path | None, address: str | None) -> Config:
    """Return the settings of a bot of its own: its archive is a file, unless it is set, be it to nothing.

    Args:
        path: The file that was named; else it is found as `run` and the extension find it.
        address: The archive that was named.

    Raises:
        SettingsError: If a setting cannot be used.
    """
    defaults: Mapping[str, Any] = {"archive": _ARCHIVE} if archives.is_installed() else {}
    config = settings.find(defaults=defaults) if path is None else settings.load(path, defaults)
    return config if address is None else attrs.evolve(config, archive=address)
