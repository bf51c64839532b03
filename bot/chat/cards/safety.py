"""Cards about safety: emergencies, a crisis, and the urgent warning signs."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape
from bot.chat.words import Translator
from bot.coach.wording import Page


def red_flags_button(_: Translator) -> InlineKeyboardButton:
    """Make the button to the urgent warning signs."""
    return button(_("⚠️ Urgent warning signs"), "safety", "0", style="danger")


def emergency_card(_: Translator, page: Page) -> Card:
    """Answer what sounds like an emergency: first what to do, and little else."""
    help_now = _(
        "I'm only a bot: I can't call anyone, and I can't judge how serious this is. If you can,"
        " tell somebody near you."
    )
    unsure = _(
        "Not sure, or is it milder than that? Check the warning signs below, or send /safety."
    )
    call = f"<b>{escape(page.sections[0].title)}</b>"
    buttons = [[red_flags_button(_)], *_part_buttons(page, but=0)]
    return Card("\n\n".join([call, help_now, unsure]), InlineKeyboardMarkup(buttons))


def passing_card(_: Translator) -> Card:
    """Answer somebody who felt dizzy or sick in an exercise: what to do, and when to call."""
    text = _(
        "<b>Stop, and sit or lie down.</b>\n\nCall your local emergency number if it doesn't pass"
        " within a few minutes. Call at once if your chest hurts, you can't catch your breath or"
        " you faint. Do the same if something's wrong with your face, an arm or your speech: for"
        " example, your face droops, an arm goes weak or numb, or your words are slurred."
        "\n\nDon't exercise any more today. If it happens again, see a doctor before you go on."
    )
    return Card(text, InlineKeyboardMarkup([[red_flags_button(_)]]))


def crisis_card(_: Translator) -> Card:
    """Answer somebody who doesn't want to live: people to talk to, and nothing else."""
    return Card(
        _(
            "I'm sorry you're feeling this way. You don't have to get through it"
            " alone.\n\nIf you've hurt yourself, or think you might, call your local"
            " emergency number now, or go to the nearest emergency department.\n\nIf you'd"
            " like to talk to somebody today, https://findahelpline.com lists free helplines in"
            " your country. And if you can, tell somebody near you.\n\nI'm only an exercise"
            " bot, so please talk to a person."
        )
    )


def safety_card(_: Translator, page: Page, part: int = 0) -> Card:
    """Make one part of the safety page, with buttons to the others."""
    section = page.sections[part]
    blocks = [f"<b>{escape(section.title)}</b>", *(f"• {escape(line)}" for line in section.lines)]
    return Card("\n".join(blocks), InlineKeyboardMarkup(_part_buttons(page, but=part)))


def _part_buttons(page: Page, but: int) -> list[list[InlineKeyboardButton]]:
    """Make a button for each part of the safety page but one."""
    return [
        [button(other.title.partition(" (")[0], "safety", str(number))]
        for number, other in enumerate(page.sections)
        if number != but
    ]
