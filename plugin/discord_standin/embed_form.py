"""Checks embeds, and gives them as Discord would hold them."""

from discord_standin import limits
from discord_standin.form import Form, Path
from discord_standin.values import Json, Payload

_PICTURES = ("image", "thumbnail")
_PICTURE_SCHEMES = ("attachment",)


def read_embeds(form: Form, path: Path, value: Json) -> list[Payload]:
    """Check a message's embeds.

    Args:
        form: Gathers the faults.
        path: Where the list stands in the request.
        value: What the bot sent there.

    Returns:
        The embeds trimmed, with `type` filled in.
    """
    given = form.array(path, value, limits.EMBEDS)
    embeds = [embed for number, item in enumerate(given) if (embed := _embed(form, (*path, number), item))]
    if sum(map(_size, embeds)) > limits.EMBED_TOTAL.most:
        words = f"Embed size exceeds maximum size of {limits.EMBED_TOTAL.most}"
        form.add(path, "MAX_EMBED_SIZE_EXCEEDED", words)
    return embeds


def _embed(form: Form, path: Path, value: Json) -> Payload | None:
    given = form.object(path, value)
    if given is None:
        return None
    embed: Payload = {"type": "rich"}
    _put(embed, "url", given.get("url"))
    form.link((*path, "url"), given.get("url"), limits.EMBED_URL)
    _put(embed, "title", form.text((*path, "title"), given.get("title"), limits.EMBED_TITLE))
    description = form.text((*path, "description"), given.get("description"), limits.EMBED_DESCRIPTION)
    _put(embed, "description", description)
    embed |= _kept(form, path, given)
    _put(embed, "author", _named(form, (*path, "author"), given.get("author"), "name", limits.AUTHOR_NAME))
    _put(embed, "footer", _named(form, (*path, "footer"), given.get("footer"), "text", limits.FOOTER_TEXT))
    for name in _PICTURES:
        _put(embed, name, _picture(form, (*path, name), given.get(name)))
    _put(embed, "fields", _fields(form, (*path, "fields"), given.get("fields")))
    if len(embed) == 1:
        form.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    return embed


def _kept(form: Form, path: Path, given: Payload) -> Payload:
    form.moment((*path, "timestamp"), given.get("timestamp"))
    form.number((*path, "color"), given.get("color"), limits.EMBED_COLOR)
    return {name: given[name] for name in ("timestamp", "color") if given.get(name) is not None}


def _put(embed: Payload, name: str, value: Json) -> None:
    if value:
        embed[name] = value


def _named(form: Form, path: Path, value: Json, key: str, limit: limits.Limit) -> Payload | None:
    """Check an author or a footer: a text with an icon."""
    given = form.object(path, value) if value is not None else None
    if not given:
        return None
    text = form.text((*path, key), given.get(key), limit)
    form.link((*path, "url"), given.get("url"), limits.EMBED_URL)
    form.link((*path, "icon_url"), given.get("icon_url"), limits.EMBED_URL, others=_PICTURE_SCHEMES)
    extras = {name: given[name] for name in ("url", "icon_url") if given.get(name)}
    return {key: text, **extras} if text or extras else None


def _picture(form: Form, path: Path, value: Json) -> Payload | None:
    given = form.object(path, value) if value is not None else None
    if not given or not given.get("url"):
        return None
    form.link((*path, "url"), given["url"], limits.EMBED_URL, others=_PICTURE_SCHEMES)
    return {"url": given["url"], "proxy_url": given["url"], "width": 0, "height": 0}


def _fields(form: Form, path: Path, value: Json) -> list[Payload]:
    fields: list[Payload] = []
    for number, item in enumerate(form.array(path, value, limits.EMBED_FIELDS)):
        given = form.object((*path, number), item)
        if given is not None:
            name = form.text((*path, number, "name"), given.get("name"), limits.FIELD_NAME)
            text = form.text((*path, number, "value"), given.get("value"), limits.FIELD_VALUE)
            fields.append({"name": name, "value": text, "inline": bool(given.get("inline"))})
    return fields


def _size(embed: Payload) -> int:
    texts = [embed.get("title", ""), embed.get("description", "")]
    texts += [embed.get("author", {}).get("name", ""), embed.get("footer", {}).get("text", "")]
    texts += [text for field in embed.get("fields", ()) for text in (field["name"], field["value"])]
    return sum(map(len, texts))
