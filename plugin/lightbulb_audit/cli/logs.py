"""What a bot of its own logs, to standard error: lines for people, or JSON for what collects them."""

import datetime
import json
import logging
import sys
from typing import Final

LEVELS: Final = ("debug", "info", "warning", "error")
_LINE: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonFormatter(logging.Formatter):
    """One JSON object a record, on one line: `at`, `level`, `logger`, `message`, and `exception` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Say a record."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        row = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info is not None:
            row["exception"] = self.formatException(record.exc_info)
        return json.dumps(row)


def start_logging(level: str, *, is_json: bool) -> None:
    """Log from now on.

    Args:
        level: One of `LEVELS`.
        is_json: Whether each line is a JSON object.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if is_json else logging.Formatter(_LINE))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    # It tells of every step of its own, even where none is to be done.
    logging.getLogger("alembic").setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
