"""The button *Start*, which opens the full-screen page where there is one."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from bot.chat.callbacks import unpack

Dress = Callable[[InlineKeyboardMarkup], InlineKeyboardMarkup]


def dressing(root: str) -> Dress:
    """Return what makes each *Start* open the page; only cards of private chats have one."""

    @lru_cache(maxsize=1024)
    def dress(markup: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
        rows = [[_opening(root, one) for one in row] for row in markup.inline_keyboard]
        return InlineKeyboardMarkup(rows)

    return dress


def _opening(root: str, one: InlineKeyboardButton) -> InlineKeyboardButton:
    callback = unpack(str(one.callback_data or ""))
    if callback is None or callback.verb != "guide":
        return one
    slug, _day, version = (*callback.args, "")[:3]
    query = urlencode({"start": slug, "version": version})
    return InlineKeyboardButton(one.text, web_app=WebAppInfo(f"{root}?{query}"), style=one.style)
