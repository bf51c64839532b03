"""What people write about their health: offered as settings, or asked with the whole list."""

from bot.chat.cards import fit as cards
from bot.chat.cards import screening
from bot.chat.cards.card import with_rows
from bot.chat.handlers.fit import tap_health
from bot.chat.handlers.greeting import ask_about_health, go_on
from bot.chat.request import Request
from bot.coach.sheets import Flag
from bot.coach.trouble import HIPS
from bot.store.subscribers import Subscriber


async def told(request: Request) -> None:
    """Offer to add the conditions that a text names; show the list if it isn't clear which."""
    flags = request.finder.phrases.trouble.flags_of(request.text)
    person = await request.services.subscriptions.find(request.chat_id)
    new = [flag for flag in flags if person and flag not in person.flags]
    if new and not HIPS.issubset(flags):
        await request.reply(cards.told_card(request.translator, new))
    elif person is None or person.screened:
        await tap_health(request)
    else:
        await ask_about_health(request)


async def tap_note(request: Request, what: str) -> None:
    """Take into account what a person has, or ask; the advice above the button stays."""
    person = await request.person()
    await request.toast()
    if what != "ask":
        await _note(request, Flag(what), person)
    elif person.screened:
        await request.reply(cards.health_card(request.translator, person))
    else:
        await ask_about_health(request)


async def _note(request: Request, flag: Flag, person: Subscriber) -> None:
    """Add a condition; from a newcomer, it's the answer to the question about their health."""
    _, preferences = request.translator, request.services.preferences
    await preferences.set_flag(request.chat_id, flag, request.now, on=True)
    left = cards.without_noting(request.shown, flag)
    await request.show_buttons(left)
    noted = cards.noted_card(_, flag)
    if person.screened:
        await request.reply(noted)
    elif cards.offers_a_flag(left):  # the first exercise has to suit that, too
        await request.reply(with_rows(noted, [[screening.show_button(_)]]))
    else:
        await request.reply(noted)
        await go_on(request)
