"""The settings: one table, with a default, a meaning and a check each.

They come from the first that is there: a `Config` registered in `client.di`; the file that the environment variable
LIGHTBULB_AUDIT_CONFIG names; `config.toml` in the working directory, if it has a table `[audit]`; the defaults.
"""

import os
import pathlib
import tomllib
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import cattrs
import hikari

from lightbulb_audit.analyse.reason import compile_format
from lightbulb_audit.errors import SettingsError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import DEFAULT_COUNT, MOST_COUNT
from lightbulb_audit.model.secrets import mask_secrets

ENVIRONMENT: Final = "LIGHTBULB_AUDIT_CONFIG"
DEFAULT_FILE: Final = "config.toml"
TABLE: Final = "audit"
NONE: Final[Mapping[str, Any]] = {}
_MOST_DAYS: Final = 36_500
_LONGEST_NAME: Final = 32


def _is_zone(_config: Any, _attribute: Any, value: str) -> None:
    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        problem = f"{mask_secrets(repr(value))} is no time zone; write one such as 'UTC' or 'Europe/Berlin'"
        raise ValueError(problem) from error


def _is_count(_config: Any, _attribute: Any, value: int) -> None:
    if not 1 <= value <= MOST_COUNT:
        problem = f"{value} is not from 1 to {MOST_COUNT}"
        raise ValueError(problem)


def _is_days(_config: Any, _attribute: Any, value: int) -> None:
    if not 0 <= value <= _MOST_DAYS:
        problem = f"{value} is not from 0 to {_MOST_DAYS}"
        raise ValueError(problem)


def _is_channel(_config: Any, _attribute: Any, value: str) -> None:
    if value and not snowflake.parse(value):
        problem = f"{value!r} is no id of a channel; write one such as '81384788765712384'"
        raise ValueError(problem)


def _is_formats(_config: Any, _attribute: Any, value: Sequence[str]) -> None:
    for row in value:
        compile_format(row)


def _is_group(_config: Any, _attribute: Any, value: str) -> None:
    # Source: Discord's API reference, "Application Command Naming".
    letters = value.replace("-", "").replace("_", "")
    if not 1 <= len(value) <= _LONGEST_NAME or value != value.lower() or (letters and not letters.isalnum()):
        problem = f"{value!r} is no name of a group; write 1 to {_LONGEST_NAME} small letters, digits, - and _"
        raise ValueError(problem)


def _is_context_menu(_config: Any, _attribute: Any, value: str) -> None:
    if not 1 <= len(value) <= _LONGEST_NAME or value != value.strip():
        problem = f"{value!r} is no name of a context menu; write 1 to {_LONGEST_NAME} characters"
        raise ValueError(problem)


def _is_permission(_config: Any, _attribute: Any, value: str) -> None:
    if value and value.upper() not in hikari.Permissions.__members__:
        problem = f"{value!r} is no permission; write one such as 'view_audit_log', or nothing for everyone"
        raise ValueError(problem)


def _are_guilds(_config: Any, _attribute: Any, value: Sequence[str]) -> None:
    for guild_id in value:
        if not snowflake.parse(guild_id):
            problem = f"{guild_id!r} is no id of a server; write one such as '81384788765712384'"
            raise ValueError(problem)


