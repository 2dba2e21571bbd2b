"""Rate limits: of each route, and the one of a bot over all routes."""

import hashlib
import time

from discord_standin.call import Route
from discord_standin.values import Payload

REQUESTS_A_SECOND = 50
"""What a bot may ask over all routes. Source: reference, "Global Rate Limit"."""

_SECOND = 1.0
_MAJOR = ("guild_id", "channel_id", "webhook_id")


class Buckets:
    """Counts requests by route and major parameter: what the headers of rate limits tell, and holds to them."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[float, int]] = {}

    def headers(self, route: Route, path: dict[str, str]) -> tuple[dict[str, str], float]:
        """Count a request; give the headers of its answer, and the seconds for which it came too early."""
        bucket, (most, seconds) = self.name(route), route.limit
        key = ":".join([bucket, *(path.get(name, "") for name in _MAJOR)])
        now = time.time()
        reset, used = self._windows.get(key, (0.0, 0))
        reset, used = (now + seconds, 1) if reset <= now else (reset, used + 1)
        self._windows[key] = (reset, used)
        headers = {
            "X-RateLimit-Bucket": bucket,
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(0, most - used)),
            "X-RateLimit-Reset": f"{reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset - now:.3f}",
        }
        return headers, max(reset - now, 0.001) if used > most else 0.0

    @staticmethod
    def name(route: Route) -> str:
        """Give the opaque name of a route's bucket."""
        return hashlib.md5(f"{route.method} {route.template}".encode(), usedforsecurity=False).hexdigest()


class GlobalLimit:
    """Counts a bot's requests over all routes, in windows of a second.

    Answers to interactions are not bound to it. Source: reference, "Global Rate Limit".
    """

    def __init__(self) -> None:
        self._reset = 0.0
        self._used = 0

    def take(self) -> float:
        """Count a request; give the seconds for which it came too early, 0 if it did not."""
        now = time.monotonic()
        if self._reset <= now:
            self._reset, self._used = now + _SECOND, 0
        self._used += 1
        return max(self._reset - now, 0.001) if self._used > REQUESTS_A_SECOND else 0.0


def limited(wait: float) -> tuple[Payload, dict[str, str]]:
    """Give the body of a 429 of one route, and its headers beside those of the bucket."""
    headers = {
        "Retry-After": str(max(1, round(wait))),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
        "X-RateLimit-Reset-After": f"{wait:.3f}",
        "X-RateLimit-Scope": "user",
    }
    return _body(wait, is_global=False), headers


def limited_over_all(wait: float) -> tuple[Payload, dict[str, str]]:
    """Give the body and the headers of a 429 of the limit over all routes.

    Source: reference, "Rate Limit Header Examples": no bucket's headers, X-RateLimit-Global and the scope `global`.
    """
    headers = {"Retry-After": str(max(1, round(wait))), "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    return _body(wait, is_global=True), headers


def _body(wait: float, *, is_global: bool) -> Payload:
    return {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": is_global}
