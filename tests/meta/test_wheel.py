"""The wheel as others get it: the example bot type-checks against it, strictly, by both checkers."""

import os
import pathlib
import subprocess
import sys
from typing import Final

import pytest

_TOP: Final = pathlib.Path(__file__).parents[2]
_BOT: Final = _TOP / "tests" / "example_bot" / "bot.py"


def _run(*words: str | pathlib.Path, folder: pathlib.Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=280
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A Python that has the built wheel and what it asks for, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("fresh")
    _run("uv", "build", "-q", "--wheel", "--out-dir", folder, _TOP, folder=folder)
    _run("uv", "venv", "-q", "--python", sys.executable, folder / "venv", folder=folder)
    python = folder / "venv" / "bin" / "python"
    _run("uv", "pip", "install", "-q", "--python", python, *folder.glob("*.whl"), folder=folder)
    (folder / "bot.py").write_text(_BOT.read_text(encoding="utf-8"), encoding="utf-8")
    where = _run(python, "-c", "import lightbulb_audit; print(lightbulb_audit.__file__)", folder=folder)
    assert where.startswith(str(folder / "venv"))
    return folder


@pytest.mark.timeout(600)
def test_mypy_has_nothing_to_say(fresh: pathlib.Path) -> None:
    """mypy, strict."""
    python = fresh / "venv" / "bin" / "python"
    said = _run(sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "bot.py", folder=fresh)
    assert "no issues found in 1 source file" in said


@pytest.mark.timeout(600)
def test_pyright_has_nothing_to_say(fresh: pathlib.Path) -> None:
    """pyright, strict."""
    (fresh / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "include": ["bot.py"]}', encoding="utf-8")
    python = fresh / "venv" / "bin" / "python"
    said = _run(sys.executable, "-m", "pyright", "--pythonpath", python, folder=fresh)
    assert "0 errors, 0 warnings" in said
