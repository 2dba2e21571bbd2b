"""The human behind a bot, as reasons name them."""

from collections.abc import Collection

import pytest

from lightbulb_audit.analyse.reason import OnBehalf, claim_in, compile_format, on_behalf_of

ANNA = 200000000000000001
BOB = 200000000000000002
TWIN = 200000000000000003
PEOPLE = {"anna": {ANNA}, "bob": {BOB, TWIN}, "The Boss: anna": {BOB}}


def _called(name: str) -> Collection[int]:
    return {user_id for known, ids in PEOPLE.items() if known.casefold() == name.casefold() for user_id in ids}


def _behind(reason: str, *formats: str) -> OnBehalf | None:
    return on_behalf_of(claim_in(reason, formats), lambda user_id: user_id in {ANNA, BOB}, _called)


@pytest.mark.parametrize(
    ("reason", "rest"),
    [
        (f"Action requested by anna (ID {ANNA}). Reason: raid", "raid"),
        (f"Action requested by @anna (ID {ANNA}). Reason: raid", "raid"),
        (f"Action requested by anna (ID {ANNA}).", ""),
        (f"anna (ID: {ANNA}): raid", "raid"),
        (f"Action done by anna (ID: {ANNA})", ""),
        (f"anna ({ANNA}): raid", "raid"),
        (f"Moderator: anna#0 ({ANNA}) Reason: raid", "raid"),
        (f"Case created by anna ({ANNA}).", "Case created"),
        (f"Requested by anna ({ANNA})", ""),
        ("anna: raid", "raid"),
        ("ANNA#0042: raid: again", "raid: again"),
        ("Mod: anna | raid", "raid"),
        ("Punished by anna — Reason: raid", "raid"),
        ("Muted by anna for 1h: raid", "raid"),
        ("Responsible User: anna (raid)", "raid"),
        ("[anna] raid", "raid"),
        ("raid | by anna", "raid"),
    ],
)
def test_each_format_names_the_human(reason: str, rest: str) -> None:
    """Every usual way of writing who asked is read, and the reason is what remains."""
    assert _behind(reason) == OnBehalf(ANNA, rest)


@pytest.mark.parametrize(
    "reason",
    [
        "raid",
        "",
        "bob: raid",  # two are called so
        "mallory: raid",  # nobody is
        f"mallory ({TWIN}): raid",  # no member's id
        f"see {ANNA}",
        "x" * 600,
        "raid: anna",
        "[mallory] raid (by anna)",  # mallory typed a row of the table
        f"mallory ({TWIN}): raid by anna ({ANNA})",
        f"Muted by bob for 1h: raid by anna ({ANNA})",
        "Mod: annabel | raid (by anna)",
    ],
)
def test_what_fits_nobody_or_several_is_left_as_it_is(reason: str) -> None:
    """An id that is nobody's, and a name that is nobody's or two people's, tell nothing."""
    assert _behind(reason) is None


def test_a_setting_lengthens_the_table() -> None:
    """A row of one's own is read like the others, and before them."""
    assert _behind("raid ~ anna") is None
    assert _behind("raid ~ anna", "{reason} ~ {name}") == OnBehalf(ANNA, "raid")


@pytest.mark.parametrize("template", ["by whom", "{name} {name}", "{who}: {reason}", "{reason}"])
def test_a_row_that_names_nobody_is_refused(template: str) -> None:
    """A row must hold a name or an id, each once."""
    with pytest.raises(ValueError, match="must hold"):
        compile_format(template)
