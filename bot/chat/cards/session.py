"""The message of a guided exercise: what to do now, for how long, and what comes next."""

from math import ceil

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape
from bot.chat.cards.doses import (
    dose_line,
    how_much_line,
    reps_line,
    seconds,
    tempo_line,
)
from bot.chat.cards.facts import (
    Instructions,
    capitalized,
    instructions,
    need_line,
    one_side_line,
    side_name,
)
from bot.chat.cards.session_end import card_args, ending_buttons, ending_text
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.drawings import Picture, Pictures
from bot.coach.library import Exercise, Library
from bot.coach.session import COUNTED, MARKS, Act, Stage
from bot.coach.sheets import Dose
from bot.coach.trainee import Side
from bot.coach.wording import WayNames
from bot.services.people.guided import Ending, SessionView
from bot.services.people.sessions import SessionRefusal

CELLS = 12
NEAR_A_MARK = 1.5
"""Seconds after a mark of the countdown for which the mark is still shown."""


def guided_card(_: Translator, library: Library, view: SessionView) -> Card:
    """Make the card of one moment, as the caption of a picture of what to do if there is one."""
    exercise = library.exercises.get(view.practice.exercise or "")
    if exercise is None or not view.timeline:
        return Card(_("This exercise isn't available any more. /today has one for you."))
    picture = _picture(exercise.pictures_of(view.practice.version), view)
    if view.ending is None:
        text = _StageText(_, library, exercise, view).text()
        return Card(text, _buttons(_, view), picture)
    wording = instructions(exercise, view.practice.version, view.language)
    blocks = [f"<b>{escape(wording.name)}</b>"]
    if view.ending == Ending.DONE and view.timeline[-1].steps:
        blocks.append(_StageText(_, library, exercise, view).listed())
    text = "\n\n".join([*blocks, ending_text(_, library, view)])
    return Card(text, ending_buttons(_, library, view), picture)


def _picture(shown: Pictures, view: SessionView) -> Picture | None:
    """Return the picture of the one step in view; the board where there are several, or none."""
    stage = view.timeline[view.stage_left.stage]
    steps = stage.steps[-1:] if stage.act == Act.HOLD else stage.steps
    if view.ending is None and len(steps) == 1 and steps[0] < len(shown.panels):
        return shown.panels[steps[0]]
    return shown.board or shown.film


class _StageText:
    """The text of one stage."""

    def __init__(
        self, _: Translator, library: Library, exercise: Exercise, view: SessionView
    ) -> None:
        self._ = _
        self._scene = view
        self._stage = view.timeline[view.stage_left.stage]
        self._exercise = exercise
        self._dose = dose_of(library, view.practice)
        self._side = side_of(library, view.practice)
        self._told = instructions(exercise, view.practice.version, view.language)

    def text(self) -> str:
        """Return the title and what the stage asks for."""
        name = escape(self._told.name)
        parts = {
            Act.READY: self._ready,
            Act.STEP: self._step,
            Act.HOLD: self._hold,
            Act.MOVE: self._move,
            Act.CHANGE: self._change,
            Act.REST: self._rest,
        }
        return "\n\n".join([f"<b>{name}</b>{self._where()}", *parts[self._stage.act]()])

    def _where(self) -> str:
        sets = self._scene.timeline[-1].number
        where = where_line(self._, self._stage, sets, self._told)
        return f"\n{escape(where)}" if where else ""

    def _head(self) -> str:
        return headline(self._, self._stage, self._dose, len(self._told.steps))

    def _ready(self) -> list[str]:
        _ = self._
        lines = [
            self._bold(self._head()),
            how_much_line(_, dose_line(_, self._dose, self._side, self._told)),
            need_line(_, self._told.need),
            f"<i>{escape(self._told.care)}</i>",
        ]
        if self._side is not Side.BOTH:
            lines.append(one_side_line(_))
        return lines

    def _step(self) -> list[str]:
        _, stage = self._, self._stage
        head = self._bold(self._head())
        if len(stage.steps) == 1:
            return [head, escape(self._told.steps[stage.steps.start])]
        if self._dose.reps:
            return [head, self.listed()]
        then = _("Then hold for {time}.").format(time=seconds(_, self._dose.hold or 0))
        return [head, self.listed(), then]

    def _hold(self) -> list[str]:
        return [self._clock(self._head()), escape(self._told.breathing)]

    def _move(self) -> list[str]:
        _ = self._
        lines = [self._clock(self._head()), self.listed(), escape(self._told.breathing)]
        if self._side is not Side.BOTH:
            lines.insert(2, one_side_line(_))
        if tempo := tempo_line(_, self._dose):
            lines[0] = f"{lines[0]}\n{tempo}"
        return [*lines, _("Finished early? Tap “Next”.")]

    def _change(self) -> list[str]:
        stage, head = self._stage, self._clock(self._head())
        return [head, self.listed()] if stage.steps else [head]

    def _rest(self) -> list[str]:
        _ = self._
        text = [self._clock(self._head())]
        if self._stage.is_optional:
            text.append(_("Do one more set if it feels good. If not, you've done plenty."))
        elif self._stage.steps:
            text.append(self.listed())
        return text

    def listed(self) -> str:
        """Return the steps that this stage shows, numbered."""
        return "\n".join(
            f"{number + 1}. {escape(self._told.steps[number])}" for number in self._stage.steps
        )

    def _bold(self, head: str) -> str:
        """Return a headline, after the word *Paused* if it is."""
        paused = self._("Paused")
        return f"<b>{paused}</b> · <b>{head}</b>" if self._scene.paused else f"<b>{head}</b>"

    def _clock(self, head: str) -> str:
        """Return a headline with the time left and a bar that fills."""
        _, view = self._, self._scene
        # Translators: such as "15 seconds left"
        text = _("{time} left") if self._stage.act in COUNTED else _("about {time} left")
        left = text.format(time=seconds(_, shown_seconds(view)))
        filled = bar(self._stage.seconds, view.stage_left.seconds_left)
        return f"{self._bold(head)} · {left}\n{_.line_start}{filled}"


