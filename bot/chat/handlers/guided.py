"""“Do it now”, and the buttons of a guided exercise."""

from bot.chat.cards import guided as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.routine import Practice
from bot.coach.sheets import USUAL
from bot.services.guidance import Ending, Miss, Scene


async def tap_guide(turn: Turn, slug: str, stamp: str, form: str) -> None:
    """Begin an exercise in a message of its own, which then changes in place."""
    _ = turn.words
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or form not in ("", USUAL, *exercise.sheet.forms):
        await too_old(turn)
        return
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    if stamp != f"{found.day:%Y%m%d}":
        await turn.toast(_("That card is from another day. /today shows today's."))
        return
    practice = _practice(found.practice, slug, form)
    sessions = turn.house.guide.sessions
    scene = await sessions.prepare(turn.chat_id, practice, found.day, turn.now)
    if isinstance(scene, Miss):
        await turn.toast(cards.miss_text(_, scene))
        return
    await turn.toast()
    await turn.house.deliveries.confirm(turn.chat_id, found.day)
    card = cards.guided_card(_, turn.house.library, scene)
    message_id = await turn.house.messenger.reply(turn.chat_id, card)
    if message_id is None:
        return
    before = await sessions.begin(scene, message_id, turn.house.clock())
    if before is not None:
        turn.house.guide.show(before)


def _practice(planned: Practice, slug: str, form: str) -> Practice:
    """Return the plan's own practice where it is meant; else that form at the plan's dose."""
    wanted = None if form in ("", USUAL) else form
    if planned.exercise == slug and (not form or planned.form == wanted):
        return planned
    return Practice(planned.position, slug, wanted)


async def tap_guided(turn: Turn, action: str, stage: str) -> None:
    """Pause, go on, back, skip, stop: harmless where the exercise has moved on."""
    if turn.message_id is None or not (stage.isascii() and stage.isdecimal()):
        await too_old(turn)
        return
    answer = await turn.house.guide.sessions.tap(
        turn.chat_id, turn.message_id, int(stage), action, turn.now
    )
    if isinstance(answer, Miss):
        await turn.toast(cards.miss_text(turn.words, answer))
        if answer == Miss.OVER:
            await turn.show_buttons(None)
        return
    await turn.toast()
    turn.house.guide.show(answer)


async def stop_walk(
    turn: Turn, ending: Ending = Ending.STOPPED, exercise: str | None = None
) -> Scene | None:
    """End the exercise that somebody is led through; return its end, if there was one."""
    scene = await turn.house.guide.sessions.stop(turn.chat_id, turn.now, ending, exercise)
    if scene is not None:
        turn.house.guide.show(scene)
    return scene


async def stop_for_pain(turn: Turn, exercise: str | None = None) -> Scene | None:
    """Let no countdown go on where something hurts; return the one that did."""
    return await stop_walk(turn, Ending.HURT, exercise)
