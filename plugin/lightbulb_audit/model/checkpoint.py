"""A checkpoint: how many rows a server's archive held at a moment, and the root of the tree over them, signed. Pure.

As a line it stands between other words, in a message or in whatever file somebody kept it. It has no character that
any form of export writes otherwise, and the signature is one of all that stands before it.
"""

import base64
import binascii
import dataclasses
import datetime
import re
from collections.abc import Iterator
from typing import Final

from lightbulb_audit.model import snowflake

_NAME: Final = "lightbulb-audit-checkpoint-1"
_LINE: Final = re.compile(
    rf"{_NAME}\s+server=(\d{{1,19}})\s+rows=(\d{{1,19}})\s+root=([0-9a-f]{{64}})"
    r"\s+time=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\s+key=([\w-]{43})\s+signature=([\w-]{86})",
    re.ASCII,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a server's tree at a moment.

    Attributes:
        guild_id: Whose.
        rows: How many rows there were, those included that were pruned before.
        root: The root of the tree over them.
        at: When, UTC, to the second.
        key: The public key, Ed25519.
        signature: Of `body`.
        frontier: What of the tree is needed to go on; empty but where it was made.
    """

    guild_id: int
    rows: int
    root: bytes
    at: datetime.datetime
    key: bytes
    signature: bytes = b""
    frontier: bytes = dataclasses.field(default=b"", repr=False, compare=False)

    @property
    def body(self) -> bytes:
        """What is signed."""
        time = f"{self.at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
        text = (
            f"{_NAME} server={self.guild_id} rows={self.rows} root={self.root.hex()} time={time} key={_text(self.key)}"
        )
        return text.encode()

    @property
    def line(self) -> str:
        """The whole of it, for machines."""
        return f"{self.body.decode()} signature={_text(self.signature)}"


def parse_checkpoints(text: str) -> Iterator[Checkpoint]:
    """Yield every checkpoint that stands in a text."""
    for found in _LINE.finditer(text):
        try:
            yield _read(*found.groups())
        except (ValueError, OverflowError, binascii.Error):
            continue  # no moment, such as a 30th of February, and nothing that was ever written


def _read(server: str, rows: str, root: str, time: str, key: str, signature: str) -> Checkpoint:
    at = datetime.datetime.fromisoformat(time)
    guild_id = snowflake.parse(server)
    if not guild_id or int(rows) > snowflake.LARGEST:
        raise ValueError
    return Checkpoint(int(guild_id), int(rows), bytes.fromhex(root), at, _bytes(key), _bytes(signature))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
