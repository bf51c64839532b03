"""Cards about exercises: the day's card, more about one, the list."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape, listed, rows
from bot.chat.words import Words
from bot.coach.guided import USUAL
from bot.coach.library import Exercise, Library, Sign
from bot.coach.routine import Practice, dose_of
from bot.coach.sheets import Dose, Equipment, ExerciseSheet, ExerciseWords, Kind


def practice_card(
    _: Words,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    done: bool = False,
) -> Card:
    """Make the card of a day's practice; a rest day has one too."""
    if practice.exercise is None:
        return _rest_card(_, library)
    card = own_card(_, library, practice, day, done=done)
    exercise = library.exercises[practice.exercise]
    blocks = [_("<i>A little late today. Still good.</i>")] if late else []
    blocks.append(card.text)
    if exercise.sheet.kind == Kind.STRENGTH:
        extra = library.exercises[library.routine.extra_exercise].words.to(_.language).name
        then = _("<b>Then</b> {name}, {n} s each side")
        blocks.append(then.format(name=escape(extra), n=library.routine.extra_hold))
    return replace(card, text="\n\n".join(blocks))


def own_card(
    _: Words, library: Library, practice: Practice, day: date, *, done: bool = False
) -> Card:
    """Make the card of any exercise, with the dose of a place in the plan."""
    exercise = library.exercises[practice.exercise or ""]
    text = "\n\n".join(_blocks(_, library, exercise, practice))
    buttons = practice_buttons(_, exercise, day, done=done, form=practice.form or USUAL)
    return Card(text, buttons, exercise.loop)


def _blocks(_: Words, library: Library, exercise: Exercise, practice: Practice) -> list[str]:
    """Return the parts of a card in the order in which people need them."""
    words = exercise.words.to(_.language)
    form = words.forms[practice.form] if practice.form else None
    name, steps = (form.name, form.steps) if form else (words.name, words.steps)
    need, breathing, care = (
        (form and getattr(form, part)) or getattr(words, part)
        for part in ("need", "breathing", "care")
    )
    amounts = [_("<b>How much</b> {dose}").format(dose=dose_line(_, dose_of(library, practice)))]
    if form is None:
        amounts.append(_("<b>Easier</b> {easier}").format(easier=escape(words.easier)))
    blocks = [
        f"<b>{escape(name)}</b>\n<i>{escape(words.trains)}</i>",
        _("<b>You need</b> {need}").format(need=escape(need)),
        "\n".join(f"{number}. {escape(step)}" for number, step in enumerate(steps, 1)),
        escape(breathing),
        "\n".join(amounts),
        f"<i>{escape(care)}</i>",
    ]
    if form and exercise.loop:
        blocks.insert(1, _("The film shows the usual form. Do it as the words say."))
    return blocks


def practice_buttons(
    _: Words, exercise: Exercise, day: date, *, done: bool, form: str = ""
) -> InlineKeyboardMarkup:
    """Make the buttons under an exercise; without a form, it is that of the plan."""
    slug, stamp = exercise.slug, f"{day:%Y%m%d}"
    guide = [button(_("Do it now"), "guide", slug, stamp, form, style="primary")]
    if done:
        first = button(_("✓ Done today · undo"), "undone", slug, stamp)
    else:
        first = button(_("✓ Done"), "done", slug, stamp, style="success")
    more = [button(_("Steps"), "steps", slug, stamp)] if exercise.board else []
    more += [
        button(_("More"), "more", slug, stamp),
        button(_("It hurts"), "hurts", slug, stamp),
    ]
    return InlineKeyboardMarkup([[first], more] if done else [guide, [first], more])


def dose_line(_: Words, dose: Dose) -> str:
    """Say a dose in words: sets, repetitions or seconds, sides, rest and tempo."""
    sets = _.many("{n} set of", "{n} sets of", dose.sets[1], shown=_span(dose.sets))
    parts = [f"{sets} {_span(dose.reps)}" if dose.reps else _held(_, dose)]
    if dose.each_side and dose.each_way:
        parts[0] += " " + _("each side, each direction")
    elif dose.each_side:
        parts[0] += " " + _("each side")
    if dose.reps and dose.hold:
        parts.append(_("hold {n} s at the top").format(n=dose.hold))
    if dose.up and dose.down:
        parts.append(_("{up} s up, {down} s down").format(up=dose.up, down=dose.down))
    if dose.rest and (dose.sets[1] > 1 or dose.each_side):
        parts.append(_("rest {n} s").format(n=dose.rest))
    return " · ".join(parts)


