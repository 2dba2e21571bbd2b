"""Pictures, by a link that shows them."""

import re
from typing import Any, Final

from lightbulb_audit.catalog.schema.pictures import CDN, PATHS
from lightbulb_audit.describe.text.spans import Link, Parts

_HASH: Final = re.compile(r"(?:a_)?[0-9a-f]{32}")
_ANIMATED: Final = "a_"


def picture(value: Any, path: str | None, text: str = "picture", **ids: int) -> Parts | None:
    """Return a picture.

    Args:
        value: Its hash, as it came; anything else of text is a picture too, but where it is nobody knows.
        path: Where Discord serves it, with `{hash}` and the names of ids in it; None for nowhere.
        text: What the link is called.
        ids: The ids in the path.
    """
    if not isinstance(value, str):
        return None
    if not value:
        return ("none",)
    if path is None or not _HASH.fullmatch(value) or not all(ids.values()):
        return (f"a {text}",) if text[0] not in "aeiou" else (f"an {text}",)
    extension = "gif" if value.startswith(_ANIMATED) else "png"
    numbers = {name: int(number) for name, number in ids.items()}
    return (Link(text, f"{CDN}/{path.format(hash=value, **numbers)}.{extension}"),)


def path_of(changed: str, key: str) -> str | None:
    """Return where Discord serves the pictures of a changed object's key; None where it is not known."""
    return PATHS.get((changed, key.removesuffix("_hash")))
