"""The settings: one table, with a default, a meaning and a check each.

They come from the first that is there: a `Config` registered in `client.di`; the file that the environment variable
LIGHTBULB_AUDIT_CONFIG names; `config.toml` in the working directory, if it has a table `[audit]`; the defaults. For
each setting there is an environment variable too, LIGHTBULB_AUDIT_COUNT for `count`, which comes before any file. A
`Config` of the bot's own is taken as it is.
"""

import os
import pathlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
import hikari

from lightbulb_audit.analyse.reason import compile_format
from lightbulb_audit.errors import SettingsError
from lightbulb_audit.model import snowflake
from lightbulb_audit.model.query import DEFAULT_COUNT, MOST_COUNT
from lightbulb_audit.model.rules import Rule, name_alike, show_value
from lightbulb_audit.model.secrets import mask_secrets

if TYPE_CHECKING:
    import zoneinfo

PREFIX: Final = "LIGHTBULB_AUDIT_"
"""What the name of each environment variable begins with."""

ENVIRONMENT: Final = f"{PREFIX}CONFIG"
DEFAULT_FILE: Final = "config.toml"
TABLE: Final = "audit"
NONE: Final[Mapping[str, Any]] = {}
_UTC: Final = "UTC"
_MOST_DAYS: Final = 36_500
_LONGEST_NAME: Final = 32
_MOST_REQUESTS: Final = 40


def _is_zone(value: str) -> bool:
    if value == _UTC:
        return True  # what most have; to look for any other one, Python reads how it was built
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _zone_hint(value: str) -> str:
    import zoneinfo

    near = name_alike(value, zoneinfo.available_timezones())
    return "" if near is None else f" (do you mean {near!r}?)"


def _is_channel(value: str) -> bool:
    return not value or bool(snowflake.parse(value))


def _are_texts(value: tuple[Any, ...]) -> bool:
    return all(isinstance(row, str) for row in value)


def _is_group(value: str) -> bool:
    # Source: Discord's API reference, "Application Command Naming".
    letters = value.replace("-", "").replace("_", "")
    return 1 <= len(value) <= _LONGEST_NAME and value == value.lower() and (not letters or letters.isalnum())


def _is_context_menu(value: str) -> bool:
    return 1 <= len(value) <= _LONGEST_NAME and value == value.strip()


def _is_permission(value: str) -> bool:
    return not value or value.upper() in hikari.Permissions.__members__


def _permission_hint(value: str) -> str:
    near = name_alike(value, map(str.lower, hikari.Permissions.__members__))
    return "" if near is None else f" (do you mean {near!r}?)"


def _are_guilds(value: tuple[Any, ...]) -> bool:
    return all(isinstance(guild_id, str) and snowflake.parse(guild_id) for guild_id in value)


def _check_formats(_config: Any, _attribute: Any, value: tuple[str, ...]) -> None:
    for row in value:
        try:
            compile_format(row)
        except ValueError as error:
            problem = f"reason_formats: {mask_secrets(str(error))}"
            raise ValueError(problem) from None


def _freeze(value: Any) -> Any:
    """Return a list as a tuple; whatever else is no list of settings stays for its check."""
    return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - its check follows


_SWITCH: Final = Rule(bool, "true or false")
_DAYS: Final = Rule(int, f"a whole number from 0 to {_MOST_DAYS}", lambda value: 0 <= value <= _MOST_DAYS)
_RATE: Final = Rule(int, f"a whole number from 1 to {_MOST_REQUESTS}", lambda value: 1 <= value <= _MOST_REQUESTS)
_COUNT: Final = Rule(int, f"a whole number from 1 to {MOST_COUNT}", lambda value: 1 <= value <= MOST_COUNT)
_ZONE: Final = Rule(str, "the name of a time zone in quotes, such as 'UTC' or 'Europe/Berlin'", _is_zone, _zone_hint)
_ADDRESS: Final = Rule(str, "a database URL or the path of a file, in quotes")
_CHANNEL: Final = Rule(str, "the id of a channel in quotes, such as '81384788765712384', or empty", _is_channel)
_TEXTS: Final = Rule(tuple, "a list of texts in quotes", _are_texts)
_GROUP: Final = Rule(str, f"1 to {_LONGEST_NAME} small letters, digits, - and _, in quotes", _is_group)
_CONTEXT_MENU: Final = Rule(str, f"1 to {_LONGEST_NAME} characters in quotes, no space at either end", _is_context_menu)
_PERMISSION: Final = Rule(
    str, "a permission in quotes, such as 'view_audit_log', or empty for everyone", _is_permission, _permission_hint
)
_GUILDS: Final = Rule(tuple, "a list of ids of servers in quotes, such as ['81384788765712384']", _are_guilds)


