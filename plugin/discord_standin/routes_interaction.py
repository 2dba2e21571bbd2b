"""Routes by which a bot answers interactions: the callback, and the webhook of the interaction's token."""

from collections.abc import Callable

from discord_standin import limits
from discord_standin.call import Call, Route, Routes
from discord_standin.command_form import read_choices
from discord_standin.drafts import compose
from discord_standin.errors import unknown
from discord_standin.form import Form
from discord_standin.interactions import ALLOWED, Answer, Interaction
from discord_standin.messages import COMPONENTS_V2, EPHEMERAL, LOADING, Held
from discord_standin.modal_form import read_modal
from discord_standin.state import found
from discord_standin.values import Json, Payload, as_integer, as_object, timestamp

_KEPT_FLAGS = (1 << 2) | EPHEMERAL | (1 << 12) | COMPONENTS_V2


def _callback(call: Call) -> Json:
    interaction = call.world.interactions.to_answer(call.path["interaction_id"], call.path["interaction_token"])
    answer = answer_first(call, interaction)
    if call.query.get("with_response", "").lower() not in {"true", "1"}:
        return None
    return _response(interaction, answer)


def answer_first(call: Call, interaction: Interaction) -> Answer:
    """Take the first answer to an interaction, by whichever way it came.

    Raises:
        ApiError: It is none that this interaction may have.
    """
    kind = call.fields.get("type")
    allowed = ALLOWED[interaction.kind]
    if kind not in allowed:
        form = Form()
        form.add(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(map(int, allowed)))}.")
        form.finish()
    answer = Answer(kind)
    _ANSWERS[answer](call, interaction, as_object(call.fields.get("data")))
    interaction.accept(answer)
    return answer


def _response(interaction: Interaction, answer: Answer) -> Payload:
    about: Payload = {"id": interaction.id, "type": int(interaction.kind)}
    body: Payload = {"interaction": about}
    held = interaction.original
    if held is not None:
        about |= {
            "response_message_id": held.id,
            "response_message_loading": bool(held.message["flags"] & LOADING),
            "response_message_ephemeral": bool(held.message["flags"] & EPHEMERAL),
        }
        if answer in {Answer.MESSAGE, Answer.UPDATE, Answer.DEFERRED_MESSAGE}:
            body["resource"] = {"type": int(answer), "message": held.message}
    return body


def _answer_message(call: Call, interaction: Interaction, data: Payload) -> None:
    interaction.original = _write(call, interaction, data, path=("data",))


def _write(call: Call, interaction: Interaction, body: Payload, *, path: tuple[str, ...] = ()) -> Held:
    """Make a new message of an interaction."""
    state = call.world.state
    draft = compose(state, body, call.uploads, channel=interaction.channel, old=None, path=path)
    flags = as_integer(body.get("flags")) & _KEPT_FLAGS
    held = interaction.blank_message(state, is_ephemeral=bool(flags & EPHEMERAL), flags=flags)
    draft.apply_to(held, body)
    interaction.touch(state, held)
    call.world.tell("MESSAGE_CREATE", held)
    return held


def _defer_message(call: Call, interaction: Interaction, data: Payload) -> None:
    flags = as_integer(data.get("flags")) & EPHEMERAL
    interaction.original = interaction.blank_message(call.world.state, is_ephemeral=bool(flags), flags=flags | LOADING)
    call.world.tell("MESSAGE_CREATE", interaction.original)


def _defer_update(_: Call, interaction: Interaction, __: Payload) -> None:
    interaction.original = interaction.source


def _update(call: Call, interaction: Interaction, data: Payload) -> None:
    interaction.original = found(interaction.source, 10008)
    _rewrite(call, interaction, interaction.original, data, path=("data",))


def _rewrite(call: Call, interaction: Interaction, held: Held, body: Payload, *, path: tuple[str, ...] = ()) -> Held:
    """Change a message of an interaction."""
    state = call.world.state
    if held.is_deleted:
        raise unknown(10008)
    compose(state, body, call.uploads, channel=interaction.channel, old=held, path=path).apply_to(held, body)
    held.message["flags"] |= as_integer(body.get("flags")) & COMPONENTS_V2
    if not held.message["flags"] & LOADING:
        held.message["edited_timestamp"] = timestamp()
    interaction.touch(state, held)
    call.world.tell("MESSAGE_UPDATE", held)
    return held


def _offer_choices(_: Call, interaction: Interaction, data: Payload) -> None:
    form = Form()
    given = form.array(("data", "choices"), data.get("choices"), limits.CHOICES)
    choices = read_choices(form, ("data", "choices"), given, limits.AUTOCOMPLETE_VALUE)
    form.finish()
    interaction.choices = choices


def _open_modal(_: Call, interaction: Interaction, data: Payload) -> None:
    interaction.modal = read_modal(data)


_ANSWERS: dict[Answer, Callable[[Call, Interaction, Payload], None]] = {
    Answer.MESSAGE: _answer_message,
    Answer.DEFERRED_MESSAGE: _defer_message,
    Answer.DEFERRED_UPDATE: _defer_update,
    Answer.UPDATE: _update,
    Answer.CHOICES: _offer_choices,
    Answer.MODAL: _open_modal,
}


def _interaction(call: Call) -> Interaction:
    interaction = call.world.interactions.by_token(call.path["webhook_token"])
    if interaction is None or call.path["webhook_id"] != call.world.state.application_id:
        raise unknown(10015)
    return interaction


def _follow_up(call: Call) -> Json:
    interaction = _interaction(call)
    original = interaction.original
    if original is not None and not original.is_deleted and original.message["flags"] & LOADING:
        # The first follow-up of a deferred answer edits it; whether it is ephemeral was settled by the deferral.
        held = _rewrite(call, interaction, original, call.fields)
    else:
        held = _write(call, interaction, call.fields)
    interaction.complete()
    return held.message


def _named_message(call: Call, interaction: Interaction) -> Held:
    if "message_id" not in call.path:
        held = interaction.original
    else:
        held = call.world.state.messages.find(interaction.channel["id"], call.path["message_id"])
        if held is not None and held.message.get("webhook_id") != call.world.state.application_id:
            held = None
    return found(held if held is not None and not held.is_deleted else None, 10008)


def _get(call: Call) -> Json:
    return _named_message(call, _interaction(call)).message


def _edit(call: Call) -> Json:
    interaction = _interaction(call)
    held = _rewrite(call, interaction, _named_message(call, interaction), call.fields)
    interaction.complete()
    return held.message


def _delete(call: Call) -> Json:
    interaction = _interaction(call)
    held = _named_message(call, interaction)
    state = call.world.state
    state.messages.remove(held)
    interaction.complete()
    if held.owner is None:
        gone = {"id": held.id, "channel_id": held.message["channel_id"], "guild_id": state.id}
        call.world.dispatch("MESSAGE_DELETE", gone)


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Routes = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", _callback, is_answer=True),
    Route("POST", _WEBHOOK, _follow_up, is_answer=True),
    *(
        Route(method, _WEBHOOK + end, handler, is_answer=True)
        for end in ("/messages/@original", "/messages/{message_id}")
        for method, handler in (("GET", _get), ("PATCH", _edit), ("DELETE", _delete))
    ),
)
