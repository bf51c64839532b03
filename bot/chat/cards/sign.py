"""Cards about signs, the muscle and safety."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed
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