@attrs.frozen(kw_only=True)
class Config:
    """The settings of the extension. Every one has a default.

    Raises:
        ValueError: If a value does not fit; it names the setting, what was given and what is allowed.
    """

    timezone: str = attrs.field(
        default=_UTC,
        validator=_ZONE,
        metadata={"meaning": 'The time zone that dates are meant in where they name none, such as "Europe/Berlin".'},
    )
    private: bool = attrs.field(
        default=True,
        validator=_SWITCH,
        metadata={"meaning": "Whether only the asker sees an answer, unless the option `private` says otherwise."},
    )
    count: int = attrs.field(
        default=DEFAULT_COUNT,
        validator=_COUNT,
        metadata={"meaning": "How many entries a list shows, 1 to 25, unless the option `count` says otherwise."},
    )
    fold: bool = attrs.field(
        default=True,
        validator=_SWITCH,
        metadata={
            "meaning": "Whether many entries of one actor and one doing in a row are one line of a list, unless the "
            "option `fold` says otherwise."
        },
    )
    archive: str = attrs.field(
        default="",
        validator=_ADDRESS,
        repr=mask_secrets,
        metadata={
            "meaning": 'Where the archive is, such as "sqlite:///audit.sqlite3" or a PostgreSQL URL; none if empty.'
        },
    )
    retention_days: int = attrs.field(
        default=0,
        validator=_DAYS,
        metadata={"meaning": "For how many days the archive keeps an entry; 0 for ever."},
    )
    left_days: int = attrs.field(
        default=30,
        validator=_DAYS,
        metadata={"meaning": "How many days after the bot left a server the archive forgets all of it."},
    )

    requests_per_second: int = attrs.field(
        default=5,
        validator=_RATE,
        metadata={
            "meaning": "How many requests a second the archive's collecting may make, 1 to 40: Discord allows a bot 50 "
            "for everything."
        },
    )
    checkpoints: str = attrs.field(
        default="",
        validator=_CHANNEL,
        metadata={
            "meaning": "The id of a channel to which a checkpoint of the archive is posted once a day; none if empty."
        },
    )

    reason_formats: tuple[str, ...] = attrs.field(
        default=(),
        converter=_freeze,
        validator=[_TEXTS, _check_formats],
        metadata={
            "meaning": "How your own bots write into a reason who asked them, such as "
            '"{reason} (ordered by {name}, {id})"; {…} stands for anything else.'
        },
    )

    group: str = attrs.field(
        default="audit",
        validator=_GROUP,
        metadata={
            "meaning": "What the group of commands is called; where the bot has such a one already, it gives way."
        },
    )
    context_menu: str = attrs.field(
        default="Audit history",
        validator=_CONTEXT_MENU,
        metadata={"meaning": "What the context menu of a user is called; likewise."},
    )
    default_permission: str = attrs.field(
        default="view_audit_log",
        validator=_PERMISSION,
        metadata={
            "meaning": "Which members are shown the commands where a server does not say otherwise: those with this "
            "permission; everyone if empty. Only those who may view the audit log are answered."
        },
    )
    guilds: tuple[str, ...] = attrs.field(
        default=(),
        converter=_freeze,
        validator=_GUILDS,
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
    def zone(self) -> "zoneinfo.ZoneInfo":
        """The time zone."""
        import zoneinfo

        return zoneinfo.ZoneInfo(self.timezone)


def variable(name: str) -> str:
    """Return the name of a setting's environment variable."""
    return f"{PREFIX}{name.upper()}"


def find(
    environment: Mapping[str, str] = os.environ, folder: pathlib.Path | None = None, defaults: Mapping[str, Any] = NONE
) -> Config:
    """Return the settings that an extension starts with if its bot gives it none.

    Args:
        environment: Where settings, and the name of a file, may stand.
        folder: The working directory.
        defaults: Defaults of one's own.

    Raises:
        SettingsError: If there are some that cannot be used.
    """
    named = environment.get(ENVIRONMENT)
    if named:
        return load(pathlib.Path(named), defaults, environment)
    default = (folder or pathlib.Path()) / DEFAULT_FILE
    document = _read(default) if default.is_file() else {}
    # Without our table the file is another program's.
    is_ours = any(name.lower() == TABLE for name in document)
    return parse(document if is_ours else {TABLE: {}}, str(default), defaults, environment)


def load(path: pathlib.Path, defaults: Mapping[str, Any] = NONE, environment: Mapping[str, str] = os.environ) -> Config:
    """Return the settings in a file that somebody named; see `find`.

    Raises:
        SettingsError: If the file cannot be read or used.
    """
    return parse(_read(path), str(path), defaults, environment)


def parse(
    document: Mapping[str, Any],
    source: str,
    defaults: Mapping[str, Any] = NONE,
    environment: Mapping[str, str] = NONE,
) -> Config:
    """Return the settings in a TOML document, and in the environment, which comes before it.

    Args:
        document: Its tables.
        source: Where it came from, for errors.
        defaults: Defaults of one's own.
        environment: Where settings may stand too.

    Raises:
        SettingsError: If there is no table of settings, a setting is unknown, or a value does not fit.
    """
    table = _table(document, source)
    # Without a cause, which a log would show with all that stood in the table.
    if problems := tuple(_problems(table)):
        raise SettingsError(source, problems)
    given = _environment_settings(environment)
    if problems := (*_strange_variables(environment), *_wrong_variables(given)):
        raise SettingsError("the environment", problems)
    return Config(**{**defaults, **table, **given})


def _names() -> list[str]:
    return [field.name for field in attrs.fields(Config)]


def _table(document: Mapping[str, Any], source: str) -> Mapping[str, Any]:
    table = document.get(TABLE)
    if isinstance(table, dict):
        return table  # pyright: ignore[reportUnknownVariableType] - what it holds is checked below
    if isinstance(table, list):
        problem = f"write [{TABLE}] once, in single brackets"
    elif table is not None:
        problem = f"{TABLE} is {show_value(table)}; it must be a table, which begins with the line [{TABLE}]"
    else:
        near = name_alike(TABLE, document)
        meant = "" if near is None else f", but [{mask_secrets(near)}]"
        problem = f"it has no table [{TABLE}]{meant}; put the line [{TABLE}] above the settings"
    raise SettingsError(source, (problem,))


def _problems(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with settings, a sentence each."""
    names = _names()
    for name, value in table.items():
        if name not in names:
            near = name_alike(name, names)
            meant = "config.example.toml lists all" if near is None else f"do you mean {near}?"
            yield mask_secrets(f"there is no setting {name}; {meant}")
            continue
        try:
            Config(**{name: value})
        except ValueError as error:
            yield str(error)


def _environment_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that stand in the environment, as a file would have them."""
    defaults = {field.name: field.default for field in attrs.fields(Config) if variable(field.name) in environment}
    return {name: _value(environment[variable(name)], default) for name, default in defaults.items()}


def _value(text: str, default: Any) -> Any:
    """Return what a variable says: text as it is; all else as it would stand in a file, where it can."""
    if isinstance(default, str):
        return text
    import tomllib

    try:
        return tomllib.loads(f"value = {text.lower() if isinstance(default, bool) else text}")["value"]
    except ValueError:
        return text


def _wrong_variables(given: Mapping[str, Any]) -> Iterator[str]:
    for name, value in given.items():
        yield from (f"{variable(name)}: {problem}" for problem in _problems({name: value}))


def _strange_variables(environment: Mapping[str, str]) -> Iterator[str]:
    """Variables that are nearly a setting's. Others may be anybody's: Kubernetes makes such for a service so called."""
    known = [*map(variable, _names()), ENVIRONMENT]
    for name in environment:
        if name not in known and name.upper().startswith(PREFIX):
            near = name_alike(name.upper().removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known])
            if near is not None:
                yield f"there is no variable {name}; do you mean {PREFIX}{near}?"


def _read(path: pathlib.Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(str(path), (f"it cannot be read ({error.strerror})",)) from error
    except UnicodeError:
        raise SettingsError(str(path), ("it is no TOML (it is not in UTF-8; save it so)",)) from None
    except ValueError as error:
        raise SettingsError(str(path), (f"it is no TOML ({mask_secrets(str(error))})",)) from error
