"""What a subscriber reads: each card is a text in Telegram's HTML and the buttons below it."""

from bot.botapi.message import Drawn
from bot.chat.cards.card import Card, button, escape, rows, stamp

__all__ = ["Card", "Drawn", "button", "escape", "rows", "stamp"]