def _held(_: Words, dose: Dose) -> str:
    times = {(1, 1): _("once"), (2, 2): _("twice")}
    often = times.get(dose.sets) or _("{n} times").format(n=_span(dose.sets))
    return _("hold {n} s, {often}").format(n=dose.hold, often=often)


def _span(span: tuple[int, int]) -> str:
    least, most = span
    return str(least) if least == most else f"{least}–{most}"


def _rest_card(_: Words, library: Library) -> Card:
    gentle = library.exercises.get("leg-swing") or next(iter(library.exercises.values()))
    name = gentle.words.to(_.language).name
    text = _(
        "<b>Rest day</b>\n\nYour muscles settle and grow stronger while you rest. Walk a little"
        " if you like, or repeat the {name} gently."
    ).format(name=escape(name))
    return Card(text, InlineKeyboardMarkup([[button(name, "exercise", gentle.slug)]]))


def more_card(_: Words, exercise: Exercise, signs: Iterable[Sign] = ()) -> Card:
    """Make the page behind “More”: mistakes, harder, care, background, signs it may suit."""
    words = exercise.words.to(_.language)
    blocks = [
        f"<b>{escape(words.name)}</b>\n{escape(facts_line(_, exercise.sheet))}",
        listed(_("Often goes wrong"), words.mistakes),
        listed(_("Make it easier"), (words.easier,)),
        listed(_("Make it harder"), (words.harder,)),
        listed(_("Take care"), words.cautions),
        listed(_("Good to know"), words.notes),
    ]
    if names := [sign.words.to(_.language).name for sign in signs]:
        blocks.append(listed(_("Suggested for these signs"), names))
    return Card("\n\n".join(blocks), InlineKeyboardMarkup([_form_buttons(_, exercise, words)]))


def _form_buttons(
    _: Words, exercise: Exercise, words: ExerciseWords
) -> list[InlineKeyboardButton]:
    labels = {"easier": _("Easier form"), "harder": _("Harder form")}
    return [
        button(labels.get(form, words.forms[form].name), "form", exercise.slug, form)
        for form in exercise.sheet.forms
    ]


def facts_line(_: Words, sheet: ExerciseSheet) -> str:
    """Say kind, minutes, level and equipment on one line."""
    parts = [kind_name(_, sheet.kind), _.many("{n} minute", "{n} minutes", sheet.minutes)]
    parts.append(_("level {n}").format(n=sheet.level))
    parts += [equipment_name(_, one) for one in sheet.equipment]
    return " · ".join(parts)


def kind_name(_: Words, kind: Kind) -> str:
    """Return the word for a kind of exercise."""
    names = {
        Kind.STRENGTH: _("strength"),
        Kind.STRETCH: _("stretch"),
        Kind.DYNAMIC: _("moving warm-up"),
    }
    return names[kind]


def equipment_name(_: Words, equipment: Equipment) -> str:
    """Return the word for a piece of equipment."""
    names = {
        Equipment.BALL: _("stability ball"),
        Equipment.KETTLEBELL: _("kettlebell"),
        Equipment.BENCH: _("bench or firm chair"),
    }
    return names[equipment]


def list_card(_: Words, library: Library) -> Card:
    """Make the list of all exercises, a button each."""
    lines, buttons = [], []
    for number, exercise in enumerate(library.exercises.values(), 1):
        name = exercise.words.to(_.language).name
        facts = facts_line(_, exercise.sheet)
        lines.append(f"{number}. <b>{escape(name)}</b>\n    {escape(facts)}")
        buttons.append(button(name, "exercise", exercise.slug))
    title = _.many("The one exercise", "All {n} exercises", len(lines))
    text = f"<b>{escape(title)}</b>\n\n" + "\n".join(lines)
    return Card(text, InlineKeyboardMarkup(rows(buttons, 2)), library.gallery)


def board_card(_: Words, exercise: Exercise) -> Card:
    """Make the picture of all steps; its words say what is to be seen."""
    words = exercise.words.to(_.language)
    key = _(
        "The numbers are those of the usual form's steps. Orange is at work, yellow is being"
        " stretched."
    )
    text = f"<b>{escape(words.name)}</b>\n{escape(words.alt)}\n\n<i>{key}</i>"
    return Card(text, picture=exercise.board)
