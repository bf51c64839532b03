"""Cards for operators."""

from telegram import InlineKeyboardMarkup

from bot.botapi.message import Drawn
from bot.chat.cards.card import Card, button
from bot.chat.words import Translator
from bot.services.operators.alarms import Alarm, Trouble
from bot.services.operators.broadcasts import Draft, Phase, Report
from bot.services.operators.statistics import Figures


def ask_words_card(_: Translator, key: int) -> Card:
    """Ask for the text of a broadcast."""
    text = _("Send the message just as it should look. I'll show it to you first.")
    cancel = button(_("Cancel"), "broadcast", "no", str(key))
    return Card(text, InlineKeyboardMarkup([[cancel]]))


def confirm_card(_: Translator, draft: Draft) -> Card:
    """Ask whether to send the message above, and show to how many people."""
    text = _.many(
        "This is how it looks. It will go to {n} person.",
        "This is how it looks. It will go to {n} people.",
        draft.people,
    )
    buttons = [
        button(_("Send it"), "broadcast", "send", str(draft.id), style="primary"),
        button(_("Don't send"), "broadcast", "no", str(draft.id)),
    ]
    return Card(text, InlineKeyboardMarkup([buttons]))


def discarded_card(_: Translator) -> Card:
    """Confirm that nothing is sent."""
    return Card(_("Not sent."))


def progress_card(_: Translator, report: Report) -> Card:
    """Show how far a broadcast has got."""
    titles = {
        Phase.FINISHED: _("<b>The broadcast has finished</b>"),
        Phase.STOPPED: _("<b>The broadcast was stopped</b>"),
    }
    title = titles.get(report.phase, _("<b>The broadcast is being sent</b>"))
    figures = [
        _("Sent: {n}").format(n=_.number(report.sent)),
        _.pgettext("a broadcast", "Still to send: {n}").format(n=_.number(report.unsent)),
        _("Failed: {n}").format(n=_.number(report.failed)),
    ]
    if report.unconfirmed:
        unknown = _("No answer from Telegram: {n}")
        figures.append(unknown.format(n=_.number(report.unconfirmed)))
    text = "\n".join([title, *figures])
    if report.phase in titles:
        return Card(text)
    stop = button(
        _.pgettext("a broadcast", "Stop"), "broadcast", "stop", str(report.id), style="danger"
    )
    return Card(text, InlineKeyboardMarkup([[stop]]))


def stats_card(_: Translator, figures: Figures, png: bytes) -> Card:
    """Show statistics, under a chart of the last two weeks."""
    today = figures.today
    lines = [
        _("<b>Statistics</b>"),
        _("People subscribed: {n}").format(n=_.number(figures.people)),
        _("Groups and channels: {n}").format(n=_.number(figures.groups)),
        _("New: {today} today, {week} in 7 days").format(**_both(_, figures.new)),
        _("Unsubscribed: {today} today, {week} in 7 days").format(
            **_both(_, figures.unsubscribed)
        ),
        _("Sent today: {n}, {late} of them late").format(
            n=_.number(today.sent), late=_.number(today.late)
        ),
        _("Failed or missed today: {n}").format(n=_.number(today.failed)),
        _("Green: sent. Red: not sent. Each person's day is in their own time zone."),
    ]
    return Card("\n".join(lines), picture=Drawn("days.png", png))


def _both(_: Translator, counts: tuple[int, int]) -> dict[str, str]:
    today, week = counts
    return {"today": _.number(today), "week": _.number(week)}


def alarm_card(_: Translator, alarm: Alarm) -> Card:
    """Describe an alarm and its likely cause."""
    texts = {
        Trouble.FALLING: _(
            "Only {count} of the last {total} messages were delivered. The log says why."
        ),
        Trouble.BEHIND: _(
            "Exercises have been due for {count} minutes and are unsent. Is a process with"
            " DELIVERY=on running, and is SEND_RATE high enough?"
        ),
        Trouble.CONFLICT: _(
            "Another process is fetching updates with this bot's token, so both miss some of them."
            " Stop it, or give it its own token."
        ),
        Trouble.DATABASE: _(
            "The database was unreachable for {count} minutes and is back. Overdue exercises are"
            " going out now."
        ),
        Trouble.CLOCK: _.many(
            "This machine's clock is {n} minute off. I'm going by Telegram's instead, so"
            " exercises still go out on time. Please correct the clock.",
            "This machine's clock is {n} minutes off. I'm going by Telegram's instead, so"
            " exercises still go out on time. Please correct the clock.",
            alarm.count,
        ),
        Trouble.UNREADABLE: _.many(
            "{n} subscriber gets no exercises, because a row in the database can't be read. The"
            " log names it.",
            "{n} subscribers get no exercises, because their rows in the database can't be read."
            " The log names them.",
            alarm.count,
        ),
    }
    text = texts[alarm.trouble].format(count=_.number(alarm.count), total=_.number(alarm.total))
    return Card("⚠️ " + text)
