"""The formatting of a received message, as HTML that sends the same text again."""

from telegram import Message, MessageEntity


def html_of(message: Message) -> str:
    """Return a message's text as HTML, without a command at its start."""
    text, entities = message.text or "", list(message.entities)
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0]
        rest = text[len(command) :].lstrip()
        entities = _shifted(entities, _units(text) - _units(rest))
        text = rest
    plain = Message(message.message_id, message.date, message.chat, text=text, entities=entities)
    return plain.text_html.strip() if text else ""


def shown_html(message: Message) -> str:
    """Return what a message of the bot's says, as a text or under a picture."""
    return message.caption_html or message.text_html or ""


def _shifted(entities: list[MessageEntity], start: int) -> list[MessageEntity]:
    """Shift entities after the text lost its first `start` units; cut what lies before."""
    shifted = []
    for entity in entities:
        begins = max(entity.offset - start, 0)
        length = entity.offset + entity.length - start - begins
        if length > 0:
            data = entity.to_dict() | {"offset": begins, "length": length}
            shifted.append(MessageEntity.de_json(data, None))
    return shifted


def _units(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
