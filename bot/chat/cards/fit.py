"""Cards about what fits a person: equipment, positions, health, unwanted exercises."""

from collections.abc import Collection, Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import pack
from bot.chat.cards.card import Card, Rows, button, escape, switch_button, verb_of
from bot.chat.cards.facts import equipment_name
from bot.chat.cards.screening import flag_label
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.suitability import LeftOut, Reason
from bot.store.subscribers import Subscriber

ROOM = 40
"""Characters of a button that can still be read on a phone."""


def fit_card(
    _: Translator, library: Library, subscriber: Subscriber, left_out: Sequence[LeftOut]
) -> Card:
    """Show what a person told us, and what is left out because of it."""
    owned = (equipment_name(_, one) for one in Equipment if one in subscriber.equipment)
    avoided = (avoided_name(_, one) for one in Avoided if one in subscriber.avoided)
    flags = (flag_name(_, one) for one in Flag if one in subscriber.flags)
    lines = [
        _("<b>What suits you</b>"),
        "",
        _("🏋️ Equipment: {list}").format(
            list=escape(_.list(owned) or _.pgettext("equipment", "none"))
        ),
        _("🧘 You avoid: {list}").format(
            list=escape(_.list(avoided) or _.pgettext("positions", "nothing"))
        ),
        _("🩺 Health: {list}").format(
            list=escape(_.list(flags) or _.pgettext("health", "nothing added"))
        ),
        "",
        *_left_out_lines(_, library, left_out),
    ]
    buttons = [
        [button(_("Equipment"), "equipment"), button(_("Positions"), "positions")],
        [button(_("Health"), "health"), button(_("Exercises"), "wanted")],
        [button(_("‹ Settings"), "settings")],
    ]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))


def _left_out_lines(_: Translator, library: Library, left_out: Sequence[LeftOut]) -> list[str]:
    if not left_out:
        return [_("You'll get all the exercises, one a day.")]
    lines = [_("<b>Left out for now</b>")]
    for one in left_out:
        name = library.exercises[one.exercise].words.to(_.language).name
        # Translators: an exercise and why it is left out; "Boat pose: you'd rather not lie flat"
        line = _("{name}: {reason}").format(name=name, reason=_reason(_, library, one))
        lines.append(f"• {escape(line)}")
    if len(left_out) < len(library.exercises):
        return [*lines, "", _("You'll get all the others, each in a version that suits you.")]
    nothing = _(
        "That leaves no exercises. Until you change something, I'll remind you to rest or go"
        " for a short walk."
    )
    return [*lines, "", nothing]


def _reason(_: Translator, library: Library, one: LeftOut) -> str:
    needed = library.exercises[one.exercise].sheet.equipment
    things = _.list(equipment_name(_, thing) for thing in needed)
    reasons = {
        Reason.FLAG: one.flag and _("you said “{what}”").format(what=flag_name(_, one.flag)),
        Reason.POSITION: one.avoided and _avoidance(_, one.avoided),
        # Translators: {equipment} is a list, such as "kettlebell"
        Reason.EQUIPMENT: _("you don't have the equipment ({equipment})").format(equipment=things),
        Reason.NEVER: _("you turned it off"),
        Reason.PAUSED: one.until
        and _("paused until {day}, because it hurt").format(day=_.day(one.until)),
    }
    return reasons[one.reason] or _("not suitable, given what you've told me")


def _avoidance(_: Translator, avoided: Avoided) -> str:
    texts = {
        Avoided.LYING: _("you'd rather not lie flat"),
        Avoided.KNEELING: _("you'd rather not kneel"),
        Avoided.BALANCE: _("you'd rather not balance on one leg"),
    }
    return texts[avoided]


def unsuited_card(_: Translator, exercise: str, flag: Flag) -> Card:
    """Warn somebody who sees an exercise that is left out for their health."""
    take_care = button(_("Who should take care"), "care", exercise)
    buttons = InlineKeyboardMarkup([[take_care, button(_("Health"), "health")]])
    return Card(escape(unsuited_line(_, flag)), buttons)


def unsuited_line(_: Translator, flag: Flag) -> str:
    """Say for which health condition an exercise is left out, and advise to skip it."""
    # Translators: {what} is a health condition, such as "low-back pain"
    text = _(
        "You said “{what}”, so I'm leaving this exercise out. Please skip it, unless a doctor or"
        " physiotherapist tells you it's fine."
    )
    return text.format(what=flag_name(_, flag))


def avoided_card(_: Translator, subscriber: Subscriber) -> Card:
    """Show what can be avoided as switches."""
    names = {one.value: avoided_name(_, one) for one in Avoided}
    text = _(
        "<b>What would you rather avoid?</b>\nI'll leave it out, or send a version without it."
    )
    return Card(text, _switches(_, "avoid", names, subscriber.avoided))


def health_card(_: Translator, subscriber: Subscriber) -> Card:
    """Show the health switches, and explain why we ask."""
    names = {one.value: flag_name(_, one) for one in Flag}
    text = _(
        "<b>Do any of these apply to you?</b>\nI only ask so that I can leave out or change"
        " what may not suit you. I store your answers. Tap again to remove one. More:"
        " /privacy\n\nNot sure which type of hip replacement you had? Or was it done from the"
        " side? Tap both. If you're pregnant or ill, or you've had surgery, ask your doctor,"
        " midwife or physiotherapist before you begin: what they say comes first."
    )
    text += "\n\n" + _(
        "Arthritis in a hip or knee? Gentle movement may help. Stay comfortable, and tap “Too"
        " hard” under “More” for the easier version. If your joint feels worse the next day, do"
        " less."
    )
    return Card(text, _switches(_, "flag", names, subscriber.flags))


