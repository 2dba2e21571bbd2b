"""An application's interactions endpoint: Discord posts signed interactions there, instead of to the gateway.

Source: Discord's documentation, "Receiving and Responding to Interactions" and "Setting Up an Endpoint".
"""

import hashlib
import json
import time

import aiohttp

from discord_standin.errors import StandinError
from discord_standin.limits import FIRST_ANSWER_SECONDS
from discord_standin.values import Json, Payload, as_object

_PING = 1
_PONG = 1


class Signer:
    """Signs what is posted with the application's Ed25519 key.

    It needs the package `cryptography`, which the extra `endpoint` brings.
    """

    def __init__(self, application_id: str) -> None:
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
        except ImportError as error:
            raise StandinError("To sign interactions, install lightbulb-audit-standin[endpoint].") from error
        seed = hashlib.sha256(application_id.encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verify_key: str = self._key.public_key().public_bytes_raw().hex()
        """The public key, in hexadecimal, as an application object has it."""

    def sign(self, body: bytes) -> dict[str, str]:
        """Give the headers of a body."""
        stamp = str(int(time.time()))
        signature = self._key.sign(stamp.encode() + body).hex()
        return {
            "Content-Type": "application/json",
            "X-Signature-Ed25519": signature,
            "X-Signature-Timestamp": stamp,
            "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
        }


class Endpoint:
    """Posts to an endpoint.

    Attributes:
        url: Where it is; None while interactions go to the gateway.
        signer: Who signs.
    """

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.url: str | None = None

    async def set_url(self, url: str) -> None:
        """Take an endpoint, after the two questions that Discord asks first: a ping, and one that nobody signed.

        Raises:
            StandinError: It does not answer as it must.
        """
        body = json.dumps({"type": _PING, "id": "1", "application_id": "1", "token": "", "version": 1}).encode()
        async with aiohttp.ClientSession() as http:
            async with http.post(url, data=body, headers=self.signer.sign(body)) as response:
                is_right = response.ok and as_object(await response.json()).get("type") == _PONG
            async with http.post(url, data=body, headers=self.signer.sign(b"something else")) as response:
                is_right = is_right and not response.ok
        if not is_right:
            message = f"{url} is no interactions endpoint: it does not answer a ping, or takes what nobody signed."
            raise StandinError(message)
        self.url = url

    async def post(self, payload: Payload) -> Json:
        """Post an interaction.

        Returns:
            The first answer that came in the response; None if the bot answers by a request of its own, or not at all.

        Raises:
            StandinError: It came with files, which the stand-in does not read here.
        """
        if self.url is None:
            return None
        body = json.dumps(payload).encode()
        timeout = aiohttp.ClientTimeout(total=FIRST_ANSWER_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.post(self.url, data=body, headers=self.signer.sign(body)) as response,
            ):
                if not response.ok:
                    return None
                if response.content_type.startswith("multipart/"):
                    raise StandinError("The stand-in reads no files in the response to a posted interaction.")
                data = await response.read()
                return json.loads(data) if data else None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None
