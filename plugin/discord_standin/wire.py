"""How gateway payloads travel: as text, or packed in one of Discord's ways."""

import importlib
import json
import sys
import zlib
from typing import Any, Protocol

from aiohttp import web

from discord_standin.values import Payload


class Wire(Protocol):
    """Sends payloads over one connection."""

    async def send(self, socket: web.WebSocketResponse, payload: Payload) -> None:
        """Send one payload."""
        ...


class PlainWire:
    """Sends text; or, if the bot asked for it in IDENTIFY, each payload packed by itself."""

    def __init__(self) -> None:
        self.packs_payloads = False

    async def send(self, socket: web.WebSocketResponse, payload: Payload) -> None:
        """Send one payload."""
        text = json.dumps(payload)
        if self.packs_payloads:
            await socket.send_bytes(zlib.compress(text.encode()))
        else:
            await socket.send_str(text)


class ZlibStreamWire:
    """Packs the whole connection as one stream; each payload ends with a sync flush."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    async def send(self, socket: web.WebSocketResponse, payload: Payload) -> None:
        """Send one payload."""
        data = self._stream.compress(json.dumps(payload).encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        await socket.send_bytes(data)


class ZstdStreamWire:
    """Packs the whole connection as one zstd stream; each payload ends a block."""

    def __init__(self, module: Any) -> None:
        self._stream = module.ZstdCompressor()
        self._flush = module.ZstdCompressor.FLUSH_BLOCK

    async def send(self, socket: web.WebSocketResponse, payload: Payload) -> None:
        """Send one payload."""
        await socket.send_bytes(self._stream.compress(json.dumps(payload).encode(), self._flush))


def make_wire(compress: str | None) -> Wire | None:
    """Make the wire for the query's `compress`; None if it cannot be had here.

    zstd is part of Python from 3.14 on; before that it comes with the package backports.zstd.
    """
    if compress is None:
        return PlainWire()
    if compress == "zlib-stream":
        return ZlibStreamWire()
    if compress != "zstd-stream":
        return None
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        return ZstdStreamWire(importlib.import_module(name))
    except ImportError:
        return None
