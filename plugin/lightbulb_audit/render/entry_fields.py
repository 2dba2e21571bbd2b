"""The fields of an entry's embed: who, whom, which message, why, and every change."""

from collections.abc import Mapping, Sequence
from typing import Final

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.actions import ENDS
from lightbulb_audit.catalog.kinds import CHANNEL_TYPES, NAMING, Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.changes import ChangeLine
from lightbulb_audit.describe.names.party import Party
from lightbulb_audit.describe.options import OptionLine
from lightbulb_audit.describe.reversal import Reversal
from lightbulb_audit.describe.text.markdown import escape, markdown, timestamp
from lightbulb_audit.describe.text.plain import clean
from lightbulb_audit.describe.text.spans import UntrustedText
from lightbulb_audit.model import snowflake
from lightbulb_audit.render import limits
from lightbulb_audit.render.overflow import fit_lines_counted, fit_text
from lightbulb_audit.services.names.resolve import MessageAccess, Resolution

_NAME: Final = 100
_REASON: Final = 512
"""A field holds 1,024 characters, and each of these may need a backslash."""
_LINE: Final = 900
_EXCERPT: Final = 300
_ATTACHMENTS: Final = 5
_MORE: Final = 40
_ITEM: Final = 400
_ITEMS_AT_LEAST: Final = 400

_SAID_OF: Final[Mapping[MessageAccess, str]] = {
    MessageAccess.OUT_OF_SIGHT: words.MESSAGE_OUT_OF_SIGHT,
    MessageAccess.GONE: words.MESSAGE_GONE,
    MessageAccess.HIDDEN: words.MESSAGE_HIDDEN,
    MessageAccess.UNANSWERED: words.MESSAGE_UNANSWERED,
}


def entry_fields(told: Description, resolved: Resolution) -> list[tuple[str, str, bool]]:
    """Return the fields of an entry's embed.

    Returns:
        Each with its name, its value (at most 1,024 characters of markdown), and whether something of it is missing.
    """
    fields: list[tuple[str, str, bool]] = []
    actor, target = told.actor, told.target
    if actor.id is not None and actor.kind is Kind.USER:
        fields.append((words.WHO, _user(actor, resolved) + _on_behalf(told), False))
    if target.kind is not Kind.SERVER and (target.id is not None or target.name is not None):
        heading = words.TARGET_PERSON if target.kind is Kind.USER else words.TARGET
        fields.append((heading, words.THEMSELVES if _is_own(told) else _target(told, resolved), False))
    if resolved.seen is not None:
        fields.append((words.MESSAGE, _message(told, resolved), False))
    if told.full_reason is not None:
        fields.append((words.REASON, *_reason(told.full_reason)))
    if told.undoing is not None:
        fields.append((words.CAME_OF_IT, _came_of_it(told.undoing), False))
    for heading, lines in ((words.CHANGES, told.changes), (words.OPTIONS, [*told.options, *told.raw_parts])):
        drawn, is_long = _draw_changes(lines)
        text, is_cut = fit_lines_counted(drawn, limits.FIELD_VALUE)
        if text:
            fields.append((heading, text, is_cut or is_long))
    if told.untold:
        fields.append((words.UNTOLD, "\n".join(told.untold), False))
    return fields


def changes_text(told: Description, room: int) -> str:
    """Return every change and option of an entry, a line each, as many as fit, and how many more there are."""
    drawn, _ = _draw_changes([*told.changes, *told.options, *told.raw_parts])
    return fit_lines_counted(drawn, min(room, limits.FIELD_VALUE))[0]


