"""The formats of reasons that the settings add: the command line reads reasons as the bot beside it does."""

import pathlib

from lightbulb_audit import config as settings
from lightbulb_audit.analyse.reason import FORMATS
from lightbulb_audit.errors import SettingsError


def add_reason_formats(config_file: pathlib.Path | None) -> None:
    """Lengthen the table of formats by those of a file, or of the settings that lie at hand.

    Settings at hand that cannot be used are passed over: they may be another program's, and nobody named them.

    Raises:
        SettingsError: If the named file cannot be read or used.
    """
    try:
        config = settings.find() if config_file is None else settings.load(config_file)
    except SettingsError:
        if config_file is not None:
            raise
        return
    FORMATS.lengthen(config.reason_formats)
