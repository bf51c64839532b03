"""The answer to every button that no longer works."""

from bot.chat.request import Request


async def expired(request: Request) -> None:
    """Answer an old, removed or forged button."""
    _ = request.translator
    await request.toast(_("That button has expired. /today shows a new one."))
