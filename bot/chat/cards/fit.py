"""Cards about what fits a person: positions, health, exercises never wanted, what is left out."""

from collections.abc import Collection, Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, switch
from bot.chat.cards.facts import equipment_name
from bot.chat.cards.pause import day_name
from bot.chat.words import Words
from bot.coach.library import Library
from bot.coach.routine import LeftOut, Reason
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.services.people import Subscriber


def fit_card(
    _: Words, library: Library, subscriber: Subscriber, left_out: Sequence[LeftOut]
) -> Card:
    """Show what a person told, and what does not come for it."""
    owned = (equipment_name(_, one) for one in Equipment if one in subscriber.equipment)
    avoided = (position_name(_, one) for one in Avoided if one in subscriber.avoided)
    flags = (flag_name(_, one) for one in Flag if one in subscriber.flags)
    lines = [
        _("<b>What fits me</b>"),
        "",
        _("🏋️ Equipment: {list}").format(list=escape(", ".join(owned) or _("none"))),
        _("🧘 I avoid: {list}").format(list=escape(", ".join(avoided) or _("nothing"))),
        _("🩺 Health: {list}").format(list=escape(", ".join(flags) or _("nothing told"))),
        "",
        *_left_out_lines(_, library, left_out),
    ]
    buttons = [
        [button(_("Equipment"), "equipment"), button(_("Positions"), "positions")],
        [button(_("Health"), "health"), button(_("Exercises"), "wanted")],
        [button(_("‹ Settings"), "settings")],
    ]
    return Card("\n".join(lines), InlineKeyboardMarkup(buttons))


def _left_out_lines(_: Words, library: Library, left_out: Sequence[LeftOut]) -> list[str]:
    if not left_out:
        return [_("All exercises come to you, one a day.")]
    lines = [_("<b>Left out for now</b>")]
    for one in left_out:
        name = library.exercises[one.exercise].words.to(_.language).name
        lines.append(f"• {escape(name)}: {escape(_reason(_, library, one))}")
    if len(left_out) < len(library.exercises):
        return [*lines, "", _("All others come to you, each in a form that fits.")]
    nothing = _(
        "That leaves no exercise. On your days I bring a reminder to rest or walk a little,"
        " until something above changes."
    )
    return [*lines, "", nothing]


def _reason(_: Words, library: Library, one: LeftOut) -> str:
    needed = library.exercises[one.exercise].sheet.equipment
    things = ", ".join(equipment_name(_, thing) for thing in needed)
    reasons = {
        Reason.FLAG: one.flag and _("you said “{what}”").format(what=flag_name(_, one.flag)),
        Reason.POSITION: one.avoided
        and _("you avoid {position}").format(position=position_name(_, one.avoided)),
        Reason.EQUIPMENT: _("needs a {equipment}").format(equipment=things),
        Reason.NEVER: _("you never want it"),
        Reason.RESTING: one.until
        and _("rests until {day}, because it hurt").format(day=day_name(_, one.until)),
    }
    return reasons[one.reason] or _("it does not fit")


def positions_card(_: Words, subscriber: Subscriber) -> Card:
    """Show the positions as switches."""
    names = {one.value: position_name(_, one) for one in Avoided}
    text = _("<b>What do you rather avoid?</b>\nI leave it out, or bring a form without it.")
    return Card(text, _switches(_, "avoid", names, subscriber.avoided))


def health_card(_: Words, subscriber: Subscriber) -> Card:
    """Show what a person may tell of their health, and why it is asked."""
    names = {one.value: flag_name(_, one) for one in Flag}
    text = _(
        "<b>Is any of this true for you?</b>\nI ask only to leave out or change what may not"
        " suit you. It stays here, and a tap takes it back: /privacy\n\nWhat your doctor or"
        " physiotherapist says comes first."
    )
    return Card(text, _switches(_, "flag", names, subscriber.flags))


def wanted_card(_: Words, library: Library, banned: Collection[str]) -> Card:
    """Show every exercise as a switch: on for what may come."""
    names = {
        slug: exercise.words.to(_.language).name for slug, exercise in library.exercises.items()
    }
    text = _("<b>Which may come?</b>\nSwitch off what you never want.")
    return Card(text, _switches(_, "never", names, set(names) - set(banned)))


def ban_button(_: Words, exercise: str, *, is_banned: bool) -> InlineKeyboardButton:
    """Make the button that bans one exercise for good."""
    label = _("✓ Never comes · undo") if is_banned else _("Never this one")
    return button(label, "ban", exercise)


def _switches(
    _: Words, verb: str, names: dict[str, str], on: Iterable[str]
) -> InlineKeyboardMarkup:
    chosen = set(on)
    switches = [
        [button(switch(name, on=value in chosen), verb, value)] for value, name in names.items()
    ]
    return InlineKeyboardMarkup([*switches, [button(_("‹ What fits me"), "fit")]])


def position_name(_: Words, avoided: Avoided) -> str:
    """Return the words for a position."""
    names = {
        Avoided.LYING: _("lying flat"),
        Avoided.KNEELING: _("kneeling"),
        Avoided.BALANCE: _("balancing on one leg"),
    }
    return names[avoided]


def flag_name(_: Words, flag: Flag) -> str:
    """Return kind words for something about somebody's health."""
    names = {
        Flag.PREGNANCY: _("pregnant"),
        Flag.BACK_PAIN: _("my lower back hurts"),
        Flag.HERNIA: _("a hernia, or tummy surgery lately"),
        Flag.HIP_FRONT: _("a new hip, from the front"),
        Flag.HIP_BACK: _("a new hip, from the back"),
        Flag.OSTEOPOROSIS: _("osteoporosis, or a spine fracture"),
        Flag.BLOOD_PRESSURE: _("high blood pressure"),
        Flag.KNEE_PAIN: _("my knees hurt"),
        Flag.UNSTEADY: _("unsteady on my feet"),
    }
    return names[flag]
