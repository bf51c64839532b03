"""What a page rests on: references to read, with links."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton

from bot.chat.cards.card import Card, button, escape
from bot.chat.words import Translator
from bot.coach.wording import Source


def sources_card(_: Translator, title: str, sources: Iterable[Source]) -> Card:
    """List the sources of a page."""
    # Translators: {name} is an exercise, a sign, a page, or the week's tip
    head = _("Sources: {name}").format(name=title)
    note = _("These are for further reading. No physiotherapist has reviewed this bot yet.")
    lines = [f"<b>{escape(head)}</b>", *(f"• {_.isolate(_line(one))}" for one in sources)]
    return Card("\n".join(lines) + f"\n\n<i>{escape(note)}</i>")


def _line(source: Source) -> str:
    text = escape(source.text)
    return f'<a href="{escape(source.url)}">{text}</a>' if source.url else text


def sources_button(_: Translator, kind: str, slug: str) -> InlineKeyboardButton:
    """Make the button to the sources of an exercise, a sign, a tip or a page."""
    return button(_("Sources"), "sources", kind, slug)
