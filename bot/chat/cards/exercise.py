"""Cards about exercises: the day's card, more about one, the list."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.cards.card import CAPTION_LIMIT, Card, button, escape, length, listed, rows
from bot.chat.cards.facts import dose_line, extra_line, facts_line, one_side_line
from bot.chat.words import Words
from bot.coach.fitting import rest_move
from bot.coach.library import Exercise, Library, Sign
from bot.coach.routine import Practice, Side, dose_of, side_of
from bot.coach.sheets import USUAL, ExerciseWords
from bot.services.practice import Answer, Told

NOTHING_TOLD = Told()


def practice_card(
    _: Words,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    told: Told = NOTHING_TOLD,
) -> Card:
    """Make the card of a day's practice; a rest day has one too."""
    if practice.exercise is None:
        return _rest_card(_, rest_move(library) if practice.extra else None)
    before = [_("<i>A little late today. Still good.</i>")] if late else []
    then = extra_line(_, library, practice)
    after = [then] if then else []
    card = own_card(_, library, practice, day, told)
    return replace(card, text=_text(_, library, practice, before, after))


def own_card(
    _: Words, library: Library, practice: Practice, day: date, told: Told = NOTHING_TOLD
) -> Card:
    """Make the card of any exercise, with the dose of a place in the plan."""
    exercise = library.exercises[practice.exercise or ""]
    text = _text(_, library, practice)
    form = practice.form or USUAL
    buttons = practice_buttons(_, library, exercise, day, told, form=form)
    return Card(text, buttons, exercise.loop)


def _text(
    _: Words,
    library: Library,
    practice: Practice,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
) -> str:
    """Write a card; where many lines on somebody's health fill it, the least needed go."""
    full, brief = (
        "\n\n".join([*before, *_blocks(_, library, practice, brief=brief), *after])
        for brief in (False, True)
    )
    return brief if practice.adapt and length(full) > CAPTION_LIMIT else full


def _blocks(_: Words, library: Library, practice: Practice, *, brief: bool) -> list[str]:
    """Return the parts of a card in the order in which people need them."""
    exercise = library.exercises[practice.exercise or ""]
    words = exercise.words.to(_.language)
    form = words.forms[practice.form] if practice.form else None
    name, steps = (form.name, form.steps) if form else (words.name, words.steps)
    need, breathing, care = (
        (form and getattr(form, part)) or getattr(words, part)
        for part in ("need", "breathing", "care")
    )
    side = side_of(library, practice)
    amount = dose_line(_, dose_of(library, practice), side)
    amounts = [_("<b>How much</b> {dose}").format(dose=amount)]
    if side is not Side.BOTH:
        amounts.append(one_side_line(_))
    adapt = [words.adapt[flag] for flag in practice.adapt]
    if form is None and not adapt:
        amounts.append(_("<b>Easier</b> {easier}").format(easier=escape(words.easier)))
    return [
        f"<b>{escape(name)}</b>" + ("" if brief else f"\n<i>{escape(words.trains)}</i>"),
        *(
            [_("The film shows the usual form. Do it as the words say.")]
            if form and exercise.loop
            else []
        ),
        *([] if brief else [_("<b>You need</b> {need}").format(need=escape(need))]),
        "\n".join(f"{number}. {escape(step)}" for number, step in enumerate(steps, 1)),
        *([] if brief else [escape(breathing)]),
        "\n".join(amounts),
        *([escape("\n".join(adapt))] if adapt else []),
        f"<i>{escape(care)}</i>",
    ]


def practice_buttons(
    _: Words,
    library: Library,
    exercise: Exercise,
    day: date,
    told: Told = NOTHING_TOLD,
    *,
    form: str = "",
) -> InlineKeyboardMarkup:
    """Make the buttons under an exercise: done first, then what was said, then what may be.

    Without a form, *Do it now* leads through that of the plan.
    """
    about = (exercise.slug, f"{day:%Y%m%d}")
    if told.done:
        lead = [button(_("✓ Done today · undo"), "undone", *about)]
    elif Answer.SWAP in told.answers and not told.is_todays:
        lead = [button(_("↩ Bring this one back"), "back", *about)]
    else:
        lead = [button(_("✓ Done"), "done", *about, style="success")]
        if Answer.HURTS not in told.answers:  # nobody is led into what hurts
            lead.insert(0, button(_("Do it now"), "guide", *about, form, style="primary"))
    said = _said_buttons(_, library, about, told)
    free = _free_rows(_, exercise, about, told)
    return InlineKeyboardMarkup([lead, *([one] for one in said), *free])


