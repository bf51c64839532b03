"""/today, /exercise, /exercises, and the buttons under an exercise."""

from bot.chat.cards import answers as answer_cards
from bot.chat.cards import exercise as cards
from bot.chat.cards import fit as fit_cards
from bot.chat.cards import sign as sign_cards
from bot.chat.cards import talk
from bot.chat.handlers.answers import confirm_arrival, show_day
from bot.chat.handlers.expired import expired
from bot.chat.handlers.fit import more_page
from bot.chat.request import Request
from bot.coach.names import Found
from bot.coach.sheets import AS_IN_ROUTINE, AS_SUITS, version_named
from bot.services.people.today import DayPractice
from bot.store.day_cards import DayExercise


async def today(request: Request) -> None:
    """Show today's exercise again."""
    found = await request.services.practices.today(request.chat_id, request.now)
    if not found.is_training_day:
        await request.reply(talk.day_off_card(request.translator))
    await show_today(request, found)


async def show_today(request: Request, found: DayPractice) -> None:
    """Send today's exercise, without a word about a day off."""
    _, library = request.translator, request.services.library
    if found.responses.hurt_today:
        card = cards.hurt_today_card(
            _, library, found.practice, found.day, responses=found.responses
        )
    else:
        card = cards.practice_card(
            _,
            library,
            found.practice,
            found.day,
            responses=found.responses,
            asks_after_emergency=found.after_emergency,
        )
    slug = found.practice.exercise
    if slug and found.left_out_for:
        await request.reply(fit_cards.unsuited_card(_, slug, found.left_out_for))
    shown = show_day(request, card, DayExercise(found.day, slug)) if slug else request.reply(card)
    if await shown and found.after_emergency and not found.responses.hurt_today:
        await request.services.answers.note_asked(request.chat_id, request.now)


async def exercises(request: Request) -> None:
    """List all exercises."""
    await request.reply(cards.list_card(request.translator, request.services.library))


async def exercise(request: Request) -> None:
    """Find an exercise by any of its names."""
    if not request.text:
        await exercises(request)
        return
    await answer_found(request, request.finder.find(request.text, "exercise"))


async def answer_found(request: Request, found: Found) -> None:
    """Show what was meant, ask which, or offer near names."""
    library = request.services.library
    if len(found.meant) == 1:
        topic = found.meant[0]
        if topic.kind == "exercise":
            await show_exercise(request, topic.slug, topic.version or AS_SUITS)
        else:
            card = sign_cards.sign_card(request.translator, library, library.signs[topic.slug])
            await request.reply(card)
    elif found.meant:
        await request.reply(talk.which_card(request.translator, library, found.meant))
    else:
        await request.reply(talk.unknown_name_card(request.translator, library, found.near))


async def show_exercise(request: Request, slug: str, version: str = AS_SUITS) -> None:
    """Send the card of one exercise."""
    found = await request.services.practices.look(request.chat_id, slug, version, request.now)
    if found.left_out_for:
        await request.reply(fit_cards.unsuited_card(request.translator, slug, found.left_out_for))
    elif found.paused_until:
        await request.reply(answer_cards.paused_card(request.translator, found.paused_until))
    card = cards.own_card(
        request.translator, request.services.library, found.practice, found.day, found.responses
    )
    await request.reply(card)


async def tap_exercise(request: Request, slug: str) -> None:
    """Answer the button of an exercise."""
    await request.toast()
    await show_exercise(request, slug)


async def tap_version(request: Request, version_of: tuple[str, str]) -> None:
    """Show an easier or harder version of an exercise."""
    slug, version = version_of
    await request.toast()
    await show_exercise(request, slug, version)


async def tap_more(request: Request, chosen: tuple[DayExercise, str]) -> None:
    """Show more about an exercise: easier, harder, and the way to the rest."""
    ref, _version = chosen
    await request.toast()
    await confirm_arrival(request, ref)
    await request.reply(await more_page(request, ref.exercise))


async def tap_care(request: Request, slug: str) -> None:
    """Show who should take care with an exercise."""
    await request.toast()
    exercise = request.services.library.exercises[slug]
    await request.reply(cards.care_card(request.translator, exercise))


async def tap_know(request: Request, slug: str) -> None:
    """Show the common mistakes and the background of an exercise."""
    await request.toast()
    library = request.services.library
    signs = library.signs_suited_by(slug)
    await request.reply(cards.know_card(request.translator, library.exercises[slug], signs))


async def todays_version(request: Request, ref: DayExercise) -> str | None:
    """Return the version that the routine has for today's card; else None, the standard one."""
    found = await request.services.practices.today(request.chat_id, request.now)
    is_shown = (found.practice.exercise, found.day) == (ref.exercise, ref.day)
    return found.practice.version if is_shown else None


async def tap_steps(request: Request, chosen: tuple[DayExercise, str]) -> None:
    """Show the picture of all steps of the version on the card."""
    ref, name = chosen
    version = await todays_version(request, ref) if name == AS_IN_ROUTINE else version_named(name)
    exercise = request.services.library.exercises[ref.exercise]
    if exercise.pictures_of(version).board is None:
        await expired(request)
        return
    await request.toast()
    await confirm_arrival(request, ref)
    await request.reply(cards.board_card(request.translator, exercise, version))


async def tap_today(request: Request) -> None:
    """Answer the button for today's exercise."""
    await request.toast()
    await today(request)


async def tap_exercises(request: Request) -> None:
    """Answer the button for the list."""
    await request.toast()
    await exercises(request)
