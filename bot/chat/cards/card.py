"""The parts of which every card is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape as escape_html
from html import unescape
from re import sub
from zoneinfo import ZoneInfo

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.chat.callbacks import pack
from bot.chat.words import Words
from bot.coach.library import Picture

CAPTION_LIMIT = 1024  # UTF-16 units after the HTML is read: Telegram counts so
TEXT_LIMIT = 4096

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(frozen=True)
class Card:
    """A message: HTML and, where there are any, buttons and a picture that it stands under."""

    text: str
    markup: Markup | None = None
    picture: Picture | None = None


def escape(text: str) -> str:
    """Make any text safe inside Telegram's HTML."""
    return escape_html(text, quote=True)


def length(html: str) -> int:
    """Count a text as Telegram does: UTF-16 units, without tags."""
    plain = unescape(sub(r"<[^>]*>", "", html))
    return len(plain.encode("utf-16-le")) // 2


def button(label: str, verb: str, *args: str, style: str | None = None) -> InlineKeyboardButton:
    """Make a button; `style` is success, danger or primary."""
    return InlineKeyboardButton(label, callback_data=pack(verb, *args), style=style)


def switch(label: str, *, on: bool) -> str:
    """Label a button as a switch."""
    return f"✓ {label}" if on else f"○ {label}"


def rows(
    buttons: Iterable[InlineKeyboardButton], width: int
) -> list[Sequence[InlineKeyboardButton]]:
    """Lay buttons in rows of a width."""
    flat = list(buttons)
    return [flat[start : start + width] for start in range(0, len(flat), width)]


def listed(title: str, lines: Iterable[str]) -> str:
    """Set lines under a title."""
    return f"<b>{escape(title)}</b>\n" + "\n".join(f"• {escape(line)}" for line in lines)


def stamp(_: Words, at: datetime, zone: str) -> str:
    """Show an instant in the reader's own zone and language; old apps show ours."""
    local = at.astimezone(ZoneInfo(zone))
    shown = _("{weekday} {day} {month}, {time}").format(
        weekday=weekday(_, local.weekday()),
        day=local.day,
        month=month(_, local.month),
        time=f"{local:%H:%M}",
    )
    return f'<tg-time unix="{int(at.timestamp())}" format="wDt">{escape(shown)}</tg-time>'


def weekday(_: Words, number: int) -> str:
    """Return the short name of a weekday; Monday is 0."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[number]


def month(_: Words, number: int) -> str:
    """Return the short name of a month; January is 1."""
    names = [_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")]
    names += [_("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")]
    return names[number - 1]
