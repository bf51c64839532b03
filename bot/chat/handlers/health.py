"""What people write about their health: offered as settings, or asked with the whole list."""

from bot.chat.cards import fit as cards
from bot.chat.handlers.fit import tap_health
from bot.chat.request import Request
from bot.coach.trouble import HIPS


async def told(request: Request) -> None:
    """Offer to add the conditions that a text names; show the list if it isn't clear which."""
    flags = request.finder.phrases.trouble.flags_of(request.text)
    person = await request.services.subscriptions.of(request.chat_id)
    new = [flag for flag in flags if person and flag not in person.flags]
    if not new or HIPS.issubset(flags):
        await tap_health(request)
        return
    await request.reply(cards.told_card(request.translator, new))
