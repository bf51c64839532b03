"""The calls of the page. Each asks the services that the chat asks, and adds no rule."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.chat.callbacks import read_month
from bot.chat.cards import answers as answer_cards
from bot.chat.cards.session import miss_text
from bot.coach.fitting import may_go_harder
from bot.coach.schedule import parse_wall
from bot.coach.sheets import AS_IN_ROUTINE, USUAL, Avoided, Equipment, Flag
from bot.miniapp import stages, views
from bot.miniapp.card_edits import refresh_day_cards
from bot.miniapp.door import Call, Handler, Json, RefusedError
from bot.services.people.finishing import Finish
from bot.services.people.guided import Ending, SessionView
from bot.services.people.page_sessions import PageReport
from bot.services.people.responses import STRANGERS, Answer, Refusal
from bot.services.people.sessions import SessionRefusal
from bot.services.people.today import wanted
from bot.services.people.trainees import trainee_of

E = TypeVar("E", bound=StrEnum)

MOST = 1_000_000
"""What every number that a page tells is below."""


async def today(call: Call) -> Json:
    """Return today, and the session under way if there is one."""
    services, _ = call.services, call.translator
    found = await services.page_sessions.open(call.chat_id, call.now)
    shown = views.today_json(_, services.library, found.today, found.week)
    if found.session and found.session.ending is None:
        shown["session"] = stages.session_json(_, services.library, found.session)
    return shown


async def begin(call: Call) -> Json:
    """Begin a session, or go on with the one that there is."""
    services, slug = call.services, _exercise(call, call.body.get("slug"))
    version = _version(call, slug, call.body.get("version"))
    found = await services.practices.today(call.chat_id, call.now)
    practice = wanted(found.practice, slug, version)
    begun = await services.page_sessions.begin(call.chat_id, practice, found.day, call.now)
    if isinstance(begun, SessionRefusal):
        raise RefusedError(409, miss_text(call.translator, begun))
    await services.deliveries.confirm(call.chat_id, found.day)
    for view in (begun.before, begun.view):
        if view is not None:
            services.session_display.show(view)
    return stages.session_json(call.translator, services.library, begun.view)


async def place(call: Call) -> Json:
    """Take down where the page is; return where the session is, and its end if it has come."""
    body = call.body
    told = PageReport(
        acts=int(_number(body, "acts")),
        stage=int(_number(body, "stage")),
        gone=_number(body, "gone"),
        paused=body.get("paused") is True,
        is_act=body.get("act") is True,
    )
    view = await call.services.page_sessions.tell(call.chat_id, told, call.now)
    if isinstance(view, SessionRefusal):
        return {"ending": "over"}
    call.services.session_display.show(view)
    ended = _ended_json(call, view) if view.ending == Ending.DONE else {}
    return stages.place_json(view) | ended


def _ended_json(call: Call, view: SessionView) -> Json:
    """Return what the end of a session adds up to."""
    _, library = call.translator, call.services.library
    return {
        "completed": views.completed_json(_, library, view.completed),
        "extra": stages.extra_json(_, library, view),
        "is_extra": bool(view.responses and view.responses.done and not view.completed),
    }


async def stop(call: Call) -> Json:
    """End the session; if something hurts, pause its exercise too."""
    why = Ending.HURT if call.body.get("hurts") is True else Ending.STOPPED
    view = await call.services.sessions.stop(call.chat_id, call.now, why)
    if view is None:
        return {}
    call.services.session_display.show(view)
    if why == Ending.STOPPED:
        return {}
    return await _hurts(call, view.practice.exercise or "", view.day)


async def done(call: Call) -> Json:
    """Count a day's exercise, such as one that was finished without a network."""
    slug, day = _exercise(call, call.body.get("slug")), _day(call.body.get("day"))
    services = call.services
    responses, completed = await services.practices.finish(
        Finish(call.chat_id, day, slug, call.now, is_any=True)
    )
    if completed is None and responses is not STRANGERS:
        raise RefusedError(409, answer_cards.no_line(call.translator, Refusal.ANOTHER_DAY))
    refresh_day_cards(call, slug, day, finished=(responses, completed))
    return {"completed": views.completed_json(call.translator, services.library, completed)}


async def finished(call: Call) -> Json:
    """Count an exercise that ended on the page, if it is the day's own."""
    slug, day = _exercise(call, call.body.get("slug")), _day(call.body.get("day"))
    finish = Finish(call.chat_id, day, slug, call.now)
    responses, completed = await call.services.practices.finish(finish)
    refresh_day_cards(call, slug, day, finished=(responses, completed))
    shown = views.completed_json(call.translator, call.services.library, completed)
    return {"ending": Ending.DONE, "completed": shown, "is_extra": False}


async def feeling(call: Call) -> Json:
    """Take down how an exercise was."""
    _, services = call.translator, call.services
    slug, day = _exercise(call, call.body.get("slug")), _day(call.body.get("day"))
    said = call.body.get("feeling")
    if said == "right":
        return {"text": answer_cards.right_line(_)}
    answer = _member(Answer, said, "feeling")
    if answer == Answer.HURTS:
        return await _hurts(call, slug, day)
    tuned = await services.answers.tune(call.chat_id, day, slug, answer, call.now)
    if isinstance(tuned, Refusal):
        raise RefusedError(409, answer_cards.no_line(_, tuned))
    refresh_day_cards(call, slug, day)
    return {"text": answer_cards.tuned_line(_, services.library, slug, tuned)}