def headline(_: Translator, stage: Stage, dose: Dose, steps: int) -> str:
    """Return what a stage asks for, in two or three words; `steps` is how many there are."""
    if stage.act == Act.MOVE:
        return reps_line(_, dose, each=dose.each_side and stage.side is None)
    if stage.act == Act.STEP and len(stage.steps) == 1:
        return _("Step {n} of {all}").format(n=stage.steps.start + 1, all=steps)
    plain = {
        # Translators: a headline; the exercise is about to begin
        Act.READY: _("Get ready"),
        Act.STEP: _("Read the steps first") if dose.reps else _("Get into position"),
        # Translators: a headline; stay in this position
        Act.HOLD: _("Hold"),
        # Translators: a headline; now the other side of the body
        Act.CHANGE: _("Switch sides") if stage.way != 2 else _("Change direction"),
        # Translators: a headline; pause between sets
        Act.REST: _("Rest"),
        Act.DONE: _("Well done!"),
    }
    return plain[stage.act]


def where_line(_: Translator, stage: Stage, sets: int, wording: Instructions) -> str:
    """Name the side, direction and set, this one or the next, where there are several."""
    parts = [side_name(_, stage.side, wording.sides)] if stage.side else []
    if stage.way:
        parts.append(_way_name(_, stage.way, wording.ways))
    if sets > 1:
        parts.append(_("set {n} of {all}").format(n=stage.number, all=sets))
    where = " · ".join(parts)
    if where and stage.act in (Act.READY, Act.CHANGE, Act.REST):
        # Translators: such as "Next: left side · set 2 of 2"
        return _("Next: {what}").format(what=where)
    return capitalized(where)


def _way_name(_: Translator, way: int, ways: WayNames | None) -> str:
    """Name a direction: by the exercise's own words, which say more than its number."""
    if ways is None:
        # Translators: such as "direction 2 of a leg swing"; {n} is 1 or 2
        return _("direction {n}").format(n=way)
    return ways.first if way == 1 else ways.second


def shown_seconds(view: SessionView) -> int:
    """Return the seconds left, rounded as a coach calls them out: 30, 20, 10."""
    left, full = view.stage_left.seconds_left, view.timeline[view.stage_left.stage].seconds
    if (
        view.timeline[view.stage_left.stage].act == Act.MOVE
    ):  # nobody times repetitions to the second
        return ceil(left / 5) * 5
    marks = (mark for mark in (*MARKS, full) if left <= mark < left + NEAR_A_MARK)
    return max(marks, default=ceil(left))


def bar(full: int, left: float) -> str:
    """Return a bar that shows how much is done: ▰▰▰▱▱."""
    done = round(CELLS * (full - left) / full)
    return "▰" * done + "▱" * (CELLS - done)


def _buttons(_: Translator, view: SessionView) -> InlineKeyboardMarkup:
    stage = str(view.stage_left.stage)
    if view.paused:
        # Translators: a button; goes on after a pause
        pause = button(_("Continue"), "guided", "resume", stage, style="success")
    else:
        pause = button(_.pgettext("a timer", "Pause"), "guided", "pause", stage)
    first = [pause, button(_("Next ›"), "guided", "skip", stage)]
    if view.stage_left.stage:
        first.insert(0, button(_("‹ Back"), "guided", "back", stage))
    hurts = button(_("It hurts"), "pain", *card_args(view))
    last = [button(_.pgettext("an exercise", "Stop"), "guided", "stop", stage), hurts]
    if view.timeline[view.stage_left.stage].is_optional:
        last.append(button(_("Enough for today"), "guided", "enough", stage, style="success"))
    return InlineKeyboardMarkup([first, last])


def miss_text(_: Translator, miss: SessionRefusal) -> str:
    """Explain why a tap changes nothing."""
    texts = {
        SessionRefusal.OVER: _("This exercise has ended. /today shows it again."),
        SessionRefusal.OLD: _("That step is already over."),
        SessionRefusal.STRANGER: _("Tap /start first. Then I can guide you."),
        SessionRefusal.BEGUN: _("It's already running, just below."),
    }
    return texts[miss]
