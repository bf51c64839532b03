"""Which picture a message shows, so that it is replaced only where another one belongs there."""

from collections.abc import Awaitable, Callable

from bot.botapi.message import HtmlMessage

MOST_MESSAGES = 1_000
"""Number of messages that are remembered; after that, the oldest are forgotten."""

Key = tuple[int, int]
Replace = Callable[[int, int, HtmlMessage], Awaitable[bool]]


class ShownPictures:
    """The pictures of the latest messages, by chat and message id."""

    def __init__(self) -> None:
        self._digests: dict[Key, str] = {}

    def remember(self, key: Key, message: HtmlMessage) -> None:
        """Remember the picture of a message, unless it was drawn for one person or moves."""
        picture = message.picture
        if picture is None or picture.digest is None or picture.is_animated:
            return
        self._digests[key] = picture.digest
        for old in list(self._digests)[:-MOST_MESSAGES]:
            del self._digests[old]

    async def replace(
        self, chat_id: int, message_id: int, message: HtmlMessage, replace: Replace
    ) -> bool:
        """Replace a picture if the message is known to show another one; return whether it was.

        A countdown changes the caption every few seconds, and the picture rarely.
        """
        key, digest = (chat_id, message_id), message.picture.digest if message.picture else None
        if digest is None or self._digests.get(key, digest) == digest:
            return False
        replaced = await replace(chat_id, message_id, message)
        self.remember(key, message)  # a refused one isn't tried again and again
        return replaced
