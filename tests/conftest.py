"""What every test may ask for: Discord's own contract and example payloads, where they are at hand."""

import json
import os
import pathlib
from typing import Any, Final

import pytest

pytest_plugins = ["tests.databases"]

_ROOT: Final = pathlib.Path(__file__).parents[1]
_SHARED: Final = _ROOT.parent / "shared" / "discord"


def openapi_path() -> pathlib.Path:
    """Where Discord's published OpenAPI file is expected."""
    return pathlib.Path(os.environ.get("DISCORD_OPENAPI", _SHARED / "openapi.json"))


class Contract(dict[str, Any]):
    """A large document that does not print itself where a test fails."""

    def __repr__(self) -> str:
        return "openapi"


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    """Discord's published OpenAPI file."""
    path = openapi_path()
    if not path.is_file():
        pytest.skip(f"Discord's OpenAPI file is not at {path}; name it in DISCORD_OPENAPI")
    return Contract(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def payloads() -> pathlib.Path:
    """The folder of example payloads."""
    path = pathlib.Path(os.environ.get("DISCORD_PAYLOADS", _SHARED / "payloads"))
    if not path.is_dir():
        pytest.skip(f"the example payloads are not at {path}; name their folder in DISCORD_PAYLOADS")
    return path
