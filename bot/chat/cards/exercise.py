"""Cards about exercises: today's, more about one, the list of all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import CardRef
from bot.chat.cards.card import CAPTION_LIMIT, Card, button, escape, length, listed, rows
from bot.chat.cards.facts import (
    Instructions,
    dose_line,
    extra_line,
    facts_line,
    feel_line,
    harder_line,
    how_much_line,
    instructions,
    mistake_line,
    need_line,
    one_side_line,
    why_line,
)
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.fitting import rest_move
from bot.coach.library import Exercise, Library, Sign
from bot.coach.sheets import USUAL
from bot.coach.trainee import Practice, Side
from bot.coach.wording import ExerciseWords
from bot.services.people.terms import Answer, Responses

NOTHING_TOLD = Responses()
NO_FRAME: Mapping[str, str] = {}
GIVES_WAY = ("late", "harder", "mistake", "why", "breathing", "need", "feel", "extra")
"""Parts that a card drops, in this order, until it fits; the steps and the care line stay.

Where many notes on a person's health still don't fit, the last ones give way too; where a
language needs more room than that, the picture does, which More shows.
"""


def practice_card(
    _: Translator,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    told: Responses = NOTHING_TOLD,
) -> Card:
    """Make the card of a day's practice, rest days included."""
    if practice.exercise is None:
        return _rest_card(_, rest_move(library) if practice.extra else None)
    return _card(_, library, practice, day, told, practice_text(_, library, practice, late=late))


def own_card(
    _: Translator, library: Library, practice: Practice, day: date, told: Responses = NOTHING_TOLD
) -> Card:
    """Make the card of any exercise, with the dose for its place in the routine."""
    return _card(_, library, practice, day, told, own_text(_, library, practice))


def _card(
    _: Translator, library: Library, practice: Practice, day: date, told: Responses, text: str
) -> Card:
    exercise = library.exercises[practice.exercise or ""]
    version = practice.version or USUAL
    buttons = practice_buttons(_, library, exercise, day, told, version=version)
    fits = length(text) <= CAPTION_LIMIT  # else the words matter more than the picture
    return Card(text, buttons, exercise.shown(practice.version).film if fits else None)


def practice_text(_: Translator, library: Library, practice: Practice, *, late: bool) -> str:
    """Return the text of a day's card, which has an exercise."""
    frame = {
        "late": _("<i>Sorry I'm late today.</i>") if late else "",
        "extra": extra_line(_, library, practice) or "",
        "harder": f"<i>{harder_line(_)}</i>" if practice.harder_fits else "",
    }
    return own_text(_, library, practice, frame)


def own_text(
    _: Translator, library: Library, practice: Practice, frame: Mapping[str, str] = NO_FRAME
) -> str:
    """Return the text of an exercise's card, within the lines that belong to its day.

    Where it is too long, parts give way.
    """
    for without, notes in _ways_to_fit(practice):
        kept = {part: line for part, line in frame.items() if part not in without}
        blocks = [kept.get("late"), *_blocks(_, library, practice, without, notes, kept)]
        blocks.append(kept.get("harder"))
        text = "\n\n".join(block for block in blocks if block)
        if length(text) <= CAPTION_LIMIT:
            break
    return text


def _ways_to_fit(practice: Practice) -> Iterator[tuple[Sequence[str], int]]:
    """Yield which parts to drop, and how many notes on health to keep: last resorts last."""
    notes = len(practice.adapt)
    yield from ((GIVES_WAY[:count], notes) for count in range(len(GIVES_WAY) + 1))
    yield from ((GIVES_WAY, kept) for kept in range(notes - 1, 0, -1))


def _notes(_: Translator, words: ExerciseWords, practice: Practice, most: int) -> str:
    """Write the notes on a person's health; those without room are on the page behind *More*."""
    lines = [words.adapt[flag] for flag in practice.adapt[:most]]
    if most < len(practice.adapt):
        lines.append(_("Before you start, tap “More” for advice about your health."))
    return "\n".join(lines)


