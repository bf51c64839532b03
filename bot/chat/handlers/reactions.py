"""Reactions to the day's message: a heart says done, and taking it back undoes it."""

from collections.abc import Iterable

from telegram import ReactionType, ReactionTypeEmoji

from bot.chat.cards import Card
from bot.chat.cards import answers as cards
from bot.chat.cards.card import escape
from bot.chat.handlers.answers import celebrate, confirm_arrival
from bot.chat.handlers.card_edits import refresh
from bot.chat.handlers.sessions import stop_session
from bot.chat.request import Request
from bot.services.people.guided import Ending
from bot.store.day_cards import DayExercise

GLAD = frozenset("❤👍🔥👏💪🎉🥰😁🤩🙏👌😍💯🏆⚡🤗🫡🆒😘😇🤝💘")
"""Reactions that say: done. Any other says nothing about the exercise."""


async def react(
    request: Request, before: Iterable[ReactionType], after: Iterable[ReactionType]
) -> None:
    """Count the day as done by a glad reaction to its message; undo that with the reaction."""
    was_glad, is_glad = _is_glad(before), _is_glad(after)
    if was_glad == is_glad or request.message_id is None:
        return
    practices, message_id = request.services.practices, request.message_id
    ref = await practices.shown_by(request.chat_id, message_id, request.now)
    if ref is None:
        return
    await confirm_arrival(request, ref)
    if is_glad:
        await _count(request, ref, message_id)
    else:
        await practices.uncount(request.chat_id, request.now, ref.day, message_id=message_id)
    await refresh(request, ref)


async def _count(request: Request, ref: DayExercise, message_id: int) -> None:
    done = await request.services.practices.count(
        request.chat_id, ref.exercise, request.now, ref.day, message_id=message_id
    )
    if done is None or not done.is_new:
        return
    _ = request.translator
    line = escape(cards.done_line(_, request.services.library, done))
    if done.is_first_reaction:
        line += "\n\n" + cards.reaction_line(_)
    await request.reply(Card(line))
    await stop_session(request, Ending.DONE, ref.exercise)
    await celebrate(request, done)


def _is_glad(reactions: Iterable[ReactionType]) -> bool:
    emoji = (one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji))
    return any(one.removesuffix("\ufe0f") in GLAD for one in emoji)
