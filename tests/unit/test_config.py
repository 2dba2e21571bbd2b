"""The settings: where they come from, and what is said of those that cannot be used."""

import pathlib

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


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("count = 0", "0 is not from 1 to 25"),
        ("count = 26", "26 is not from 1 to 25"),
        ("count = 2.5", "2.5 is no whole number for count"),
        ("count = true", "True is no whole number for count"),
        ('private = "false"', "'false' is no true or false for private"),
        ("timezone = 5", "5 is no text in quotes for timezone"),
        ('timezone = "Mars"', "'Mars' is no time zone"),
        ('timezone = "../../etc/passwd"', "is no time zone"),
        ('group = "Audit log"', "'Audit log' is no name of a group"),
        ('group = ""', "'' is no name of a group"),
        ('context_menu = ""', "'' is no name of a context menu"),
        ('default_permission = "see_all"', "'see_all' is no permission"),
        ('guilds = ["my server"]', "'my server' is no id of a server"),
        ("colour = 5", "there is no setting colour"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: pathlib.Path, table: str, said: str) -> None:
    """The error names the file, the setting and what would fit; nothing is converted in silence."""
    path = tmp_path / "config.toml"
    path.write_text(f"[audit]\n{table}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        config.load(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(("content", "said"), [(b"= 5", "it is no TOML"), (b"\xff\xfe", "it is no TOML")])
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
