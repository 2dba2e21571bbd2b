"""Which custom ids are ours."""

from lightbulb_audit.model import incident_button
from lightbulb_audit.model.feed import parse_custom_id
from lightbulb_audit.render import custom_id
from lightbulb_audit.render.alert.question import is_question
from lightbulb_audit.render.public_question import parse_press


def is_ours(text: str) -> bool:
    """Return whether a custom id is one of ours, whole and well-formed."""
    parsers = (parse_custom_id, incident_button.parse_custom_id, parse_press)
    is_known = custom_id.is_ours(text) or is_question(text)
    return is_known or any(parse(text) is not None for parse in parsers)
