"""What people ask of their body and their practice: is it for me, how often, which side?"""

from collections.abc import Callable, Mapping

from bot.chat.cards import Card, howto, talk
from bot.chat.cards import questions as cards
from bot.chat.handlers import practice
from bot.chat.request import Handler, Request
from bot.chat.words import Translator
from bot.coach.phrase_book import Intent


async def suited(request: Request) -> None:
    """List who should ask a health professional first."""
    page = request.services.library.safety.to(request.language)
    person = await request.services.subscriptions.find(request.chat_id)
    is_known = person is not None
    await request.reply(cards.suited_card(request.translator, page, is_known=is_known))


async def stiff(request: Request) -> None:
    """Offer the stretch and the gentle exercise of the routine that suit the person."""
    library, out = request.services.library, set[str]()
    if await request.services.subscriptions.find(request.chat_id) is not None:
        found = await request.services.practices.left_out(request.chat_id, request.now)
        out = {one.exercise for one in found[1]}
    gentle = dict.fromkeys((library.routine.extra_exercise, library.routine.rest_exercise))
    offered = [library.exercises[slug] for slug in gentle if slug not in out]
    await request.reply(cards.stiff_card(request.translator, offered))


async def form(request: Request) -> None:
    """Show the steps of today's exercise, or of the one that the question names."""
    await request.reply(howto.form_card(request.translator))
    if slug := request.finder.exercise_in(request.text):
        await practice.show_exercise(request, slug)
    else:
        await practice.today(request)


async def unhappy(request: Request) -> None:
    """Say sorry, and what may help."""
    await request.reply(talk.unhappy_card(request.translator, request.services.contact))


def _says(card: Callable[[Translator], Card]) -> Handler:
    """Return the handler of a question that has one answer for everybody."""

    async def answer(request: Request) -> None:
        await request.reply(card(request.translator))

    return answer


ANSWERS: Mapping[Intent, Handler] = {
    Intent.SUITED: suited,
    Intent.STIFF: stiff,
    Intent.FORM: form,
    Intent.OFTEN: _says(cards.often_card),
    Intent.WARM_UP: _says(cards.warm_up_card),
    Intent.RUN: _says(cards.run_card),
    Intent.SIDES: _says(cards.sides_card),
    Intent.BREATHING: _says(cards.breathing_card),
    Intent.SORE: _says(cards.sore_card),
    Intent.CRAMP: _says(cards.cramp_card),
    Intent.PULL: _says(cards.pull_card),
    Intent.COST: _says(cards.cost_card),
    Intent.CLICK: _says(cards.click_card),
    Intent.ICE: _says(cards.ice_card),
    Intent.PAINKILLER: _says(cards.painkiller_card),
    Intent.VIDEO: _says(howto.video_card),
    Intent.WHEN: _says(howto.when_card),
    Intent.LATE: _says(howto.late_card),
    Intent.GROUP: _says(howto.group_card),
    Intent.FIND_TRAINER: _says(howto.find_trainer_card),
    Intent.WEIGHT: _says(howto.weight_card),
    Intent.CLOCKS: _says(howto.clocks_card),
    Intent.GEAR: _says(howto.gear_card),
    Intent.LENGTH: _says(howto.length_card),
    Intent.PARTLY: _says(howto.partly_card),
    Intent.STREAK: _says(howto.streak_card),
    Intent.BROKEN: _says(howto.broken_card),
    Intent.TERMS: _says(howto.terms_card),
    Intent.SLIM: _says(howto.slim_card),
    Intent.IF_HURTS: _says(howto.if_hurts_card),
    Intent.HELLO: _says(talk.hello_card),
    Intent.BYE: _says(talk.bye_card),
    Intent.THANKS: _says(talk.youre_welcome_card),
    Intent.OK: _says(talk.ok_card),
    Intent.GREAT: _says(talk.great_card),
    Intent.WHY: _says(talk.why_card),
    Intent.MISSED: _says(talk.missed_card),
    Intent.HUMAN: _says(talk.bot_card),
    Intent.LOW: _says(talk.low_card),
    Intent.UNHAPPY: unhappy,
}
"""Handlers of what is answered and changes nothing."""
