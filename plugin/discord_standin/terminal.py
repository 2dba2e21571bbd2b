"""Shows on a terminal what a person at Discord would see after a step."""

import base64
import binascii
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rich.box import ROUNDED
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from discord_standin.markdown import Names, clean, to_text
from discord_standin.modal_form import inputs

__all__ = ["Names", "print_result"]

BUTTON: Final = 2
SELECTS: Final = frozenset({3, 5, 6, 7, 8})
EPHEMERAL: Final = 1 << 6
BUTTON_STYLES: Final = {1: "bold white on blue", 3: "bold white on green", 4: "bold white on red", 5: "underline"}
PLAIN_BUTTON: Final = "bold white on grey30"
FIELDS_ABREAST: Final = 3
PREVIEW_LINES: Final = 12
PREVIEW_COLUMNS: Final = 160
TEXTUAL: Final = ("text/", "application/json", "application/x-ndjson")
SIZES: Final = (("MB", 1 << 20), ("KB", 1 << 10))


@dataclasses.dataclass(frozen=True, slots=True)
class Barred:
    """Something with a bar of one colour down its left side, as Discord draws embeds."""

    content: RenderableType
    color: int | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the content two columns narrower, and the bar before each of its lines."""
        inner = options.update(width=max(options.max_width - 2, 1))
        bar = Segment("▌ ", Style(color=f"#{self.color & 0xFFFFFF:06x}") if self.color else Style(dim=True))
        for line in console.render_lines(self.content, inner, pad=False):
            yield bar
            yield from line
            yield Segment.line()


def print_result(console: Console, result: Mapping[str, Any], *, names: Names, now: dt.datetime | None = None) -> None:
    """Print what a step led to.

    Args:
        console: Where to.
        result: The step's object of `sandbox --json`.
        names: How those whom messages mention are called.
        now: What relative times count from, in the zone that times are told in; else this machine's now and zone.
    """
    show = _Show(names, now or dt.datetime.now(dt.UTC).astimezone())
    for part in show.result(result):
        console.print(part, highlight=False, markup=False, emoji=False)


@dataclasses.dataclass(frozen=True, slots=True)
class _Show:
    """Draws the parts of one step's result."""

    names: Names
    now: dt.datetime

    def text(self, source: Any) -> Text:
        return to_text(str(source or ""), self.names, self.now)

    def result(self, result: Mapping[str, Any]) -> Iterator[RenderableType]:
        who = str(result.get("as") or "")
        typed = Text(f"▷ {clean(str(result.get('step') or ''))}", "dim")
        yield typed.append(f"   {clean(self.names.user(who) or who)}")
        for answer in result.get("answers") or ():
            yield from self.answer(answer)
        for choice in result.get("choices") or ():
            value = str(choice.get("value", ""))
            name = str(choice.get("name", ""))
            line = Text(f"  ▸ {clean(name)}")
            yield line.append(f"  {clean(value)}", "dim") if value != name else line
        if result.get("modal"):
            yield self.modal(result["modal"])
        for post in result.get("posted") or ():
            yield from self.posted(post)
        if result.get("error"):
            yield Text(f"✗ {clean(str(result['error']))}", "bold red")
        if result.get("ms") is not None:
            yield Text(f"answered in {float(result['ms']):.0f} ms", "dim italic")

    def answer(self, answer: Mapping[str, Any]) -> Iterator[RenderableType]:
        message: Mapping[str, Any] = answer.get("message") or {}
        yield from self.message(message)
        if answer.get("ephemeral") or int(message.get("flags") or 0) & EPHEMERAL:
            yield Text("👁 Only you can see this", "dim")

    @staticmethod
    def modal(modal: Mapping[str, Any]) -> Panel:
        """A form, each text input by its label."""
        lines: list[Text] = []
        for field in inputs(dict(modal)):
            typed = str(field.get("value") or field.get("placeholder") or "")
            lines.append(Text(f"{clean(str(field.get('label') or ''))}: ").append(clean(typed), "dim"))
        return Panel(Group(*lines), box=ROUNDED, expand=False, title=Text(clean(str(modal.get("title") or "")), "bold"))

    def posted(self, post: Mapping[str, Any]) -> Iterator[RenderableType]:
        """A post is an answer's shape, or a message by itself."""
        message: Mapping[str, Any] = post.get("message") or post
        channel = str(post.get("channel_id") or message.get("channel_id") or "")
        yield Text(f"⇢ posted in #{clean(self.names.channel(channel) or channel)}", "dim")
        yield from self.message(message)

    def message(self, message: Mapping[str, Any]) -> Iterator[RenderableType]:
        if message.get("content"):
            yield self.text(message["content"])
        for embed in message.get("embeds") or ():
            yield Barred(Group(*self.embed(embed)), embed.get("color"))
        for attachment in message.get("attachments") or ():
            yield from self.attachment(attachment)
        yield from self.components(message.get("components") or ())

    def embed(self, embed: Mapping[str, Any]) -> Iterator[RenderableType]:
        author: Mapping[str, Any] = embed.get("author") or {}
        if author.get("name"):
            yield Text(clean(str(author["name"])), "bold dim")
        if embed.get("title"):
            title = self.text(embed["title"])
            title.stylize("bold")
            yield title.append(f" ({clean(str(embed['url']))})", "dim") if embed.get("url") else title
        if embed.get("description"):
            yield self.text(embed["description"])
        yield from self.fields(embed.get("fields") or ())
        for key in ("image", "thumbnail"):
            picture: Mapping[str, Any] = embed.get(key) or {}
            if picture.get("url"):
                yield Text(f"🖼 {clean(str(picture['url']))}", "dim")
        yield from self.footer(embed)

    def fields(self, fields: Sequence[Mapping[str, Any]]) -> Iterator[RenderableType]:
        """Inline fields stand three abreast, as long as they follow one another."""
        abreast: list[Text] = []
        for field in fields:
            cell = self.field(field)
            if field.get("inline"):
                abreast.append(cell)
            if abreast and (len(abreast) == FIELDS_ABREAST or not field.get("inline")):
                yield self.row(abreast)
                abreast = []
            if not field.get("inline"):
                yield cell
        if abreast:
            yield self.row(abreast)

    def field(self, field: Mapping[str, Any]) -> Text:
        name = self.text(field.get("name"))
        name.stylize("bold")
        return name.append("\n").append_text(self.text(field.get("value")))

    @staticmethod
    def row(cells: Iterable[Text]) -> Table:
        grid = Table.grid(padding=(0, 3))
        grid.add_row(*cells)
        return grid

    def footer(self, embed: Mapping[str, Any]) -> Iterator[RenderableType]:
        footer: Mapping[str, Any] = embed.get("footer") or {}
        parts = [clean(str(footer["text"]))] if footer.get("text") else []
        if embed.get("timestamp"):
            parts.append(self.moment(str(embed["timestamp"])))
        if parts:
            yield Text(" • ".join(parts), "dim")

    def moment(self, iso: str) -> str:
        """Write an embed's timestamp; one that is none stays as it was written."""
        try:
            return dt.datetime.fromisoformat(iso).astimezone(self.now.tzinfo or dt.UTC).strftime("%d/%m/%Y %H:%M")
        except (ValueError, OverflowError):
            return clean(iso)

    def attachment(self, attachment: Mapping[str, Any]) -> Iterator[RenderableType]:
        line = Text(f"📎 {clean(str(attachment.get('filename', '')))} ({_size(int(attachment.get('size') or 0))})")
        note = attachment.get("description")
        yield line.append(f"  {clean(str(note))}", "dim") if note else line
        if str(attachment.get("content_type") or "").startswith(TEXTUAL):
            yield from (Text(f"   {row}", "dim") for row in _preview(str(attachment.get("data") or "")))

    def components(self, components: Sequence[Mapping[str, Any]]) -> Iterator[RenderableType]:
        for component in components:
            children: Sequence[Mapping[str, Any]] = component.get("components") or ()
            # Rows, buttons, texts, containers and separators; what else there is shows its parts.
            match component.get("type"):
                case 1 if any(child.get("type") == BUTTON for child in children):
                    yield Text(" ").join(self.button(child) for child in children)
                case 2:
                    yield self.button(component)
                case kind if kind in SELECTS:
                    yield self.select(component)
                case 10:
                    yield self.text(component.get("content"))
                case 17:
                    yield Barred(Group(*self.components(children)), component.get("accent_color"))
                case 14:
                    yield Text("─" * 24, "dim")
                case _:
                    accessory = component.get("accessory")
                    yield from self.components([*children, *([accessory] if accessory else [])])

    @staticmethod
    def button(button: Mapping[str, Any]) -> Text:
        """A button that is off stands in round brackets, so that it can be told without colours too."""
        words = " ".join(part for part in (_emoji(button), str(button.get("label") or "")) if part)
        if button.get("url"):
            words += f" ↗ {button['url']}"
        if button.get("disabled"):
            return Text(f"( {clean(words)} )", "dim strike")
        return Text(f"[ {clean(words)} ]", BUTTON_STYLES.get(int(button.get("style") or 2), PLAIN_BUTTON))

    @staticmethod
    def select(select: Mapping[str, Any]) -> Panel:
        head = Text(f"{clean(str(select.get('placeholder') or 'Make a selection'))}  ▾", "bold")
        lines = [head]
        for option in select.get("options") or ():
            words = " ".join(part for part in (_emoji(option), str(option.get("label") or "")) if part)
            line = Text(f"{'●' if option.get('default') else '○'} {clean(words)}", overflow="ellipsis", no_wrap=True)
            if option.get("description"):
                line.append(f"  {clean(str(option['description']))}", "dim")
            lines.append(line)
        return Panel(Group(*lines), box=ROUNDED, expand=False, style="dim" if select.get("disabled") else "none")


def _emoji(holder: Mapping[str, Any]) -> str:
    """Say a button's or option's emoji: the server's own ones by their names."""
    emoji: Mapping[str, Any] = holder.get("emoji") or {}
    name = str(emoji.get("name") or "")
    return f":{name}:" if emoji.get("id") else name


def _size(count: int) -> str:
    """Write a number of bytes as people read it."""
    for unit, size in SIZES:
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"


def _preview(data: str) -> Iterator[str]:
    """Show how a text attachment, given in base64, begins."""
    try:
        lines = base64.b64decode(data, validate=True).decode(errors="replace").splitlines()
    except (binascii.Error, ValueError):
        return
    for line in lines[:PREVIEW_LINES]:
        yield clean(line[:PREVIEW_COLUMNS])
    if len(lines) > PREVIEW_LINES:
        yield f"… {len(lines) - PREVIEW_LINES} more lines"
