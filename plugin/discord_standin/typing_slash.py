"""Reads a slash command as a person types it, by the commands that the bot registered."""

import re
from dataclasses import dataclass, field

from discord_standin import people
from discord_standin.command_form import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER_OPTION,
)
from discord_standin.commands import CommandRegistry
from discord_standin.errors import StandinError
from discord_standin.limits import LARGEST_INTEGER
from discord_standin.payloads import Resolved
from discord_standin.state import State
from discord_standin.values import Json, Payload, objects

_TRUE, _FALSE = frozenset({"true", "yes"}), frozenset({"false", "no"})
_LONGEST_STRING = 6000


class RefusedError(StandinError):
    """Discord's client would not send this; the message is what it shows."""


@dataclass(slots=True)
class Typed:
    """A command as typed.

    Attributes:
        command: The registered command.
        path: The subcommand group and subcommand, as far as there are.
        given: The options' definitions and the texts that were typed for them, in order.
        options: The leaf's options as registered.
    """

    command: Payload
    path: list[Payload] = field(default_factory=list[Payload])
    given: list[tuple[Payload, str]] = field(default_factory=list[tuple[Payload, str]])
    options: list[Payload] = field(default_factory=list[Payload])

    @property
    def name(self) -> str:
        """The command's full name, subcommands included."""
        return " ".join([self.command["name"], *(part["name"] for part in self.path)])


def parse(commands: CommandRegistry, text: str) -> Typed:
    """Split what was typed into a command and its options.

    Args:
        commands: What the bot registered.
        text: The line, with its slash.

    Raises:
        RefusedError: There is no such command or option.
    """
    name, _, rest = text.removeprefix("/").partition(" ")
    command = commands.find(name)
    if command is None:
        message = f"This command doesn't exist: /{name}"
        raise RefusedError(message)
    typed = Typed(command, options=list(objects(command.get("options"))))
    rest = rest.strip()
    while any(option["type"] in {SUBCOMMAND, GROUP} for option in typed.options):
        word, _, rest = rest.partition(" ")
        part = next((option for option in typed.options if option["name"] == word), None)
        if part is None:
            known = ", ".join(option["name"] for option in typed.options)
            message = f"This command doesn't exist: /{typed.name} {word}".rstrip() + f" (there are: {known})"
            raise RefusedError(message)
        typed.path.append(part)
        typed.options = list(objects(part.get("options")))
        rest = rest.strip()
    typed.given = _split(typed, rest)
    return typed


