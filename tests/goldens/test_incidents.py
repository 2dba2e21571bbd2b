"""How an incident reads: its message, the questions and answers under it, and the head of its file."""

import datetime
import zoneinfo
from collections.abc import Iterator
from typing import Any

from tests.goldens.compare import assert_golden
from tests.goldens.test_goldens import NOW, known_in, read_week

from discord_standin.example import example_guild
from lightbulb_audit.analyse.reversals import undone
from lightbulb_audit.catalog import incident_words as words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import describe
from lightbulb_audit.describe.text.markdown import timestamp
from lightbulb_audit.export.incident import incident_report
from lightbulb_audit.model.alert import By, Cause, Incident
from lightbulb_audit.model.response import KeptRole, Refusal, RefusedResponseError, Response, ResponseKind, Why
from lightbulb_audit.render.export.report import facts
from lightbulb_audit.render.incident.answers import say_given, say_refused, say_taken
from lightbulb_audit.render.incident.message import draw, with_ping
from lightbulb_audit.render.message import MessagePayload
from lightbulb_audit.services.incidents.ports import IncidentView, Subject
from lightbulb_audit.services.incidents.role_control import RoleResult

_MINUTE = datetime.timedelta(minutes=1)


def _view(username: str, **more: Any) -> IncidentView:
    """All that somebody did in the example's week, as one incident."""
    made = example_guild(NOW)
    user = next(one["user"] for one in made["guild"]["members"] if one["user"]["username"] == username)
    records, names = read_week()
    own = sorted((one for one in records if one.entry.user_id == int(user["id"])), key=lambda record: record.id)
    told = [describe(record, names, undone(record, records)) for record in own]
    known = known_in(made["guild"])[Kind.USER, int(user["id"])]
    roles = [("Moderator", 1 << 2 | 1 << 1), ("Regular", 0)]
    subject = Subject(int(user["id"]), known.name, user["username"], known.bot, roles)
    incident = Incident(
        int(made["guild"]["id"]), 12, 3, "5 in 30s", By.ACTOR, subject.user_id, Cause.FITS,
        own[0].created_at or NOW, own[-1].created_at or NOW, NOW, False, tuple(int(one.id) for one in own), 10, 7,
        "n" * 22,
    )  # fmt: skip
    return IncidentView(incident, told, subject, **more)


def _drawn(payload: Any) -> Iterator[str]:
    if isinstance(payload, MessagePayload):
        payload = payload.to_message()
    embed = payload["embed"]
    yield from [payload["content"]] if "content" in payload else []
    yield from filter(None, [embed.title, embed.description, embed.footer and f"~~ {embed.footer.text}"])
    for row in payload["components"]:
        yield " ".join(f"[{part['label']}]" for part in row.build()[0]["components"])


def _responded(view: IncidentView) -> IncidentView:
    guild, number, at = view.incident.guild_id, view.incident.incident_id, NOW
    responses = [
        Response(guild, number, ResponseKind.TAKE, 8, at, (21, 22)),
        Response(guild, number, ResponseKind.GIVE, 9, at + _MINUTE, (21,)),
        Response(guild, number, ResponseKind.PAUSE, 8, at + 2 * _MINUTE, (), at + 60 * _MINUTE),
    ]
    kept = [KeptRole(guild, 5, 22, "Regular", number, 8, at)]
    return IncidentView(view.incident, view.descriptions, view.subject, responses, kept)


def test_an_incident_in_words() -> None:
    """The message at first and after responses, every answer, every refusal, and what its file says of itself."""
    view = _view("anna")
    lines = ["# at first", *_drawn(with_ping(draw(view), 7)), "", "# after responses", *_drawn(draw(_responded(view)))]
    result = RoleResult(5, ["Moderator"], [("Twitch", Why.MANAGED), ("Warden", Why.ABOVE_BOT), ("Old", Why.GONE)])
    lines += ["", "# taken and given back"]
    for payload in (say_taken(result), say_taken(RoleResult(5, [], result.left)), say_given(result)):
        lines += _drawn(payload)
    lines += ["", "# refused"]
    abouts: dict[Refusal, Any] = {
        Refusal.PRESSER_LACKS: 1 << 28, Refusal.BOT_LACKS: 1 << 5, Refusal.ALREADY_PAUSED: NOW,
    }  # fmt: skip
    for refusal in Refusal:
        lines += _drawn(say_refused(RefusedResponseError(refusal, abouts.get(refusal, ""))))
    lines += ["", "# asked", words.ASK_PAUSE, words.ASK_RESUME, words.PAUSED_NOW.format(until=timestamp(NOW))]
    lines += ["", "# the file"]
    for fact in facts(incident_report(view, "The Prancing Pony", lambda _: (), NOW, zoneinfo.ZoneInfo("UTC"))):
        lines += [f"{fact.label}:", *(f"    {line}" for line in fact.lines)]
    assert_golden("incident.txt", "\n".join(lines) + "\n")
