"""Text that somebody typed, as it may be repeated: a password in it goes."""

import re
from typing import Final

_URL: Final = re.compile(r"(?:\b[A-Za-z][A-Za-z0-9+.-]*:)?//\S+")
_PAIR: Final = re.compile(r"\b(pass\w*|pwd|user|token|secret)(\s*=\s*)\S+", re.IGNORECASE)
_BEFORE_HOST: Final = re.compile(r"[^\s/:]+:[^\s/\\]\S*@")


def mask_secrets(text: str) -> str:
    """Return a text without anything that could be a user, a password or an option in an address.

    Of a URL with any of these only the scheme stays: in a mistyped one nobody knows which part is which.
    """
    text = _URL.sub(lambda found: _mask_url(found[0]), text)
    return _PAIR.sub(r"\1\2…", _BEFORE_HOST.sub("…@", text))


def _mask_url(url: str) -> str:
    scheme, _, rest = url.partition("//")
    return f"{scheme}//…" if "@" in rest or "?" in rest else url
