"""Checks the components of a message, and gives them as Discord would hold them."""

import itertools
from collections.abc import Callable, Iterator

from discord_standin import limits
from discord_standin.form import Form, Path
from discord_standin.values import Json, Payload, as_snowflake, is_object, objects

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
ENTITY_SELECTS = frozenset({5, 6, 7, 8})
SELECTS = frozenset({STRING_SELECT, *ENTITY_SELECTS})
TEXT_DISPLAY = 10
V2_TYPES = frozenset({ROW, 9, TEXT_DISPLAY, 12, 13, 14, 17})
"""What may stand at the top of a message with the flag IS_COMPONENTS_V2."""
LINK_STYLE = 5
STYLES = frozenset({1, 2, 3, 4, LINK_STYLE})


def walk(components: Json) -> Iterator[Payload]:
    """Yield every component of a message, containers and their contents, in reading order."""
    for component in objects(components):
        yield component
        yield from walk(component.get("components"))
        if is_object(accessory := component.get("accessory")):
            yield accessory


def read_components(form: Form, path: Path, value: Json, *, is_v2: bool) -> list[Payload]:
    """Check a message's components.

    Args:
        form: Gathers the faults.
        path: Where the list stands in the request.
        value: What the bot sent there.
        is_v2: Whether the message has the flag IS_COMPONENTS_V2, which allows more than rows.

    Returns:
        The components, each with its number as `id`.
    """
    given = form.array(path, value, limits.V2_COMPONENTS if is_v2 else limits.ROWS)
    tops: list[Payload] = []
    for number, item in enumerate(given):
        top = form.object((*path, number), item)
        if top is not None:
            tops.append(_top(form, (*path, number), top, is_v2=is_v2))
    _check_custom_ids(form, path, tops)
    if is_v2:
        _check_v2(form, path, tops)
    numbers = itertools.count(1)
    for component in walk(tops):
        component["id"] = component.get("id") or next(numbers)
    return tops


def _top(form: Form, path: Path, top: Payload, *, is_v2: bool) -> Payload:
    allowed = V2_TYPES if is_v2 else {ROW}
    if top.get("type") not in allowed:
        words = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
        form.add((*path, "type"), "UNION_TYPE_CHOICES", words)
        return dict(top)
    if top["type"] == ROW:
        return _row(form, path, top)
    children = top.get("components")
    inside = [
        _top(form, (*path, "components", number), child, is_v2=True) for number, child in enumerate(objects(children))
    ]
    return {**top, "components": inside} if children is not None else dict(top)


def _row(form: Form, path: Path, row: Payload) -> Payload:
    inside = (*path, "components")
    items: list[Payload] = []
    for number, item in enumerate(form.array(inside, row.get("components"), limits.ROW_ITEMS)):
        component = form.object((*inside, number), item)
        if component is not None:
            items.append(_item(form, (*inside, number), component))
    kinds = [item.get("type") for item in items]
    if len(kinds) > 1 and SELECTS.intersection(kinds):
        form.add(inside, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
    return {**row, "components": items}


def _item(form: Form, path: Path, item: Payload) -> Payload:
    check = _CHECKS.get(item.get("type", 0))
    if check is None:
        words = f'Value of field "type" must be one of {tuple(sorted(_CHECKS))}.'
        form.add((*path, "type"), "UNION_TYPE_CHOICES", words)
        return dict(item)
    return check(form, path, item)


def _button(form: Form, path: Path, given: Payload) -> Payload:
    style = given.get("style")
    if style not in STYLES:
        form.add((*path, "style"), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(STYLES))}.")
    label = form.text((*path, "label"), given.get("label"), limits.BUTTON_LABEL)
    emoji = given.get("emoji")
    _check_emoji(form, (*path, "emoji"), emoji)
    if not label and not emoji:
        words = "A button needs a label or an emoji"
        form.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", words)
    kept = {key: value for key, value in given.items() if value is not None}
    if style == LINK_STYLE:
        if not given.get("url"):
            form.add((*path, "url"), "BASE_TYPE_REQUIRED", "A url is required")
        form.link((*path, "url"), given.get("url"), limits.BUTTON_URL, others=("discord",))
        if given.get("custom_id"):
            words = "A custom id and url cannot both be specified"
            form.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", words)
    else:
        form.text((*path, "custom_id"), given.get("custom_id"), limits.CUSTOM_ID)
    return {**kept, "label": label} if label else kept


