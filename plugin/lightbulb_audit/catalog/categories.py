"""How the action types are grouped, and how they feel."""

import enum


class Category(enum.StrEnum):
    """What part of a server an action is about; the words a person filters by."""

    SERVER = "server"
    CHANNELS = "channels"
    PERMISSIONS = "permissions"
    MEMBERS = "members"
    ROLES = "roles"
    INVITES = "invites"
    WEBHOOKS = "webhooks"
    EXPRESSIONS = "expressions"
    MESSAGES = "messages"
    INTEGRATIONS = "integrations"
    STAGES = "stages"
    EVENTS = "events"
    THREADS = "threads"
    AUTOMOD = "automod"
    ONBOARDING = "onboarding"
    OTHER = "other"

    @property
    def title(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - a heading, not str.title
        """The category as a heading."""
        return "AutoMod" if self is Category.AUTOMOD else self.value.capitalize()


class Tone(enum.StrEnum):
    """What an action does, which gives an embed its colour."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    SANCTION = "sanction"
    RELEASE = "release"
