"""A session as the page shows it: each stage with its words, its picture and its tempo."""

from bot.chat.cards.doses import dose_line, seconds, tempo_line
from bot.chat.cards.facts import capitalized, instructions
from bot.chat.cards.session import headline, where_line
from bot.chat.cards.session_end import finishing_stretch
from bot.chat.words import Translator
from bot.coach.dose import dose_of, side_of
from bot.coach.drawings import Picture, Pictures
from bot.coach.library import Exercise, Library
from bot.coach.session import Act, Stage, rep_seconds
from bot.miniapp.door import Json
from bot.miniapp.media import address
from bot.services.people.guided import SessionView


def session_json(_: Translator, library: Library, view: SessionView) -> Json:
    """Return a session: where it is, and all of its stages."""
    exercise = library.exercises[view.practice.exercise or ""]
    wording = instructions(exercise, view.practice.version, view.language)
    writer = _Stages(_, library, exercise, view)
    return place_json(view) | {
        "slug": exercise.slug,
        "version": view.practice.version,
        "day": view.day.isoformat(),
        "name": wording.name,
        "care": wording.care,
        "film": address(exercise.pictures_of(view.practice.version).film_or_board),
        "stages": [writer.stage(stage) for stage in view.timeline],
    }


def place_json(view: SessionView) -> Json:
    """Return where a session is: seconds into its stage, since no two clocks agree."""
    stage = view.timeline[view.stage_left.stage] if view.timeline else None
    return {
        "acts": view.acts,
        "stage": view.stage_left.stage,
        "gone": round(stage.seconds - view.stage_left.seconds_left, 2) if stage else 0,
        "paused": view.paused,
        "ending": view.ending,
    }


class _Stages:
    """Writes the stages of one session."""

    def __init__(
        self, _: Translator, library: Library, exercise: Exercise, view: SessionView
    ) -> None:
        self._ = _
        self._view = view
        self._dose = dose_of(library, view.practice)
        self._side = side_of(library, view.practice)
        self._told = instructions(exercise, view.practice.version, view.language)
        self._pictures = exercise.pictures_of(view.practice.version)

    def stage(self, stage: Stage) -> Json:
        """Return one stage."""
        _, sets = self._, self._view.timeline[-1].number
        steps = [[number + 1, self._told.steps[number]] for number in stage.steps]
        head = headline(_, stage, self._dose, len(self._told.steps))
        where = where_line(_, stage, sets, self._told)
        line = self._line(stage)
        return {
            "act": stage.act,
            "seconds": stage.seconds,
            "head": head,
            "where": where,
            "line": line,
            "steps": steps if len(steps) > 1 or stage.act == Act.CHANGE else [],
            "panel": address(_panel(self._pictures, stage)),
            "reps": self._reps(stage),
            "extra": stage.is_optional,
            "left": _("{time} left").format(time=seconds(_, stage.seconds)),
            "say": [text for text in self._spoken(stage, head, where, line) if text],
        }

    def _line(self, stage: Stage) -> str:
        """Return the one line under the ring."""
        _ = self._
        if stage.act == Act.READY:
            return capitalized(dose_line(_, self._dose, self._side, self._told))
        if stage.act == Act.STEP and len(stage.steps) == 1:
            return self._told.steps[stage.steps.start]
        if stage.act == Act.MOVE:
            return tempo_line(_, self._dose) or self._told.breathing
        if stage.is_optional and stage.act == Act.REST:
            return _("Do one more set if it feels good. If not, you've done plenty.")
        return self._told.breathing if stage.act == Act.HOLD else ""

    def _spoken(self, stage: Stage, head: str, where: str, line: str) -> list[str]:
        """Return what to say as the stage begins, a sentence each."""
        if stage.act == Act.STEP:
            return [self._told.steps[number] for number in stage.steps]
        if stage.act == Act.CHANGE:
            return [head, where, *(self._told.steps[number] for number in stage.steps)]
        return [head, where, "" if stage.act == Act.HOLD else line]

    def _reps(self, stage: Stage) -> Json | None:
        """Return how many repetitions a stage has, and how long each takes in its parts."""
        dose = self._dose
        if stage.act != Act.MOVE or dose.reps is None:
            return None
        both = 2 if dose.each_side and stage.side is None else 1
        return {
            "count": dose.reps[1] * both,
            "seconds": rep_seconds(dose),
            "parts": [dose.up or 0, dose.hold or 0, dose.down or 0],
        }


def _panel(shown: Pictures, stage: Stage) -> Picture | None:
    """Return the picture of the one step that a stage is about, or that it is held in.

    A movement has none: it is seen in the film.
    """
    if stage.act == Act.MOVE:
        return None
    steps = stage.steps[-1:] if stage.act == Act.HOLD else stage.steps
    if len(steps) == 1 and steps[0] < len(shown.panels):
        return shown.panels[steps[0]]
    return None


def extra_json(_: Translator, library: Library, view: SessionView) -> Json | None:
    """Return the stretch that follows, where it suits the person."""
    found = finishing_stretch(_, library, view.practice) if view.completed else None
    return {"slug": found[0], "label": found[1]} if found else None
