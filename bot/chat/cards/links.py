"""Links into the bot, and how to share them."""

from urllib.parse import urlencode

from telegram import InlineKeyboardButton

from bot.chat.words import Translator


def link(bot_name: str, payload: str = "") -> str:
    """Return a link that opens the private chat, with a payload if there is one."""
    return f"https://t.me/{bot_name}" + (f"?start={payload}" if payload else "")


def open_button(_: Translator, bot_name: str, payload: str = "") -> InlineKeyboardButton:
    """Make a button that opens the private chat."""
    return InlineKeyboardButton(_("Open in private chat"), url=link(bot_name, payload))


def share_button(_: Translator, bot_name: str, payload: str, name: str) -> InlineKeyboardButton:
    """Make a button that shares a link by Telegram's own dialog.

    The alternative, `switch_inline_query`, takes two more taps on a phone and does nothing where
    the operator hasn't enabled inline mode.
    """
    address = urlencode({"url": link(bot_name, payload), "text": name})
    return InlineKeyboardButton(_("Share"), url=f"https://t.me/share/url?{address}")
