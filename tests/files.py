"""Files of entries that are all at hand."""

from collections.abc import Iterable, Iterator

from lightbulb_audit.describe import Description
from lightbulb_audit.render.export import Format, Packed, Packer, Report, TooMuch


def chunks(form: Format, report: Report, told: Iterable[Description]) -> Iterator[str]:
    """A whole file, piece by piece, so that no more than one entry of it is ever held.

    Args:
        form: In which form.
        report: What it says of itself.
        told: The entries, newest first.
    """
    yield form.head(report)
    yield from map(form.entry, told)
    yield form.tail(report)


def pack(form: Format, report: Report, told: Iterable[Description], limit: int) -> Packed | TooMuch:
    """Make the files of entries that are all at hand.

    Args:
        form: In which form.
        report: What the files say of themselves.
        told: The entries, newest first.
        limit: The bytes that a file may have.
    """
    packer = Packer(form, limit)
    for one in told:
        if packer.is_full:
            break
        packer.add(one)
    return packer.pack(report)
