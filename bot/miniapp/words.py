"""Every word that the page itself shows, in the reader's language: it has none of its own."""

from bot.chat.cards import session_end
from bot.chat.cards.safety import red_flags_button
from bot.chat.words import Translator


def words_of(_: Translator) -> dict[str, str]:
    """Return the page's own words by the names that its scripts use."""
    return _session_words(_) | _after_words(_) | _room_words(_)


def _session_words(_: Translator) -> dict[str, str]:
    return {
        "start": _.pgettext("an exercise", "Start"),
        # Translators: a button; goes on with an exercise that was left
        "continue": _("Continue"),
        "swap": _("Swap"),
        "pause": _.pgettext("a timer", "Pause"),
        "paused": _("Paused"),
        "back": _("Back"),
        "next": _("Next"),
        "hurts": _("It hurts"),
        "stop": _.pgettext("an exercise", "Stop"),
        "enough": _("Enough for today"),
        # Translators: a button of an exercise's timer that turns bells and voice on
        "sound_on": _("Turn sound on"),
        # Translators: a button of an exercise's timer that turns bells and voice off
        "sound_off": _("Turn sound off"),
        # Translators: the network is gone while an exercise is running
        "offline": _("No connection. Keep going. I'll save it later."),
        "elsewhere": _("You ended this on another device."),
    }


def _after_words(_: Translator) -> dict[str, str]:
    return {
        "well_done": _("Well done!"),
        "how_was_it": _("How was it?"),
        **session_end.rating_labels(_),
        "hurt": _("It hurt"),
        "stopped": session_end.stopped_line(_),
        "stopped_hurt": session_end.hurt_line(_),
        "signs": red_flags_button(_).text,
        "instead": session_end.instead_line(_),
        "done": _("✓ Done"),
        # Translators: what a full or an empty circle of the week says to screen readers
        "day_done": _("done"),
        "day_open": _("not done"),
        "day_rest": _("rest day"),
        # Translators: a day of the week that isn't over or hasn't begun, said by screen readers
        "day_ahead": _("not yet"),
        # Translators: a button; closes the page that shows the exercise
        "close": _("Close"),
    }


def _room_words(_: Translator) -> dict[str, str]:
    return {
        "today": _("Today"),
        "exercises": _("Exercises"),
        "progress": _("Progress"),
        "settings": _("Settings"),
        # Translators: the label of a search field in a list of exercises
        "search": _("Search"),
        "nothing_found": _("Nothing matches. Try fewer filters."),
        # Translators: a filter in the list of exercises: those that need nothing
        "no_equipment": _("no equipment"),
        "steps": _("Steps"),
        "mistakes": _("Common mistakes"),
        "easier": _("Make it easier"),
        "harder": _("Make it harder"),
        "care": _("Who should take care"),
        "notes": _("Good to know"),
        "standard": _("Standard version"),
        "time": _("Time"),
        "days": _("Days"),
        "equipment": _("Equipment"),
        # Translators: a heading above positions that somebody would rather not be in
        "avoid": _("What would you rather avoid?"),
        "health": _("Health"),
        "saved": _("Saved."),
        "unreachable": _("I can't reach the server. Check your connection and try again."),
        "again": _("Try again"),
    }
