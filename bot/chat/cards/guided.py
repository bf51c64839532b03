"""The one message of a guided exercise: what to do now, how long still, and what comes next."""

from math import ceil

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button, escape
from bot.chat.cards.facts import dose_line, extra_line, one_side_line
from bot.chat.words import Words
from bot.coach.guided import COUNTED, MARKS, Act, Stage
from bot.coach.library import Exercise, Library
from bot.coach.routine import Side, dose_of, side_of
from bot.coach.sheets import Dose
from bot.services.guidance import Ending, Miss, Scene

CELLS = 12
NEAR_A_MARK = 1.5
"""Seconds after a mark of the countdown in which it still is what a coach would say."""


def guided_card(_: Words, library: Library, scene: Scene) -> Card:
    """Make the card of a moment: under the picture of all steps, where there is one."""
    exercise = library.exercises.get(scene.practice.exercise or "")
    if exercise is None or not scene.timeline:
        return Card(_("This exercise is no longer here. /today has one for you."))
    usual = scene.practice.form is None
    picture = (exercise.board if usual else None) or exercise.loop or exercise.board
    if scene.ending is None:
        text = _Moment(_, library, exercise, scene).text()
        return Card(text, _buttons(_, scene), picture)
    blocks = [f"<b>{escape(_name(_, exercise, scene))}</b>"]
    if scene.ending == Ending.DONE and scene.timeline[-1].steps:
        blocks.append(_Moment(_, library, exercise, scene).listed())
    text = "\n\n".join([*blocks, _ending(_, library, scene)])
    return Card(text, _ending_buttons(_, scene), picture)


class _Moment:
    """The words of one stage."""

    def __init__(self, _: Words, library: Library, exercise: Exercise, scene: Scene) -> None:
        self._ = _
        self._scene = scene
        self._stage = scene.timeline[scene.view.stage]
        self._exercise = exercise
        self._dose = dose_of(library, scene.practice)
        self._side = side_of(library, scene.practice)
        words = exercise.words.to(scene.language)
        form = words.forms[scene.practice.form] if scene.practice.form else None
        self._steps = form.steps if form else words.steps
        self._need = (form and form.need) or words.need
        self._breathing = (form and form.breathing) or words.breathing
        self._care = (form and form.care) or words.care

    def text(self) -> str:
        """Set the title above what the stage asks for."""
        name = escape(_name(self._, self._exercise, self._scene))
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
        """Say which set and side this is, or comes next, once there is more than one."""
        _, stage, sets = self._, self._stage, self._scene.timeline[-1].number
        parts = [side_name(_, stage)] if stage.side or stage.way else []
        if sets > 1:
            parts.append(_("set {n} of {all}").format(n=stage.number, all=sets))
        where = " · ".join(parts)
        if where and stage.act in (Act.READY, Act.CHANGE, Act.REST):
            where = _("Next · {what}").format(what=where)
        return f"\n{where}" if where else ""

    def _ready(self) -> list[str]:
        _ = self._
        lines = [
            self._bold(_("Get ready")),
            escape(dose_line(_, self._dose, self._side)),
            _("<b>You need</b> {need}").format(need=escape(self._need)),
            f"<i>{escape(self._care)}</i>",
        ]
        if self._side is not Side.BOTH:
            lines.append(one_side_line(_))
        if self._scene.practice.form and self._exercise.loop:
            lines.append(_("The film shows the usual form. Do it as the words say."))
        return lines

    def _step(self) -> list[str]:
        _, stage = self._, self._stage
        if len(stage.steps) == 1:
            number = stage.steps.start + 1
            head = _("Step {n} of {all}").format(n=number, all=len(self._steps))
            text = escape(self._steps[stage.steps.start])
            return [self._bold(head), text]
        head = _("Read the movement first") if self._dose.reps else _("Into position")
        told = [self._bold(head), self.listed()]
        return (
            told if self._dose.reps else [*told, _("Then hold {n} s.").format(n=self._dose.hold)]
        )

    def _hold(self) -> list[str]:
        return [self._clock(self._("Hold")), escape(self._breathing)]

    def _move(self) -> list[str]:
        _ = self._
        often = how_often(_, self._dose)
        if self._dose.each_side and self._stage.side is None:
            often += " " + _("each side")
        lines = [self._clock(often), self.listed(), escape(self._breathing)]
        if self._side is not Side.BOTH:
            lines.insert(2, one_side_line(_))
        if tempo := _tempo(_, self._dose):
            lines[0] = f"{lines[0]}\n{tempo}"
        return [*lines, _("Done sooner? Tap Next.")]

    def _change(self) -> list[str]:
        _, stage = self._, self._stage
        head = _("Change sides") if stage.way != 2 else _("Change direction")
        is_shown = stage.way != 2 and stage.steps
        return [self._clock(head), self.listed()] if is_shown else [self._clock(head)]

    def _rest(self) -> list[str]:
        _ = self._
        text = [self._clock(_("Rest"))]
        if self._stage.extra:
            text.append(_("One more set, if it feels good. If not, this is plenty."))
        elif self._stage.steps:
            text.append(self.listed())
        return text

    def listed(self) -> str:
        """Set out the steps that this stage has in view."""
        return "\n".join(
            f"{number + 1}. {escape(self._steps[number])}" for number in self._stage.steps
        )

    def _bold(self, head: str) -> str:
        """Set a headline; a pause goes before all."""
        paused = self._("Paused")
        return f"<b>{paused}</b> · <b>{head}</b>" if self._scene.paused else f"<b>{head}</b>"

    def _clock(self, head: str) -> str:
        """Say what is counted down, with a bar that fills."""
        _, scene = self._, self._scene
        text = _("{n} s left") if self._stage.act in COUNTED else _("about {n} s left")
        left = text.format(n=shown_seconds(scene))
        return f"{self._bold(head)} · {left}\n{bar(self._stage.seconds, scene.view.left)}"