def _select(form: Form, path: Path, given: Payload) -> Payload:
    form.text((*path, "custom_id"), given.get("custom_id"), limits.CUSTOM_ID)
    form.text((*path, "placeholder"), given.get("placeholder"), limits.SELECT_PLACEHOLDER)
    least = form.number((*path, "min_values"), given.get("min_values"), limits.SELECT_MIN_VALUES)
    most = form.number((*path, "max_values"), given.get("max_values"), limits.SELECT_MAX_VALUES)
    if least is not None and least > (1 if most is None else most):
        words = "The minimum number of values is larger than the maximum"
        form.add((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX", words)
    select = {"min_values": 1, "max_values": 1, **{k: v for k, v in given.items() if v is not None}}
    if given["type"] == STRING_SELECT:
        select["options"] = _options(form, (*path, "options"), given.get("options"))
        if select["options"] and (most or 1) > len(select["options"]):
            words = "The maximum number of values is larger than the number of options"
            form.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_GREATER_THAN_OPTIONS", words)
    return select


def _options(form: Form, path: Path, value: Json) -> list[Payload]:
    options: list[Payload] = []
    values: set[Json] = set()
    for number, item in enumerate(form.array(path, value, limits.SELECT_OPTIONS)):
        option = form.object((*path, number), item)
        if option is None:
            continue
        form.text((*path, number, "label"), option.get("label"), limits.OPTION_LABEL)
        form.text((*path, number, "description"), option.get("description"), limits.OPTION_DESCRIPTION)
        key = form.text((*path, number, "value"), option.get("value"), limits.OPTION_VALUE)
        _check_emoji(form, (*path, number, "emoji"), option.get("emoji"))
        if key in values:
            words = "The specified option value is already used"
            form.add((*path, number, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)
        values.add(key)
        options.append({k: v for k, v in option.items() if v is not None})
    return options


def _check_emoji(form: Form, path: Path, value: Json) -> None:
    if value is None:
        return
    emoji = form.object(path, value)
    if emoji is None:
        return
    has_id = as_snowflake(emoji.get("id")) is not None
    if not has_id and not limits.EMOJI.fullmatch(str(emoji.get("name"))):
        form.add((*path, "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _check_custom_ids(form: Form, path: Path, tops: list[Payload]) -> None:
    seen: set[str] = set()
    for row_number, row in enumerate(tops):
        for number, item in enumerate(objects(row.get("components"))):
            custom_id = item.get("custom_id")
            if custom_id in seen:
                where = (*path, row_number, "components", number, "custom_id")
                form.add(where, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
            if custom_id:
                seen.add(str(custom_id))


def _check_v2(form: Form, path: Path, tops: list[Payload]) -> None:
    every = list(walk(tops))
    if len(every) > limits.V2_COMPONENTS.most:
        words = f"Must be {limits.V2_COMPONENTS.most} or fewer components in total."
        form.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    text = sum(len(str(item.get("content", ""))) for item in every if item.get("type") == TEXT_DISPLAY)
    if text > limits.V2_TEXT.most:
        words = f"The text of all components must be {limits.V2_TEXT.most} or fewer in length."
        form.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)


_CHECKS: dict[int, Callable[[Form, Path, Payload], Payload]] = {
    BUTTON: _button,
    STRING_SELECT: _select,
    **dict.fromkeys(ENTITY_SELECTS, _select),
}
