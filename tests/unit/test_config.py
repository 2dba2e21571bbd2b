"""The settings: where they come from, and what is said of those that cannot be used."""

import json
import pathlib
from typing import Any

import attrs
import pytest

from lightbulb_audit import Config, config
from lightbulb_audit.errors import SettingsError


def test_nothing_is_needed(tmp_path: pathlib.Path) -> None:
    """Without a file the defaults hold."""
    assert config.find({}, tmp_path) == Config()


def test_a_file_of_the_bots_own_is_left_alone(tmp_path: pathlib.Path) -> None:
    """A `config.toml` without our table belongs to somebody else."""
    (tmp_path / "config.toml").write_text("[bot]\nprefix = 5\n", encoding="utf-8")
    assert config.find({}, tmp_path) == Config()


def test_the_working_directorys_file_is_taken(tmp_path: pathlib.Path) -> None:
    """A `config.toml` with our table is ours."""
    (tmp_path / "config.toml").write_text("[audit]\ncount = 5\n[bot]\n", encoding="utf-8")
    assert config.find({}, tmp_path) == Config(count=5)


def test_the_named_file_wins(tmp_path: pathlib.Path) -> None:
    """The environment variable comes before the working directory."""
    (tmp_path / "config.toml").write_text("[audit]\ncount = 5\n", encoding="utf-8")
    (tmp_path / "other.toml").write_text("[audit]\ncount = 6\n", encoding="utf-8")
    assert config.find({config.ENVIRONMENT: str(tmp_path / "other.toml")}, tmp_path) == Config(count=6)


_ZONE = "the name of a time zone in quotes, such as 'UTC' or 'Europe/Berlin'"
_DAYS = "a whole number from 0 to 36500"
_CHANNEL = "the id of a channel in quotes, such as '81384788765712384', or empty"
_GROUP = "1 to 32 small letters, digits, - and _, in quotes"
_CONTEXT_MENU = "1 to 32 characters in quotes, no space at either end"
_PERMISSION = "a permission in quotes, such as 'view_audit_log', or empty for everyone"
_GUILDS = "a list of ids of servers in quotes, such as ['81384788765712384']"
_FORMAT = "must hold {name} or {id}, and each of {name}, {id}, {reason} once at most"

BAD: list[tuple[str, object, str]] = [
    ("count", 0, "count is 0; it must be a whole number from 1 to 25"),
    ("count", 26, "count is 26; it must be a whole number from 1 to 25"),
    ("count", -1, "count is -1; it must be a whole number from 1 to 25"),
    ("count", 2.5, "count is 2.5; it must be a whole number from 1 to 25"),
    ("count", True, "count is True; it must be a whole number from 1 to 25"),
    ("count", "10", "count is '10'; it must be a whole number from 1 to 25"),
    ("private", "false", "private is 'false'; it must be true or false"),
    ("private", 0, "private is 0; it must be true or false"),
    ("fold", "yes", "fold is 'yes'; it must be true or false"),
    ("fold", [], "fold is []; it must be true or false"),
    ("timezone", 5, f"timezone is 5; it must be {_ZONE}"),
    ("timezone", "", f"timezone is ''; it must be {_ZONE}"),
    ("timezone", "Mars", f"timezone is 'Mars'; it must be {_ZONE}"),
    ("timezone", "../../etc/passwd", f"timezone is '../../etc/passwd'; it must be {_ZONE}"),
    ("timezone", "europe/berlin", f"timezone is 'europe/berlin'; it must be {_ZONE} (do you mean 'Europe/Berlin'?)"),
    ("archive", 5, "archive is 5; it must be a database URL or the path of a file, in quotes"),
    ("archive", ["a"], "archive is ['a']; it must be a database URL or the path of a file, in quotes"),
    ("archive", False, "archive is False; it must be a database URL or the path of a file, in quotes"),
    ("retention_days", -1, f"retention_days is -1; it must be {_DAYS}"),
    ("retention_days", 36501, f"retention_days is 36501; it must be {_DAYS}"),
    ("retention_days", "90", f"retention_days is '90'; it must be {_DAYS}"),
    ("requests_per_second", 0, "requests_per_second is 0; it must be a whole number from 1 to 40"),
    ("requests_per_second", 41, "requests_per_second is 41; it must be a whole number from 1 to 40"),
    ("left_days", -5, f"left_days is -5; it must be {_DAYS}"),
    ("left_days", 30.0, f"left_days is 30.0; it must be {_DAYS}"),
    ("left_days", False, f"left_days is False; it must be {_DAYS}"),
    ("checkpoints", 81384788765712384, f"checkpoints is 81384788765712384; it must be {_CHANNEL}"),
    ("checkpoints", "#general", f"checkpoints is '#general'; it must be {_CHANNEL}"),
    ("checkpoints", "0", f"checkpoints is '0'; it must be {_CHANNEL}"),
    ("checkpoints", "99999999999999999999999", f"checkpoints is '99999999999999999999999'; it must be {_CHANNEL}"),
    ("reason_formats", "{name}", "reason_formats is '{name}'; it must be a list of texts in quotes"),
    ("reason_formats", [5], "reason_formats is (5,); it must be a list of texts in quotes"),
    ("reason_formats", ["by whom"], f"reason_formats: 'by whom' {_FORMAT}"),
    ("reason_formats", ["{name} {name}"], f"reason_formats: '{{name}} {{name}}' {_FORMAT}"),
    ("group", "Audit log", f"group is 'Audit log'; it must be {_GROUP}"),
    ("group", "", f"group is ''; it must be {_GROUP}"),
    ("context_menu", "", f"context_menu is ''; it must be {_CONTEXT_MENU}"),
    ("default_permission", "see_all", f"default_permission is 'see_all'; it must be {_PERMISSION}"),
    (
        "default_permission",
        "view_audit_logs",
        f"default_permission is 'view_audit_logs'; it must be {_PERMISSION} (do you mean 'view_audit_log'?)",
    ),
    ("guilds", ["my server"], f"guilds is ('my server',); it must be {_GUILDS}"),
    ("guilds", [81384788765712384], f"guilds is (81384788765712384,); it must be {_GUILDS}"),
    ("guilds", "81384788765712384", f"guilds is '81384788765712384'; it must be {_GUILDS}"),
    ("timezone", "postgresql://me:hunter2@host/name", f"timezone is 'postgresql://…; it must be {_ZONE}"),
]
"""Every setting with values that it cannot have, and all that is said of each."""

