"""The steps in which a person uses the bot: commands, buttons, menus, autocomplete."""

import re
from collections.abc import Iterator

from discord_standin import people
from discord_standin.command_form import USER
from discord_standin.component_form import BUTTON, LINK_STYLE, SELECTS, STRING_SELECT, walk
from discord_standin.errors import UsageError
from discord_standin.interactions import Interaction, Kind
from discord_standin.messages import Held
from discord_standin.modal_form import UnfillableError, fill
from discord_standin.payloads import Resolved, asker_channel, build
from discord_standin.permissions import Permission
from discord_standin.results import StepResult
from discord_standin.sitting import Sitting
from discord_standin.state import State
from discord_standin.typing_slash import RefusedError, parse, resolve, to_options, to_partial_options
from discord_standin.values import Payload, as_object, objects

COMMAND_FAILED = "The application did not respond"
COMPONENT_FAILED = "This interaction failed"
MODAL_FAILED = "Something went wrong. Try again."
CHOICES_FAILED = "Loading options failed"

_SYMBOLS = re.compile(r"[^\w\s]+")
_SELECT_OPTION_TYPES = {5: 6, 6: 8, 7: 9, 8: 7}
"""Which type of option a menu of users, roles, both or channels is like."""


async def slash(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person sends a slash command."""
    if not await sitting.ready():
        result.error = COMMAND_FAILED
        return
    world = sitting.discord.world
    resolved = Resolved(world.state)
    try:
        typed = parse(world.commands.within(world.state.id), text)
        options = to_options(world.state, typed, resolved)
    except RefusedError as error:
        result.error = str(error)
        return
    data = _command_data(typed.command) | ({"options": options} if options else {})
    if resolved.data:
        data["resolved"] = resolved.data
    await _send(sitting, Kind.COMMAND, typed.name, data, result, failure=COMMAND_FAILED)


async def autocomplete(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person is halfway through typing an option."""
    if not text.startswith("/"):
        raise UsageError("The step is type /COMMAND OPTION:TEXT.")
    if not await sitting.ready():
        result.error = CHOICES_FAILED
        return
    world = sitting.discord.world
    try:
        typed = parse(world.commands.within(world.state.id), text)
        options = to_partial_options(typed)
    except RefusedError as error:
        result.error = str(error)
        return
    data = {**_command_data(typed.command), "options": options}
    await _send(sitting, Kind.AUTOCOMPLETE, typed.name, data, result, failure=CHOICES_FAILED)


async def user_command(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person uses a command of a user's context menu."""
    name, _, who = text.rpartition(" ")
    if not name:
        raise UsageError("The step is user-command NAME USER_ID.")
    if not await sitting.ready():
        result.error = COMMAND_FAILED
        return
    world = sitting.discord.world
    command = world.commands.within(world.state.id).find(name.strip(), USER)
    if command is None:
        result.error = f"This command doesn't exist: {name}"
        return
    resolved = Resolved(world.state)
    try:
        target = resolved.add_user(people.find_user(world.state, who))
    except people.NotFoundError as error:
        result.error = str(error)
        return
    data = {**_command_data(command), "target_id": target, "resolved": resolved.data}
    await _send(sitting, Kind.COMMAND, name, data, result, failure=COMMAND_FAILED)


async def press(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person presses a button of the last answer, or if that has none so called, of a message that was posted."""
    if not text:
        raise UsageError("The step is press LABEL.")
    seen = list(_seen(sitting, frozenset({BUTTON})))
    fitting = ((held, button) for held, buttons in seen if (button := _find_button(buttons, text)))
    held, button = next(fitting, (None, None))
    if held is None or button is None:
        labels = ", ".join(_label(button) for _, buttons in seen for button in buttons) or "none"
        result.error = f"There is no button {text!r} on the last answer; there are: {labels}"
        return
    if button.get("disabled"):
        result.error = "That button is disabled"
        return
    if button.get("style") == LINK_STYLE:
        result.error = f"That button opens a page: {button.get('url')}"
        return
    data: Payload = {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button.get("id", 0)}
    await _use(sitting, held, data, result)


async def choose(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person chooses in the last answer's menu, or in that of a message that was posted."""
    if not text:
        raise UsageError("The step is choose VALUE.")
    menus = [(held, menu) for held, menus in _seen(sitting, SELECTS) for menu in menus]
    for held, menu in menus:
        chosen = _find_values(sitting, menu, text)
        if chosen is None:
            continue
        if menu.get("disabled"):
            result.error = "That menu is disabled"
            return
        data: Payload = {"custom_id": menu["custom_id"], "component_type": menu["type"], "id": menu.get("id", 0)}
        await _use(sitting, held, {**data, **chosen}, result)
        return
    labels = ", ".join(str(option["label"]) for _, menu in menus for option in objects(menu.get("options"))) or "none"
    result.error = f"There is no choice {text!r} in the last answer's menu; there are: {labels}"


async def submit(sitting: Sitting, text: str, result: StepResult) -> None:
    """A person fills the only text input of the form that the bot opened, and submits it."""
    opener = sitting.opened
    state = sitting.discord.world.state
    if opener is None or opener.modal is None or opener.user_id != sitting.user_id:
        result.error = "There is no form to submit: the last press or command opened none"
        return
    try:
        data = fill(opener.modal, text)
    except UnfillableError as error:
        result.error = str(error)
        return
    if not await sitting.ready():
        result.error = MODAL_FAILED
        return
    number = state.snowflakes.next()
    interaction = Interaction(
        number, Kind.MODAL, sitting.user_id, opener.channel, opener.name, source=opener.source, opener=opener
    )
    await sitting.perform(interaction, build(state, interaction, data), result, failure=MODAL_FAILED)
    if result.error:
        # Discord leaves a form open that was not answered.
        sitting.opened = opener


def _command_data(command: Payload) -> Payload:
    data: Payload = {"id": command["id"], "name": command["name"], "type": command["type"]}
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


async def _send(sitting: Sitting, kind: Kind, name: str, data: Payload, result: StepResult, *, failure: str) -> None:
    state = sitting.discord.world.state
    channel = asker_channel(state, sitting.user_id)
    interaction = Interaction(state.snowflakes.next(), kind, sitting.user_id, channel, name)
    await sitting.perform(interaction, build(state, interaction, data), result, failure=failure)


async def _use(sitting: Sitting, held: Held, data: Payload, result: StepResult) -> None:
    if not await sitting.ready():
        result.error = COMPONENT_FAILED
        return
    state = sitting.discord.world.state
    channel = state.find_channel(held.message["channel_id"]) or asker_channel(state, sitting.user_id)
    interaction = Interaction(state.snowflakes.next(), Kind.COMPONENT, sitting.user_id, channel, "", source=held)
    await sitting.perform(interaction, build(state, interaction, data), result, failure=COMPONENT_FAILED)


def _seen(sitting: Sitting, kinds: frozenset[int]) -> Iterator[tuple[Held, list[Payload]]]:
    """Go through the messages that this person sees with components of these kinds.

    The last answer comes first, then what the bot posted or edited of its own accord, the newest first.
    """
    state = sitting.discord.world.state
    posted: list[tuple[Held, list[Payload]]] = []
    is_answer_seen = False
    for held in sorted(state.messages, key=lambda held: held.touched, reverse=True):
        if not held.touched:
            break
        found = [part for part in walk(held.message["components"]) if part.get("type") in kinds]
        if not found or not _is_shown(state, held, sitting.user_id):
            continue
        if "interaction_metadata" not in held.message:
            posted.append((held, found))
        elif not is_answer_seen:
            is_answer_seen = True
            yield held, found
    yield from posted


def _is_shown(state: State, held: Held, user_id: str) -> bool:
    channel = state.find_channel(held.message["channel_id"])
    if held.owner is not None or channel is None:
        return held.owner == user_id
    return state.may(user_id, Permission.VIEW_CHANNEL, channel)


def _find_button(buttons: list[Payload], text: str) -> Payload | None:
    """Find by custom id or label exactly, then by the label's words alone."""
    for button in buttons:
        if text in {button.get("custom_id"), button.get("label"), _label(button)}:
            return button
    for button in buttons:
        if _words(text) and _words(text) == _words(str(button.get("label") or "")):
            return button
    return None


def _label(button: Payload) -> str:
    """Give what a button shows: its label, or its emoji where it has none."""
    emoji = as_object(button.get("emoji")).get("name")
    return str(button.get("label") or emoji or button.get("custom_id"))


def _words(text: str) -> list[str]:
    return _SYMBOLS.sub(" ", text).casefold().split()


def _find_values(sitting: Sitting, menu: Payload, text: str) -> Payload | None:
    """Find what a person chooses in a menu: one value or label, or several with commas between."""
    if menu["type"] != STRING_SELECT:
        return _find_entity(sitting, menu, text)
    options = list(objects(menu.get("options")))
    whole = _option_value(options, text)
    if whole is not None:
        return {"values": [whole]}
    parts = [_option_value(options, part.strip()) for part in text.split(",")]
    values = [part for part in parts if part is not None]
    is_allowed = len(values) == len(parts) and menu["min_values"] <= len(values) <= menu["max_values"]
    return {"values": values} if is_allowed else None


def _option_value(options: list[Payload], text: str) -> str | None:
    for key in ("value", "label"):
        for option in options:
            if option[key] == text:
                return option["value"]
    return None


def _find_entity(sitting: Sitting, menu: Payload, text: str) -> Payload | None:
    state = sitting.discord.world.state
    resolved = Resolved(state)
    try:
        value = resolve(state, _SELECT_OPTION_TYPES[menu["type"]], text, resolved, menu)
    except (people.NotFoundError, RefusedError):
        return None
    return {"values": [value], "resolved": resolved.data}
