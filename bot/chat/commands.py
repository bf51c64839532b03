"""All commands and buttons, with the menus made of them. A new one is added here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.chat.buttons import (
    ANY_CARD,
    CARD,
    CHAT_ID,
    EXERCISE,
    ISO_DAY,
    KEY,
    LANGUAGE,
    MONTH,
    SESSION,
    SIGN,
    STATE,
    STEPS,
    TEXT,
    TIME,
    TIME_OR_OFF,
    VERSION,
    WEEKDAY,
    ZONE,
    Button,
    member_of,
    number,
    on_tap,
    one_of,
)
from bot.chat.callbacks import GROUP_VERBS
from bot.chat.cards import group as group_cards
from bot.chat.cards import talk as cards
from bot.chat.cards.pause import BREAKS
from bot.chat.handlers import (
    answers,
    fit,
    greeting,
    group,
    health,
    language,
    operators,
    pain,
    pause,
    practice,
    privacy,
    programme,
    progress,
    reminders,
    safety,
    sessions,
    settings,
    signs,
    sources,
    start,
)
from bot.chat.request import Handler, Request
from bot.chat.words import Translator
from bot.coach.later import Wait
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.services.people.responses import Answer


def N_(text: str) -> str:  # noqa: N802  # gettext's name for a text that is translated later
    """Mark a text for translation where the language is not known yet."""
    return text


async def help_(request: Request) -> None:
    """List the commands."""
    note = request.services.library.safety.to(request.language).note
    groups = (*COMMAND_GROUPS, OPERATOR_COMMANDS) if request.is_operator else COMMAND_GROUPS
    listed = (_described(request.translator, group) for group in groups)
    await request.reply(cards.help_card(request.translator, listed, note))


async def group_help(request: Request) -> None:
    """List the commands of a group, unless that was done a moment ago."""
    if request.services.group_pace.record_if_new(request.chat_id, "help", request.now):
        named, _ = {command.name: command for command in COMMANDS}, request.translator
        for_all, for_admins = (
            _described(_, _in_group(named[name] for name in names))
            for names in (GROUP_COMMANDS, GROUP_ADMIN_COMMANDS)
        )
        bot_name = request.services.messenger.bot_name
        await request.reply(group_cards.help_card(_, bot_name, for_all, for_admins))


@dataclass(frozen=True)
class Command:
    """A command, its handler, and its line in the menu."""

    name: str
    handler: Handler
    description: str


COMMAND_GROUPS = (
    (
        Command("today", practice.today, N_("Today's exercise")),
        Command("exercises", practice.exercises, N_("All exercises")),
        Command("exercise", practice.exercise, N_("Find one: /exercise kettlebell")),
        Command("progress", progress.progress, N_("Your month and your streak")),
        Command("status", settings.status, N_("Your last exercise and the next one")),
    ),
    (
        Command("settings", settings.settings, N_("Time, time zone, days, what suits you")),
        Command("time", settings.time_of_day, N_("When to send it: /time 07:30")),
        Command("timezone", settings.time_zone, N_("Your time zone: /timezone Lisbon")),
        Command("days", settings.days, N_("Which days to send it")),
        Command("nudge", reminders.nudge, N_("A reminder: /nudge 20:00")),
        Command("language", language.language, N_("The language I write in")),
        Command("pause", pause.pause, N_("Pause: /pause until 12 December")),
        Command("resume", pause.resume, N_("End the pause")),
        Command("start", start.start, N_("Begin, or begin again")),
        Command("stop", start.stop, N_("No more daily exercises")),
    ),
    (
        Command("signs", signs.signs, N_("Signs people link with the psoas")),
        Command("safety", safety.safety, N_("Urgent warning signs, and when to stop")),
        Command("about", signs.about, N_("About the psoas")),
    ),
    (Command("programme", programme.programme, N_("For trainers: share a programme")),),
    (
        Command("privacy", privacy.privacy, N_("What I keep about you")),
        Command("mydata", privacy.mydata, N_("Download your data")),
        Command("delete", privacy.delete, N_("Delete your data")),
        Command("help", help_, N_("What I can do")),
    ),
)
"""The groups in which /help lists the commands of a private chat."""

COMMANDS = tuple(command for group in COMMAND_GROUPS for command in group)

OPERATOR_COMMANDS = (
    Command("stats", operators.stats, N_("Statistics")),
    Command("broadcast", operators.broadcast, N_("Message everybody in private")),
    Command("cancel", operators.cancel, N_("Cancel a message before it's sent")),
)
"""Commands that only operators (ADMIN_IDS) see and may use."""

GROUP_COMMANDS: dict[str, Handler] = {
    "today": group.today,
    "safety": group.safety,
    "help": group_help,
}
"""Commands in a group for all its members."""

GROUP_ADMIN_COMMANDS: dict[str, Handler] = {
    "start": group.start,
    "stop": start.stop,
    "settings": settings.settings,
    "time": settings.time_of_day,
    "timezone": settings.time_zone,
    "days": settings.days,
    "language": language.language,
}
"""Commands in a group for its admins."""

GROUP_DESCRIPTIONS = {
    "settings": N_("Time, time zone, days, language"),
    "time": N_("When to post it: /time 07:30"),
    "timezone": N_("The time zone: /timezone Lisbon"),
    "days": N_("Which days to post it"),
}
"""What a command does in a group, where that differs from a private chat."""

BUTTONS: dict[str, Button] = {
    "today": on_tap(practice.tap_today),
    "exercise": on_tap(practice.tap_exercise, EXERCISE),
    "exercises": on_tap(practice.tap_exercises),
    "version": on_tap(practice.tap_version, VERSION),
    "steps": on_tap(practice.tap_steps, STEPS),
    "more": on_tap(practice.tap_more, STEPS),
    "care": on_tap(practice.tap_care, EXERCISE),
    "know": on_tap(practice.tap_know, EXERCISE),
    "guide": on_tap(sessions.tap_guide, SESSION),
    "guided": on_tap(sessions.tap_guided, TEXT, KEY),
    "done": on_tap(answers.tap_done, CARD),
    "undone": on_tap(answers.tap_undone, CARD),
    "buttons": on_tap(answers.tap_buttons, STEPS),
    "later": on_tap(answers.tap_later, CARD),
    "wait": on_tap(answers.tap_wait, CARD, member_of(Wait)),
    "swap": on_tap(answers.tap_swap, CARD),
    "back": on_tap(answers.tap_back, CARD),
    "hard": on_tap(answers.tap_hard, CARD),
    "easy": on_tap(answers.tap_easy, CARD),
    "right": on_tap(answers.tap_right, CARD),
    "hurts": on_tap(pain.tap_hurts, ANY_CARD),
    "pain": on_tap(pain.tap_pain, ANY_CARD),
    "was": on_tap(pain.tap_was, ANY_CARD),
    "hurting": on_tap(pain.tap_hurting),
    "unhurt": on_tap(answers.tap_unhurt, CARD),
    "undo": on_tap(answers.tap_undo, CARD, one_of(*Answer, "later")),
    "sign": on_tap(signs.tap_sign, SIGN),
    "signs": on_tap(signs.tap_signs),
    "safety": on_tap(safety.tap_safety, number(0, 99)),
    "muscle": on_tap(signs.tap_muscle),
    "sources": on_tap(sources.tap_sources, one_of("exercise", "sign", "page", "tip"), TEXT),
    "progress": on_tap(progress.tap_progress, MONTH),
    "build": on_tap(programme.tap_build, TEXT, TEXT),
    "link": on_tap(programme.tap_link, TEXT),
    "train": on_tap(programme.tap_train, TEXT),
    "decline": on_tap(programme.tap_decline),
    "programme": on_tap(programme.tap_programme),
    "leave": on_tap(programme.tap_leave),
    "settings": on_tap(settings.tap_settings),
    "hour": on_tap(settings.tap_time_of_day),
    "wall": on_tap(settings.tap_time, TIME),
    "clock": on_tap(settings.tap_time_zone),
    "zone": on_tap(settings.tap_zone, ZONE),
    "city": on_tap(settings.tap_city),
    "location": on_tap(settings.tap_location),
    "language": on_tap(language.tap_language),
    "speak": on_tap(language.tap_speak, LANGUAGE),
    "days": on_tap(settings.tap_days),
    "day": on_tap(settings.tap_day, WEEKDAY, STATE),
    "equipment": on_tap(settings.tap_equipment),
    "own": on_tap(settings.tap_own, member_of(Equipment), STATE),
    "begin": on_tap(start.tap_begin),
    "join": on_tap(group.tap_join_channel, CHAT_ID),
    "delete": on_tap(privacy.tap_delete),
    "keep": on_tap(privacy.tap_keep),
    "nudges": on_tap(reminders.tap_nudges),
    "nudge": on_tap(reminders.tap_nudge, TIME_OR_OFF),
    "chair": on_tap(reminders.tap_chair),
    "no": on_tap(reminders.tap_no),
    "stiff": on_tap(reminders.tap_stiff, number(0, 10), ISO_DAY),
    "weekly": on_tap(reminders.tap_weekly, STATE),
    "away": on_tap(reminders.tap_away, one_of("back", "on", "pause"), ISO_DAY),
    "broadcast": on_tap(operators.tap_broadcast, one_of("send", "no", "stop"), KEY),
    "fit": on_tap(fit.tap_fit),
    "positions": on_tap(fit.tap_avoided),
    "avoid": on_tap(fit.tap_avoid, member_of(Avoided), STATE),
    "health": on_tap(fit.tap_health),
    "flag": on_tap(fit.tap_flag, member_of(Flag), STATE),
    "note": on_tap(health.tap_note, one_of("ask", *Flag)),
    "ask": on_tap(greeting.tap_ask),
    "screen": on_tap(greeting.tap_health_flag, member_of(Flag), STATE),
    "screened": on_tap(greeting.tap_health_done),
    "wanted": on_tap(fit.tap_wanted),
    "never": on_tap(fit.tap_never, EXERCISE, STATE),
    "ban": on_tap(fit.tap_ban, EXERCISE, STATE),
    "pause": on_tap(pause.tap_pause, one_of("0", *map(str, BREAKS))),
    "until": on_tap(pause.tap_until),
    "pausing": on_tap(pause.tap_pause_until, ISO_DAY),
    "resume": on_tap(pause.tap_resume),
}
"""The buttons of private chats."""

_ONLY_IN_GROUPS = {
    "count": on_tap(group.tap_count, CARD),
    "steps": on_tap(group.tap_steps, CARD),
    "more": on_tap(group.tap_more, CARD),
    "care": on_tap(group.tap_care, EXERCISE),
    "join": on_tap(group.tap_subscribe),
}
GROUP_BUTTONS = {verb: _ONLY_IN_GROUPS.get(verb) or BUTTONS[verb] for verb in GROUP_VERBS}
"""The buttons of groups and channels; the settings are the same as in private."""


def menu(_: Translator, *, is_operator: bool = False) -> list[tuple[str, str]]:
    """Return the names and descriptions of the command menu in a private chat."""
    return _described(_, (*COMMANDS, *OPERATOR_COMMANDS) if is_operator else COMMANDS)


def group_menu(_: Translator, *, is_admin: bool = False) -> list[tuple[str, str]]:
    """Return the names and descriptions of the command menu in a group."""
    names = {*GROUP_COMMANDS, *(GROUP_ADMIN_COMMANDS if is_admin else ())}
    return _described(_, _in_group(one for one in COMMANDS if one.name in names))


def _in_group(commands: Iterable[Command]) -> Iterator[Command]:
    """Describe commands as they are in a group."""
    for one in commands:
        yield replace(one, description=GROUP_DESCRIPTIONS.get(one.name, one.description))


def _described(_: Translator, commands: Iterable[Command]) -> list[tuple[str, str]]:
    return [(command.name, _(command.description)) for command in commands]