BAD_TABLES: list[tuple[str, str]] = [
    ("[audit]\ncolour = 5", "there is no setting colour; config.example.toml lists all"),
    ("[audit]\nCount = 5", "there is no setting Count; do you mean count?"),
    ("[audit]\ntimezon = 'UTC'", "there is no setting timezon; do you mean timezone?"),
    ("[audit]\nretention-days = 5", "there is no setting retention-days; do you mean retention_days?"),
    ("[[audit]]\ncount = 5", "write [audit] once, in single brackets"),
    ("audit = 5", "audit is 5; it must be a table, which begins with the line [audit]"),
    ("[Audit]\ncount = 5", "it has no table [audit], but [Audit]; put the line [audit] above the settings"),
    ("[audits]\ncount = 5", "it has no table [audit], but [audits]; put the line [audit] above the settings"),
    ("count = 5", "it has no table [audit]; put the line [audit] above the settings"),
    ("", "it has no table [audit]; put the line [audit] above the settings"),
    (
        "[audit]\ncount = 0\nfold = 1",
        "count is 0; it must be a whole number from 1 to 25; fold is 1; it must be true or false",
    ),
]
"""Files whose settings cannot be used for another reason, and all that is said of each."""


@pytest.mark.parametrize(("name", "value", "said"), BAD)
def test_what_cannot_be_used_in_python_is_named(name: str, value: Any, said: str) -> None:
    """A `Config` names the setting, what was given and what is allowed; nothing is converted in silence."""
    with pytest.raises(ValueError, match=r".") as caught:
        Config(**{name: value})
    assert str(caught.value) == said
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(("name", "value", "said"), BAD)
def test_what_cannot_be_used_in_a_file_is_named(tmp_path: pathlib.Path, name: str, value: Any, said: str) -> None:
    """A file with the same value gets the same sentence, and the file's name before it."""
    path = tmp_path / "config.toml"
    path.write_text(f"[audit]\n{name} = {json.dumps(value)}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        config.load(path)
    assert str(caught.value) == f"{path}: {said}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [row for row in BAD if not isinstance(row[1], str) and not isinstance(getattr(Config(), row[0]), str)],
)
def test_what_cannot_be_used_in_the_environment_is_named(
    tmp_path: pathlib.Path, name: str, value: Any, said: str
) -> None:
    """A variable is read as a file would be, but for texts, which any variable is."""
    environment = {config.variable(name): json.dumps(value)}
    with pytest.raises(SettingsError) as caught:
        config.find(environment, tmp_path)
    assert str(caught.value) == f"the environment: {config.variable(name)}: {said}"