def shown_seconds(scene: Scene) -> int:
    """Return the seconds left, as a coach says them: the mark that was just passed."""
    left, full = scene.view.left, scene.timeline[scene.view.stage].seconds
    if scene.timeline[scene.view.stage].act == Act.MOVE:  # nobody's repetitions are so exact
        return ceil(left / 5) * 5
    marks = (mark for mark in (*MARKS, full) if left <= mark < left + NEAR_A_MARK)
    return max(marks, default=ceil(left))


def bar(seconds: int, left: float) -> str:
    """Draw how much is done: ▰▰▰▱▱."""
    done = round(CELLS * (seconds - left) / seconds)
    return "▰" * done + "▱" * (CELLS - done)


def side_name(_: Words, stage: Stage) -> str:
    """Name the side, and the direction where there are two."""
    sides = {Side.LEFT: _("Left side"), Side.RIGHT: _("Right side")}
    parts = [sides[stage.side]] if stage.side else []
    if stage.way:
        parts.append(_("direction {n}").format(n=stage.way))
    return ", ".join(parts)


def how_often(_: Words, dose: Dose) -> str:
    """Say how many repetitions one bout has."""
    least, most = dose.reps or (1, 1)
    shown = str(least) if least == most else f"{least}–{most}"
    return _.many("{n} time", "{n} times", most, shown=shown)


def _tempo(_: Words, dose: Dose) -> str:
    parts = []
    if dose.up and dose.down:
        parts.append(_("{up} s up, {down} s down").format(up=dose.up, down=dose.down))
    if dose.hold:
        parts.append(_("hold {n} s at the top").format(n=dose.hold))
    return " · ".join(parts)


def _name(_: Words, exercise: Exercise, scene: Scene) -> str:
    words = exercise.words.to(scene.language)
    return words.forms[scene.practice.form].name if scene.practice.form else words.name


def _buttons(_: Words, scene: Scene) -> InlineKeyboardMarkup:
    stage = str(scene.view.stage)
    if scene.paused:
        pause = button(_("Go on"), "guided", "resume", stage, style="success")
    else:
        pause = button(_("Pause"), "guided", "pause", stage)
    first = [pause, button(_("Next ›"), "guided", "skip", stage)]
    if scene.view.stage:
        first.insert(0, button(_("‹ Back"), "guided", "back", stage))
    hurts = button(_("It hurts"), "pain", scene.practice.exercise or "", f"{scene.day:%Y%m%d}")
    last = [button(_("Stop"), "guided", "stop", stage), hurts]
    if scene.timeline[scene.view.stage].extra:
        last.append(button(_("Enough for today"), "guided", "enough", stage, style="success"))
    return InlineKeyboardMarkup([first, last])


def _ending(_: Words, library: Library, scene: Scene) -> str:
    if scene.ending == Ending.STOPPED:
        return _("Stopped here. Every bit counts; come back to it whenever you like.")
    if scene.ending == Ending.HURT:
        return _("Stopped here, because it hurts. Let that settle first.")
    if scene.ending == Ending.LEFT:
        return _("Left here. It waits for you: tap Do it now under the exercise to begin again.")
    side = side_of(library, scene.practice)
    dose = escape(dose_line(_, dose_of(library, scene.practice), side))
    counted = _("Counted for today.")
    if not scene.counted:
        counted = _("Did it stand in for today's exercise? Then tap Done.")
    then = extra_line(_, library, scene.practice) if scene.counted else None
    blocks = [_("<b>Well done!</b> That was all of it:") + f"\n{dose}", then, counted]
    return "\n\n".join(block for block in blocks if block)


def _ending_buttons(_: Words, scene: Scene) -> InlineKeyboardMarkup | None:
    """Offer to count what was not today's own exercise."""
    if scene.ending != Ending.DONE or scene.counted:
        return None
    done = button(
        _("✓ Done"), "done", scene.practice.exercise or "", f"{scene.day:%Y%m%d}", style="success"
    )
    return InlineKeyboardMarkup([[done]])


def miss_text(_: Words, miss: Miss) -> str:
    """Say why a tap changes nothing."""
    texts = {
        Miss.OVER: _("That exercise is over. /today brings it back."),
        Miss.OLD: _("It has moved on already."),
        Miss.STRANGER: _("Tap /start first, then I can guide you."),
        Miss.BEGUN: _("It has begun, just below."),
    }
    return texts[miss]
