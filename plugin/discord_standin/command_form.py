"""Checks application commands as they are registered, and gives them as Discord would hold them."""

from discord_standin import limits
from discord_standin.form import Form, Path
from discord_standin.values import Json, Payload, as_object, objects

SLASH, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER_OPTION, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
OPTION_TYPES = frozenset(range(SUBCOMMAND, ATTACHMENT + 1))
_WITH_CHOICES = frozenset({STRING, INTEGER, NUMBER})


def read_command(form: Form, path: Path, value: Json, *, application_id: str) -> Payload:
    """Check one command.

    Args:
        form: Gathers the faults.
        path: Where the command stands in the request.
        value: What the bot sent.
        application_id: The application that it will belong to.

    Returns:
        The command as Discord would answer with it, without its ids and version.
    """
    given = form.object(path, value) or {}
    kind = given.get("type") or SLASH
    command: Payload = {
        "application_id": application_id,
        "type": kind,
        "name": given.get("name"),
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "default_member_permissions": _permissions(given.get("default_member_permissions")),
        "dm_permission": given.get("dm_permission", True),
        "contexts": given.get("contexts"),
        "integration_types": given.get("integration_types") or [0],
        "nsfw": bool(given.get("nsfw")),
    }
    if kind == SLASH:
        _check_name(form, (*path, "name"), given.get("name"))
        form.text((*path, "description"), given.get("description"), limits.COMMAND_DESCRIPTION)
        options = _options(form, (*path, "options"), given.get("options"))
        if options:
            command["options"] = options
        _check_total(form, path, command)
    else:
        form.text((*path, "name"), given.get("name"), limits.COMMAND_NAME)
        if given.get("description"):
            words = "Context menu commands cannot have description"
            form.add((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", words)
        if given.get("options"):
            words = "Context menu commands cannot have options"
            form.add((*path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID", words)
    return command


def check_names(form: Form, commands: list[Payload]) -> None:
    """Check that no two commands of a type share a name, and that they are not too many."""
    seen: set[tuple[Json, Json]] = set()
    for number, command in enumerate(commands):
        key = (command["type"], command["name"])
        if key in seen:
            words = "Application command names must be unique"
            form.add((number,), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        seen.add(key)
    slash = [command for command in commands if command["type"] == SLASH]
    if len(slash) > limits.COMMANDS.most:
        form.add((), "APPLICATION_COMMAND_TOO_MANY", f"Maximum number of commands reached ({limits.COMMANDS.most}).")


def _permissions(value: Json) -> str | None:
    return None if value is None else str(value)


def _check_name(form: Form, path: Path, value: Json) -> None:
    name = form.text(path, value, limits.COMMAND_NAME)
    if name and not form.faults_at(path) and (not limits.SLASH_NAME.fullmatch(name) or name != name.lower()):
        form.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options(form: Form, path: Path, value: Json) -> list[Payload]:
    given = form.array(path, value, limits.COMMAND_OPTIONS)
    options: list[Payload] = []
    for number, item in enumerate(given):
        option = form.object((*path, number), item)
        if option is not None:
            options.append(_option(form, (*path, number), option))
    _check_order(form, path, options)
    return options


def _check_order(form: Form, path: Path, options: list[Payload]) -> None:
    names: set[Json] = set()
    is_optional_seen = False
    for number, option in enumerate(options):
        if option.get("name") in names:
            words = "Option name already exists"
            form.add((*path, number, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", words)
        names.add(option.get("name"))
        if option.get("required") and is_optional_seen:
            words = "Required options must be placed before non-required options"
            form.add((*path, number), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        is_optional_seen |= not option.get("required")
    kinds = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(kinds) > 1:
        words = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", words)


def _option(form: Form, path: Path, given: Payload) -> Payload:
    _check_name(form, (*path, "name"), given.get("name"))
    form.text((*path, "description"), given.get("description"), limits.COMMAND_DESCRIPTION)
    kind = given.get("type")
    if kind not in OPTION_TYPES:
        form.add((*path, "type"), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(OPTION_TYPES))}.")
    option = {key: value for key, value in given.items() if value is not None}
    if given.get("options"):
        option["options"] = _options(form, (*path, "options"), given["options"])
    for key in ("min_length", "max_length"):
        form.number((*path, key), given.get(key), limits.OPTION_LENGTH)
    choices = form.array((*path, "choices"), given.get("choices"), limits.CHOICES)
    if choices:
        read_choices(form, (*path, "choices"), choices, limits.CHOICE_VALUE)
        if given.get("autocomplete"):
            words = "Autocomplete is not valid when choices are set"
            form.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", words)
    if given.get("autocomplete") and kind not in _WITH_CHOICES:
        words = "Autocomplete is not valid for this option type"
        form.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID_TYPE", words)
    return option


def read_choices(form: Form, path: Path, choices: list[Json], value_limit: limits.Limit) -> list[Payload]:
    """Check choices, of an option or of an autocomplete, and give their names and values."""
    read: list[Payload] = []
    for number, item in enumerate(choices):
        choice = form.object((*path, number), item)
        if choice is None:
            continue
        form.text((*path, number, "name"), choice.get("name"), limits.CHOICE_NAME)
        value = choice.get("value")
        if isinstance(value, str) or value is None:
            form.text((*path, number, "value"), value, value_limit)
        read.append({"name": choice.get("name"), "value": value})
    return read


def _check_total(form: Form, path: Path, command: Payload) -> None:
    """All names, descriptions and values of a command together may not exceed 8000 characters."""
    if _total(command) > limits.COMMAND_TOTAL.most:
        words = f"Command exceeds maximum size ({limits.COMMAND_TOTAL.most})"
        form.add(path, "APPLICATION_COMMAND_TOO_LARGE", words)


def _total(part: Payload) -> int:
    own = sum(len(str(part.get(key) or "")) for key in ("name", "description"))
    choices = sum(len(str(choice.get(key, ""))) for choice in objects(part.get("choices")) for key in ("name", "value"))
    return own + choices + sum(_total(as_object(option)) for option in objects(part.get("options")))