@pytest.mark.parametrize(("text", "said"), BAD_TABLES)
def test_what_is_no_table_of_settings_is_told(tmp_path: pathlib.Path, text: str, said: str) -> None:
    """A file that somebody named must have the table, written as it should be, and in it nothing unknown."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        config.load(path)
    assert str(caught.value) == f"{path}: {said}"


def test_the_tables_hold_every_setting() -> None:
    """Each setting has its bad values."""
    assert {name for name, _, _ in BAD} == {field.name for field in attrs.fields(Config)}
    assert len(BAD) + len(BAD_TABLES) >= 30


def test_every_setting_has_a_variable(tmp_path: pathlib.Path) -> None:
    """Each may stand in the environment, and comes before the file's; the others stay the file's."""
    (tmp_path / "config.toml").write_text('[audit]\ncount = 5\narchive = "a"\nleft_days = 3\n', encoding="utf-8")
    environment = {
        "LIGHTBULB_AUDIT_TIMEZONE": "Europe/Berlin",
        "LIGHTBULB_AUDIT_PRIVATE": "False",
        "LIGHTBULB_AUDIT_COUNT": "7",
        "LIGHTBULB_AUDIT_FOLD": "false",
        "LIGHTBULB_AUDIT_ARCHIVE": "",
        "LIGHTBULB_AUDIT_RETENTION_DAYS": "90",
        "LIGHTBULB_AUDIT_REQUESTS_PER_SECOND": "9",
        "LIGHTBULB_AUDIT_CHECKPOINTS": "81384788765712384",
        "LIGHTBULB_AUDIT_REASON_FORMATS": '["{reason} ~ {name}"]',
        "LIGHTBULB_AUDIT_GROUP": "log",
        "LIGHTBULB_AUDIT_CONTEXT_MENU": "What they did",
        "LIGHTBULB_AUDIT_DEFAULT_PERMISSION": "",
        "LIGHTBULB_AUDIT_GUILDS": '["81384788765712384"]',
    }
    assert {*environment, "LIGHTBULB_AUDIT_LEFT_DAYS"} == {config.variable(row.name) for row in attrs.fields(Config)}
    assert config.find(environment, tmp_path) == Config(
        timezone="Europe/Berlin", private=False, count=7, fold=False, archive="", retention_days=90, left_days=3,
        requests_per_second=9,
        checkpoints="81384788765712384", reason_formats=("{reason} ~ {name}",), group="log",
        context_menu="What they did", default_permission="", guilds=("81384788765712384",),
    )  # fmt: skip
    assert config.find({}, tmp_path, {"fold": False}) == Config(count=5, archive="a", left_days=3, fold=False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("LIGHTBULB_AUDIT_ARCHVE", "there is no variable LIGHTBULB_AUDIT_ARCHVE; do you mean LIGHTBULB_AUDIT_ARCHIVE?"),
        ("lightbulb_audit_count", "there is no variable lightbulb_audit_count; do you mean LIGHTBULB_AUDIT_COUNT?"),
        ("LIGHTBULB_AUDIT_SERVICE_HOST", None),
        ("LIGHTBULB_AUDIT_PORT_80_TCP", None),
    ],
)
def test_a_misspelt_variable_is_told(tmp_path: pathlib.Path, name: str, said: str | None) -> None:
    """What is nearly a setting's is refused; what is another's, such as those that Kubernetes makes, is left alone."""
    if said is None:
        assert config.find({name: "5"}, tmp_path) == Config()
        return
    with pytest.raises(SettingsError) as caught:
        config.find({name: "5"}, tmp_path)
    assert str(caught.value) == f"the environment: {said}"


def test_a_list_in_python_is_taken() -> None:
    """Several texts may be a list too, as they are in a file."""
    given: Any = ["{reason} ~ {name}"]
    assert Config(reason_formats=given).reason_formats == ("{reason} ~ {name}",)


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: pathlib.Path) -> None:
    """A file that an editor of Windows saved is read like any other."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[audit]\r\ncount = 5\r\n")
    assert config.load(path) == Config(count=5)


@pytest.mark.parametrize(
    ("content", "said"), [(b"= 5", "it is no TOML"), (b"\xff\xfe", "it is not in UTF-8; save it so")]
)
def test_a_broken_file_is_named(tmp_path: pathlib.Path, content: bytes, said: str) -> None:
    """What is no TOML, or no text, is refused in a sentence."""
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        config.load(path)


def test_a_missing_file_is_named(tmp_path: pathlib.Path) -> None:
    """A file that was asked for must be there."""
    with pytest.raises(SettingsError, match="it cannot be read"):
        config.load(tmp_path / "none.toml")


def test_a_table_that_is_none(tmp_path: pathlib.Path) -> None:
    """`audit` as a plain value is refused in a sentence."""
    (tmp_path / "config.toml").write_text("audit = 5\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        config.find({}, tmp_path)


def test_formats_of_reasons_are_checked(tmp_path: pathlib.Path) -> None:
    """A row that names nobody is refused in a sentence, and one that does is taken."""
    path = tmp_path / "config.toml"
    path.write_text('[audit]\nreason_formats = ["{reason} ~ {name}"]\n', encoding="utf-8")
    assert config.load(path).reason_formats == ("{reason} ~ {name}",)
    path.write_text('[audit]\nreason_formats = ["by whom"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="'by whom' must hold"):
        config.load(path)
