"""What follows when a chat can't be reached: it is blocked, and whoever subscribed it is told."""

from bot.botapi.message import PreparedMessage
from bot.botapi.messenger import Messenger
from bot.chat.cards.group import blocked_card
from bot.chat.words import Translator, translator_in
from bot.clock import Clock
from bot.coach.languages import Languages
from bot.services.people.subscriptions import Subscriptions
from bot.store.subscribers import Subscriber


class LostChats:
    """Blocks chats that can't be reached."""

    def __init__(self, subscriptions: Subscriptions, languages: Languages, clock: Clock) -> None:
        self._subscriptions = subscriptions
        self._languages = languages
        self._clock = clock

    async def block(self, messenger: Messenger, chat_id: int) -> None:
        """Block a chat; tell whoever subscribed it, if it is a group or channel."""
        blocked = await self._subscriptions.block(chat_id, self._clock())
        if blocked and blocked.owner_id:
            spoken = await self._subscriptions.language_for(blocked.owner_id) or blocked.language
            words = translator_in(self._languages, spoken)
            await tell_owner(words, messenger, blocked, await messenger.title(chat_id))


async def tell_owner(
    _: Translator, messenger: Messenger, group: Subscriber, title: str | None
) -> None:
    """Tell the person who subscribed a group or channel, in private, that it is blocked."""
    if group.owner_id:
        card = blocked_card(_, title, group.kind)
        await messenger.try_send(group.owner_id, PreparedMessage(card))
