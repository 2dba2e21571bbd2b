"""Who may change whose roles."""

import random
from typing import Any, Final

import pytest

from discord_standin import permissions
from lightbulb_audit.analyse.standing import MANAGE_ROLES, ServerRole, Someone, Standing

_GUILD: Final = 100
_OWNER: Final = Someone(1)


def _role(number: int, position: int, bits: int = 0) -> ServerRole:
    return ServerRole(number, f"role {number}", position, bits)


def _standing(*roles: ServerRole) -> Standing:
    every = (_role(_GUILD, 0), *roles)
    return Standing(_GUILD, _OWNER.user_id, {one.id: one for one in every})


@pytest.mark.parametrize(
    ("one", "other", "is_above"),
    [
        (Someone(2, frozenset({22})), Someone(3, frozenset({21})), True),
        (Someone(2, frozenset({21})), Someone(3, frozenset({22})), False),
        (Someone(2, frozenset({21, 23})), Someone(3, frozenset({22})), True),
        (Someone(2, frozenset({21})), Someone(3), True),
        (Someone(2), Someone(3), False),
        (Someone(2, frozenset({21})), Someone(3, frozenset({21})), False),
        # Two in one place: the older one is higher.
        (Someone(2, frozenset({23})), Someone(3, frozenset({24})), True),
        (Someone(2, frozenset({24})), Someone(3, frozenset({23})), False),
        # A role that is gone gives nothing.
        (Someone(2, frozenset({99})), Someone(3), False),
        (Someone(2, frozenset({23})), Someone(2), False),
        (_OWNER, Someone(3, frozenset({23})), True),
        (Someone(2, frozenset({23})), _OWNER, False),
        (_OWNER, _OWNER, False),
    ],
)
def test_who_stands_above(one: Someone, other: Someone, is_above: bool) -> None:
    """The highest role counts; the owner is above all, nobody above oneself or an equal."""
    standing = _standing(_role(21, 1), _role(22, 2), _role(23, 3), _role(24, 3))
    assert standing.is_above(one, other) is is_above


def test_who_gives_back_is_above_what_is_given() -> None:
    """Whoever has lost everything is looked at as if they had it still."""
    standing = _standing(_role(21, 1), _role(22, 2), _role(23, 3))
    helper, stripped = Someone(2, frozenset({22})), Someone(3)
    assert standing.is_above(helper, stripped, [21])
    assert not standing.is_above(helper, stripped, [21, 23])
    assert standing.is_above(_OWNER, stripped, [21, 23])


def test_permissions_are_those_of_the_server() -> None:
    """Over drawn servers they are what the local Discord computes; in a timeout nothing but for those who may all."""
    rng = random.Random(7)
    for _ in range(300):
        roles = [_role(20 + number, rng.randrange(5), rng.getrandbits(41)) for number in range(rng.randrange(6))]
        standing = _standing(*roles)
        one = Someone(rng.choice((1, 2, 3)), frozenset(role.id for role in roles if rng.random() < 0.5))
        payloads: dict[str, dict[str, Any]] = {
            str(role.id): {"id": str(role.id), "permissions": str(role.permissions)} for role in standing.roles.values()
        }
        member = {"user": {"id": str(one.user_id)}, "roles": list(map(str, one.role_ids))}
        there = permissions.in_guild({"id": str(_GUILD), "owner_id": "1"}, payloads, member)
        assert standing.permissions(one) & permissions.ALL == there
        silenced = Someone(one.user_id, one.role_ids, is_timed_out=True)
        assert standing.permissions(silenced) in (0, -1)
        assert bool(standing.permissions(one) & MANAGE_ROLES) is bool(there & MANAGE_ROLES)
