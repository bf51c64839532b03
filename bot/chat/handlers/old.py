"""The one answer to every button that is no longer what it was."""

from bot.chat.turn import Turn


async def too_old(turn: Turn) -> None:
    """Answer an old, removed or forged button kindly."""
    _ = turn.words
    await turn.toast(_("That button has grown old. /today brings a fresh one."))
