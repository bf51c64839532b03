"""Links into the bot: a card that opens there, and how to pass it on."""

from urllib.parse import urlencode

from telegram import InlineKeyboardButton

from bot.chat.words import Words


def link(bot_name: str, payload: str = "") -> str:
    """Return an address that opens the private chat; a payload says with what."""
    return f"https://t.me/{bot_name}" + (f"?start={payload}" if payload else "")


def open_button(_: Words, bot_name: str, payload: str = "") -> InlineKeyboardButton:
    """Make a button that opens the private chat."""
    return InlineKeyboardButton(_("Open in private"), url=link(bot_name, payload))


def share_button(_: Words, bot_name: str, payload: str, name: str) -> InlineKeyboardButton:
    """Make a button that passes a card on.

    Telegram's own share link: pick a chat, done. The other way, `switch_inline_query`, asks on a
    phone for two taps more, and does nothing where the operator has not allowed inline mode.
    """
    address = urlencode({"url": link(bot_name, payload), "text": name})
    return InlineKeyboardButton(_("Share"), url=f"https://t.me/share/url?{address}")
