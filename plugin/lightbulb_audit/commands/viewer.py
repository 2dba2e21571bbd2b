"""Whose eyes an answer is made for."""

import hikari

from lightbulb_audit.analyse.visibility import EVERYONE, Viewer


def viewer_of(member: hikari.InteractionMember, *, private: bool) -> Viewer:
    """Whose eyes an answer is made for: the asker's, or everybody's.

    Discord sends the owner and administrators every permission with the interaction, whatever the channel denies.
    """
    if not private:
        return EVERYONE
    all_seeing = bool(member.permissions & hikari.Permissions.ADMINISTRATOR)
    return Viewer(int(member.id), frozenset(map(int, member.role_ids)), all_seeing)
