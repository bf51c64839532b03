"""What fits a person: the page in /settings, its switches, and "Don't send this one"."""

from bot.chat.cards import Card
from bot.chat.cards import exercise as exercise_cards
from bot.chat.cards import fit as cards
from bot.chat.cards.links import share_button
from bot.chat.cards.sources import sources_button
from bot.chat.request import Request
from bot.coach.fitting import may_go_harder
from bot.coach.sheets import Avoided, Flag
from bot.services.people.changes import NotSubscribedError
from bot.services.people.days import day_of
from bot.services.people.trainees import trainee_of, tunings_of
from bot.store.day_cards import DayExercise
from bot.store.subscribers import Subscriber


async def tap_fit(request: Request) -> None:
    """Show what a person has told us, and which exercises are left out because of it."""
    person, left_out = await request.services.practices.left_out(request.chat_id, request.now)
    await request.toast()
    await request.show(
        cards.fit_card(request.translator, request.services.library, person, left_out)
    )


async def tap_avoided(request: Request) -> None:
    """Show what can be avoided as switches."""
    person = await request.person()
    await request.toast()
    await request.show(cards.avoided_card(request.translator, person))


async def tap_avoid(request: Request, avoided: Avoided, state: str) -> None:
    """Avoid something from now on, or no longer."""
    person = await request.services.preferences.set_avoided(
        request.chat_id, avoided, request.now, on=state == "on"
    )
    await request.toast()
    await request.show(cards.avoided_card(request.translator, person))


async def tap_health(request: Request) -> None:
    """Show the health questions as switches."""
    person = await request.person()
    await request.toast()
    await request.show(cards.health_card(request.translator, person))


async def tap_flag(request: Request, flag: Flag, state: str) -> None:
    """Switch something about a person's health on or off."""
    person = await request.services.preferences.set_flag(
        request.chat_id, flag, request.now, on=state == "on"
    )
    await request.toast()
    await request.show(cards.health_card(request.translator, person))


async def tap_wanted(request: Request) -> None:
    """Show the exercises as switches."""
    banned = _banned(await request.person())
    await request.toast()
    await request.show(cards.wanted_card(request.translator, request.services.library, banned))


async def tap_never(request: Request, slug: str, state: str) -> None:
    """Switch an exercise in the list: on may be sent, off never is."""
    banned = await _ban(request, slug, never=state == "off")
    await request.toast()
    await request.show(cards.wanted_card(request.translator, request.services.library, banned))


async def tap_ban(request: Request, slug: str, state: str) -> None:
    """Ban an exercise from its own page, or lift the ban."""
    _ = request.translator
    never = slug in await _ban(request, slug, never=state == "on")
    await request.toast(
        _("OK, I won't send it again.") if never else _("OK, I've turned it back on.")
    )
    await request.show(await more_page(request, slug))


async def more_page(request: Request, slug: str) -> Card:
    """Return the page behind "More", with its buttons for this person."""
    _, library, exercise = (
        request.translator,
        request.services.library,
        request.services.library.exercises[slug],
    )
    name, title = request.services.messenger.bot_name, exercise.words.to(request.language).name
    share = share_button(_, name, f"ex_{slug}", title)
    further, harder, flags = (
        [[sources_button(_, "exercise", slug), share]],
        True,
        frozenset[Flag](),
    )
    if person := await request.services.subscriptions.find(request.chat_id):
        further[0].insert(0, cards.ban_button(_, slug, is_banned=slug in _banned(person)))
        ref = DayExercise(day_of(person, request.now), slug)
        further.insert(0, exercise_cards.how_buttons(_, exercise, ref))
        trainee = trainee_of(library, person)
        harder = may_go_harder(library, trainee, slug)
        flags = exercise.sheet.adapts_to(trainee.flags)
    elif steps := exercise_cards.steps_buttons(_, exercise, DayExercise(request.now.date(), slug)):
        further.insert(0, steps)
    return exercise_cards.more_card(_, exercise, flags, further, harder=harder)


async def _ban(request: Request, slug: str, *, never: bool) -> set[str]:
    """Ban an exercise or lift its ban; return all that are banned."""
    person = await request.services.answers.set_never(request.chat_id, slug, on=never)
    if person is None:
        raise NotSubscribedError
    return _banned(person)


def _banned(person: Subscriber) -> set[str]:
    return {slug for slug, tuning in tunings_of(person).items() if tuning.never}
