"""/language: the language of a person, or of a group."""

from bot.chat.callbacks import FOLLOW
from bot.chat.cards import language as cards
from bot.chat.request import Request
from bot.chat.words import ENGLISH


async def language(request: Request) -> None:
    """Show which language the bot writes in, and the others; choose the one that a text names."""
    readers = (request.translator.locale, ENGLISH)
    if code := request.services.library.languages.named(request.text, readers):
        await _speak(request, code, follows=False)
        return
    person = await request.services.subscriptions.find(request.chat_id)
    await _show(request, is_chosen=person is not None and person.language_chosen)


async def tap_language(request: Request) -> None:
    """Offer the languages in place."""
    await request.toast()
    await language(request)


async def tap_speak(request: Request, code: str) -> None:
    """Write in the language that was tapped from now on, or in that of the Telegram app."""
    follows = code == FOLLOW
    chosen = (request.named_language or request.language) if follows else code
    await _speak(request, chosen, follows=follows)


async def _speak(request: Request, chosen: str, *, follows: bool) -> None:
    await request.services.preferences.choose_language(
        request.chat_id, chosen, request.now, is_chosen=not follows
    )
    there = request.speaking(chosen)
    await there.toast()
    await _show(there, is_chosen=not follows)
    if request.is_private:
        await _show_menu(there, follows=follows)


async def _show(request: Request, *, is_chosen: bool) -> None:
    card = cards.language_card(
        request.translator,
        request.services.library.languages,
        is_chosen=is_chosen,
        in_group=not request.is_private,
    )
    await request.show(card)


async def _show_menu(request: Request, *, follows: bool) -> None:
    """Show the command menu in the chosen language; Telegram has one for its own."""
    from bot.chat.commands import menu  # noqa: PLC0415  # which imports every handler

    if request.is_operator:
        return  # an operator's menu is set at each start
    commands = None if follows else menu(request.translator)
    await request.services.messenger.set_menu(request.chat_id, commands)
