"""Telegram's HTML, read as strictly as Telegram reads it."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

Entity = dict[str, Any]

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
}
TAGS = {*STYLES, "a", "blockquote", "span", "tg-emoji", "tg-time"}
NAMED = {"&lt", "&gt", "&amp", "&quot"}

_ATTRIBUTE = r"""([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?"""
_TOKEN = re.compile(
    rf"<(?P<end>/?)(?P<tag>[^\s<>]*)(?P<attributes>(?:\s+{_ATTRIBUTE})*)\s*>"
    r"|(?P<character>&(?:\#\d+|\#x[\da-f]+|[a-z]+);?)|(?P<text>[^<&]+|&)|(?P<stray><)",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>]))"
)


class ParseError(ValueError):
    """The text is not Telegram HTML."""


@dataclass
class _Open:
    """An open tag."""

    tag: str
    start: int
    entity: Entity


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Turn HTML into the plain text and its entities."""
    text, length = "", 0
    open_tags: list[_Open] = []
    entities: list[Entity] = []
    for token in _TOKEN.finditer(source):
        where = f"at byte offset {len(source[: token.start()].encode())}"
        if token["stray"]:
            raise ParseError(f"Unclosed start tag {where}")
        if token["tag"] is None:
            piece = token["text"] or _character(token["character"], where)
            text += piece
            length += utf16_length(piece)
        elif token["end"]:
            closed = _close(open_tags, token["tag"].lower(), where)
            span = {"offset": closed.start, "length": length - closed.start}
            if span["length"] and closed.entity:
                entities.append(closed.entity | span)
        else:
            open_tags.append(_open(token, length, where))
    if open_tags:
        raise ParseError(f"Can't find end tag corresponding to start tag {open_tags[-1].tag}")
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _character(reference: str, where: str) -> str:
    if reference[1] == "#":
        code = int(reference[3:].rstrip(";"), 16) if reference[2] in "xX" else None
        code = int(reference[2:].rstrip(";")) if code is None else code
        if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise ParseError(f"Text contains invalid Unicode characters {where}")
        return chr(code)
    if reference.rstrip(";") in NAMED:
        return unescape(reference)
    if reference.endswith(";"):
        # Telegram shows "&nbsp;" to the reader letter by letter: nobody ever means that.
        raise ParseError(f'Unsupported character reference "{reference}" {where}')
    return reference


def _open(token: re.Match[str], start: int, where: str) -> _Open:
    tag = token["tag"].lower()
    if tag not in TAGS:
        raise ParseError(f'Unsupported start tag "{tag}" {where}')
    attributes = {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in re.findall(_ATTRIBUTE, token["attributes"])
    }
    return _Open(tag, start, _entity(tag, attributes, where))


def _close(open_tags: list[_Open], tag: str, where: str) -> _Open:
    if not open_tags:
        raise ParseError(f"Unexpected end tag {where}")
    expected = open_tags.pop()
    if tag not in {expected.tag, ""}:
        raise ParseError(
            f'Unmatched end tag {where}, expected "</{expected.tag}>", found "</{tag}>"'
        )
    return expected


def _entity(tag: str, attributes: dict[str, str], where: str) -> Entity:
    match tag:
        case "a":
            url = attributes.get("href", "")
            # Telegram drops a link it can't follow and keeps its words.
            return {"type": "text_link", "url": url} if re.match(r"(https?|tg)://\S", url) else {}
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            return {"type": kind}
        case "span":
            if attributes.get("class") != "tg-spoiler":
                raise ParseError(f'Tag "span" must have class "tg-spoiler" {where}')
            return {"type": "spoiler"}
        case "tg-emoji":
            if not attributes.get("emoji-id", "").isdecimal():
                raise ParseError("Invalid custom emoji identifier specified")
            return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
        case "tg-time":
            return _instant(attributes)
    return {"type": STYLES[tag]}


def _instant(attributes: dict[str, str]) -> Entity:
    pattern = attributes.get("format", "")
    if not re.fullmatch(r"r|w?[dD]?[tT]?", pattern):
        raise ParseError("Invalid date-time format specified")
    if not re.fullmatch(r"-?\d{1,11}", attributes.get("unix", "")):
        raise ParseError("Invalid unix time specified")
    entity: Entity = {"type": "date_time", "unix_time": int(attributes["unix"])}
    return entity | ({"date_time_format": pattern} if pattern else {})


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Strip the white space around a text, as Telegram does, and move its entities along."""
    trimmed = text.strip()
    lead = utf16_length(text) - utf16_length(text.lstrip())
    length = utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return trimmed, kept


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """Add what Telegram marks up by itself: /commands and addresses."""
    taken = [e for e in entities if e["type"] in {"code", "pre", "text_link"}]
    found = [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
        }
        for match in _FOUND.finditer(text)
    ]
    free = [
        entity
        for entity in found
        if not any(t["offset"] <= entity["offset"] < t["offset"] + t["length"] for t in taken)
    ]
    return sorted(entities + free, key=lambda entity: (entity["offset"], -entity["length"]))