def _blocks(
    _: Translator,
    library: Library,
    practice: Practice,
    without: Sequence[str],
    notes: int,
    frame: Mapping[str, str],
) -> Iterator[str]:
    """Yield the title and the body of a card, in the order in which people need the lines."""
    exercise, version = library.exercises[practice.exercise or ""], practice.version
    words, told = exercise.words.to(_.language), instructions(exercise, version, _.language)
    why = escape(why_line(_, library, practice, words.why))
    yield f"<b>{escape(told.name)}</b>" + ("" if "why" in without else f"\n<i>{why}</i>")
    lines = [
        _amount(_, library, practice),
        "" if "feel" in without else feel_line(_, told.feel),
        "" if "mistake" in without else mistake_line(_, told.mistake),
        _folded(_, told, without, frame.get("extra")),
        escape(_notes(_, words, practice, notes)),
        f"<i>{escape(told.care)}</i>",
    ]
    yield "\n".join(line for line in lines if line)


def _folded(_: Translator, told: Instructions, without: Sequence[str], extra: str | None) -> str:
    """Return what is done, first to last, in a quotation that a phone folds to three lines."""
    lines = [f"{number}. {escape(step)}" for number, step in enumerate(told.steps, 1)]
    if "need" not in without:
        lines.insert(0, need_line(_, told.need))
    if "breathing" not in without:
        lines.append(escape(told.breathing))
    if extra:
        lines.append(extra)
    return "<blockquote expandable>{}</blockquote>".format("\n".join(lines))


def _amount(_: Translator, library: Library, practice: Practice) -> str:
    side = side_of(library, practice)
    words = library.exercises[practice.exercise or ""].words.to(_.language)
    lines = [how_much_line(_, dose_line(_, dose_of(library, practice), side, words.sides))]
    if side is not Side.BOTH:
        lines.append(one_side_line(_))
    return "\n".join(lines)


def practice_buttons(
    _: Translator,
    library: Library,
    exercise: Exercise,
    day: date,
    told: Responses = NOTHING_TOLD,
    *,
    version: str = "",
) -> InlineKeyboardMarkup:
    """Make the buttons under an exercise: done, then what was answered, then what is possible.

    Without a version, *Start* leads through the version of the routine.
    """
    about = CardRef(exercise.slug, day).args
    start = [] if Answer.HURTS in told.answers else [_start_button(_, about, version)]
    if told.done:  # another exercise than today's can still be begun
        undo = button(_undo_label(_, told.streak), "undone", *about)
        lead = [undo] if told.is_todays else start
    elif Answer.SWAP in told.answers and not told.is_todays:
        lead = [button(_("↩ Bring this back"), "back", *about)]
    else:
        # Translators: a button; I have done the exercise
        lead = [*start, button(_("✓ Done"), "done", *about, style="success")]
    said = _said_buttons(_, library, about, told)
    # Translators: a button; opens a page with more about the exercise
    free = [*_move_buttons(_, about, told), button(_("More"), "more", *about)]
    return InlineKeyboardMarkup([row for row in (lead, *([one] for one in said), free) if row])


def _start_button(_: Translator, about: "About", version: str) -> InlineKeyboardButton:
    label = _.pgettext("an exercise", "Start")
    return button(label, "guide", *about, version, style="primary")


def _undo_label(_: Translator, streak: int) -> str:
    if streak < 2:
        return _("✓ Done today · undo")
    # Translators: a button; {n} is the number of days done without a miss
    return _.many("✓ Done · {n} day in a row · undo", "✓ Done · {n} days in a row · undo", streak)


About = tuple[str, str]
"""The arguments of every button: CardRef.args."""


def _said_buttons(
    _: Translator, library: Library, about: About, told: Responses
) -> list[InlineKeyboardButton]:
    """Make a button for each answer given, to undo it."""
    labels = {
        Answer.HARD: _("✓ Easier next time · undo"),
        Answer.EASY: _("✓ A little more next time · undo"),
        Answer.HURTS: _("✓ Paused for a week · undo"),
    }
    said = [
        button(label, "undo", *about, answer)
        for answer, label in labels.items()
        if answer in told.answers
    ]
    if told.later:
        again = _("🕗 Again at {time} · undo").format(time=_.time(told.later))
        said.append(button(again, "undo", *about, "later"))
    if told.asks and not said:
        said.append(button(_("That was easy. A little more?"), "easy", *about))
    first = library.exercises.get(told.instead_of or "")
    if first is not None and not told.done:
        name = first.words.to(_.language).name
        # Translators: {name} is the exercise that another took the place of
        label = _("↩ {name} instead").format(name=name)
        said.append(button(label, "undo", *about, Answer.SWAP))
    return said


