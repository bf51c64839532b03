"""A message's text with its formatting, as the HTML that sends it again."""

from telegram import Message, MessageEntity


def html_of(message: Message) -> str:
    """Return the text as HTML; of a command, what follows it."""
    text, entities = message.text or "", list(message.entities)
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0]
        rest = text[len(command) :].lstrip()
        entities = _later(entities, _units(text) - _units(rest))
        text = rest
    plain = Message(message.message_id, message.date, message.chat, text=text, entities=entities)
    return plain.text_html.strip() if text else ""


def _later(entities: list[MessageEntity], start: int) -> list[MessageEntity]:
    """Move entities to where the text begins that starts there; cut what lies before it."""
    later = []
    for entity in entities:
        begins = max(entity.offset - start, 0)
        length = entity.offset + entity.length - start - begins
        if length > 0:
            data = entity.to_dict() | {"offset": begins, "length": length}
            later.append(MessageEntity.de_json(data, None))
    return later


def _units(text: str) -> int:
    """Count as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
