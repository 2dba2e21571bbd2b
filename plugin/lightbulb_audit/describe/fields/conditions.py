"""What must hold for a template to fit; a condition prints nothing."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.describe.entry_context import EntryContext
from lightbulb_audit.describe.fields.fill import Fill, when, words_of
from lightbulb_audit.describe.text.spans import Parts
from lightbulb_audit.describe.values.formatter import number_of

_PROFILE_TRIGGER: Final = 6


def _if_only(scene: EntryContext, keys: str) -> Parts | None:
    return when(scene.changes and scene.changes.keys() <= words_of(keys))


def _if_one(scene: EntryContext, _: str) -> Parts | None:
    return when(len(scene.changes) == 1)


def _if_cleared(scene: EntryContext, _: str) -> Parts | None:
    change = scene.only_change()
    return when(change is not None and change.new is None and change.old is not None)


def _if_became_off(scene: EntryContext, key: str) -> Parts | None:
    change = scene.changes.get(key)
    return when(change is not None and not change.new and change.old is not None)


def _if_blank(scene: EntryContext, key: str) -> Parts | None:
    """Return whether an option is there, and empty."""
    return when(scene.options.get(key, 0) in ("", None))


def _if_profile(scene: EntryContext, _: str) -> Parts | None:
    """Return whether AutoMod acted on a member's profile, so on no message. Source: Discord's documentation, #6069."""
    return when(number_of(scene.options.get("auto_moderation_rule_trigger_type")) == _PROFILE_TRIGGER)


def _if_true(scene: EntryContext, key: str) -> Parts | None:
    return when(scene.new(key) is True)


def _if_own(scene: EntryContext, _: str) -> Parts | None:
    return when(scene.is_own)


def _if_became(scene: EntryContext, words: str) -> Parts | None:
    key, number = words.split()
    return when(number_of(scene.new(key)) == int(number))


def _if_by_integration(scene: EntryContext, _: str) -> Parts | None:
    return when(scene.integration())


def _if_whole_app(scene: EntryContext, _: str) -> Parts | None:
    application_id = scene.option_id("application_id")
    return when(application_id is not None and application_id == scene.record.entry.target_id)


FILLS: Final[Mapping[str, Fill]] = {
    "?only": _if_only,
    "?one": _if_one,
    "?became_off": _if_became_off,
    "?blank": _if_blank,
    "?profile": _if_profile,
    "?cleared": _if_cleared,
    "?true": _if_true,
    "?own": _if_own,
    "?became": _if_became,
    "?by_integration": _if_by_integration,
    "?whole_app": _if_whole_app,
}
