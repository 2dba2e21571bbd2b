"""Discord's markdown: `parse` and `spans` tell what is alive in a text, `to_text` draws it for a terminal."""

from discord_standin.markdown.draw import Names, clean, to_text
from discord_standin.markdown.parse import Kind, Node, Span, parse, spans

__all__ = ["Kind", "Names", "Node", "Span", "clean", "parse", "spans", "to_text"]
