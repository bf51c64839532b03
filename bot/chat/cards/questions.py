"""Short answers to what people ask of their body and their practice."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, button
from bot.chat.cards.facts import version_name
from bot.chat.cards.safety import red_flags_button, safety_card
from bot.chat.words import Translator
from bot.coach.library import Exercise
from bot.coach.wording import Page


def suited_card(_: Translator, page: Page, *, is_known: bool) -> Card:
    """List who should ask a professional first, and lead to the health questions.

    `is_known` says that the person has settings, so that their health can be taken into account.
    """
    opening = _(
        "Gentle exercise is fine for most people, as long as it stays comfortable. I can't judge"
        " your health, so please look at this list."
    )
    first = safety_card(_, page, len(page.sections) - 1)
    blocks, rows = [opening, first.text], [[red_flags_button(_)]]
    if is_known:
        blocks.append(
            _("Tell me what applies to you, and I'll leave out or change what may not suit you.")
        )
        rows.insert(0, [button(_("Health"), "health", style="primary")])
    return replace(first, text="\n\n".join(blocks), markup=InlineKeyboardMarkup(rows))


def stiff_card(_: Translator, exercises: Sequence[Exercise]) -> Card:
    """Answer stiff or tight hips: what may help now, and when to get help."""
    text = _(
        "Sitting for long hours is linked with stiffer hips, and moving more may help. Stand up"
        " for a minute every half hour if you can, and walk a little.\n\nIf your hips hurt,"
        " or the stiffness began suddenly or doesn't ease in a few weeks, see a doctor or"
        " physiotherapist: /safety"
    )
    if exercises:
        text += "\n\n" + _("Go only as far as a mild pull. You could try one of these now:")
    rows = [
        [button(version_name(one, None, _.language), "exercise", one.slug)] for one in exercises
    ]
    return Card(text, InlineKeyboardMarkup(rows) if rows else None)


def often_card(_: Translator) -> Card:
    """Answer how often to exercise, and whether more is better."""
    return Card(
        _(
            "Once a day is plenty, and rest days are part of the plan. If a stretch or a warm-up"
            " feels good, you can repeat it later in the day. Leave about two days between"
            " strength exercises. If you're still sore, wait until the soreness fades: that"
            " often takes 2 to 5 days. To choose which days I send one: /days"
        )
    )


def warm_up_card(_: Translator) -> Card:
    """Answer whether to warm up first."""
    return Card(
        _(
            "Before you hold a stretch, warm up for a few minutes: a walk is fine. Moving"
            " stretches are a warm-up in themselves."
        )
    )


def run_card(_: Translator) -> Card:
    """Answer whether to exercise before or after a run."""
    return Card(
        _(
            "Before a run, warm up with moving stretches such as leg swings. Long, still"
            " holds may cost you a little strength for a while, so keep those for afterwards."
        )
    )


def sides_card(_: Translator) -> Card:
    """Answer with which side to begin, and whether to do both."""
    return Card(
        _(
            "Do both sides, even if only one feels tight. Start with either side, then switch and"
            " do the same on the other."
        )
    )


def breathing_card(_: Translator) -> Card:
    """Answer how to breathe."""
    return Card(
        _(
            "Keep breathing the whole time. Breathe out on the effort, such as when you lift."
            " Don't hold your breath: straining raises your blood pressure."
        )
    )


def sore_card(_: Translator) -> Card:
    """Answer whether sore muscles are normal."""
    return Card(
        _(
            "Your muscles may be sore for a few days after a new exercise. The soreness often"
            " takes 2 to 5 days to fade. Until then, give those muscles a rest from strength"
            " exercises. If the pain is sharp, in a joint or gets worse, stop and look at /safety."
        )
    )


def cramp_card(_: Translator) -> Card:
    """Answer what to do about a cramp."""
    return Card(
        _(
            "Cramp? Lower your leg and rest, and stretch or rub the muscle gently until it lets"
            " go. Next time, don't lift as high. If the pain doesn't go away, or your leg is"
            " swollen, red or warm, look at /safety."
        )
    )


def pull_card(_: Translator) -> Card:
    """Answer how much a stretch may pull."""
    return Card(
        _(
            "A mild pull in the muscle you're stretching is normal. If the pain is sharp or in a"
            " joint, or if your leg goes numb or tingles, stop and look at /safety."
        )
    )


def cost_card(_: Translator) -> Card:
    """Answer what the bot costs."""
    return Card(_("It's free. There's nothing to pay."))


def click_card(_: Translator) -> Card:
    """Answer a joint that clicks and doesn't hurt."""
    return Card(
        _(
            "A joint that clicks without pain is often harmless. Make the movement smaller or"
            " slower. If it hurts, swells, locks or gives way, stop and see a doctor or"
            " physiotherapist: /safety"
        )
    )


def ice_card(_: Translator) -> Card:
    """Answer whether to use ice or heat."""
    return Card(
        _(
            "On a fresh strain, something cold may help: wrapped in a cloth, for up to 20"
            " minutes. Avoid heat for the first few days. If muscles are only tight, warmth may"
            " feel good. If it's badly swollen or you can't put weight on it: /safety"
        )
    )


def painkiller_card(_: Translator) -> Card:
    """Answer which medicine to take."""
    return Card(
        _(
            "I can't advise you on medicines. Please ask a pharmacist or doctor. Don't take"
            " anything just to exercise through pain: if it hurts, stop. /safety"
        )
    )
