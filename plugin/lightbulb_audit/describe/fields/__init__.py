"""What the fields of the catalogue's templates stand for.

A template whose fields can all be filled fits; where one has nothing to say, the next template is tried. A condition
(`?…`) gives an empty phrase.
"""

from collections.abc import Mapping
from typing import Final

from lightbulb_audit.describe.fields import conditions, invites, members, permissions, settings, singles, things
from lightbulb_audit.describe.fields.fill import Fill

FILLS: Final[Mapping[str, Fill]] = {
    **conditions.FILLS,
    **things.FILLS,
    **settings.FILLS,
    **singles.FILLS,
    **invites.FILLS,
    **members.FILLS,
    **permissions.FILLS,
}
"""Field name to what fills it."""

__all__ = ["FILLS", "Fill"]