async def _hurts(call: Call, slug: str, day: date) -> Json:
    """Pause an exercise for a week, and say what to do."""
    _, services = call.translator, call.services
    tuned = await services.answers.tune(call.chat_id, day, slug, Answer.HURTS, call.now)
    refresh_day_cards(call, slug, day)
    paused = None if isinstance(tuned, Refusal) else tuned
    text = answer_cards.hurts_card(_, slug, paused).text
    return {"html": text, "signs": views.signs_json(_, services.library)}


async def swap(call: Call) -> Json:
    """Give another exercise in place of today's; return today."""
    slug, day = _exercise(call, call.body.get("slug")), _day(call.body.get("day"))
    found = await call.services.moves.swap(call.chat_id, day, slug, call.now)
    if isinstance(found, Refusal):
        raise RefusedError(409, answer_cards.no_line(call.translator, found))
    refresh_day_cards(call, slug, day, gone=found.cards)
    return await today(call)


async def exercises(call: Call) -> Json:
    """List all exercises."""
    return views.list_json(call.translator, call.services.library)


async def exercise(call: Call) -> Json:
    """Return one exercise as it fits the person."""
    services, _ = call.services, call.translator
    slug = _exercise(call, call.path.get("slug"))
    version = _version(call, slug, call.path.get("version"))
    found = await services.practices.look(call.chat_id, slug, version, call.now)
    shown = views.practice_json(_, services.library, found.practice)
    shown["paused"] = views.paused_line(_, found)
    shown["left_out"] = views.left_out_line(_, found)
    person = await services.subscriptions.find(call.chat_id)
    harder = person is None or may_go_harder(
        services.library, trainee_of(services.library, person), slug
    )
    return shown | views.more_json(_, services.library.exercises[slug], harder=harder)


async def progress(call: Call) -> Json:
    """Return a month."""
    text = call.path.get("month")
    wanted_month = _month(text) if text else None
    month = await call.services.progress.month(call.chat_id, call.now, wanted_month)
    return views.month_json(call.translator, call.services.library, month)


async def settings(call: Call) -> Json:
    """Return the settings."""
    person = await call.services.subscriptions.require(call.chat_id)
    return views.settings_json(call.translator, person)


_SETTINGS = (
    "The name must be time, day, equipment, avoided or flag; the value of day is 0 (Monday) to 6."
)


async def change(call: Call) -> Json:
    """Change one setting; return them all."""
    body, about = call.body, call.services.preferences
    who, now, is_on = call.chat_id, call.now, call.body.get("on") is True
    value = body.get("value")
    match body.get("name"):
        case "time":
            wall = parse_wall(value) if isinstance(value, str) else None
            if wall is None:
                raise RefusedError(400, "The value of time must be one such as 07:30.")
            person = await about.change(who, now, today_too=True, time=wall)
        case "day" if isinstance(value, int) and 0 <= value < 7:
            person = await about.set_weekday(who, value, now, on=is_on)
        case "equipment":
            person = await about.set_equipment(who, _member(Equipment, value), now, on=is_on)
        case "avoided":
            person = await about.set_avoided(who, _member(Avoided, value), now, on=is_on)
        case "flag":
            person = await about.set_flag(who, _member(Flag, value), now, on=is_on)
        case _:
            raise RefusedError(400, _SETTINGS)
    return views.settings_json(call.translator, person)


CALLS: Mapping[tuple[str, str], Handler] = {
    ("GET", "today"): today,
    ("POST", "session"): begin,
    ("POST", "session/place"): place,
    ("POST", "session/stop"): stop,
    ("POST", "session/finished"): finished,
    ("POST", "done"): done,
    ("POST", "feeling"): feeling,
    ("POST", "swap"): swap,
    ("GET", "exercises"): exercises,
    ("GET", "exercises/{slug}"): exercise,
    ("GET", "exercises/{slug}/{version}"): exercise,
    ("GET", "progress"): progress,
    ("GET", "progress/{month}"): progress,
    ("GET", "settings"): settings,
    ("POST", "settings"): change,
}
"""Every call that needs a pass, by its method and its path below /app/api/."""


# --- reading what the page sends ------------------------------------------------------------


def _exercise(call: Call, slug: object) -> str:
    if isinstance(slug, str) and slug in call.services.library.exercises:
        return slug
    _ = call.translator
    raise RefusedError(404, _("This exercise isn't available any more. /today has one for you."))


def _version(call: Call, slug: str, version: object) -> str:
    """Return the key of a version; of any other, AS_IN_ROUTINE."""
    versions = call.services.library.exercises[slug].sheet.versions
    return version if isinstance(version, str) and version in (USUAL, *versions) else AS_IN_ROUTINE


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise RefusedError(400, "The day must be a date such as 2026-11-29.") from None


def _month(text: str) -> date:
    try:
        return read_month(text)
    except ValueError:
        text = "The month must be a year and a month in six digits, such as 202611."
        raise RefusedError(400, text) from None


def _member(kind: type[E], value: object, about: str = "value") -> E:
    try:
        return kind(str(value))
    except ValueError:
        names = ", ".join(one.value for one in kind)
        raise RefusedError(400, f"The {about} must be one of {names}.") from None


def _number(body: Json, name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MOST:
        raise RefusedError(400, f"The {name} must be a number below {MOST}.")
    return value
