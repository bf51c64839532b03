"""Short answers about how to practise with the bot: the video, the form, when, what with."""

from datetime import time

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button
from bot.chat.cards.safety import red_flags_button
from bot.chat.words import Translator
from bot.coach.schedule import NIGHT

_NIGHT_ENDS = time(NIGHT.seconds // 3600)


def video_card(_: Translator) -> Card:
    """Answer where the video is, and what to do if it doesn't play."""
    return Card(
        _(
            "The video is above the exercise: /today sends it again. If it doesn't play, try"
            " again with a better connection. The steps are written below it. To see them as a"
            " picture, tap “More”, then “Steps”."
        )
    )


def form_card(_: Translator) -> Card:
    """Answer how to do it right, above the exercise that is meant."""
    return Card(
        _(
            "I can't see how you're doing it, but here are the steps again, and where you should"
            " feel it. If you're not sure, do less: a smaller movement is fine."
        )
    )


def when_card(_: Translator) -> Card:
    """Answer which time of day is best."""
    return Card(
        _(
            "Any time that you can keep to is fine. Many people are stiffer in the morning, so"
            " begin gently then. After a big meal, wait until you feel comfortable. /time changes"
            " when I send it."
        )
    )


def late_card(_: Translator) -> Card:
    """Answer somebody who is late."""
    ends = _.time(_NIGHT_ENDS)
    return Card(
        _(
            "No problem. Today's exercise still counts after midnight, until {time}. /today shows"
            " it again."
        ).format(time=ends)
    )


def group_card(_: Translator) -> Card:
    """Answer whether the bot works in a group."""
    return Card(
        _(
            "Yes. Add me to your group, then ask an admin to tap “Subscribe this group”. I'll"
            " post one exercise a day there. What you write to me here stays here."
        )
    )


def find_trainer_card(_: Translator) -> Card:
    """Answer who can recommend a trainer."""
    return Card(
        _(
            "I don't know any trainers, so I can't recommend one. If something hurts, ask your"
            " doctor or a physiotherapist. If a trainer sends you a link to a programme, open it."
            " I can then send you those exercises instead."
        )
    )


def weight_card(_: Translator) -> Card:
    """Answer which kettlebell to use."""
    return Card(
        _(
            "Start light: 4 to 8 kg (9 to 18 lb). Learn the movement without a weight first, and"
            " take a heavier one only when every rep is easy and smooth. If you can, have a"
            " trainer watch you."
        ),
        InlineKeyboardMarkup([[button(_("All exercises"), "exercises")]]),
    )


def gear_card(_: Translator) -> Card:
    """Answer what to wear and where to exercise."""
    return Card(
        _(
            "A firm floor is best, with a mat or carpet if you like. Go barefoot, or in shoes that"
            " don't slip. A bed is too soft for most exercises. Anything else you need is on"
            " the exercise's card."
        )
    )


def length_card(_: Translator) -> Card:
    """Answer how long an exercise takes."""
    return Card(_("Each one takes only a few minutes. /exercises says how many."))


def partly_card(_: Translator) -> Card:
    """Answer whether half an exercise counts."""
    return Card(
        _(
            "Yes, that counts. Write “done” and I'll mark it. If it was too much, write “too"
            " hard”, and next time you'll get something easier."
        )
    )


def streak_card(_: Translator) -> Card:
    """Answer what ends a streak."""
    return Card(
        _(
            "A missed day starts your streak again at zero. Rest days, days off and pauses don't."
            " If you're ill, look after yourself first: a streak is only a number. /progress shows"
            " yours."
        )
    )


def broken_card(_: Translator) -> Card:
    """Answer somebody who says that something doesn't work."""
    return Card(
        _(
            "Sorry about that. /today sends a new card with fresh buttons. If that doesn't work"
            " either, update your Telegram app and try again."
        )
    )


def terms_card(_: Translator) -> Card:
    """Explain the words that the steps use."""
    return Card(
        _(
            "<b>Brace your core</b>: tighten your tummy gently, as if someone were about to poke"
            " it, and keep breathing.\n<b>Tuck your tailbone</b>: tilt your pelvis until your"
            " lower back is flatter.\n<b>Hinge</b>: push your hips back and lean forward with a"
            " straight back.\n<b>Rep</b>: doing the movement once. A <b>set</b> is several reps"
            " in a row."
        )
    )


def slim_card(_: Translator) -> Card:
    """Answer whether the exercises help people to lose weight."""
    return Card(
        _(
            "They're too short to change your weight much. They're meant for stronger and more"
            " mobile hips."
        )
    )


def clocks_card(_: Translator) -> Card:
    """Answer what happens when the clocks change."""
    return Card(
        _(
            "When the clocks change, it still comes at the same time of day where you are."
            " If you've moved: /timezone"
        )
    )


def yesterday_card(_: Translator) -> Card:
    """Answer somebody who did yesterday's exercise and didn't say so."""
    text = _(
        "Well done! I can only count a day until {time} the next morning, so yesterday stays"
        " unmarked. Never mind: just go on with today's."
    )
    return Card(text.format(time=_.time(_NIGHT_ENDS)))


def undone_card(_: Translator) -> Card:
    """Confirm that a day isn't marked as done any more."""
    return Card(_("OK, it isn't marked as done any more."))


def never_done_card(_: Translator) -> Card:
    """Answer somebody who takes a done back that isn't there."""
    return Card(_("It isn't marked as done."))


def if_hurts_card(_: Translator) -> Card:
    """Answer what to do if an exercise hurts."""
    text = _(
        "Stop if you feel sharp, shooting or worsening pain, and tap “It hurts” below the"
        " exercise. I'll leave it out for a week, and then send its easier version. If the pain"
        " doesn't ease in a few weeks, see a doctor or physiotherapist."
    )
    return Card(text, InlineKeyboardMarkup([[red_flags_button(_)]]))


def fine_card(_: Translator) -> Card:
    """Answer somebody who is better."""
    text = _(
        "I'm glad. If it was one of the urgent warning signs, see a doctor about it anyway."
        " If it comes back, stop. /today shows today's exercise."
    )
    return Card(text, InlineKeyboardMarkup([[red_flags_button(_)]]))