About = tuple[str, str]
"""The exercise and the day's stamp, which stand in every button."""


def _said_buttons(
    _: Words, library: Library, about: About, told: Told
) -> list[InlineKeyboardButton]:
    """Make a button for each thing said, which takes it back."""
    labels = {
        Answer.HARD: _("✓ Easier next time · undo"),
        Answer.EASY: _("✓ A little more next time · undo"),
        Answer.HURTS: _("✓ Rests for a week · undo"),
    }
    said = [
        button(label, "undo", *about, answer)
        for answer, label in labels.items()
        if answer in told.answers
    ]
    if told.later:
        again = _("🕗 Again at {time} · undo").format(time=f"{told.later:%H:%M}")
        said.append(button(again, "undo", *about, "later"))
    if told.asks and not said:
        said.append(button(_("That was easy: a little more?"), "easy", *about))
    first = library.exercises.get(told.instead_of or "")
    if first is not None and not told.done:
        name = first.words.to(_.language).name
        label = _("↩ {name} instead").format(name=name)
        said.append(button(label, "undo", *about, Answer.SWAP))
    return said


def _free_rows(
    _: Words, exercise: Exercise, about: About, told: Told
) -> list[Sequence[InlineKeyboardButton]]:
    """Lay the rest in two rows: what to do with it above, how it went below."""
    move, how = _move_buttons(_, about, told), _how_buttons(_, about, told)
    steps = [button(_("Steps"), "steps", *about)] if exercise.board else []
    more = [button(_("More"), "more", *about)]
    if move and how:
        return [[*move, *steps], [*how, *more]]
    return rows([*move, *how, *steps, *more], 2)


def _move_buttons(_: Words, about: About, told: Told) -> list[InlineKeyboardButton]:
    if told.done or not told.is_todays:
        return []
    hurts = Answer.HURTS in told.answers  # what rests is not brought again the same day
    later = [] if told.later or hurts else [button(_("Later"), "later", *about)]
    return [*later, button(_("Swap"), "swap", *about)]


def _how_buttons(_: Words, about: About, told: Told) -> list[InlineKeyboardButton]:
    if Answer.HURTS in told.answers:
        return []
    hard = [] if Answer.HARD in told.answers else [button(_("Too hard"), "hard", *about)]
    return [*hard, button(_("It hurts"), "hurts", *about)]


def _rest_card(_: Words, gentle: Exercise | None) -> Card:
    text = _(
        "<b>Rest day</b>\n\nYour muscles settle and grow stronger while you rest. Walk a little"
        " if you like."
    )
    if gentle is None:
        return Card(text)
    name = gentle.words.to(_.language).name
    text += " " + _("Or repeat the {name} gently.").format(name=escape(name))
    return Card(text, InlineKeyboardMarkup([[button(name, "exercise", gentle.slug)]]))


def more_card(
    _: Words,
    exercise: Exercise,
    signs: Iterable[Sign] = (),
    further: Sequence[InlineKeyboardButton] = (),
) -> Card:
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
    forms = rows(_form_buttons(_, exercise, words), 2)  # three names are too long for a phone
    buttons = [*forms, *([further] if further else [])]
    return Card("\n\n".join(blocks), InlineKeyboardMarkup(buttons))


def _form_buttons(
    _: Words, exercise: Exercise, words: ExerciseWords
) -> list[InlineKeyboardButton]:
    labels = {"easier": _("Easier form"), "harder": _("Harder form")}
    return [
        button(labels.get(form, words.forms[form].name), "form", exercise.slug, form)
        for form in exercise.sheet.forms
    ]


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
