"""What every card is made of: text, buttons, pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape as escape_html
from html import unescape
from re import sub
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.botapi.message import HtmlMessage
from bot.chat.callbacks import pack, unpack
from bot.chat.words import Translator

CAPTION_LIMIT = 1024  # UTF-16 units after the HTML is read: Telegram counts so
TEXT_LIMIT = 4096

Card = HtmlMessage
"""A card is what the Bot API client sends: HTML, buttons and a picture."""

Rows = Sequence[Sequence[InlineKeyboardButton]]
"""Rows of buttons."""


def escape(text: str) -> str:
    """Escape text for Telegram's HTML."""
    return escape_html(text, quote=True)


def length(html: str) -> int:
    """Return the length of a text as Telegram counts it: UTF-16 units, without tags."""
    plain = unescape(sub(r"<[^>]*>", "", html))
    return len(plain.encode("utf-16-le")) // 2


def fits_caption(html: str) -> bool:
    """Return whether a text fits under a picture."""
    # Tags count for nothing, so most texts fit as they are, which is told at once.
    return len(html.encode("utf-16-le")) // 2 <= CAPTION_LIMIT or length(html) <= CAPTION_LIMIT


def button(label: str, verb: str, *args: str, style: str | None = None) -> InlineKeyboardButton:
    """Make a button; `style` is success, danger or primary."""
    return InlineKeyboardButton(label, callback_data=pack(verb, *args), style=style)


def verb_of(one: InlineKeyboardButton) -> str:
    """Return what a button does, as its data says."""
    callback = unpack(str(one.callback_data or ""))
    return callback.verb if callback else ""


def switch(label: str, *, on: bool) -> str:
    """Return a button's label with a mark for on or off."""
    return f"✓ {label}" if on else f"○ {label}"


def switch_button(label: str, verb: str, *args: str, on: bool) -> InlineKeyboardButton:
    """Make a switch whose tap names the state it sets, so that a second tap changes nothing."""
    return button(switch(label, on=on), verb, *args, "off" if on else "on")


def rows(
    buttons: Iterable[InlineKeyboardButton], width: int
) -> list[Sequence[InlineKeyboardButton]]:
    """Split buttons into rows of a width."""
    flat = list(buttons)
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def with_rows(card: Card, added: Rows) -> Card:
    """Add rows below the buttons of a card that has some."""
    assert isinstance(card.markup, InlineKeyboardMarkup)  # noqa: S101  # only such are passed
    return replace(card, markup=InlineKeyboardMarkup([*card.markup.inline_keyboard, *added]))


def listed(title: str, lines: Iterable[str]) -> str:
    """Format a title with a bullet point for each line."""
    return f"<b>{escape(title)}</b>\n" + "\n".join(f"• {escape(line)}" for line in lines)


def command_lines(_: Translator, commands: Iterable[tuple[str, str]]) -> str:
    """Write commands with what they do, a line each."""
    return "\n".join(f"{_.isolate('/' + name)} – {escape(what)}" for name, what in commands)


def stamp(_: Translator, at: datetime, zone: str) -> str:
    """Format an instant that Telegram shows in the reader's own zone and language.

    Apps that don't know `<tg-time>` show the text inside it.
    """
    shown = _.moment(at.astimezone(ZoneInfo(zone)))
    return f'<tg-time unix="{int(at.timestamp())}" format="wDt">{escape(shown)}</tg-time>'
