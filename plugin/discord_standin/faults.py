"""How the stand-in misbehaves when it is told to."""

import time
from dataclasses import dataclass, field

from discord_standin.errors import ApiError

_BODIES: dict[int, tuple[int, str]] = {
    400: (0, "400: Bad Request"),
    401: (0, "401: Unauthorized"),
    403: (50013, "Missing Permissions"),
    404: (10004, "Unknown Guild"),
    405: (0, "405: Method Not Allowed"),
    500: (0, "500: Internal Server Error"),
    502: (0, "502: Bad Gateway"),
    503: (0, "503: Service Unavailable"),
    504: (0, "504: Gateway Timeout"),
}
"""Discord's JSON code and message for a status."""
TOO_MANY = 429
NONCE_SECONDS = 300.0
_LIMIT_SECONDS = 1.0
"""What a 429 out of the blue asks the bot to wait."""


@dataclass(slots=True)
class Faults:
    """The faults that are on.

    Attributes:
        latency: Seconds by which every HTTP answer is late; a request takes effect at its arrival all the same.
        status: The status that the next requests get.
        errors: How many requests still get it.
        drops: How many requests still lose their connection.
        lost: How many requests are still done, and answered with 502.
        lost_drops: How many requests are still done, and lose their connection then.
        nonce_seconds: For how long a nonce gives its first message again: Discord says "the past few minutes".
        limited_until: Until when requests are rate limited, on the monotonic clock.
        taken: The permissions that roles had before some were taken from the bot, by the role's id.
    """

    latency: float = 0.0
    status: int = 500
    errors: int = 0
    drops: int = 0
    lost: int = 0
    lost_drops: int = 0
    nonce_seconds: float = NONCE_SECONDS
    limited_until: float = 0.0
    taken: dict[str, str] = field(default_factory=dict[str, str])

    def calm(self) -> None:
        """End them all."""
        self.latency, self.errors, self.drops, self.limited_until = 0.0, 0, 0, 0.0
        self.lost = self.lost_drops = 0
        self.nonce_seconds = NONCE_SECONDS
        self.taken.clear()

    def retry_after(self) -> float:
        """Seconds for which this request is rate limited; 0 if it is not. A 429 among the errors is counted."""
        if self.errors > 0 and self.status == TOO_MANY:
            self.errors -= 1
            return _LIMIT_SECONDS
        return max(0.0, self.limited_until - time.monotonic())

    def takes_drop(self) -> bool:
        """Tell whether this request loses its connection, and count it."""
        if self.drops <= 0:
            return False
        self.drops -= 1
        return True

    def takes_answer(self) -> ApiError | None:
        """Give what stands in the place of the answer to a request that was done, if anything, and count it.

        The status 0 stands for a connection that is cut.
        """
        if self.lost > 0:
            self.lost -= 1
            return ApiError(502, *_BODIES[502])
        if self.lost_drops > 0:
            self.lost_drops -= 1
            return ApiError(0, 0, "The connection is cut")
        return None

    def next_error(self) -> ApiError | None:
        """Give the error that this request gets, if any, and count it."""
        if self.errors <= 0:
            return None
        self.errors -= 1
        code, message = _BODIES.get(self.status, (0, f"{self.status}: Error"))
        return ApiError(self.status, code, message)
