"""Which custom ids are ours."""

from lightbulb_audit.model.feed import parse_custom_id
from lightbulb_audit.render import custom_id
from lightbulb_audit.render.public_question import parse_press


def is_ours(text: str) -> bool:
    """Return whether a custom id is one of ours, whole and well-formed."""
    return custom_id.is_ours(text) or parse_custom_id(text) is not None or parse_press(text) is not None
