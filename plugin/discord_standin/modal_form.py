"""Checks a form that the bot opens, and fills it in as a person would."""

import itertools
from collections.abc import Iterator

from discord_standin import limits
from discord_standin.component_form import ROW, TEXT_DISPLAY, TEXT_INPUT
from discord_standin.form import Form, Path
from discord_standin.values import Payload, is_object, objects

LABEL = 18
_TOPS = frozenset({ROW, TEXT_DISPLAY, LABEL})
_STYLES = frozenset({1, 2})


class UnfillableError(Exception):
    """A form that does not take what was typed, in Discord's words."""


def read_modal(data: Payload) -> Payload:
    """Check a form and give it as Discord shows it, each component with its number as `id`.

    Raises:
        ApiError: 400 with code 50035, if there is a fault.
    """
    form, path = Form(), ("data", "components")
    form.text(("data", "custom_id"), data.get("custom_id"), limits.CUSTOM_ID)
    form.text(("data", "title"), data.get("title"), limits.MODAL_TITLE)
    numbers = itertools.count(1)
    tops: list[Payload] = []
    for number, item in enumerate(form.array(path, data.get("components"), limits.MODAL_ROWS)):
        top = form.object((*path, number), item)
        if top is not None:
            tops.append(_top(form, (*path, number), top, numbers))
    form.finish()
    return {"custom_id": data["custom_id"], "title": data["title"], "components": tops}


def _top(form: Form, path: Path, top: Payload, numbers: Iterator[int]) -> Payload:
    held: Payload = {**top, "id": top.get("id") or next(numbers)}
    if top.get("type") not in _TOPS:
        words = f'Value of field "type" must be one of {tuple(sorted(_TOPS))}.'
        form.add((*path, "type"), "UNION_TYPE_CHOICES", words)
    elif top["type"] == ROW:
        inside = form.array((*path, "components"), top.get("components"), limits.MODAL_ROW_ITEMS)
        held["components"] = [
            _input(form, (*path, "components", number), item, numbers, labels=limits.INPUT_LABEL)
            for number, item in enumerate(objects(inside))
        ]
    elif top["type"] == LABEL:
        form.text((*path, "label"), top.get("label"), limits.INPUT_LABEL)
        inner = form.object((*path, "component"), top.get("component"))
        if inner is not None:
            held["component"] = _labelled(form, (*path, "component"), inner, numbers)
    return held


def _labelled(form: Form, path: Path, inner: Payload, numbers: Iterator[int]) -> Payload:
    """What stands under a label: of all that may, texts are looked at."""
    if inner.get("type") == TEXT_INPUT:
        return _input(form, path, inner, numbers, labels=limits.NO_LABEL)
    return {**inner, "id": inner.get("id") or next(numbers)}


def _input(form: Form, path: Path, given: Payload, numbers: Iterator[int], *, labels: limits.Limit) -> Payload:
    if given.get("type") != TEXT_INPUT:
        form.add((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({TEXT_INPUT},).')
    if given.get("style") not in _STYLES:
        form.add((*path, "style"), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(_STYLES))}.")
    form.text((*path, "custom_id"), given.get("custom_id"), limits.CUSTOM_ID)
    form.text((*path, "label"), given.get("label"), labels)
    form.text((*path, "placeholder"), given.get("placeholder"), limits.INPUT_PLACEHOLDER)
    form.text((*path, "value"), given.get("value"), limits.INPUT_VALUE)
    form.number((*path, "min_length"), given.get("min_length"), limits.INPUT_MIN_LENGTH)
    form.number((*path, "max_length"), given.get("max_length"), limits.INPUT_MAX_LENGTH)
    kept = {key: value for key, value in given.items() if value is not None}
    return {**kept, "id": given.get("id") or next(numbers)}


def inputs(modal: Payload) -> list[Payload]:
    """List the text inputs of a form that was checked, each with its label."""
    found: list[Payload] = []
    for top in objects(modal["components"]):
        inside = [*objects(top.get("components"))]
        if is_object(inner := top.get("component")):
            inside.append({"label": top.get("label"), **inner})
        found += [one for one in inside if one.get("type") == TEXT_INPUT]
    return found


def fill(modal: Payload, text: str) -> Payload:
    """Type a text into the only input of a form, and give the `data` of its submission.

    Source of the shape: Discord's reference, "Modal Submit Data Structure".

    Raises:
        UnfillableError: The form has not just one text input, or Discord's client would not take the text.
    """
    asked = inputs(modal)
    if len(asked) != 1:
        message = f"The form has {len(asked)} text inputs; submit TEXT fills one"
        raise UnfillableError(message)
    _check_text(asked[0], text)
    return {"custom_id": modal["custom_id"], "components": [_filled(top, text) for top in objects(modal["components"])]}


def _check_text(field: Payload, text: str) -> None:
    if not text and field.get("required", True):
        raise UnfillableError("This field is required")
    least, most = field.get("min_length") or 0, field.get("max_length") or limits.INPUT_VALUE.most
    if text and not least <= len(text) <= most:
        message = f"Must be between {least} and {most} in length"
        raise UnfillableError(message)


def _filled(top: Payload, text: str) -> Payload:
    head: Payload = {"type": top["type"], "id": top["id"]}
    if top["type"] == ROW:
        return head | {"components": [_value(one, text) for one in objects(top["components"])]}
    return head | ({"component": _value(top["component"], text)} if top["type"] == LABEL else {})


def _value(field: Payload, text: str) -> Payload:
    return {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"], "value": text}
