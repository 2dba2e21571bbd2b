"""What is said beside an entry's sentence, the same in every form."""

from typing import NamedTuple

from lightbulb_audit.catalog import words
from lightbulb_audit.describe.text.plain import plain
from lightbulb_audit.describe.text.spans import Parts


class Remark(NamedTuple):
    """A few words beside a sentence.

    Attributes:
        sign: What stands before them: an emoji.
        text: The words.
        brief: The same where room is short.
    """

    sign: str
    text: Parts
    brief: Parts

    @property
    def plain(self) -> str:
        """The sign and the words as plain text."""
        return words.REMARK.format(sign=self.sign, remark=plain(self.text))
