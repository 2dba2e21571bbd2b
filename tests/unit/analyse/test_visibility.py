"""Who may read where: Discord's own rules, case by case."""

import pytest

from lightbulb_audit.analyse.visibility import (
    ADMINISTRATOR,
    EVERYONE,
    MANAGE_THREADS,
    READ_MESSAGE_HISTORY,
    VIEW_CHANNEL,
    Overwrite,
    Place,
    Viewer,
    may_read,
    may_view,
)

GUILD, MODERATORS, HELPERS, ADMINS, ANNA = 1, 2, 3, 4, 10
READ = VIEW_CHANNEL | READ_MESSAGE_HISTORY
ROLES = {GUILD: READ, MODERATORS: MANAGE_THREADS, HELPERS: 0, ADMINS: ADMINISTRATOR}

ANYBODY = Viewer(ANNA)
MODERATOR = Viewer(ANNA, frozenset({MODERATORS}))
HELPER = Viewer(ANNA, frozenset({HELPERS}))
BOTH = Viewer(ANNA, frozenset({MODERATORS, HELPERS}))
ADMIN = Viewer(ANNA, frozenset({ADMINS}))
OWNER = Viewer(ANNA, is_all_seeing=True)


def role(role_id: int, allow: int = 0, deny: int = 0) -> Overwrite:
    """An overwrite for a role."""
    return Overwrite(role_id, is_member=False, allow=allow, deny=deny)


def member(allow: int = 0, deny: int = 0) -> Overwrite:
    """An overwrite for anna herself."""
    return Overwrite(ANNA, is_member=True, allow=allow, deny=deny)


OPEN = Place(())
CLOSED = Place((role(GUILD, deny=VIEW_CHANNEL),))
FOR_HELPERS = Place((role(GUILD, deny=VIEW_CHANNEL), role(HELPERS, allow=VIEW_CHANNEL)))
FOR_ANNA = Place((role(GUILD, deny=VIEW_CHANNEL), member(allow=VIEW_CHANNEL)))
NOT_FOR_ANNA = Place((role(MODERATORS, allow=READ), member(deny=READ_MESSAGE_HISTORY)))
NOT_FOR_HELPERS = Place((role(HELPERS, deny=VIEW_CHANNEL),))
CONTRADICTORY = Place((role(HELPERS, deny=VIEW_CHANNEL), role(MODERATORS, allow=VIEW_CHANNEL)))
NO_HISTORY = Place((role(GUILD, deny=READ_MESSAGE_HISTORY),))
OTHERS = Place((role(GUILD, deny=VIEW_CHANNEL), Overwrite(99, is_member=True, allow=VIEW_CHANNEL, deny=0)))
PRIVATE_THREAD = Place((), is_private_thread=True)
JOINED_THREAD = Place((), is_private_thread=True, members=frozenset({ANNA}))
JOINED_BUT_CLOSED = Place(CLOSED.overwrites, is_private_thread=True, members=frozenset({ANNA}))
HIDDEN = Place((), is_hidden=True)


@pytest.mark.parametrize(
    ("viewer", "place", "sees"),
    [
        (ANYBODY, OPEN, True),
        (EVERYONE, OPEN, True),
        (ANYBODY, CLOSED, False),
        (MODERATOR, CLOSED, False),
        (ADMIN, CLOSED, True),
        (OWNER, CLOSED, True),
        (EVERYONE, CLOSED, False),
        (HELPER, FOR_HELPERS, True),
        (MODERATOR, FOR_HELPERS, False),
        (EVERYONE, FOR_HELPERS, False),
        (ANYBODY, FOR_ANNA, True),
        (EVERYONE, FOR_ANNA, False),
        (MODERATOR, NOT_FOR_ANNA, False),
        (ADMIN, NOT_FOR_ANNA, True),
        (HELPER, NOT_FOR_HELPERS, False),
        (MODERATOR, NOT_FOR_HELPERS, True),
        (BOTH, CONTRADICTORY, True),
        (HELPER, CONTRADICTORY, False),
        (ANYBODY, NO_HISTORY, False),
        (OWNER, NO_HISTORY, True),
        (ANYBODY, OTHERS, False),
        (ANYBODY, PRIVATE_THREAD, False),
        (MODERATOR, PRIVATE_THREAD, True),
        (EVERYONE, PRIVATE_THREAD, False),
        (ANYBODY, JOINED_THREAD, True),
        (ANYBODY, JOINED_BUT_CLOSED, False),
        (OWNER, PRIVATE_THREAD, True),
        (OWNER, HIDDEN, False),
        (ANYBODY, HIDDEN, False),
    ],
)
def test_who_may_read_where(viewer: Viewer, place: Place, sees: bool) -> None:
    """Everyone's overwrite, then the roles' together, then the member's own; each may allow what one before denied."""
    assert may_read(viewer, GUILD, ROLES, place) is sees


def test_without_the_base_permission() -> None:
    """A server whose everyone role may not view shows a channel only to those whom something allows."""
    roles = {**ROLES, GUILD: 0}
    assert not may_read(ANYBODY, GUILD, roles, OPEN)
    assert may_read(ANYBODY, GUILD, roles, Place((role(GUILD, allow=READ),)))


@pytest.mark.parametrize(
    ("viewer", "place", "sees"),
    [
        (ANYBODY, OPEN, True),
        (ANYBODY, NO_HISTORY, True),
        (ANYBODY, CLOSED, False),
        (MODERATOR, PRIVATE_THREAD, True),
        (ANYBODY, PRIVATE_THREAD, False),
        (ANYBODY, JOINED_THREAD, True),
        (OWNER, HIDDEN, False),
    ],
)
def test_who_may_know_that_it_is_there(viewer: Viewer, place: Place, sees: bool) -> None:
    """A name is shown to whom the place is, whether they may read back or not."""
    assert may_view(viewer, GUILD, ROLES, place) is sees
