"""Every command and every button, in one list each: the menu, /help and the router read them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.chat.cards import talk as cards
from bot.chat.handlers import (
    admin,
    answers,
    fit,
    group,
    guided,
    notes,
    pause,
    practice,
    privacy,
    programme,
    progress,
    settings,
    signs,
    start,
)
from bot.chat.turn import Turn
from bot.chat.words import Words

Handler = Callable[[Turn], Awaitable[None]]


def N_(text: str) -> str:  # noqa: N802  # gettext's name for “translate this later”
    """Mark a text for translation where no language is known yet."""
    return text


async def help_(turn: Turn) -> None:
    """List the commands."""
    note = turn.house.library.safety.to(turn.language).note
    groups = (*GROUPS, ADMIN_COMMANDS) if turn.is_admin else GROUPS
    listed = (_told(turn.words, group) for group in groups)
    await turn.reply(cards.help_card(turn.words, listed, note))


@dataclass(frozen=True)
class Command:
    """A command, what answers it, and what the menu says."""

    name: str
    handler: Handler
    description: str


GROUPS = (
    (
        Command("today", practice.today, N_("Today's exercise")),
        Command("exercises", practice.exercises, N_("All exercises")),
        Command("exercise", practice.exercise, N_("Find one: /exercise kettlebell")),
        Command("progress", progress.progress, N_("Your month, and how far you came")),
        Command("status", settings.status, N_("What came last, what comes next")),
    ),
    (
        Command("settings", settings.settings, N_("Hour, clock, days, what fits you")),
        Command("time", settings.hour, N_("When I come: /time 07:30")),
        Command("timezone", settings.clock, N_("Your clock: /timezone Lisbon")),
        Command("days", settings.days, N_("On which days I come")),
        Command("nudge", notes.nudge, N_("One reminder: /nudge 20:00")),
        Command("pause", pause.pause, N_("A break: /pause until 12 December")),
        Command("resume", pause.resume, N_("End a pause")),
        Command("start", start.start, N_("Begin, or begin again")),
        Command("stop", start.stop, N_("No more daily exercises")),
    ),
    (
        Command("signs", signs.signs, N_("Signs that a psoas may need work")),
        Command("safety", signs.safety, N_("Urgent warning signs, and when to stop")),
        Command("about", signs.about, N_("What the psoas is")),
    ),
    (Command("programme", programme.programme, N_("For trainers: a list as a link")),),
    (
        Command("privacy", privacy.privacy, N_("What I keep about you")),
        Command("mydata", privacy.mydata, N_("All of it, as a file")),
        Command("delete", privacy.delete, N_("Delete all of it")),
        Command("help", help_, N_("What I can do")),
    ),
)
"""The exercises, when they come, what to know, for trainers, and what is kept."""

COMMANDS = tuple(command for group in GROUPS for command in group)

ADMIN_COMMANDS = (
    Command("stats", admin.stats, N_("How it goes")),
    Command("broadcast", admin.broadcast, N_("Write to all subscribers")),
)
"""Only those in ADMIN_IDS see and may use these."""

BUTTONS: dict[str, Callable[..., Awaitable[None]]] = {
    "today": practice.tap_today,
    "exercise": practice.tap_exercise,
    "exercises": practice.tap_exercises,
    "form": practice.tap_form,
    "steps": practice.tap_steps,
    "more": practice.tap_more,
    "guide": guided.tap_guide,
    "guided": guided.tap_guided,
    "done": answers.tap_done,
    "undone": answers.tap_undone,
    "buttons": answers.tap_buttons,
    "later": answers.tap_later,
    "wait": answers.tap_wait,
    "swap": answers.tap_swap,
    "back": answers.tap_back,
    "hard": answers.tap_hard,
    "easy": answers.tap_easy,
    "hurts": answers.tap_hurts,
    "pain": answers.tap_pain,
    "was": answers.tap_was,
    "unhurt": answers.tap_unhurt,
    "undo": answers.tap_undo,
    "sign": signs.tap_sign,
    "signs": signs.tap_signs,
    "safety": signs.tap_safety,
    "progress": progress.tap_progress,
    "build": programme.tap_build,
    "link": programme.tap_link,
    "train": programme.tap_train,
    "decline": programme.tap_decline,
    "programme": programme.tap_programme,
    "leave": programme.tap_leave,
    "settings": settings.tap_settings,
    "hour": settings.tap_hour,
    "wall": settings.tap_wall,
    "clock": settings.tap_clock,
    "zone": settings.tap_zone,
    "city": settings.tap_city,
    "location": settings.tap_location,
    "days": settings.tap_days,
    "day": settings.tap_day,
    "equipment": settings.tap_equipment,
    "own": settings.tap_own,
    "begin": start.tap_begin,
    "join": group.tap_join_channel,
    "delete": privacy.tap_delete,
    "keep": privacy.tap_keep,
    "nudges": notes.tap_nudges,
    "nudge": notes.tap_nudge,
    "weekly": notes.tap_weekly,
    "away": notes.tap_away,
    "broadcast": admin.tap_broadcast,
    "fit": fit.tap_fit,
    "positions": fit.tap_positions,
    "avoid": fit.tap_avoid,
    "health": fit.tap_health,
    "flag": fit.tap_flag,
    "wanted": fit.tap_wanted,
    "never": fit.tap_never,
    "ban": fit.tap_ban,
    "pause": pause.tap_pause,
    "until": pause.tap_until,
    "resume": pause.tap_resume,
}


def menu(_: Words, *, is_admin: bool = False) -> list[tuple[str, str]]:
    """Return names and descriptions, as the command menu shows them."""
    commands = (*COMMANDS, *ADMIN_COMMANDS) if is_admin else COMMANDS
    return _told(_, commands)


def _told(_: Words, commands: Iterable[Command]) -> list[tuple[str, str]]:
    return [(command.name, _(command.description)) for command in commands]


def takes(handler: Callable[..., Awaitable[Any]], count: int) -> bool:
    """Say whether a button's handler takes this many arguments beside the turn."""
    return handler.__code__.co_argcount == count + 1
