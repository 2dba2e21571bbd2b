"""What the documents at the top say is so."""

import pathlib
import re
import tomllib

import attrs

import lightbulb_audit
from lightbulb_audit import config

_TOP = pathlib.Path(__file__).parents[2]


def test_the_example_shows_every_setting_with_its_default() -> None:
    """`config.example.toml` read as it stands gives the defaults, and explains each setting by its meaning."""
    text = (_TOP / "config.example.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["audit"]
    assert config.parse({"audit": table}, "the example") == lightbulb_audit.Config()
    for field in attrs.fields(lightbulb_audit.Config):
        assert f"# {field.metadata['meaning']}\n{field.name} = " in text
    assert set(table) == {field.name for field in attrs.fields(lightbulb_audit.Config)}


def test_the_two_commands_are_in_the_readme() -> None:
    """Each stands on a line of its own, to be copied."""
    lines = (_TOP / "README.md").read_text(encoding="utf-8").splitlines()
    assert 'pip install uv && uv run lightbulb-audit sandbox "/audit recent"' in lines
    assert "pip install uv && uv run pytest" in lines


def test_nothing_else_lies_at_the_top() -> None:
    """The top level holds what it is meant to hold."""
    allowed = {"pyproject.toml", "plugin", "tests", "config.example.toml", "README.md", "CHANGELOG.md", "LICENSE"}
    ignored = {"uv.lock", "build", "dist"}
    found = {path.name for path in _TOP.iterdir() if not path.name.startswith(".")}
    assert found - ignored == allowed


def test_every_folder_in_the_readme_exists() -> None:
    """The map of the code names real folders."""
    text = (_TOP / "README.md").read_text(encoding="utf-8")
    folders = re.findall(r"^\| `(plugin/[^`]+)`", text, re.MULTILINE)
    assert folders
    assert all((_TOP / folder).is_dir() for folder in folders)


def test_every_package_is_in_the_readme() -> None:
    """Whoever looks for a package finds in the map what is in it."""
    text = (_TOP / "README.md").read_text(encoding="utf-8")
    packages = {path.parent.relative_to(_TOP).as_posix() for path in (_TOP / "plugin").glob("*/*/__init__.py")}
    inner = {one for one in packages if one.startswith("plugin/lightbulb_audit/")}
    assert {one for one in inner if f"| `{one}` |" not in text} == set()


def test_the_version_is_the_distributions() -> None:
    """`__version__` is what pyproject.toml says."""
    project = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert lightbulb_audit.__version__ == project["version"]


def test_the_stand_in_is_a_distribution_of_its_own() -> None:
    """A bot that loads the extension gets one package; the extra `cli` brings the stand-in of the same version."""
    project = tomllib.loads((_TOP / "pyproject.toml").read_text(encoding="utf-8"))
    standin = tomllib.loads((_TOP / "plugin/discord_standin/pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["plugin/lightbulb_audit"]
    assert standin["version"] == project["project"]["version"]
    assert f"{standin['name']}=={standin['version']}" in project["project"]["optional-dependencies"]["cli"]