def _draw_changes(changes: Sequence[ChangeLine | OptionLine]) -> tuple[list[str], bool]:
    """Every change, one line each, and whether something of them is missing; one of many items has a line for each."""
    listed = [isinstance(change, ChangeLine) and len(change.items) > 1 for change in changes]
    single = [("", False) if is_list else _line(change) for change, is_list in zip(changes, listed, strict=True)]
    room = limits.FIELD_VALUE - _MORE - sum(len(text) + 1 for text, _ in single)
    lines: list[str] = []
    is_cut = any(is_long for _, is_long in single)
    for change, (text, _) in zip(changes, single, strict=True):
        if text or not isinstance(change, ChangeLine):
            lines.append(text)
            continue
        items, is_long = _item_lines(change, max(room // sum(listed), _ITEMS_AT_LEAST))
        lines.append(items)
        is_cut = is_cut or is_long
    return lines, is_cut


def _item_lines(change: ChangeLine, room: int) -> tuple[str, bool]:
    """Return a change with a line for each of its items, as many as fit, and how many more there are."""
    drawn = [fit_text(item, _ITEM) for item in change.items]
    text, is_cut = fit_lines_counted([f"• {line}" for line, _ in drawn], room - len(_label(change)) - 2)
    return f"{_label(change)}:\n{text}", is_cut or any(is_long for _, is_long in drawn)


def _on_behalf(told: Description) -> str:
    """Return the human whom a bot's reason names."""
    person = told.on_behalf_of
    if person is None or person.id is None:
        return ""
    name = "" if person.name is None else f"**{escape(person.name, _NAME)}** · "
    return "\n" + words.ON_BEHALF.format(person=f"{name}{_username(person)}<@{person.id}>")


def _username(person: Party) -> str:
    """Return the username of somebody whose name was said, where it is another one."""
    return "" if person.username in (None, person.name) else f"{escape(person.username or '', _NAME)} · "


def _is_own(told: Description) -> bool:
    actor, target = told.actor, told.target
    return target.kind is Kind.USER and actor.kind is Kind.USER and actor.id == target.id


def _user(person: Party, resolved: Resolution) -> str:
    """Mention, username, id and age of an account."""
    user_id = int(person.id or 0)
    user, known = resolved.users.get(user_id), resolved.known.get((Kind.USER, user_id))
    name = person.username if user is None else user.username
    username = "" if name is None else f"{escape(name, _NAME)} · "
    if known is not None and known.gone:
        return f"{username}id {user_id} · this account is gone"
    if not username:
        return f"<@{user_id}> · id {user_id}"
    bot = "a bot" if person.bot or (user is not None and user.is_bot) else ""
    made = timestamp(snowflake.time_of(user_id), "R")
    return f"<@{user_id}> · {username}{bot}".rstrip(" ·") + f"\nid {user_id} · account made {made}"


def _target(told: Description, resolved: Resolution) -> str:
    target = told.target
    kind, target_id = target.kind or Kind.UNKNOWN, target.id
    if target_id is None:
        return f"**{escape(target.name or '', _NAME)}** · {NAMING[kind].noun}"
    if kind is Kind.USER:
        return _user(target, resolved)
    mention = {Kind.CHANNEL: f"<#{target_id}> · ", Kind.THREAD: f"<#{target_id}> · ", Kind.ROLE: f"<@&{target_id}> · "}
    known = told.known_target()
    gone = (known is not None and known.gone) or told.row.type in ENDS
    name = "" if target.name is None else f"**{escape(target.name, _NAME)}** · "
    noun = NAMING[kind].noun
    if known is not None and known.channel_type in CHANNEL_TYPES:
        noun = CHANNEL_TYPES[known.channel_type or 0]
    parent = "" if known is None or not known.parent_id else f" in <#{known.parent_id}>"
    said = f"{'' if gone else mention.get(kind, '')}{name}{noun}{parent}{' · gone by now' if gone else ''}"
    made = f"id {target_id} · made {timestamp(snowflake.time_of(target_id), 'R')}"
    return f"{said.strip(' ·')}\n{made}".strip()


def _message(told: Description, resolved: Resolution) -> str:
    """Return the message's author, beginning, attachments and a jump to it; or why it is not shown."""
    message = resolved.message
    if message is None or resolved.seen is not MessageAccess.SHOWN:
        return _SAID_OF[resolved.seen or MessageAccess.UNANSWERED]
    author = message.author
    content = message.content or ""
    username = f" ({escape(author.username, _NAME)})" if author.global_name else ""
    name = author.global_name or author.username
    lines = [f"**{escape(name, _NAME)}**{username}: {escape(content, _EXCERPT) if content.strip() else words.NO_TEXT}"]
    names = [escape(attachment.filename, 60) for attachment in message.attachments[:_ATTACHMENTS]]
    more = len(message.attachments) - len(names)
    if names:
        lines.append(f"📎 {', '.join(names)}{f' and {more} more' if more else ''}")
    link = f"https://discord.com/channels/{int(told.record.entry.guild_id)}/{message.channel_id}/{message.id}"
    lines.append(f"[{words.JUMP}]({link}) · {timestamp(message.created_at, 'R')}")
    return _cut_lines(lines)


def _cut_lines(lines: Sequence[str]) -> str:
    """Return the first line may grow by its escapes; the others are short."""
    rest = "\n".join(lines[1:])
    first = lines[0]
    while len(first) + len(rest) + 1 > limits.FIELD_VALUE:
        first = first[: limits.FIELD_VALUE - len(rest) - 3].rstrip("\\") + "…"
    return f"{first}\n{rest}"


def _line(change: ChangeLine | OptionLine) -> tuple[str, bool]:
    """Return one line of markdown, and whether something of it is missing."""
    bold = _label(change)
    text, is_cut = fit_text(change.text, _LINE - len(bold) - 2)
    return f"{bold}: {text}", is_cut


def _label(change: ChangeLine | OptionLine) -> str:
    label = change.label if isinstance(change.label, str) else markdown((change.label,), longest=64)
    return label if isinstance(change.label, UntrustedText) and change.label.style == "name" else f"**{label}**"


def _reason(reason: str) -> tuple[str, bool]:
    """Return a reason, whole where its escapes leave room, and whether it was cut."""
    for longest in (_REASON, _REASON // 2):
        text = f"*{escape(reason, longest)}*"
        if len(text) <= limits.FIELD_VALUE:
            return text, len(clean(reason)) > longest
    return f"*{escape(reason, _REASON // 2 - 2)}*", True


def _came_of_it(undoing: Reversal) -> str:
    """That it was undone, after how long, and by whom; a mention tells who it is where nobody knew the name."""
    said = markdown(undoing.text, longest=_NAME)
    who = "" if undoing.by.id is None else f"<@{undoing.by.id}> · {_username(undoing.by)}"
    where = words.UNDONE_WHERE.format(time=timestamp(undoing.at, "R"), entry_id=int(undoing.record.id))
    return f"{said[:1].upper()}{said[1:]}\n{who}{where}"
