"""/programme, the buttons with which a list is made, and the question to whoever opens it."""

import asyncio

from bot.chat.cards import programme as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.handlers.greeting import greet, subscribe
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach import programme as codes
from bot.coach.programme import Found
from bot.pictures.link import link_png
from bot.services.people import Standing


async def programme(turn: Turn) -> None:
    """Begin a list for somebody."""
    card = cards.builder_card(turn.words, turn.house.library, cards.EMPTY, cards.PICK)
    await turn.show(card or cards.broken_link_card(turn.words))


async def tap_build(turn: Turn, screen: str, code: str) -> None:
    """Show a screen of the making, with the list that the button holds."""
    library = turn.house.library
    found = codes.read(library, code)
    card = found and cards.builder_card(turn.words, library, found.programme, screen)
    if not card:
        await too_old(turn)
        return
    await turn.toast()
    await turn.show(card)


async def tap_link(turn: Turn, code: str) -> None:
    """Make the link, and its code to scan."""
    _, library = turn.words, turn.house.library
    found = codes.read(library, code)
    if found is None or not _is_whole(found):
        await too_old(turn)
        return
    await turn.toast()
    name = turn.house.messenger.bot.username
    url = f"https://t.me/{name}?start={turn.house.programmes.seal(code)}"
    # Drawing takes some 20 ms: not on the event loop.
    png = await asyncio.to_thread(link_png, url, _("Scan for your exercises"), f"@{name}")
    await turn.reply(cards.link_card(_, library, found.programme, url, png))


def _is_whole(found: Found) -> bool:
    return bool(found.programme.items and found.programme.weekdays)


async def offer(turn: Turn) -> None:
    """Ask whoever opens a link whether they want its list."""
    _, payload = turn.words, turn.text
    found = turn.house.programmes.open(payload)
    person = await turn.house.subscriptions.of(turn.chat_id)
    if found is None:
        await turn.reply(cards.broken_link_card(_))
    elif not _is_whole(found):
        await turn.reply(cards.empty_link_card(_))
    elif person and person.programme == turn.house.programmes.unseal(payload):
        await turn.reply(cards.has_it_card(_))
    else:
        await turn.reply(cards.offer_card(_, turn.house.library, found, payload))


async def tap_train(turn: Turn, payload: str) -> None:
    """Take the list; a newcomer, or who had stopped, is greeted as always."""
    found = turn.house.programmes.open(payload)
    if found is None or not _is_whole(found):
        await too_old(turn)
        return
    await turn.toast()
    before = await turn.house.subscriptions.of(turn.chat_id)
    comes = before is None or before.state != Standing.ACTIVE
    if comes:
        await subscribe(turn)
    person = await turn.house.programmes.accept(turn.chat_id, payload, turn.now, is_new=comes)
    await turn.show(cards.accepted_card(turn.words, person))
    if comes:
        await greet(turn, person, is_new=before is None)


async def tap_decline(turn: Turn) -> None:
    """Leave everything as it is; a newcomer begins with the plan."""
    await turn.toast()
    await turn.show(cards.kept_card(turn.words))
    if await turn.house.subscriptions.of(turn.chat_id) is None:
        await greet(turn, await subscribe(turn), is_new=True)


async def tap_programme(turn: Turn) -> None:
    """Show the list that they train."""
    _ = turn.words
    found = await turn.house.programmes.of(turn.chat_id)
    if found is None:
        await turn.toast(_("You have no trainer's list now; the plan goes on."))
        return
    await turn.toast()
    await turn.show(cards.own_list_card(turn.words, turn.house.library, found.programme))


async def tap_leave(turn: Turn) -> None:
    """Go back to the plan."""
    _ = turn.words
    person = await turn.house.programmes.leave(turn.chat_id, turn.now)
    await turn.toast(_("The plan is back. Your days stay; change them if you like."))
    await turn.show(settings_cards.settings_card(_, person, turn.now))
