"""The question about a person's health, asked once before their first exercise."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, rows, switch_button
from bot.chat.cards.language import unspoken_line
from bot.chat.cards.talk import care_line, hello_line
from bot.chat.words import Translator
from bot.coach.sheets import Flag
from bot.store.subscribers import Subscriber


def first_question_card(_: Translator, person: Subscriber, *, is_spoken: bool = True) -> Card:
    """Greet a newcomer and ask about their health, in one message."""
    lines = [hello_line(_), *(() if is_spoken else (unspoken_line(_),)), _question(_)]
    text = "\n\n".join([*lines, care_line(_)])
    return Card(text, _buttons(_, person, is_first=True))


def question_card(_: Translator, person: Subscriber) -> Card:
    """Ask somebody who has had an exercise without an answer."""
    return Card(_question(_), _buttons(_, person, is_first=False))


def _question(_: Translator) -> str:
    title = _("Anything I should know before your first exercise?")
    text = _(
        "Tap what's true for you and I'll leave out or change what may not suit you. Not sure"
        " which type of hip replacement you had? Tick both. You can change this at any time:"
        " /settings"
    )
    return f"<b>{title}</b>\n{text}"


def _buttons(_: Translator, person: Subscriber, *, is_first: bool) -> InlineKeyboardMarkup:
    # Translators: a button; I have ticked all that is true of my health
    done = _("That's all") if person.flags else _("No, nothing")
    if is_first:
        done = _("Show me my exercise") if person.flags else _("No, show me")
    switches = (
        switch_button(flag_label(_, flag), "screen", flag, on=flag in person.flags)
        for flag in Flag
    )
    lead = [button(done, "screened", style="primary")]
    return InlineKeyboardMarkup([lead, *rows(switches, 2)])


def flag_label(_: Translator, flag: Flag) -> str:
    """Return a health condition in as few words as half a phone's width takes."""
    labels = {
        # Translators: buttons about one's own health; short, two share a row
        Flag.PREGNANCY: _("Pregnant"),
        Flag.BACK_PAIN: _("Low-back pain"),
        Flag.HERNIA: _("Hernia, tummy op"),
        Flag.HIP_FRONT: _("New hip (front)"),
        Flag.HIP_BACK: _("New hip (back)"),
        Flag.OSTEOPOROSIS: _("Weak bones"),
        Flag.BLOOD_PRESSURE: _("High blood pressure"),
        Flag.KNEE_PAIN: _("Knee pain"),
        Flag.UNSTEADY: _("Unsteady"),
        Flag.BIRTH: _("Recent birth"),
        Flag.HEART: _("Heart condition"),
        Flag.NECK_SHOULDER: _("Neck or shoulder"),
        Flag.SCIATICA: _("Sciatica"),
        Flag.GROIN: _("Groin strain"),
    }
    return labels[flag]


def ask_button(_: Translator) -> InlineKeyboardButton:
    """Make the button that asks the question again."""
    return button(_("Anything I should know? Tell me"), "ask")


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
        text = _("Thank you. Please leave {name} out: it doesn't suit what you told me.")
        text = text.format(name=escape(leave)) + " " + _("Tap Swap under it to get another one.")
    return Card(text)
