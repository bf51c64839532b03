"""Cards about exercises: today's, more about one, the list of all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.callbacks import args_of
from bot.chat.cards.card import Card, button, escape, fits_caption, listed, rows
from bot.chat.cards.exercise_buttons import NO_RESPONSES, practice_buttons
from bot.chat.cards.exercise_text import own_text, practice_text, seen_line
from bot.chat.cards.facts import capitalized, facts_line, version_name
from bot.chat.cards.safety import red_flags_button
from bot.chat.words import Translator
from bot.coach.fitting import rest_move
from bot.coach.library import Exercise, Library, Sign
from bot.coach.sheets import USUAL, Flag
from bot.coach.suitability import HARDER
from bot.coach.trainee import Practice
from bot.coach.wording import ExerciseWords
from bot.services.people.responses import Responses
from bot.store.day_cards import DayExercise

BUTTONS_KEPT = 1024
"""Sets of buttons that are kept: of each version in each language, for the days under way."""


def practice_card(  # noqa: PLR0913  # all that a day's card depends on
    _: Translator,
    library: Library,
    practice: Practice,
    day: date,
    *,
    late: bool = False,
    asks_after_emergency: bool = False,
    responses: Responses = NO_RESPONSES,
) -> Card:
    """Make the card of a day's practice, rest days included.

    With `asks_after_emergency` it first asks how somebody is who wrote of an emergency.
    """
    if practice.exercise is None:
        card = _rest_card(_, rest_move(library) if practice.extra_fits else None)
        return (
            replace(card, text=f"{seen_line(_)}\n\n{card.text}") if asks_after_emergency else card
        )
    text = practice_text(
        _, library, practice, late=late, asks_after_emergency=asks_after_emergency
    )
    return _card(_, library, practice, day, responses, text)


def hurt_today_card(
    _: Translator, library: Library, practice: Practice, day: date, *, responses: Responses
) -> Card:
    """Say of a day's exercise that it hurt, in place of its steps; its buttons have another."""
    exercise = library.exercises[practice.exercise or ""]
    text = _("I've paused {name} because it hurt. Tap “Swap” for another one.")
    version = practice.version or USUAL
    return Card(
        text.format(name=f"<b>{escape(version_name(exercise, practice.version, _.language))}</b>"),
        practice_buttons(_, library, exercise, day, responses, version=version),
    )


def own_card(
    _: Translator,
    library: Library,
    practice: Practice,
    day: date,
    responses: Responses = NO_RESPONSES,
) -> Card:
    """Make the card of any exercise, with the dose for its place in the routine."""
    return _card(_, library, practice, day, responses, own_text(_, library, practice))


def _card(
    _: Translator, library: Library, practice: Practice, day: date, responses: Responses, text: str
) -> Card:
    exercise = library.exercises[practice.exercise or ""]
    version = practice.version or USUAL
    if responses == NO_RESPONSES:
        buttons = _buttons_of_all(_, library, practice.exercise or "", day, version)
    else:
        buttons = practice_buttons(_, library, exercise, day, responses, version=version)
    fits = fits_caption(text)  # else the words matter more than the picture
    return Card(
        text, buttons, exercise.pictures_of(practice.version).film_or_board if fits else None
    )


@lru_cache(BUTTONS_KEPT)
def _buttons_of_all(
    _: Translator, library: Library, slug: str, day: date, version: str
) -> InlineKeyboardMarkup:
    """Return the buttons that everybody who gets an exercise on a day has at first."""
    return practice_buttons(_, library, library.exercises[slug], day, version=version)


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
    flags: Iterable[Flag] = (),
    further: Sequence[Sequence[InlineKeyboardButton]] = (),
    *,
    harder: bool = True,
) -> Card:
    """Make the page behind *More*: easier and harder, with the rest a tap away.

    `flags` are those of the person who asked that change how it is done, `further` rows of
    buttons for them; `harder` is False where nothing harder may be offered to them.
    """
    words = exercise.words.to(_.language)
    facts = facts_line(_, exercise)
    blocks = [
        f"<b>{escape(words.name)}</b>\n{escape(facts)}",
        "\n".join(escape(words.adapt[flag]) for flag in sorted(flags)),
        _titled(_("Make it easier"), words.easier),
        _titled(_("Make it harder"), words.harder) if harder else "",
    ]
    about = [
        # Translators: a button and a heading: who should take care with an exercise
        button(_("Who should take care"), "care", exercise.slug),
        button(_("Good to know"), "know", exercise.slug),
    ]
    versions = [[one] for one in _version_buttons(_, exercise, words, harder=harder)]
    text = "\n\n".join(block for block in blocks if block)
    return Card(text, InlineKeyboardMarkup([*versions, about, *further]))


def _titled(title: str, line: str) -> str:
    return f"<b>{escape(title)}</b>\n{escape(line)}"


def care_card(_: Translator, exercise: Exercise) -> Card:
    """Make the page of who should take care with an exercise, or skip it."""
    words = exercise.words.to(_.language)
    blocks = [f"<b>{escape(words.name)}</b>", listed(_("Who should take care"), words.cautions)]
    return Card("\n\n".join(blocks), InlineKeyboardMarkup([[red_flags_button(_)]]))


def know_card(_: Translator, exercise: Exercise, signs: Iterable[Sign] = ()) -> Card:
    """Make the page of an exercise's common mistakes, background and signs."""
    words = exercise.words.to(_.language)
    blocks = [
        f"<b>{escape(words.name)}</b>\n<i>{escape(words.trains)}</i>",
        listed(_("Common mistakes"), map(capitalized, words.mistakes)),
        listed(_("Good to know"), words.notes),
    ]
    if names := [sign.words.to(_.language).name for sign in signs]:
        blocks.append(listed(_("Suggested for these signs"), names))
    return Card("\n\n".join(blocks))


def how_buttons(_: Translator, exercise: Exercise, ref: DayExercise) -> list[InlineKeyboardButton]:
    """Make the row that asks how an exercise is, and shows the picture of its steps."""
    return [
        # Translators: a button about the exercise
        button(_("Too hard"), "hard", *args_of(ref)),
        button(_("Too easy"), "easy", *args_of(ref)),
        *steps_buttons(_, exercise, ref),
    ]


def steps_buttons(
    _: Translator, exercise: Exercise, ref: DayExercise
) -> list[InlineKeyboardButton]:
    """Make the button that shows the picture of the steps, if there is one."""
    # Translators: a button; shows a picture of the exercise's steps
    return [button(_("Steps"), "steps", *args_of(ref))] if exercise.board else []


def _version_buttons(
    _: Translator, exercise: Exercise, words: ExerciseWords, *, harder: bool
) -> list[InlineKeyboardButton]:
    # Translators: buttons; {name} is that of a version, such as "Easier: Pelvic tilt"
    labels = {"easier": _("Easier: {name}"), "harder": _("Harder: {name}")}
    return [
        button(
            labels.get(version, "{name}").format(name=words.versions[version].name),
            *("version", exercise.slug, version),
        )
        for version in exercise.sheet.versions
        if harder or version != HARDER
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
    key = _("The numbers match the steps. Red muscles are working; yellow ones are stretching.")
    caption = (
        f"<b>{escape(words.versions[version].name)}</b>"
        if version
        else f"<b>{escape(words.name)}</b>\n{escape(words.alt)}"
    )
    return Card(f"{caption}\n\n<i>{key}</i>", picture=exercise.pictures_of(version).board)
