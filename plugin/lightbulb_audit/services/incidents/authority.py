"""Who may respond to an incident: the presser and the bot have the permission, and the presser stands above. Pure."""

from collections.abc import Sequence

from lightbulb_audit.analyse.standing import ServerRole, Someone
from lightbulb_audit.model.response import Refusal, RefusedResponseError, Why
from lightbulb_audit.services.incidents.ports import Presser, Scene


def check_permission(scene: Scene, presser: Presser, wanted: int) -> None:
    """See that the presser and the bot have a permission in the server as a whole.

    Raises:
        RefusedResponseError: If one of them has not.
    """
    someone, bot = scene.people.get(presser.user_id), scene.people.get(scene.bot_id)
    held = 0 if someone is None else scene.standing.permissions(someone) & presser.permissions
    if not held & wanted:
        raise RefusedResponseError(Refusal.PRESSER_LACKS, wanted)
    if bot is None or not scene.standing.permissions(bot) & wanted:
        raise RefusedResponseError(Refusal.BOT_LACKS, wanted)


def check_above(scene: Scene, presser: Presser, actor: Someone, more: Sequence[int] = ()) -> None:
    """See that the presser stands above somebody.

    Args:
        scene: The server.
        presser: Who presses.
        actor: Whom it is about.
        more: Roles that they are to have soon: nobody gives away what stands above themself.

    Raises:
        RefusedResponseError: If they do not.
    """
    untouched = {
        scene.bot_id: Refusal.IS_THIS_BOT,
        scene.standing.owner_id: Refusal.IS_OWNER,
        presser.user_id: Refusal.IS_PRESSER,
    }
    if actor.user_id in untouched:
        raise RefusedResponseError(untouched[actor.user_id])
    if not scene.standing.is_above(scene.people[presser.user_id], actor, more):
        raise RefusedResponseError(Refusal.PRESSER_BELOW)


def why_left(scene: Scene, role: ServerRole) -> Why | None:
    """Return why the bot cannot take or give a role; None where it can."""
    if role.is_managed:
        return Why.MANAGED
    return None if scene.standing.can_change(scene.people[scene.bot_id], role) else Why.ABOVE_BOT
