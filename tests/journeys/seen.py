"""What a person sees of an answer."""

from typing import Any

from discord_standin import Session, StepResult
from lightbulb_audit.catalog import words


def message(result: StepResult) -> dict[str, Any]:
    """The one message that a step made or changed."""
    answers = result.to_json()["answers"]
    assert result.error is None, result.error
    assert len(answers) == 1, answers
    return answers[0]["message"]


def text(result: StepResult) -> str:
    """All of its text: content, or the embed's title and description."""
    seen = message(result)
    embeds = [f"{embed.get('title', '')}\n{embed.get('description', '')}" for embed in seen["embeds"]]
    return "\n".join([seen["content"], *embeds]).strip()


def _components(result: StepResult, kind: int) -> list[dict[str, Any]]:
    rows = message(result)["components"]
    return [component for row in rows for component in row["components"] if component["type"] == kind]


def entry_ids(result: StepResult) -> list[str]:
    """The ids in the menu under a list, in its order; empty where there is no menu."""
    menus = [menu for menu in _components(result, 3) if menu.get("placeholder") != words.WHICH]
    return [option["value"] for menu in menus for option in menu["options"]]


def candidates(result: StepResult) -> dict[str, str]:
    """The people and things among which one may choose the one that is meant, by label."""
    menus = [menu for menu in _components(result, 3) if menu.get("placeholder") == words.WHICH]
    return {option["label"]: option["value"] for menu in menus for option in menu["options"]}


def values(result: StepResult) -> list[str]:
    """The values of all menus, in their order."""
    return [option["value"] for menu in _components(result, 3) for option in menu["options"]]


def buttons(result: StepResult) -> list[str]:
    """The labels of the buttons that can be pressed."""
    return [button["label"] for button in _components(result, 2) if not button.get("disabled", False)]


def is_on(result: StepResult, label: str) -> bool:
    """Whether the button whose label holds these words can be pressed; a button that is not there cannot."""
    found = [button for button in _components(result, 2) if label in button["label"]]
    return bool(found) and not found[0].get("disabled", False)


async def publicly(session: Session, step: str) -> StepResult:
    """Do a step whose answer all are to see, with a yes to the question that comes first in an open channel.

    A host may have answered before.
    """
    result = await session.do(step)
    rows = [row for answer in result.to_json()["answers"][-1:] for row in answer["message"]["components"]]
    labels = [part.get("label") for row in rows for part in row["components"]]
    return await session.do("press Yes") if labels == [words.YES, words.NO] else result
