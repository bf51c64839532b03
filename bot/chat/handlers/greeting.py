"""How newcomers are subscribed, asked about their health, and greeted."""

from bot.chat.cards import Card, talk
from bot.chat.cards import screening as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.handlers.practice import show_today
from bot.chat.handlers.settings import ask_for_zone
from bot.chat.request import Request
from bot.coach import likely_places
from bot.coach.sheets import Flag
from bot.store.subscribers import Subscriber


async def subscribe(request: Request) -> Subscriber:
    """Subscribe a person, in the likeliest time zone until they choose one."""
    zone = likely_places.guess(request.locale_hint, request.now)
    return await request.services.subscriptions.start(
        request.chat_id, request.language, zone, request.now, screened=False
    )


async def greet(request: Request, person: Subscriber) -> None:
    """Greet a person; ask a newcomer about their health, show the others today's exercise."""
    if person.screened:
        await request.reply(talk.welcome_back_card(request.translator))
        await _show_today(request, person)
    else:
        await request.reply(_question(request, person))


async def ask_about_health(request: Request) -> None:
    """Ask about a person's health again."""
    await request.reply(_question(request, await request.person()))


async def tap_ask(request: Request) -> None:
    """Ask again from the button under an exercise."""
    await request.toast()
    await ask_about_health(request)


async def tap_health_flag(request: Request, flag: Flag, state: str) -> None:
    """Switch something about a person's health on or off in the question."""
    person = await request.services.preferences.set_flag(
        request.chat_id, flag, request.now, on=state == "on"
    )
    await request.toast()
    await request.show(_question(request, person))


async def tap_health_done(request: Request) -> None:
    """Take the answer: show a newcomer's first exercise, or confirm what changes."""
    before = await request.person()
    person = await request.services.subscriptions.screen(request.chat_id, request.now)
    await request.toast()
    if not _has_had_one(before):
        await request.show(talk.greeting_card(request.translator))
        await _show_today(request, person)
        return
    unsuited = await _unsuited_today(request)
    await request.show(cards.answered_card(request.translator, person, unsuited))
    if not person.zone_told:
        await ask_for_zone(request)


async def go_on(request: Request) -> None:
    """Take what was added in words as the answer, and go on as after the question's button."""
    before = await request.person()
    person = await request.services.subscriptions.screen(request.chat_id, request.now)
    if not _has_had_one(before):
        await _show_today(request, person)
        return
    if unsuited := await _unsuited_today(request):
        await request.reply(cards.answered_card(request.translator, person, unsuited))
    if not person.zone_told:
        await ask_for_zone(request)


def _question(request: Request, person: Subscriber) -> Card:
    if _has_had_one(person):
        return cards.question_card(request.translator, person)
    is_spoken = request.services.library.languages.match(request.language) is not None
    return cards.first_question_card(request.translator, person, is_spoken=is_spoken)


def _has_had_one(person: Subscriber) -> bool:
    """Return whether a person has been shown or sent an exercise."""
    return person.last_day is not None or person.shown_day is not None


async def _unsuited_today(request: Request) -> str | None:
    """Return the name of today's exercise if it doesn't suit a person after all."""
    practices, library = request.services.practices, request.services.library
    found = await practices.today(request.chat_id, request.now)
    _person, left_out = await practices.left_out(request.chat_id, request.now)
    if not found.has_come or found.practice.exercise not in {one.exercise for one in left_out}:
        return None
    return library.exercises[found.practice.exercise].words.to(request.language).name


async def _show_today(request: Request, person: Subscriber) -> None:
    """Show today's exercise, then say when the next comes or ask for the time zone.

    Whoever has just come, by a trainer's link even on a day off, gets it as today's.
    """
    await show_today(request, await request.services.practices.today(request.chat_id, request.now))
    if person.zone_told:
        await request.reply(settings_cards.schedule_card(request.translator, person))
    else:
        await ask_for_zone(request)