def _split(typed: Typed, rest: str) -> list[tuple[Payload, str]]:
    """Cut the rest at each ` name:` of the command's own options."""
    if not rest:
        return []
    by_name = {option["name"]: option for option in typed.options}
    names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", rest)) if names else []
    if not marks or marks[0].start() != 0:
        message = f"/{typed.name} has no option called {rest.partition(':')[0].split(' ', 1)[0]}."
        raise RefusedError(message)
    # An option is there once; its name again is part of what is typed.
    marks = [mark for at, mark in enumerate(marks) if mark[1] not in {one[1] for one in marks[:at]}]
    given: list[tuple[Payload, str]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        value = rest[mark.end() : following.start() if following else None].strip()
        given.append((by_name[mark[1]], value))
    return given


def to_options(state: State, typed: Typed, resolved: Resolved) -> list[Payload]:
    """Turn the typed values into an interaction's options, and note whom they name.

    Raises:
        RefusedError: A value is not one that Discord's client lets through, or a required one is missing.
    """
    named = {option["name"] for option, _ in typed.given}
    for option in typed.options:
        if option.get("required") and option["name"] not in named:
            message = f"{option['name']}: This option is required. Specify a value."
            raise RefusedError(message)
    leaf = [_option(state, option, text, resolved) for option, text in typed.given]
    return nest(typed, leaf)


def nest(typed: Typed, leaf: list[Payload]) -> list[Payload]:
    """Put the options into their subcommand and group."""
    for part in reversed(typed.path):
        leaf = [{"type": part["type"], "name": part["name"], "options": leaf}]
    return leaf


def to_partial_options(typed: Typed) -> list[Payload]:
    """Turn the typed values into an autocomplete's options; the last one is being typed.

    Raises:
        RefusedError: There is no option, or the last one offers no autocomplete.
    """
    if not typed.given:
        raise RefusedError("Type the option that is to be completed, as name:text.")
    *before, (last, text) = typed.given
    if not last.get("autocomplete"):
        message = f"The option {last['name']} offers no autocomplete."
        raise RefusedError(message)
    leaf: list[Payload] = [
        {"type": option["type"], "name": option["name"], "value": _loose(option, value)} for option, value in before
    ]
    leaf.append({"type": last["type"], "name": last["name"], "value": text, "focused": True})
    return nest(typed, leaf)


def _loose(option: Payload, text: str) -> Json:
    """Give a value as an autocomplete carries it: of its type where it already reads so."""
    try:
        match option["type"]:
            case kind if kind == INTEGER:
                return int(text)
            case kind if kind == NUMBER:
                return float(text)
            case kind if kind == BOOLEAN:
                return text.lower() in _TRUE
            case _:
                return text
    except ValueError:
        return text


def _option(state: State, option: Payload, text: str, resolved: Resolved) -> Payload:
    kind, name = option["type"], option["name"]
    if not text:
        message = f"{name}: This option is required. Specify a value."
        raise RefusedError(message)
    try:
        value = _from_choice(option, text) if option.get("choices") else _value(state, option, text, resolved)
    except people.NotFoundError as error:
        raise RefusedError(f"{name}: {error}") from error
    return {"type": kind, "name": name, "value": value}


def _from_choice(option: Payload, text: str) -> Json:
    for choice in objects(option["choices"]):
        if text in {str(choice["value"]), choice["name"]}:
            return choice["value"]
    known = ", ".join(choice["name"] for choice in objects(option["choices"]))
    message = f"{option['name']}: Invalid choice; there are: {known}"
    raise RefusedError(message)


def _value(state: State, option: Payload, text: str, resolved: Resolved) -> Json:
    kind = option["type"]
    if kind == STRING:
        return _string(option, _with_mention(state, text))
    if kind in {INTEGER, NUMBER}:
        return _number(option, text)
    if kind == BOOLEAN:
        return _boolean(option, text)
    if kind == ATTACHMENT:
        message = f"{option['name']}: A file cannot be typed."
        raise RefusedError(message)
    return resolve(state, kind, text, resolved, option)


def resolve(state: State, kind: int, text: str, resolved: Resolved, option: Payload) -> str:
    """Find the user, channel, role or either that a text means, and note it.

    Args:
        state: Where to look.
        kind: The option's type.
        text: An id, a name or a mention.
        resolved: Gathers what was found.
        option: The option, for its `channel_types`.

    Returns:
        The id.

    Raises:
        people.NotFoundError: There is nothing of that name.
        RefusedError: It is a channel of a type that the option does not take.
    """
    if kind == MENTIONABLE:
        found_kind, found = people.find_mentionable(state, text)
        kind = ROLE if found_kind == "role" else USER_OPTION
        text = found["id"]
    if kind == USER_OPTION:
        return resolved.add_user(people.find_user(state, text))
    if kind == ROLE:
        return resolved.add_role(people.find_role(state, text))
    channel = people.find_channel(state, text)
    types = option.get("channel_types")
    if kind == CHANNEL and types and channel["type"] not in types:
        message = f"{option.get('name', 'channel')}: That channel is of a type that cannot be chosen here."
        raise RefusedError(message)
    return resolved.add_channel(channel)


def _with_mention(state: State, text: str) -> str:
    """Write a lone `@name` or `#name` as the mention that Discord's client makes of it once it is picked."""
    try:
        if text.startswith("#"):
            return f"<#{people.find_channel(state, text)['id']}>"
        if text.startswith("@"):
            kind, found = people.find_mentionable(state, text)
            return f"<@{'&' if kind == 'role' else ''}{found['id']}>"
    except people.NotFoundError:
        pass
    return text


def _string(option: Payload, text: str) -> str:
    least, most = option.get("min_length", 0), option.get("max_length", _LONGEST_STRING)
    if not least <= len(text) <= most:
        message = f"{option['name']}: Must be between {least} and {most} in length."
        raise RefusedError(message)
    return text


def _number(option: Payload, text: str) -> int | float:
    is_integer = option["type"] == INTEGER
    try:
        value = int(text) if is_integer else float(text)
    except ValueError:
        message = f"{option['name']}: Invalid {'integer' if is_integer else 'number'}: {text}"
        raise RefusedError(message) from None
    least = option.get("min_value", -LARGEST_INTEGER)
    most = option.get("max_value", LARGEST_INTEGER)
    if not least <= value <= most:
        message = f"{option['name']}: Must be between {least} and {most}."
        raise RefusedError(message)
    return value


def _boolean(option: Payload, text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        message = f"{option['name']}: Must be true or false."
        raise RefusedError(message)
    return text.lower() in _TRUE
