"""Entries as files that leave Discord: a page to read, a table for spreadsheets, lines for programs."""

from lightbulb_audit.render.export.formats import FORMATS, Format
from lightbulb_audit.render.export.packer import File, Packed, Packer, PackOptions, TooMuch
from lightbulb_audit.render.export.report import Part, Report, about

__all__ = [
    "FORMATS",
    "File",
    "Format",
    "PackOptions",
    "Packed",
    "Packer",
    "Part",
    "Report",
    "TooMuch",
    "about",
]
