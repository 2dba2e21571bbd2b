"""The `options` of entries that hikari 2.6 has no model for.

hikari drops an entry with documented options of these types without a word (its `deserialize_audit_log_entry` raises
`UnrecognisedEntityError`, its page reader swallows that). Each class here takes hikari's own base, so that code made
for hikari's infos takes these too. Any option may be absent, null or empty; then the field is None.

hikari 2.7 has models for 192 and 193, but refuses them where one option is absent; so these are used there as well.
"""

import types
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import hikari
from hikari.audit_logs import BaseAuditLogEntryInfo

from lightbulb_audit.model import snowflake


@attrs.define(kw_only=True, weakref_slot=False)
class IntegrationEntryInfo(BaseAuditLogEntryInfo):
    """20 and 25, when an integration kicked the member or changed the roles."""

    integration_type: str | None
    """Such as `twitch`, `youtube` or `guild_subscription`."""


@attrs.define(kw_only=True, weakref_slot=False)
class InChannelEntryInfo(BaseAuditLogEntryInfo):
    """What happened in one channel: the stage channel for 83 to 85."""

    channel_id: hikari.Snowflake | None

    async def fetch_channel(self) -> hikari.PartialChannel | None:
        """Ask Discord for the channel; None if the entry names none.

        Raises:
            hikari.NotFoundError: If the channel is gone.
            hikari.ForbiddenError: If the bot may not see it.
        """
        return None if self.channel_id is None else await self.app.rest.fetch_channel(self.channel_id)


@attrs.define(kw_only=True, weakref_slot=False)
class VoiceStatusEntryInfo(InChannelEntryInfo):
    """192 and 193: the voice channel, and the status that was set."""

    status: str | None


@attrs.define(kw_only=True, weakref_slot=False)
class AutoModActionEntryInfo(InChannelEntryInfo):
    """143 to 146: the rule that acted, and the channel of the message."""

    rule_name: str | None
    trigger_type: hikari.AutoModTriggerType | int | None


@attrs.define(kw_only=True, weakref_slot=False)
class CommandPermissionEntryInfo(BaseAuditLogEntryInfo):
    """121: the application whose command it is."""

    application_id: hikari.Snowflake | None


@attrs.define(kw_only=True, weakref_slot=False)
class EventExceptionEntryInfo(BaseAuditLogEntryInfo):
    """200 to 202: the one date of a repeating event that differs."""

    event_exception_id: hikari.Snowflake | None


@attrs.define(kw_only=True, weakref_slot=False)
class RawEntryInfo(BaseAuditLogEntryInfo):
    """Options that nobody documents yet, as they came."""

    options: Mapping[str, Any]


Decoder = Callable[[hikari.RESTAware, Mapping[str, Any]], BaseAuditLogEntryInfo]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _trigger(value: Any) -> hikari.AutoModTriggerType | int | None:
    number = snowflake.parse(value)
    return None if number is None else hikari.AutoModTriggerType(int(number))


def _integration(app: hikari.RESTAware, raw: Mapping[str, Any]) -> IntegrationEntryInfo:
    return IntegrationEntryInfo(app=app, integration_type=_text(raw.get("integration_type")))


def _stage(app: hikari.RESTAware, raw: Mapping[str, Any]) -> InChannelEntryInfo:
    return InChannelEntryInfo(app=app, channel_id=snowflake.parse(raw.get("channel_id")))


def _voice_status(app: hikari.RESTAware, raw: Mapping[str, Any]) -> VoiceStatusEntryInfo:
    return VoiceStatusEntryInfo(
        app=app, channel_id=snowflake.parse(raw.get("channel_id")), status=_text(raw.get("status"))
    )


def _auto_mod(app: hikari.RESTAware, raw: Mapping[str, Any]) -> AutoModActionEntryInfo:
    return AutoModActionEntryInfo(
        app=app,
        channel_id=snowflake.parse(raw.get("channel_id")),
        rule_name=_text(raw.get("auto_moderation_rule_name")),
        trigger_type=_trigger(raw.get("auto_moderation_rule_trigger_type")),
    )


def _command(app: hikari.RESTAware, raw: Mapping[str, Any]) -> CommandPermissionEntryInfo:
    return CommandPermissionEntryInfo(app=app, application_id=snowflake.parse(raw.get("application_id")))


def _event_exception(app: hikari.RESTAware, raw: Mapping[str, Any]) -> EventExceptionEntryInfo:
    return EventExceptionEntryInfo(app=app, event_exception_id=snowflake.parse(raw.get("event_exception_id")))


def raw_info(app: hikari.RESTAware, raw: Mapping[str, Any]) -> RawEntryInfo:
    """Return options as they came, for every type that has no model."""
    return RawEntryInfo(app=app, options=types.MappingProxyType(dict(raw)))


DECODERS: Final[Mapping[int, Decoder]] = {
    **dict.fromkeys((20, 25), _integration),
    **dict.fromkeys((83, 84, 85), _stage),
    121: _command,
    **dict.fromkeys((143, 144, 145, 146), _auto_mod),
    **dict.fromkeys((192, 193), _voice_status),
    **dict.fromkeys((200, 201, 202), _event_exception),
}
"""Action type to decoder, for the types whose documented options hikari refuses."""

HIKARIS: Final = frozenset({13, 14, 15, 21, 26, 27, 72, 73, 74, 75})
"""The types whose options every supported hikari decodes itself."""
