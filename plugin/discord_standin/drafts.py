"""What a bot wants to write: checked as Discord checks it, and turned into a message's fields."""

from dataclasses import dataclass, field

from discord_standin import limits, mentions
from discord_standin.component_form import read_components
from discord_standin.embed_form import read_embeds
from discord_standin.errors import ApiError
from discord_standin.form import Form, Path
from discord_standin.messages import COMPONENTS_V2, EPHEMERAL, Held
from discord_standin.permissions import Permission
from discord_standin.state import State
from discord_standin.values import Payload, as_integer, objects

_WHAT_COUNTS = ("content", "embeds", "components", "attachments", "sticker_items", "poll")
"""A message with none of these is empty."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request.

    Attributes:
        name: Its file name.
        kind: Its media type.
        data: Its bytes.
    """

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a message that a request sets, and the files that it brings."""

    fields: Payload
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def apply_to(self, held: Held, body: Payload) -> None:
        """Put the draft into a message."""
        held.message.update(self.fields)
        kept = {attachment["id"] for attachment in held.message["attachments"]}
        held.files = {key: data for key, data in {**held.files, **self.files}.items() if key in kept}
        if "allowed_mentions" in body or "content" in body:
            held.allowed_mentions = body.get("allowed_mentions")


def compose(
    state: State, body: Payload, uploads: dict[int, Upload], *, channel: Payload, old: Held | None, path: Path = ()
) -> Draft:
    """Check a message as it is created or edited.

    Args:
        state: Knows whom it may ping.
        body: The message as the bot sent it.
        uploads: The files by the number in `files[n]`.
        channel: Where it goes.
        old: The message that is edited; None for a new one.
        path: Where the message stands in the request, for the path to a fault.

    Returns:
        The checked fields.

    Raises:
        ApiError: 400 with code 50035 for a broken limit, 50006 for an empty message; 413 for too large a file.
    """
    form = Form()
    before = old.message if old else {}
    fields: Payload = {}
    flags = as_integer(body.get("flags"), as_integer(before.get("flags")))
    is_v2 = bool((flags | as_integer(before.get("flags"))) & COMPONENTS_V2)
    if "content" in body:
        fields["content"] = form.text((*path, "content"), body["content"], limits.CONTENT)
        fields |= _mentions(state, fields["content"], body, channel)
    if "embeds" in body:
        fields["embeds"] = read_embeds(form, (*path, "embeds"), body["embeds"])
    if "components" in body:
        fields["components"] = read_components(form, (*path, "components"), body["components"], is_v2=is_v2)
    if is_v2 and (fields.get("content") or fields.get("embeds")):
        words = "The 'content' and 'embeds' fields cannot be used with MessageFlags.IS_COMPONENTS_V2"
        form.add((*path, "flags"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    files: dict[str, bytes] = {}
    if uploads or "attachments" in body:
        fields["attachments"], files = _Files(state, body, uploads, channel, before).read(form, path)
    form.finish()
    result = {**before, **fields}
    if not any(result.get(name) for name in _WHAT_COUNTS) and not body.get("poll"):
        raise ApiError(400, 50006, "Cannot send an empty message")
    return Draft(fields, files)


def _mentions(state: State, content: str, body: Payload, channel: Payload) -> Payload:
    may_ping_all = state.bot_may(Permission.MENTION_EVERYONE, channel)
    allowed = body.get("allowed_mentions")
    return mentions.compute(content, allowed, users=state.users, roles=state.roles, may_ping_all=may_ping_all)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one request, and the attachments that the message had before."""

    state: State
    body: Payload
    uploads: dict[int, Upload]
    channel: Payload
    before: Payload

    def read(self, form: Form, path: Path) -> tuple[list[Payload], dict[str, bytes]]:
        """Keep the old attachments that are named again, all if none is named, and add the new files."""
        described = {str(item.get("id")): item for item in objects(self.body.get("attachments"))}
        old: list[Payload] = self.before.get("attachments") or []
        kept = [item for item in old if "attachments" not in self.body or item["id"] in described]
        files: dict[str, bytes] = {}
        for number, upload in self.uploads.items():
            if len(upload.data) > limits.ATTACHMENT_BYTES.most:
                raise ApiError(413, 40005, "Request entity too large")
            attachment = self._attachment(upload, described.get(str(number), {}))
            files[attachment["id"]] = upload.data
            kept.append(attachment)
        form.array((*path, "attachments"), kept, limits.ATTACHMENTS)
        return kept, files

    def _attachment(self, upload: Upload, described: Payload) -> Payload:
        attachment_id = self.state.snowflakes.next()
        name = described.get("filename") or upload.name
        url = f"{self.state.cdn_url}/attachments/{self.channel['id']}/{attachment_id}/{name}"
        attachment: Payload = {
            "id": attachment_id,
            "filename": name,
            "size": len(upload.data),
            "url": url,
            "proxy_url": url,
            "content_type": upload.kind,
        }
        if described.get("description"):
            attachment["description"] = described["description"]
        if as_integer(self.body.get("flags")) & EPHEMERAL:
            attachment["ephemeral"] = True
        return attachment
