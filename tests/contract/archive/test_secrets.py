"""An address with a password in it, right or mistyped: through every command, and through the bot's log."""

import logging
import pathlib
from typing import Final

import pytest
from tests.contract.archive.test_command_line import run, run_apart

from lightbulb_audit import config
from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.url import parse
from lightbulb_audit.errors import ArchiveError, SettingsError
from lightbulb_audit.model.secrets import mask_secrets

_SECRETS: Final = ("hunter2", "s3cr3t", "admin77")
HOSTILE: Final = [
    "postgresql://admin77:hunter2@127.0.0.1:1/name",
    "postgresql://127.0.0.1:1/name?password=hunter2&user=admin77",
    "postgresql:///name?host=127.0.0.1&port=1&user=admin77&password=hunter2",
    "postgresql://admin77:s3cr3t@hunter2@127.0.0.1:1/name",
    "postgresql://admin77:s3cr3t@x/hunter2@127.0.0.1:1/name",
    "postgresql://admin77:s3cr3t@s3cr3t?hunter2@127.0.0.1:1/name",
    "postgresql://admin77:s3cr3t@s3cr3t?x=hunter2@127.0.0.1:1/name",
    "postgresql://admin77:s3cr3t#hunter2@127.0.0.1:1/name",
    "postgresql://admin77:s3cr3t/hunter2@127.0.0.1:1/name",
    "postgresql://admin77@127.0.0.1:hunter2/name",
    "postgresql://admin77:hunter2@[::1/name",
    "postgresql://admin77:hunter2@127.0.0.1:99999/name",
    "postgresql://admin77:hunter2@127.0.0.1:1/name?sslmode=s3cr3t",
    "postgresql://admin77:hunter2@127.0.0.1:1/name?ssl=s3cr3t",
    "postgresql://127.0.0.1/name?port=hunter2",
    "postgresql://admin77:hunter2@..bad../name",
    f"postgresql://admin77:hunter2@{'h' * 70}/name",
    "postgresql+psycopg://admin77:hunter2@127.0.0.1/name",
    "mysql://admin77:s3cr3t@hunter2@127.0.0.1/name",
    "hunter2 s3cr3t://admin77@127.0.0.1/name",
    "postgres:admin77:hunter2@127.0.0.1/name",
    "postgresql:/admin77:hunter2@127.0.0.1/name",
    "//admin77:hunter2@127.0.0.1/name",
    "admin77:hunter2@127.0.0.1/name",
    "host=127.0.0.1 user=admin77 password=hunter2",
    "sqlite://admin77:hunter2@127.0.0.1/name",
    "sqlite:////nowhere/at/all.sqlite3?password=hunter2",
    "sqlite:////nowhere/at/all.sqlite3?timeout=hunter2",
    "sqlite:////nowhere/at/all.sqlite3?mode=hunter2&uri=true",
    "postgresql://admin77:hunter2@127.0.0.1:1/na\x1b[31mme",
]
_COMMANDS: Final = [
    ("status",),
    ("verify",),
    ("export",),
    ("export", "--format", "html"),
    ("import", "-"),
    ("backfill",),
    ("forget", "--user", "5"),
]


def _assert_clean(text: str) -> None:
    assert [secret for secret in _SECRETS if secret in text] == []
    assert "Traceback" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("address", HOSTILE)
async def test_opening_shows_no_secret(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the error, nor its causes, nor any log at its most talkative holds a part that is secret."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ArchiveError) as caught:
        await open_archive(address)
    _assert_clean(f"{caught.value} {caught.value!r}")
    _assert_clean(caplog.text)
    error: BaseException | None = caught.value
    while error is not None:
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        _assert_clean(str(error))


@pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
@pytest.mark.parametrize("way", ["option", "file", "elsewhere"])
def test_no_command_shows_a_secret(command: tuple[str, ...], way: str, tmp_path: pathlib.Path) -> None:
    """Whichever command is given such an address, as an option, in a file, or in the wrong place, ends in one line."""
    for number, address in enumerate(HOSTILE):
        file = tmp_path / f"{number}.toml"
        file.write_text(f"[audit]\narchive = '{address}'\n".replace("\x1b", ""), encoding="utf-8")
        place = {"option": ["--archive", address], "file": ["--config", str(file)], "elsewhere": ["x", address]}[way]
        if way == "elsewhere" and " " in address.split("://")[0]:
            continue  # words that nobody could tell from others
        done = run("archive", *command, *place, stdin="[]")
        assert done.exit_code == (2 if way == "elsewhere" else 1), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        _assert_clean(done.output)


@pytest.mark.parametrize("address", HOSTILE[:3])
def test_the_bots_log_shows_no_secret(address: str, tmp_path: pathlib.Path) -> None:
    """A bot whose archive is away answers, and its log at its most talkative holds nothing secret."""
    done = run_apart("sandbox", "-v", "--archive", address, "/audit recent count:1", "/audit coverage", cwd=tmp_path)
    assert done.returncode == 0
    assert "the bot is up" in done.stderr
    _assert_clean(done.stderr + done.stdout)


@pytest.mark.parametrize(
    "text",
    [
        "[audit]\narchive = ['{}']",
        "[audit]\narchive = {{ a = '{}' }}",
        "[audit]\ncount = '{}'",
        "[audit]\ntimezone = '{}'",
        "[audit]\n'{}' = 1",
        "audit = '{}'",
        "[audit]\narchive = {}",
    ],
)
def test_settings_show_no_secret(text: str, tmp_path: pathlib.Path) -> None:
    """An address that stands where it should not, or is no text, is not repeated, nor is one in a `Config`."""
    file = tmp_path / "config.toml"
    for address in HOSTILE[:4]:
        file.write_text(text.format(address), encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            config.load(file)
        _assert_clean(str(caught.value))
        _assert_clean(str(caught.value.__cause__))
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        _assert_clean(repr(config.Config(archive=address)))


@pytest.mark.parametrize("words", [["--config"], ["import", "--archive", "a.sqlite3"], ["backfill", "--rest-url"]])
def test_an_address_in_the_place_of_a_file_is_masked(
    words: list[str], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file or another address is asked for, one with a password is not repeated either."""
    monkeypatch.chdir(tmp_path)
    for address in HOSTILE[:5]:
        command = words if words[0] != "--config" else ["status", *words]
        _assert_clean(run("archive", *command, address, stdin="[]").output)


@pytest.mark.parametrize("path", ["a b.sqlite3", r"C:\Users\a@b\audit.sqlite3", "C:/x/me@home.sqlite3", "x@y.sqlite3"])
def test_a_path_stays_one(path: str) -> None:
    """What is taken for a mistyped URL is none of the paths that people have."""
    assert parse(path).database == path


def test_what_is_no_secret_stays() -> None:
    """Masking takes users, passwords and options, and leaves the rest of a sentence as it is."""
    assert mask_secrets("http://127.0.0.1:8080/api/v10 is https://x") == "http://127.0.0.1:8080/api/v10 is https://x"
    assert mask_secrets("a at http://me:you@host/x b") == "a at http://… b"
    assert mask_secrets("there is no setting `timezon`: 10:30") == "there is no setting `timezon`: 10:30"
