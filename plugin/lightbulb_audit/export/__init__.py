"""Everything that fits a question, on its way into a file."""

from lightbulb_audit.export.exporter import Exporter, ExportRequest, Extract

__all__ = ["ExportRequest", "Exporter", "Extract"]
