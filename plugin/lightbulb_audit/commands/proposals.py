"""Proposals while somebody types, as options declare them."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import lightbulb

from lightbulb_audit.deferred import Deferred

if TYPE_CHECKING:
    from lightbulb_audit.commands.answers.services import Services

Suggest: TypeAlias = Callable[[lightbulb.AutocompleteContext[str]], Awaitable[None]]


def values_of(services: "Deferred[Services]", name: str) -> Suggest:
    """Return what proposes values of a filter."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        found = await services.get()
        from lightbulb_audit.commands.answers import autocomplete

        await autocomplete.propose_value(ctx, found, name)

    return suggest


def searches(services: "Deferred[Services]") -> Suggest:
    """Return what proposes ways on in the language of the search."""

    async def suggest(ctx: lightbulb.AutocompleteContext[str]) -> None:
        found = await services.get()
        from lightbulb_audit.commands.answers import autocomplete

        await autocomplete.propose(ctx, found)

    return suggest
