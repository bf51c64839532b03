"""The button *Start*, and the buttons of a session."""

from bot.chat.cards import session as cards
from bot.chat.handlers.expired import expired
from bot.chat.request import Request
from bot.services.people.guided import Ending, SessionView
from bot.services.people.sessions import Begun, SessionMessage, SessionRefusal
from bot.services.people.today import wanted as wanted_practice
from bot.store.day_cards import DayExercise


async def tap_guide(request: Request, wanted: tuple[DayExercise, str]) -> None:
    """Begin a session in a new message, which then changes in place."""
    _, (ref, version) = request.translator, wanted
    practices = request.services.practices
    found = await practices.today(request.chat_id, request.now, ref.day)
    is_current = await practices.is_under_way(request.chat_id, ref.day, request.now)
    if ref.day != found.day and not is_current:
        await request.toast(_("That's from another day. /today shows today's."))
        return
    practice = wanted_practice(found.practice, ref.exercise, version)
    sessions = request.services.sessions
    view = await sessions.prepare(request.chat_id, practice, found.day, request.now)
    if isinstance(view, SessionRefusal):
        await request.toast(cards.miss_text(_, view))
        return
    await request.toast()
    await request.services.deliveries.confirm(request.chat_id, found.day)
    shown = cards.guided_card(_, request.services.library, view)
    message_id = await request.services.messenger.reply(request.chat_id, shown)
    if message_id is None:
        return
    begun = await sessions.begin(
        request.chat_id,
        practice,
        found.day,
        request.services.clock(),
        SessionMessage(message_id, request.message_id),
    )
    if isinstance(begun, Begun) and begun.before is not None:
        request.services.session_display.show(begun.before)


async def tap_guided(request: Request, action: str, stage: int) -> None:
    """Pause, resume, go back, skip or stop; does nothing if the session has moved on."""
    if request.message_id is None:
        await expired(request)
        return
    answer = await request.services.sessions.tap(
        request.chat_id, request.message_id, stage, action, request.now
    )
    if isinstance(answer, SessionRefusal):
        await request.toast(cards.miss_text(request.translator, answer))
        if answer == SessionRefusal.OVER:
            await request.show_buttons(None)
        return
    await request.toast()
    request.services.session_display.show(answer)


async def stop_session(
    request: Request, ending: Ending = Ending.STOPPED, exercise: str | None = None
) -> SessionView | None:
    """End a running session; return what it shows last, if there was one."""
    view = await request.services.sessions.stop(request.chat_id, request.now, ending, exercise)
    if view is not None:
        request.services.session_display.show(view)
    return view


async def stop_for_pain(request: Request, exercise: str | None = None) -> SessionView | None:
    """Stop a running session and what is to come today, because something hurts."""
    await request.services.moves.stop_today(request.chat_id)
    return await stop_session(request, Ending.HURT, exercise)
