"""What may go wrong: for the person who runs the stand-in, and for the bot that asks it."""

from collections.abc import Sequence

from discord_standin.values import Payload


class StandinError(Exception):
    """The stand-in cannot do what was asked; the message is one sentence for a person."""


class UsageError(StandinError):
    """A step or an option is not well-formed."""


class ApiError(Exception):
    """An error answer of Discord's API.

    Attributes:
        status: The HTTP status.
        code: Discord's JSON error code (reference, "JSON Error Codes").
        message: Discord's words for it.
        errors: The tree that leads to the fault, for code 50035.
        extra: What else stands in the body.
    """

    def __init__(
        self, status: int, code: int, message: str, errors: Payload | None = None, extra: Payload | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.extra = extra or {}

    def to_json(self) -> Payload:
        """Give the body of the answer."""
        body: Payload = {"message": self.message, "code": self.code, **self.extra}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


_UNKNOWN = {
    10002: "Unknown Application",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10005: "Unknown Integration",
    10006: "Unknown Invite",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10011: "Unknown Role",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10060: "Unknown Sticker",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    10066: "Unknown application command permissions",
    10067: "Unknown Stage Instance",
    10070: "Unknown Guild Scheduled Event",
    10097: "Unknown Sound",
}
_FORBIDDEN = {50001: "Missing Access", 50013: "Missing Permissions"}


def unknown(code: int) -> ApiError:
    """Make the 404 for an id that does not exist, by its code."""
    return ApiError(404, code, _UNKNOWN.get(code, "Unknown object"))


def forbidden(code: int) -> ApiError:
    """Make the 403 for a lacking permission: 50001 (no access) or 50013 (not allowed)."""
    return ApiError(403, code, _FORBIDDEN[code])


def invalid_form(faults: Sequence[tuple[Sequence[str | int], str, str]]) -> ApiError:
    """Make the 400 with code 50035.

    Args:
        faults: For each fault the path to it, Discord's name for it, and Discord's words.

    Returns:
        The error, its tree in Discord's nesting.
    """
    tree: Payload = {}
    for path, code, message in faults:
        node = tree
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return ApiError(400, 50035, "Invalid Form Body", tree)
