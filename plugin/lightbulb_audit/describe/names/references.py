"""Somebody or something, in words: by name where it has one, else by kind and id."""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.catalog.kinds import ACTORS, NAMING, UNMARKED_CHANNELS, Kind
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.describe.text.plain import is_disguised
from lightbulb_audit.describe.text.spans import Parts, UntrustedText

_CHANNELS: Final = (Kind.CHANNEL, Kind.THREAD)
# What the server's own id means as an id of this kind; less one, it stands for every channel in commands' permissions.
_OF_THE_SERVER: Final[Mapping[Kind, tuple[int, str]]] = {
    Kind.ROLE: (0, "everyone"),
    Kind.SERVER: (0, "the server"),
    Kind.CHANNEL: (-1, "all channels"),
}


def reference(kind: Kind, name: str, channel_type: int | None = None) -> UntrustedText:
    """Return a name as people write it: `#general`, `:party:`, `/ban`, bob."""
    if kind is Kind.CHANNEL and channel_type not in UNMARKED_CHANNELS:
        return UntrustedText(f"#{name}")
    form = NAMING[kind].named
    if form == "{}":
        return UntrustedText(name)
    return UntrustedText(form.format(name.lstrip("/") if kind is Kind.COMMAND else name))


def thing(names: Names, kind: Kind, thing_id: int) -> Parts:
    """Return whatever has this id: its name, or its kind and id, and whether it is gone or hidden."""
    key = (kind, thing_id)
    said = names.phrases.get(key)
    if said is None:
        said = names.phrases[key] = _thing(names, kind, thing_id)
    return said


def _thing(names: Names, kind: Kind, thing_id: int) -> Parts:
    offset = _OF_THE_SERVER.get(kind)
    if offset is not None and names.guild_id and thing_id == names.guild_id + offset[0]:
        return (offset[1],)
    known = lookup(names, kind, thing_id)
    if known is not None and known.name is not None:
        said, beside = reference(kind, known.name, known.channel_type), beside_name(names, kind, thing_id, known)
        return (said,) if beside is None else (said, " (", UntrustedText(beside, "plain"), ")")
    noun = NAMING[kind].noun
    if known is not None and known.hidden:
        return (f"a {noun} hidden from the bot ({thing_id})",)
    if known is not None and known.gone:
        article = "an" if noun[0] in "aeioAEIO" else "a"
        return (f"{article} {noun} that is gone ({thing_id})",)
    return (f"{noun} {thing_id}".lstrip(),)


def is_unknown(names: Names, kind: Kind, thing_id: int) -> bool:
    """Return whether nothing is known of an id: neither a name, nor that what it means is gone or hidden."""
    offset = _OF_THE_SERVER.get(kind)
    if offset is not None and names.guild_id and thing_id == names.guild_id + offset[0]:
        return False
    return lookup(names, kind, thing_id) is None


def beside_name(names: Names, kind: Kind, thing_id: int, known: Known) -> str | None:
    """What has to stand beside somebody's name since that may look like another one: the username, or else the id."""
    if kind is not Kind.USER or known.name is None or thing_id in ACTORS:
        return None
    if thing_id not in names.lookalikes and not is_disguised(known.name):
        return None
    username = known.username
    return str(int(thing_id)) if username is None or is_disguised(username) else username


def lookup(names: Names, kind: Kind, thing_id: int) -> Known | None:
    """Return what is known of an id; channels and threads share one space of ids, so either may know it."""
    known = names.get(kind, thing_id)
    if kind in _CHANNELS and (known is None or known.name is None):
        other = names.get(Kind.THREAD if kind is Kind.CHANNEL else Kind.CHANNEL, thing_id)
        if other is not None and other.name is not None:
            # A thread is written without a "#", whatever kind of id it was asked as.
            return other._replace(channel_type=11 if kind is Kind.CHANNEL else other.channel_type)
        return known or other
    if kind is Kind.INTEGRATION and known is None:
        # An app has the id of its bot, unless it is very old: that no account has its id tells nothing of it.
        bot = names.get(Kind.USER, thing_id)
        return None if bot is None or bot.name is None else bot
    return known
