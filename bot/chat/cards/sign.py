"""Cards about signs, the muscle and safety."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed
from bot.chat.words import Words
from bot.coach.library import Library, Sign
from bot.coach.sheets import Page


def signs_card(_: Words, library: Library) -> Card:
    """Make the list of signs: the honest line first, red flags one tap away."""
    page = library.signs_page.to(_.language)
    lines, buttons = [], [[red_flags_button(_)]]
    for number, sign in enumerate(library.signs.values(), 1):
        words = sign.words.to(_.language)
        lines.append(f"{number}. <b>{escape(words.name)}</b>\n    {escape(words.short)}")
        buttons.append([button(words.name, "sign", sign.slug)])
    text = f"<b>{escape(page.title)}</b>\n\n{escape(page.opening)}\n\n" + "\n".join(lines)
    return Card(text, InlineKeyboardMarkup(buttons))


def sign_card(_: Words, library: Library, sign: Sign) -> Card:
    """Make the page of one sign, with a button for each exercise that suits."""
    words = sign.words.to(_.language)
    blocks = [
        f"<b>{escape(words.name)}</b>",
        f"<i>{escape(library.signs_page.to(_.language).opening)}</i>",
        listed(_("What you may notice"), words.notice),
        listed(_("How it is said to happen"), words.said),
        listed(_("Other common causes"), words.other),
        listed(_("Exercises that may suit"), _names(_, library, sign.sheet.suits)),
    ]
    if sign.sheet.leave:
        leave = _names(_, library, sign.sheet.leave)
        blocks.append(listed(_("Better left out for now"), leave))
    blocks.append(listed(_("When to see someone"), words.help))
    buttons = [
        [button(library.exercises[slug].words.to(_.language).name, "exercise", slug)]
        for slug in sign.sheet.suits
    ]
    buttons.append([red_flags_button(_), button(_("All signs"), "signs")])
    return Card("\n\n".join(blocks), InlineKeyboardMarkup(buttons))


def red_flags_button(_: Words) -> InlineKeyboardButton:
    """Make the button that stands beside every sign."""
    return button(_("⚠️ Urgent warning signs"), "safety", "0", style="danger")


def safety_card(_: Words, page: Page, part: int = 0) -> Card:
    """Make one part of the safety page: the emergency signs first, the others one tap away."""
    section = page.sections[part]
    blocks = [f"<b>{escape(section.title)}</b>", *(f"• {escape(line)}" for line in section.lines)]
    buttons = [
        [button(other.title.partition(" (")[0], "safety", str(number))]
        for number, other in enumerate(page.sections)
        if number != part
    ]
    return Card("\n".join(blocks), InlineKeyboardMarkup(buttons))


def page_card(_: Words, page: Page) -> Card:
    """Make a page to read: title, short note, sections."""
    blocks = [f"<b>{escape(page.title)}</b>", escape("\n".join(page.note))]
    blocks += [listed(section.title, section.lines) for section in page.sections]
    return Card("\n\n".join(blocks))


def _names(_: Words, library: Library, slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(library.exercises[slug].words.to(_.language).name for slug in slugs)
