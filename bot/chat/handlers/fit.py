"""What fits a person: the page in /settings, its switches, and “Never this one”."""

from bot.chat.cards import Card
from bot.chat.cards import exercise as exercise_cards
from bot.chat.cards import fit as cards
from bot.chat.cards.links import share_button
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.sheets import Avoided, Flag
from bot.services.people import Subscriber, tunings_of
from bot.services.subscriptions import NotSubscribedError


async def tap_fit(turn: Turn) -> None:
    """Show what a person told, and what is left out for it."""
    person, left_out = await turn.house.practices.left_out(turn.chat_id, turn.now)
    await turn.toast()
    await turn.show(cards.fit_card(turn.words, turn.house.library, person, left_out))


async def tap_positions(turn: Turn) -> None:
    """Show the positions as switches."""
    person = await turn.person()
    await turn.toast()
    await turn.show(cards.positions_card(turn.words, person))


async def tap_avoid(turn: Turn, name: str) -> None:
    """Switch a position."""
    if name not in set(Avoided):
        await too_old(turn)
        return
    person = await turn.house.subscriptions.toggle_avoided(turn.chat_id, Avoided(name), turn.now)
    await turn.toast()
    await turn.show(cards.positions_card(turn.words, person))


async def tap_health(turn: Turn) -> None:
    """Show what a person may tell of their health."""
    person = await turn.person()
    await turn.toast()
    await turn.show(cards.health_card(turn.words, person))


async def tap_flag(turn: Turn, name: str) -> None:
    """Switch something about a person's health."""
    if name not in set(Flag):
        await too_old(turn)
        return
    person = await turn.house.subscriptions.toggle_flag(turn.chat_id, Flag(name), turn.now)
    await turn.toast()
    await turn.show(cards.health_card(turn.words, person))


async def tap_wanted(turn: Turn) -> None:
    """Show the exercises as switches."""
    banned = _banned(await turn.person())
    await turn.toast()
    await turn.show(cards.wanted_card(turn.words, turn.house.library, banned))


async def tap_never(turn: Turn, slug: str) -> None:
    """Switch an exercise in the list."""
    banned = await _toggled(turn, slug)
    if banned is not None:
        await turn.toast()
        await turn.show(cards.wanted_card(turn.words, turn.house.library, banned))


async def tap_ban(turn: Turn, slug: str) -> None:
    """Switch an exercise on its own page."""
    _ = turn.words
    banned = await _toggled(turn, slug)
    if banned is not None:
        never = slug in banned
        await turn.toast(_("It will not come again.") if never else _("It may come again."))
        await turn.show(await more_page(turn, slug))


async def more_page(turn: Turn, slug: str) -> Card:
    """Make the page behind “More”, with what a person may do from there."""
    _, library, exercise = turn.words, turn.house.library, turn.house.library.exercises[slug]
    name, title = turn.house.messenger.bot.username, exercise.words.to(turn.language).name
    further = [share_button(_, name, f"ex_{slug}", title)]
    if person := await turn.house.subscriptions.of(turn.chat_id):
        further.insert(0, cards.ban_button(_, slug, is_banned=slug in _banned(person)))
    return exercise_cards.more_card(_, exercise, library.signs_suited_by(slug), further)


async def _toggled(turn: Turn, slug: str) -> set[str] | None:
    """Ban an exercise or let it come; return all that are banned."""
    if slug not in turn.house.library.exercises:
        await too_old(turn)
        return None
    person = await turn.house.answers.toggle_never(turn.chat_id, slug)
    if person is None:
        raise NotSubscribedError
    return _banned(person)


def _banned(person: Subscriber) -> set[str]:
    return {slug for slug, tuning in tunings_of(person).items() if tuning.never}
