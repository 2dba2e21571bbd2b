"""Characters that look like others: one row a look, in the text beside this module.

The rows are Unicode's own ("Unicode Security Mechanisms", technical standard 39, confusables.txt of version 15.0). No
small library that is kept up has them in the standard's form, so they are kept as data; the head of the file says
where they come from.
"""

import functools
import importlib.resources
from collections.abc import Mapping
from typing import Final

_PACKAGE: Final = "lightbulb_audit.catalog"
_FILE: Final = "confusables.txt"


@functools.cache
def prototypes() -> Mapping[str, str]:
    """What each character looks like, beside what its compatibility decomposition says; read once, when needed."""
    text = importlib.resources.files(_PACKAGE).joinpath(_FILE).read_text(encoding="ascii")
    rows = (line.split(";") for line in text.splitlines() if line and not line.startswith("#"))
    return {_character(alike): "".join(map(_character, look.split())) for look, some in rows for alike in some.split()}


def _character(digits: str) -> str:
    return chr(int(digits, 16))
