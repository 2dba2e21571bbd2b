"""How bots write into a reason who asked them for it: one row a format.

In a row `{name}` is the human's name, `{id}` their id, `{reason}` what they gave as the reason, and `{…}` anything
else; the words around them are matched in any case, and spaces in any number. The rows come from the bots' published
sources and from reports of their users. The setting `reason_formats` lengthens the table.
"""

from typing import Final

REASON_FORMATS: Final[tuple[str, ...]] = (
    # Red-DiscordBot
    "Action requested by {name} (ID {id}). Reason: {reason}",
    "Action requested by {name} (ID {id}).",
    # RoboDanny, and those that copied it
    "Action done by {name} (ID: {id})",
    "{name} (ID: {id}): {reason}",
    "{name} (ID: {id})",
    # GearBot
    "Moderator: {name} ({id}) Reason: {reason}",
    "Moderator: {name} ({id})",
    # Sned, and plain logs of commands
    "{name} ({id}): {reason}",
    "{name} ({id}) - {reason}",
    "{name} ({id}) | {reason}",
    "Requested by {name} ({id}): {reason}",
    "Requested by {name} ({id})",
    "Requested by {name} (ID {id})",
    "{reason} (requested by {name} ({id}))",
    "{reason} | by {name} ({id})",
    "{reason} by {name} ({id}).",
    "{reason} by {name} ({id})",
    # Names alone
    "Responsible User: {name} ({reason})",
    "Responsible User: {name}",
    "Responsible moderator: {name} | {reason}",
    "Responsible moderator: {name}",
    "Moderator: {name} | Reason: {reason}",
    "Moderator: {name} Reason: {reason}",
    "Moderator: {name}",
    # Yuudachi
    "Mod: {name} | {reason}",
    "Mod: {name}",
    # Loritta
    "Punished by {name} — Reason: {reason}",
    "Punished by {name} - Reason: {reason}",
    "Punished by {name}",
    # Mantaro
    "Muted by {name} for {…}: {reason}",
    "Requested by {name}: {reason}",
    "Requested by {name}",
    "Action requested by {name}. Reason: {reason}",
    "Action requested by {name}",
    "Action done by {name}",
    "Banned by {name}: {reason}",
    "Kicked by {name}: {reason}",
    "Muted by {name}: {reason}",
    "{reason} | by {name}",
    "{reason} (by {name})",
    "[{name}] {reason}",
    "By {name}: {reason}",
)

BARE_FORMATS: Final[tuple[str, ...]] = (
    # YAGPDB, Vortex
    "{name}: {reason}",
    "{name} | {reason}",
)
"""Formats without a word of their own: tried only where no other one fits."""
