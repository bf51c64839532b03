"""Cards about signs and the muscle."""

from collections.abc import Iterable

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed
from bot.chat.cards.safety import red_flags_button
from bot.chat.cards.sources import sources_button
from bot.chat.words import Translator
from bot.coach.drawings import Picture
from bot.coach.library import Library, Sign
from bot.coach.wording import Page, Section


def signs_card(_: Translator, library: Library) -> Card:
    """Make the list of signs: what they can't prove first, urgent signs one tap away."""
    page = library.signs_page.to(_.language)
    lines, buttons = [], [[red_flags_button(_)]]
    for number, sign in enumerate(library.signs.values(), 1):
        words = sign.words.to(_.language)
        lines.append(f"{number}. <b>{escape(words.name)}</b>\n    {escape(words.short)}")
        buttons.append([button(words.name, "sign", sign.slug)])
    text = f"<b>{escape(page.title)}</b>\n\n{escape(page.opening)}\n\n" + "\n".join(lines)
    return Card(text, InlineKeyboardMarkup(buttons))


def sign_card(_: Translator, library: Library, sign: Sign) -> Card:
    """Make the page of one sign, help first, with a button for each exercise that may suit."""
    words = sign.words.to(_.language)
    blocks = [
        f"<b>{escape(words.name)}</b>",
        f"<i>{escape(library.signs_page.to(_.language).opening)}</i>",
        listed(_("When to get help"), words.help),
        listed(_("What you may notice"), words.notice),
        listed(_("What's said about it, and how certain it is"), words.said),
        listed(_("Other common causes"), words.other),
    ]
    if sign.sheet.suits:
        names = _names(_, library, sign.sheet.suits)
        blocks.append(listed(_("Exercises that may suit you"), names))
    if sign.sheet.leave:
        leave = _names(_, library, sign.sheet.leave)
        blocks.append(listed(_("Leave these out for now"), leave))
    buttons = [
        [button(library.exercises[slug].words.to(_.language).name, "exercise", slug)]
        for slug in sign.sheet.suits
    ]
    further = [sources_button(_, "sign", sign.slug), button(_("All signs"), "signs")]
    buttons = [[red_flags_button(_)], *buttons, further]
    return Card("\n\n".join(blocks), InlineKeyboardMarkup(buttons))


def page_card(_: Translator, page: Page) -> Card:
    """Make a page of title, short note and sections, with a button to the rest of it."""
    blocks = [f"<b>{escape(page.title)}</b>", escape("\n".join(page.note)), *_told(page.sections)]
    buttons = [button(_("More"), "muscle")] if page.more else []
    buttons.append(sources_button(_, "page", "about"))
    return Card("\n\n".join(blocks), InlineKeyboardMarkup([buttons]))


def more_page_card(_: Translator, page: Page) -> Card:
    """Make the rest of a page."""
    buttons = InlineKeyboardMarkup([[sources_button(_, "page", "about")]])
    return Card("\n\n".join([f"<b>{escape(page.title)}</b>", *_told(page.more)]), buttons)


def _told(sections: Iterable[Section]) -> list[str]:
    """Format sections; a single line needs no bullet point."""
    return [
        f"<b>{escape(one.title)}</b>\n{escape(one.lines[0])}"
        if len(one.lines) == 1
        else listed(one.title, one.lines)
        for one in sections
    ]


def muscle_card(page: Page, picture: Picture) -> Card:
    """Make the picture of the muscle, with what its numbers point at as the caption."""
    lines = (f"{number}. {escape(line)}" for number, line in enumerate(page.numbers, 1))
    return Card("\n".join([f"<b>{escape(page.title)}</b>", *lines]), picture=picture)


def _names(_: Translator, library: Library, slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(library.exercises[slug].words.to(_.language).name for slug in slugs)
