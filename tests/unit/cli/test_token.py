"""The bot's token: in the environment, or in a file that the environment names."""

import pathlib

import pytest

from lightbulb_audit.cli.connection import TOKEN, TOKEN_FILE, bot_token
from lightbulb_audit.errors import InputError

_TOKEN = "OTAw.def.ghi"  # noqa: S105 - of no bot


@pytest.mark.parametrize("text", [_TOKEN, f" {_TOKEN}\n", f'"{_TOKEN}"', f"'{_TOKEN}'\r\n", f'" {_TOKEN} "'])
def test_a_token_with_something_around_it(text: str, tmp_path: pathlib.Path) -> None:
    """Spaces, an end of line and quotes, as a file of variables may leave them, are no part of it."""
    file = tmp_path / "token"
    file.write_text(text, encoding="utf-8")
    assert bot_token({TOKEN: text}) == _TOKEN
    assert bot_token({TOKEN_FILE: str(file)}) == _TOKEN
    assert bot_token({TOKEN: "", TOKEN_FILE: str(file)}) == _TOKEN
    assert bot_token({TOKEN: text, TOKEN_FILE: ""}) == _TOKEN


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (
            {},
            "DISCORD_TOKEN: put your bot's token into this environment variable, or a file's name into DI",
        ),
        ({TOKEN: "''"}, "DISCORD_TOKEN: put your bot's token into this environment variable"),
        ({TOKEN: "'abc"}, "DISCORD_TOKEN: this is no bot token; copy it anew from the developer portal"),
        ({TOKEN: f'"{_TOKEN}'}, "DISCORD_TOKEN: this is no bot token; copy it anew from the developer portal"),
        ({TOKEN: f"Bot {_TOKEN}"}, "DISCORD_TOKEN: this is no bot token; copy it anew from the developer portal"),
        ({TOKEN_FILE: "/nowhere/at/all"}, "DISCORD_TOKEN_FILE: the file that it names cannot be read (No such file or"),
        ({TOKEN_FILE: "/"}, "DISCORD_TOKEN_FILE: the file that it names cannot be read (Is a directory)"),
        ({TOKEN_FILE: "/dev/null"}, "DISCORD_TOKEN_FILE: the file that it names is empty"),
        ({TOKEN: _TOKEN, TOKEN_FILE: "x"}, "DISCORD_TOKEN_FILE: DISCORD_TOKEN is set too; leave one of them"),
    ],
)
def test_what_is_wrong_with_a_token(environment: dict[str, str], said: str) -> None:
    """One line says where it stands and what to do, and repeats nothing of it."""
    with pytest.raises(InputError) as caught:
        bot_token(environment)
    assert str(caught.value).startswith(said)
    assert "def" not in str(caught.value)