def noting_rows(_: Translator, flag: Flag | None) -> Rows:
    """Offer to take where it hurts into account; of an unknown place, ask about health."""
    if flag is None:
        return [[button(_("Update my health settings"), "note", "ask")]]
    return [[_noting_button(_, flag)]]


def _noting_button(_: Translator, flag: Flag) -> InlineKeyboardButton:
    # Translators: a button after pain; {what} is an item of the health questions
    label = _("Add to settings: {what}").format(what=flag_label(_, flag))
    return button(label if len(label) <= ROOM else f"➕ {flag_label(_, flag)}", "note", flag)


def told_card(_: Translator, flags: Iterable[Flag]) -> Card:
    """Offer to take into account what somebody wrote about their health; the list for the rest."""
    text = _(
        "Would you like me to add this to your health settings? I'll then leave out or change"
        " exercises that may not suit you.\n\nIf you're pregnant or ill, or you've had surgery,"
        " ask your doctor, midwife or physiotherapist before you begin: what they say comes first."
    )
    offers = [[_noting_button(_, flag)] for flag in flags]
    return Card(text, InlineKeyboardMarkup([*offers, *noting_rows(_, None)]))


def noting_rows_of(shown: InlineKeyboardMarkup | None) -> Rows:
    """Return those rows of a message that offer to take something into account."""
    found = shown.inline_keyboard if shown else ()
    return [row for row in found if any(verb_of(one) == "note" for one in row)]


def without_noting(shown: InlineKeyboardMarkup | None, flag: Flag) -> InlineKeyboardMarkup | None:
    """Return the buttons of a message without the one that offers to take this into account."""
    found, offer = shown.inline_keyboard if shown else (), pack("note", flag)
    left = [row for row in found if all(one.callback_data != offer for one in row)]
    return InlineKeyboardMarkup(left) if left else None


def offers_a_flag(shown: InlineKeyboardMarkup | None) -> bool:
    """Return whether a button still offers to take something certain into account."""
    offers = (one for row in noting_rows_of(shown) for one in row)
    return any(one.callback_data != pack("note", "ask") for one in offers)


def noted_card(_: Translator, flag: Flag) -> Card:
    """Confirm that something about a person's health is taken into account from now on."""
    text = _(
        "OK, I've added this to your health settings: {what}. From now on, I'll leave out or"
        " change exercises that may not suit you."
    ).format(what=escape(flag_name(_, flag)))
    return Card(text, InlineKeyboardMarkup([[button(_("Health"), "health")]]))


def wanted_card(_: Translator, library: Library, banned: Collection[str]) -> Card:
    """Show every exercise as a switch, on where it may be sent."""
    names = {
        slug: exercise.words.to(_.language).name for slug, exercise in library.exercises.items()
    }
    text = _("<b>Which exercises do you want?</b>\nTurn off the ones you never want.")
    return Card(text, _switches(_, "never", names, set(names) - set(banned)))


def ban_button(_: Translator, exercise: str, *, is_banned: bool) -> InlineKeyboardButton:
    """Make the button that turns one exercise off, or on again."""
    label = _("✓ Turned off · undo") if is_banned else _("Don't send this one")
    return button(label, "ban", exercise, "off" if is_banned else "on")


def _switches(
    _: Translator, verb: str, names: dict[str, str], on: Iterable[str]
) -> InlineKeyboardMarkup:
    chosen = set(on)
    switches = [
        [switch_button(name, verb, value, on=value in chosen)] for value, name in names.items()
    ]
    return InlineKeyboardMarkup([*switches, [button(_("‹ What suits me"), "fit")]])


def avoided_name(_: Translator, avoided: Avoided) -> str:
    """Return the words for a position."""
    names = {
        # Translators: items of a list after "Avoid:"
        Avoided.LYING: _("lying flat"),
        Avoided.KNEELING: _("kneeling"),
        Avoided.BALANCE: _("balancing on one leg"),
    }
    return names[avoided]


def flag_name(_: Translator, flag: Flag) -> str:
    """Return the words for a health condition."""
    names = {
        Flag.PREGNANCY: _("pregnant"),
        Flag.BACK_PAIN: _("low-back pain"),
        Flag.HERNIA: _("hernia, recent tummy surgery/C-section"),
        Flag.HIP_FRONT: _("hip replacement (front approach)"),
        Flag.HIP_BACK: _("hip replacement (back approach)"),
        Flag.OSTEOPOROSIS: _("osteoporosis or a spinal fracture"),
        Flag.BLOOD_PRESSURE: _("high blood pressure"),
        Flag.KNEE_PAIN: _("knee pain"),
        Flag.UNSTEADY: _("unsteady on my feet"),
        Flag.BIRTH: _("recent birth or a tummy-muscle gap"),
        Flag.HEART: _("heart condition"),
        Flag.NECK_SHOULDER: _("neck or shoulder pain"),
        Flag.SCIATICA: _("sciatica (pain down a leg)"),
        Flag.GROIN: _("groin strain"),
    }
    return names[flag]