def _move_buttons(_: Translator, about: About, told: Responses) -> list[InlineKeyboardButton]:
    hurts = Answer.HURTS in told.answers  # what is paused isn't sent again the same day
    moves = []
    if told.is_todays and not told.done:
        if not (told.later or hurts):
            # Translators: a button; brings today's exercise later
            moves.append(button(_("Later"), "later", *about))
        # Translators: a button; gives another exercise in place of today's
        moves.append(button(_("Swap"), "swap", *about))
    if not hurts:
        # Translators: a button; the exercise causes pain
        moves.append(button(_("It hurts"), "hurts", *about))
    return moves


def _rest_card(_: Translator, gentle: Exercise | None) -> Card:
    text = _(
        "<b>Rest day</b>\n\nYour muscles recover and get stronger while you rest. Go for a short"
        " walk if you like."
    )
    if gentle is None:
        return Card(text)
    name = gentle.words.to(_.language).name
    text += " " + _("Or gently repeat this one: {name}.").format(name=escape(name))
    return Card(text, InlineKeyboardMarkup([[button(name, "exercise", gentle.slug)]]))


def more_card(
    _: Translator,
    exercise: Exercise,
    signs: Iterable[Sign] = (),
    further: Sequence[Sequence[InlineKeyboardButton]] = (),
) -> Card:
    """Make the page behind *More*: mistakes, easier and harder, cautions, background, signs.

    `further` are rows of buttons for the person who asked.
    """
    words = exercise.words.to(_.language)
    facts = facts_line(_, exercise)
    blocks = [
        f"<b>{escape(words.name)}</b>\n{escape(facts)}\n<i>{escape(words.trains)}</i>",
        listed(_("Common mistakes"), words.mistakes),
        listed(_("Make it easier"), (words.easier,)),
        listed(_("Make it harder"), (words.harder,)),
        # Translators: a heading above cautions
        listed(_("Take care"), words.cautions),
        listed(_("Good to know"), words.notes),
    ]
    if names := [sign.words.to(_.language).name for sign in signs]:
        blocks.append(listed(_("Suggested for these signs"), names))
    versions = rows(_version_buttons(_, exercise, words), 2)  # three don't fit a phone's width
    return Card("\n\n".join(blocks), InlineKeyboardMarkup([*versions, *further]))


def how_buttons(_: Translator, exercise: Exercise, about: CardRef) -> list[InlineKeyboardButton]:
    """Make the row that asks how an exercise is, and shows the picture of its steps."""
    return [
        # Translators: a button about the exercise
        button(_("Too hard"), "hard", *about.args),
        button(_("Too easy"), "easy", *about.args),
        *steps_buttons(_, exercise, about),
    ]


def steps_buttons(_: Translator, exercise: Exercise, about: CardRef) -> list[InlineKeyboardButton]:
    """Make the button that shows the picture of the steps, if there is one."""
    # Translators: a button; shows a picture of the exercise's steps
    return [button(_("Steps"), "steps", *about.args)] if exercise.board else []


def _version_buttons(
    _: Translator, exercise: Exercise, words: ExerciseWords
) -> list[InlineKeyboardButton]:
    labels = {"easier": _("Easier version"), "harder": _("Harder version")}
    return [
        button(
            labels.get(version, words.versions[version].name), "version", exercise.slug, version
        )
        for version in exercise.sheet.versions
    ]


def list_card(_: Translator, library: Library) -> Card:
    """Make the list of all exercises, with a button for each."""
    lines, buttons = [], []
    for number, exercise in enumerate(library.exercises.values(), 1):
        name = exercise.words.to(_.language).name
        facts = facts_line(_, exercise)
        lines.append(f"{number}. <b>{escape(name)}</b>\n    {escape(facts)}")
        buttons.append(button(name, "exercise", exercise.slug))
    title = _.many("The one exercise", "All {n} exercises", len(lines))
    text = f"<b>{escape(title)}</b>\n\n" + "\n".join(lines)
    return Card(text, InlineKeyboardMarkup(rows(buttons, 2)), library.gallery)


def board_card(_: Translator, exercise: Exercise, version: str | None = None) -> Card:
    """Make the picture of a version's steps, with its description as the caption."""
    words = exercise.words.to(_.language)
    key = _("The numbers match the steps. Red muscles are working, yellow ones are stretching.")
    caption = (
        f"<b>{escape(words.versions[version].name)}</b>"
        if version
        else f"<b>{escape(words.name)}</b>\n{escape(words.alt)}"
    )
    return Card(f"{caption}\n\n<i>{key}</i>", picture=exercise.shown(version).board)
