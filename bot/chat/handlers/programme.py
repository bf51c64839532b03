"""/programme, the buttons that build one, and the question to whoever opens its link."""

import asyncio

from bot.chat.cards import programme as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.handlers.expired import expired
from bot.chat.handlers.greeting import greet, subscribe
from bot.chat.request import Request
from bot.coach import programme as codes
from bot.coach.programme import DecodedProgramme
from bot.pictures.link import link_png
from bot.store.subscribers import Status


async def programme(request: Request) -> None:
    """Begin a programme for somebody."""
    card = cards.builder_card(
        request.translator, request.services.library, cards.EMPTY, cards.PICK
    )
    await request.show(card or cards.broken_link_card(request.translator))


async def tap_build(request: Request, screen: str, code: str) -> None:
    """Show a screen of the builder, with the programme that the button holds."""
    library = request.services.library
    found = codes.read(library, code)
    card = found and cards.builder_card(request.translator, library, found.programme, screen)
    if not card:
        await expired(request)
        return
    await request.toast()
    await request.show(card)


async def tap_link(request: Request, code: str) -> None:
    """Send the link to a programme, and a code to scan."""
    _, library = request.translator, request.services.library
    found = codes.read(library, code)
    if found is None or not _is_whole(found):
        await expired(request)
        return
    await request.toast()
    name = request.services.messenger.bot_name
    url = f"https://t.me/{name}?start={request.services.programmes.seal(code)}"
    # Drawing takes some 20 ms: too long for the event loop.
    png = await asyncio.to_thread(link_png, url, _("Scan for your exercises"), f"@{name}")
    await request.reply(cards.link_card(_, library, found.programme, url, png))


def _is_whole(found: DecodedProgramme) -> bool:
    return bool(found.programme.items and found.programme.weekdays)


async def offer(request: Request) -> None:
    """Ask whoever opens a link whether they want its programme."""
    _, payload = request.translator, request.text
    found = request.services.programmes.programme_of_link(payload)
    person = await request.services.subscriptions.find(request.chat_id)
    if found is None:
        await request.reply(cards.broken_link_card(_))
    elif not _is_whole(found):
        await request.reply(cards.empty_link_card(_))
    elif person and person.programme == request.services.programmes.unseal(payload):
        await request.reply(cards.has_it_card(_))
    else:
        await request.reply(cards.offer_card(_, request.services.library, found, payload))


async def tap_train(request: Request, payload: str) -> None:
    """Accept the programme; greet newcomers and those who had stopped."""
    found = request.services.programmes.programme_of_link(payload)
    if found is None or not _is_whole(found):
        await expired(request)
        return
    await request.toast()
    before = await request.services.subscriptions.find(request.chat_id)
    comes = before is None or before.state != Status.ACTIVE
    if comes:
        await subscribe(request)
    person = await request.services.programmes.accept(
        request.chat_id, payload, request.now, is_new=comes
    )
    await request.show(cards.accepted_card(request.translator, person))
    if comes:
        await greet(request, person)


async def tap_decline(request: Request) -> None:
    """Decline the programme; a newcomer starts with the routine."""
    await request.toast()
    await request.show(cards.kept_card(request.translator))
    if await request.services.subscriptions.find(request.chat_id) is None:
        await greet(request, await subscribe(request))


async def tap_programme(request: Request) -> None:
    """Show a person their programme."""
    _ = request.translator
    found = await request.services.programmes.current(request.chat_id)
    if found is None:
        await request.toast(_("You're not following a trainer's programme now."))
        return
    await request.toast()
    await request.show(
        cards.own_list_card(request.translator, request.services.library, found.programme)
    )


async def tap_leave(request: Request) -> None:
    """Go back to the routine."""
    _ = request.translator
    person = await request.services.programmes.leave(request.chat_id, request.now)
    await request.toast(cards.left_text(_, person))
    await request.show(settings_cards.settings_card(_, person, request.now))