@attrs.frozen(kw_only=True)
class Config:
    """The settings of the extension. Every one has a default.

    Raises:
        ValueError: If a value does not fit its setting.
    """

    timezone: str = attrs.field(
        default="UTC",
        validator=_is_zone,
        metadata={"meaning": 'The time zone that dates are meant in where they name none, such as "Europe/Berlin".'},
    )
    private: bool = attrs.field(
        default=True,
        metadata={"meaning": "Whether only the asker sees an answer, unless the option `private` says otherwise."},
    )
    count: int = attrs.field(
        default=DEFAULT_COUNT,
        validator=_is_count,
        metadata={"meaning": "How many entries a list shows, 1 to 25, unless the option `count` says otherwise."},
    )
    fold: bool = attrs.field(
        default=True,
        metadata={
            "meaning": "Whether many entries of one actor and one doing in a row are one line of a list, unless the "
            "option `fold` says otherwise."
        },
    )
    archive: str = attrs.field(
        default="",
        repr=mask_secrets,
        metadata={
            "meaning": 'Where the archive is, such as "sqlite:///audit.sqlite3" or a PostgreSQL URL; none if empty.'
        },
    )
    retention_days: int = attrs.field(
        default=0,
        validator=_is_days,
        metadata={"meaning": "For how many days the archive keeps an entry; 0 for ever."},
    )
    left_days: int = attrs.field(
        default=30,
        validator=_is_days,
        metadata={"meaning": "How many days after the bot left a server the archive forgets all of it."},
    )

    checkpoints: str = attrs.field(
        default="",
        validator=_is_channel,
        metadata={
            "meaning": "The id of a channel to which a checkpoint of the archive is posted once a day; none if empty."
        },
    )

    reason_formats: tuple[str, ...] = attrs.field(
        default=(),
        validator=_is_formats,
        metadata={
            "meaning": "How your own bots write into a reason who asked them, such as "
            '"{reason} (ordered by {name}, {id})"; {…} stands for anything else.'
        },
    )

    group: str = attrs.field(
        default="audit",
        validator=_is_group,
        metadata={
            "meaning": "What the group of commands is called; where the bot has such a one already, it gives way."
        },
    )
    context_menu: str = attrs.field(
        default="Audit history",
        validator=_is_context_menu,
        metadata={"meaning": "What the context menu of a user is called; likewise."},
    )
    default_permission: str = attrs.field(
        default="view_audit_log",
        validator=_is_permission,
        metadata={
            "meaning": "Which members are shown the commands where a server does not say otherwise: those with this "
            "permission; everyone if empty. Only those who may view the audit log are answered."
        },
    )
    guilds: tuple[str, ...] = attrs.field(
        default=(),
        validator=_are_guilds,
        metadata={
            "meaning": 'The ids of the servers that have the commands, such as ["81384788765712384"]; if empty, all, '
            "or the `default_enabled_guilds` of lightbulb's client."
        },
    )

    @property
    def permission(self) -> hikari.UndefinedOr[hikari.Permissions]:
        """The permission that members need to be shown the commands."""
        name = self.default_permission.upper()
        return hikari.Permissions[name] if name else hikari.UNDEFINED

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone."""
        return zoneinfo.ZoneInfo(self.timezone)


def find(
    environment: Mapping[str, str] = os.environ, folder: pathlib.Path | None = None, defaults: Mapping[str, Any] = NONE
) -> Config:
    """The settings that an extension starts with if its bot gives it none.

    Args:
        environment: Where the name of a file may stand.
        folder: The working directory.
        defaults: Defaults of one's own.

    Raises:
        SettingsError: If there are some that cannot be used.
    """
    named = environment.get(ENVIRONMENT)
    if named:
        return load(pathlib.Path(named), defaults)
    default = (folder or pathlib.Path()) / DEFAULT_FILE
    if not default.is_file():
        return Config(**defaults)
    document = _document(default)
    return parse(document, str(default), defaults) if TABLE in document else Config(**defaults)


def load(path: pathlib.Path, defaults: Mapping[str, Any] = NONE) -> Config:
    """The settings in a file; see `find`.

    Raises:
        SettingsError: If the file cannot be read or used.
    """
    return parse(_document(path), str(path), defaults)


def parse(document: Mapping[str, Any], source: str, defaults: Mapping[str, Any] = NONE) -> Config:
    """The settings in a TOML document.

    Args:
        document: Its tables; without `[audit]` the defaults hold.
        source: Where it came from, for errors.
        defaults: Defaults of one's own.

    Raises:
        SettingsError: If a setting is unknown, or a value does not fit.
    """
    table = document.get(TABLE, {})
    try:
        return _converter.structure({**defaults, **table} if isinstance(table, dict) else table, Config)
    except Exception as error:  # noqa: BLE001 - cattrs raises groups of whatever a check raises
        problems = tuple(
            problem.replace("@ $.", "for ").replace("@ $", f"in [{TABLE}]") for problem in _problems(error)
        )
        # Without its cause, which a log would show with all that stood in the table.
        raise SettingsError(source, problems) from None


def _problems(error: Exception) -> list[str]:
    return cattrs.transform_error(error, format_exception=_said)


def _said(error: BaseException, _type: type | None) -> str:
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return mask_secrets(f"there is no setting {', '.join(sorted(error.extra_fields))}")
    return mask_secrets(str(error))


def _document(path: pathlib.Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(str(path), (f"it cannot be read ({error.strerror})",)) from error
    except ValueError as error:
        raise SettingsError(str(path), (f"it is no TOML ({error})",)) from error


def _strictly(kind: type) -> Any:
    """No silent conversion: cattrs would take "false" for true, and 10.7 for 10."""

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            problem = f"{mask_secrets(repr(value))} is no {_KINDS[kind]}"
            raise ValueError(problem)
        return value

    return structure


_KINDS: Final[Mapping[type, str]] = {str: "text in quotes", bool: "true or false", int: "whole number"}
_converter: Final = cattrs.Converter(forbid_extra_keys=True)
for _kind in _KINDS:
    _converter.register_structure_hook(_kind, _strictly(_kind))
