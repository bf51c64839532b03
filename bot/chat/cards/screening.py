"""The question about a person's health, asked once before their first exercise."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, Rows, button, escape, rows, switch_button
from bot.chat.cards.language import unspoken_line
from bot.chat.cards.talk import disclaimer_line, hello_line
from bot.chat.words import Translator
from bot.coach.sheets import Flag
from bot.store.subscribers import Subscriber

HALF_ROW = 24
"""Characters of a switch, its mark included, that still shares a row with another on a phone."""


def first_question_card(_: Translator, person: Subscriber, *, is_spoken: bool = True) -> Card:
    """Greet a newcomer and ask about their health, in one message."""
    title = _("Anything I should know before your first exercise?")
    lines = [hello_line(_), *(() if is_spoken else (unspoken_line(_),)), _question(_, title)]
    text = "\n\n".join([*lines, disclaimer_line(_)])
    return Card(text, _buttons(_, person, is_first=True))


def question_card(_: Translator, person: Subscriber) -> Card:
    """Ask somebody who has had an exercise without an answer."""
    title = _("Anything I should know about your health?")
    return Card(_question(_, title), _buttons(_, person, is_first=False))


def _question(_: Translator, title: str) -> str:
    text = _(
        "Tap anything that applies and I'll leave out or change what may not suit you. Not"
        " sure which type of hip replacement you had? Or was it done from the side? Tap both."
        " You can change this at any time: /settings"
    )
    return f"<b>{title}</b>\n{text}"


def _buttons(_: Translator, person: Subscriber, *, is_first: bool) -> InlineKeyboardMarkup:
    # Translators: a button; I have ticked all that is true of my health
    done = _("That's all") if person.flags else _("No, nothing")
    if is_first:
        done = _("Show me my exercise") if person.flags else _("No, show me my exercise")
    lead = [button(done, "screened", style="primary")]
    return InlineKeyboardMarkup([lead, *_switch_rows(_, person)])


def _switch_rows(_: Translator, person: Subscriber) -> Rows:
    """Return the switches two a row, and below them those that take a whole row."""
    switches = [
        switch_button(flag_label(_, flag), "screen", flag, on=flag in person.flags)
        for flag in Flag
    ]
    short = [one for one in switches if len(one.text) <= HALF_ROW]
    long = [one for one in switches if len(one.text) > HALF_ROW]
    return [*rows(short, 2), *rows(long, 1)]


def flag_label(_: Translator, flag: Flag) -> str:
    """Return a health condition in few words, as a button."""
    labels = {
        # Translators: buttons about one's own health; up to 22 characters, two share a row
        Flag.PREGNANCY: _("Pregnant"),
        Flag.BACK_PAIN: _("Low-back pain"),
        Flag.HERNIA: _("Hernia, tummy surgery"),
        Flag.HIP_FRONT: _("Hip replaced (front)"),
        Flag.HIP_BACK: _("Hip replaced (back)"),
        Flag.OSTEOPOROSIS: _("Osteoporosis, spinal fracture"),
        Flag.BLOOD_PRESSURE: _("High blood pressure"),
        Flag.KNEE_PAIN: _("Knee pain"),
        Flag.UNSTEADY: _("Unsteady"),
        Flag.BIRTH: _("Recent birth/tummy gap"),
        Flag.HEART: _("Heart condition"),
        Flag.NECK_SHOULDER: _("Neck or shoulder pain"),
        Flag.SCIATICA: _("Sciatica"),
        Flag.GROIN: _("Groin strain"),
    }
    return labels[flag]


def show_button(_: Translator) -> InlineKeyboardButton:
    """Make the button that ends the question and shows a newcomer's first exercise."""
    return button(_("Show me my exercise"), "screened", style="primary")


def ask_button(_: Translator) -> InlineKeyboardButton:
    """Make the button that asks the question again."""
    return button(_("Tell the bot about my health"), "ask")


def with_question(_: Translator, card: Card) -> Card:
    """Return a card with the question beneath it."""
    shown = card.markup
    above = shown.inline_keyboard if isinstance(shown, InlineKeyboardMarkup) else ()
    return replace(card, markup=InlineKeyboardMarkup([*above, [ask_button(_)]]))


def answered_card(_: Translator, person: Subscriber, leave: str | None) -> Card:
    """Confirm an answer that came after an exercise; `leave` names one that doesn't suit."""
    text = _("Thank you. You'll get the standard versions from now on.")
    if person.flags:
        text = _("Thank you. From now on, your exercises will take that into account.")
    if leave:
        text = _(
            "Thank you. Please don't do this one: {name}. It isn't suitable, given what you've"
            " told me."
        )
        text = text.format(name=escape(leave)) + " " + _("Tap “Swap” under it to get another one.")
    return Card(text)
