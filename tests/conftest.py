"""What every test may ask for: Discord's own contract and example payloads, where they are at hand."""

import datetime
import json
import os
import pathlib
import sys
import zlib
from typing import Any, Final

import pytest

pytest_plugins = ["tests.databases"]

_ROOT: Final = pathlib.Path(__file__).parents[1]
_SHARED: Final = _ROOT.parent / "shared" / "discord"

_FIRST: Final = ("tests/journeys/test_hard_day.py", "tests/journeys", "tests/contract", "tests/standin")
"""What takes long goes first, so that no worker is left alone with it in the end."""


_EVERY: Final = "EVERY_CASE"
"""A variable of the environment: where it is set, nothing is left out."""

_DAYS: Final = 4
"""In how many days each journey goes once."""

_WITH_ARCHIVE: Final = ("is_kept", "is_archived", "source", "sitting")
"""What parameters are called that say whether a journey goes with an archive."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the processes that tests start share their bytecode where Python is told to keep none.

    To compile all that a bot imports takes longer than all else that it does in a test.
    """
    cache: pytest.Cache | None = getattr(config, "cache", None)
    if sys.dont_write_bytecode and not hasattr(config, "workerinput") and cache is not None:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))


def pytest_xdist_auto_num_workers() -> int:
    """A worker more than there are processors: many a test waits for another process rather than computes."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long; of that every fourth goes a day, unless all are asked for."""
    items.sort(key=_turn)  # those of one turn stay in their order
    if _EVERY in os.environ:
        return
    day = datetime.datetime.now(datetime.UTC).toordinal()
    left_out = [item for item in items if not _is_drawn(item, day)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _is_drawn(item: pytest.Item, day: int) -> bool:
    """Whether a journey goes today: every fourth one, and of one with and without an archive just one of the two."""
    if not item.nodeid.startswith("tests/journeys"):
        return True
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    value = next((params[name] for name in _WITH_ARCHIVE if name in params), None)
    name = item.nodeid.partition("[")[0] if value is not None else item.nodeid
    turn = zlib.crc32(name.encode()) + day
    if turn % _DAYS:
        return False
    return value is None or turn // _DAYS % 2 == (value in (True, "archive"))


def _turn(item: pytest.Item) -> int:
    return next((turn for turn, place in enumerate(_FIRST) if item.nodeid.startswith(place)), len(_FIRST))


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
