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

from lightbulb_audit import config_rules as rules
from lightbulb_audit.errors import SettingsError
from lightbulb_audit.model.query import DEFAULT_COUNT
from lightbulb_audit.model.rules import name_alike, show_value
from lightbulb_audit.model.secrets import mask_secrets

if TYPE_CHECKING:
    import zoneinfo

PREFIX: Final = "LIGHTBULB_AUDIT_"
"""What the name of each environment variable begins with."""

ENVIRONMENT: Final = f"{PREFIX}CONFIG"
DEFAULT_FILE: Final = "config.toml"
TABLE: Final = "audit"
NONE: Final[Mapping[str, Any]] = {}


def _freeze(value: Any) -> Any:
    """Return a list as a tuple; whatever else is no list of settings stays for its check."""
    return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - its check follows


@attrs.frozen(kw_only=True)
class Config:
    """The settings of the extension. Every one has a default.

    Raises:
        ValueError: If a value does not fit; it names the setting, what was given and what is allowed.
    """

    timezone: str = attrs.field(
        default=rules.UTC,
        validator=rules.ZONE,
        metadata={"meaning": 'The time zone that dates are meant in where they name none, such as "Europe/Berlin".'},
    )
    private: bool = attrs.field(
        default=True,
        validator=rules.SWITCH,
        metadata={"meaning": "Whether only the asker sees an answer, unless the option `private` says otherwise."},
    )
    count: int = attrs.field(
        default=DEFAULT_COUNT,
        validator=rules.COUNT,
        metadata={"meaning": "How many entries a list shows, 1 to 25, unless the option `count` says otherwise."},
    )
    fold: bool = attrs.field(
        default=True,
        validator=rules.SWITCH,
        metadata={
            "meaning": "Whether many entries of one actor and one doing in a row are one line of a list, unless the "
            "option `fold` says otherwise."
        },
    )
    archive: str = attrs.field(
        default="",
        validator=rules.ADDRESS,
        repr=mask_secrets,
        metadata={
            "meaning": 'Where the archive is, such as "sqlite:///audit.sqlite3" or a PostgreSQL URL; none if empty.'
        },
    )
    retention_days: int = attrs.field(
        default=0,
        validator=rules.DAYS,
        metadata={"meaning": "For how many days the archive keeps an entry; 0 for ever."},
    )
    left_days: int = attrs.field(
        default=30,
        validator=rules.DAYS,
        metadata={"meaning": "How many days after the bot left a server the archive forgets all of it."},
    )

    requests_per_second: int = attrs.field(
        default=5,
        validator=rules.RATE,
        metadata={
            "meaning": "How many requests a second the archive's collecting may make, 1 to 40: Discord allows a bot 50 "
            "for everything."
        },
    )
    checkpoints: str = attrs.field(
        default="",
        validator=rules.CHANNEL,
        metadata={
            "meaning": "The id of a channel to which a checkpoint of the archive is posted once a day; none if empty."
        },
    )

    reason_formats: tuple[str, ...] = attrs.field(
        default=(),
        converter=_freeze,
        validator=[rules.TEXTS, rules.check_formats],
        metadata={
            "meaning": "How your own bots write into a reason who asked them, such as "
            '"{reason} (ordered by {name}, {id})"; {…} stands for anything else.'
        },
    )

    group: str = attrs.field(
        default="audit",
        validator=rules.GROUP,
        metadata={
            "meaning": "What the group of commands is called; where the bot has such a one already, it gives way."
        },
    )
    context_menu: str = attrs.field(
        default="Audit history",
        validator=rules.CONTEXT_MENU,
        metadata={"meaning": "What the context menu of a user is called; likewise."},
    )
    default_permission: str = attrs.field(
        default="view_audit_log",
        validator=rules.PERMISSION,
        metadata={
            "meaning": "Which members are shown the commands where a server does not say otherwise: those with this "
            "permission; everyone if empty. Only those who may view the audit log are answered."
        },
    )
    guilds: tuple[str, ...] = attrs.field(
        default=(),
        converter=_freeze,
        validator=rules.GUILDS,
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
