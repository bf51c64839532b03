"""What people ask of their body and their practice: is it for me, how often, which side?"""

from bot.chat.cards import questions as cards
from bot.chat.request import Request


async def suited(request: Request) -> None:
    """List who should ask a health professional first."""
    page = request.services.library.safety.to(request.language)
    person = await request.services.subscriptions.of(request.chat_id)
    is_known = person is not None
    await request.reply(cards.suited_card(request.translator, page, is_known=is_known))


async def stiff(request: Request) -> None:
    """Offer the stretch and the gentle exercise of the routine that suit the person."""
    library, out = request.services.library, set[str]()
    if await request.services.subscriptions.of(request.chat_id) is not None:
        found = await request.services.practices.left_out(request.chat_id, request.now)
        out = {one.exercise for one in found[1]}
    gentle = dict.fromkeys((library.routine.extra_exercise, library.routine.rest_exercise))
    offered = [library.exercises[slug] for slug in gentle if slug not in out]
    await request.reply(cards.stiff_card(request.translator, offered))


async def often(request: Request) -> None:
    """Answer how often to exercise."""
    await request.reply(cards.often_card(request.translator))


async def warm_up(request: Request) -> None:
    """Answer whether to warm up first."""
    await request.reply(cards.warm_up_card(request.translator))


async def run(request: Request) -> None:
    """Answer whether to exercise before or after a run."""
    await request.reply(cards.run_card(request.translator))


async def sides(request: Request) -> None:
    """Answer with which side to begin."""
    await request.reply(cards.sides_card(request.translator))


async def breathing(request: Request) -> None:
    """Answer how to breathe."""
    await request.reply(cards.breathing_card(request.translator))


async def sore(request: Request) -> None:
    """Answer whether sore muscles are normal."""
    await request.reply(cards.sore_card(request.translator))


async def cramp(request: Request) -> None:
    """Answer what to do about a cramp."""
    await request.reply(cards.cramp_card(request.translator))


async def pull(request: Request) -> None:
    """Answer how much a stretch may pull."""
    await request.reply(cards.pull_card(request.translator))


async def cost(request: Request) -> None:
    """Answer what the bot costs."""
    await request.reply(cards.cost_card(request.translator))
