"""A sitting written down as a person reads it, with what differs from run to run made the same."""

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final

from tests.journeys.town import Town

from discord_standin import Session, StepResult
from lightbulb_audit.model import snowflake

_STAMP: Final = re.compile(r"<t:(\d+):(\w)>")
_WRITTEN: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{3})?)?)(?:Z| UTC)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_OF_A_FILE: Final = re.compile(r"(?<=-)\d{4}-\d\d-\d\d(?=[.-])")
_ID: Final = re.compile(r"\d{17,20}")
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
_LONG_AGO: Final = datetime.timedelta(days=300)
"""What is older is of no story."""

_ROUNDED: Final = 300
"""Seconds: what is asked for is asked for a moment after the town was made."""


class Script:
    """Does steps, and writes down what was typed and what was answered.

    Args:
        session: Where the steps are done.
        town: What the ages are counted from.
    """

    def __init__(self, session: Session, town: Town) -> None:
        self._session = session
        self._town = town
        self._labels = {
            **{str(thing_id): name for thing_id, name in town.labels.items()},
            **{entry["id"]: f"entry {number}" for number, entry in enumerate(reversed(town.log), 1)},
        }
        self._written: list[str] = []

    async def do(self, step: str) -> StepResult:
        """Do a step; it must be answered."""
        result = await self._session.do(step)
        assert result.error is None, f"{step}: {result.error}"
        self._written.append(self.same(f"> {step}\n{_read(result)}"))
        return result

    @property
    def text(self) -> str:
        """All of it so far."""
        return "\n".join(self._written)

    def same(self, text: str) -> str:
        """A text with ids by their names and times by their distance from the town's own present."""
        text = _STAMP.sub(lambda one: f"⟨{self._ago(_of_unix(int(one[1])))}, {one[2]}⟩", text)
        text = _WRITTEN.sub(lambda one: f"⟨{self._ago(_of_words(one[1], one[2]))}⟩", text)
        text = _DAY.sub(self._days_ago, _OF_A_FILE.sub("⟨today⟩", text))
        return _ID.sub(self._labelled, text)

    def _days_ago(self, found: re.Match[str]) -> str:
        day = datetime.date.fromisoformat(found[0])
        return f"⟨{(self._town.now.date() - day).days} days ago⟩"

    def _labelled(self, found: re.Match[str]) -> str:
        known = self._labels.get(found[0])
        return f"⟨{known}⟩" if known else f"⟨id of {self._ago(snowflake.time_of(int(found[0])))}⟩"

    def _ago(self, moment: datetime.datetime) -> str:
        if self._town.now - moment > _LONG_AGO:
            return "long ago"
        seconds = round((self._town.now - moment).total_seconds() / _ROUNDED) * _ROUNDED
        said: list[str] = []
        left = abs(seconds)
        for size, name in _UNITS:
            count, left = divmod(left, size)
            said += [f"{count} {name}{'s' * (count != 1)}"] * bool(count)
        return f"{' '.join(said)} {'ago' if seconds > 0 else 'ahead'}" if said else "now"


def _of_unix(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _of_words(day: str, time: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T{time}+00:00")


def _read(result: StepResult) -> str:
    """Everything that appears on the screen."""
    lines: list[str] = []
    for answer in result.answers:
        lines += ["(only you see this)"] * bool(answer["ephemeral"])
        lines += _message(answer["message"])
    lines += [f"  · {choice['name']}  →  {choice['value']}" for choice in result.choices]
    return "".join(f"{line}\n" for line in lines)


def _message(message: Mapping[str, Any]) -> list[str]:
    lines = [message["content"]] * bool(message["content"])
    for embed in message["embeds"]:
        lines += [f"== {embed.get('title')} =="] * ("title" in embed)
        lines += [str(embed.get("description"))] * ("description" in embed)
        lines += [f"{field['name']}: {field['value']}" for field in embed.get("fields", ())]
        lines += [f"~~ {embed.get('footer', {}).get('text')}"] * ("footer" in embed)
    lines += [f"[file {one['filename']}]" for one in message["attachments"]]
    for row in message["components"]:
        lines += _row(row["components"])
    return lines


def _row(parts: list[dict[str, Any]]) -> list[str]:
    buttons = [f"[{one['label']}]{' (off)' * one.get('disabled', False)}" for one in parts if one["type"] == 2]
    lines = [" ".join(buttons)] * bool(buttons)
    for menu in (one for one in parts if one["type"] == 3):
        lines.append(f"[{menu['placeholder']} ▾]")
        lines += [f"    {_option(one)}" for one in menu["options"]]
    return lines


def _option(option: dict[str, Any]) -> str:
    icon = option["emoji"]["name"] if "emoji" in option else "·"
    return f"{icon} {option['label']} · {option.get('description', '')}  →  {option['value']}"
