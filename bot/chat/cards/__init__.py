"""What a subscriber reads: each card is a text in Telegram's HTML and the buttons below it."""

from bot.chat.cards.card import Card, Drawn, button, escape, rows, stamp

__all__ = ["Card", "Drawn", "button", "escape", "rows", "stamp"]
