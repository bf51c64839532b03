"""Cards for operators."""

from telegram import InlineKeyboardMarkup

from bot.chat.cards.card import Card, Drawn, button
from bot.chat.words import Words
from bot.services.alarms import Alarm, Trouble
from bot.services.broadcasts import Draft, Phase, Report
from bot.services.statistics import Figures


def ask_words_card(_: Words) -> Card:
    """Ask for the words of a broadcast."""
    return Card(_("Write the message now, just as it should look. I show it to you first."))


def confirm_card(_: Words, draft: Draft) -> Card:
    """Ask whether the message above may go out, and to how many."""
    text = _.many(
        "This is how it looks. It goes to {n} person.",
        "This is how it looks. It goes to {n} people.",
        draft.people,
        shown=f"{draft.people:,}",
    )
    buttons = [
        button(_("Send it"), "broadcast", "send", str(draft.id), style="primary"),
        button(_("Don't send"), "broadcast", "no", str(draft.id)),
    ]
    return Card(text, InlineKeyboardMarkup([buttons]))


def discarded_card(_: Words) -> Card:
    """Confirm that nothing goes out."""
    return Card(_("Not sent to anybody."))


def progress_card(_: Words, report: Report) -> Card:
    """Say how far a broadcast is."""
    titles = {
        Phase.FINISHED: _("<b>The broadcast is finished</b>"),
        Phase.STOPPED: _("<b>The broadcast was stopped</b>"),
    }
    title = titles.get(report.phase, _("<b>The broadcast is on its way</b>"))
    figures = [
        _("Sent: {n}").format(n=f"{report.sent:,}"),
        _("Left: {n}").format(n=f"{report.left:,}"),
        _("Failed: {n}").format(n=f"{report.failed:,}"),
    ]
    if report.unconfirmed:
        unknown = _("Without an answer from Telegram: {n}")
        figures.append(unknown.format(n=f"{report.unconfirmed:,}"))
    text = "\n".join([title, *figures])
    if report.phase in titles:
        return Card(text)
    stop = button(_("Stop"), "broadcast", "stop", str(report.id), style="danger")
    return Card(text, InlineKeyboardMarkup([[stop]]))


def stats_card(_: Words, figures: Figures, png: bytes) -> Card:
    """Say how it goes, under a picture of the last two weeks."""
    today = figures.today
    lines = [
        _("<b>How it goes</b>"),
        _("Active: {n}").format(n=f"{figures.active:,}"),
        _("New: {today} today, {week} in 7 days").format(**_both(figures.new)),
        _("Left: {today} today, {week} in 7 days").format(**_both(figures.left)),
        _("Sent today: {n}, of these late: {late}").format(
            n=f"{today.sent:,}", late=f"{today.late:,}"
        ),
        _("Failed or missed today: {n}").format(n=f"{today.failed:,}"),
        _("Green was sent, red was not; the days are each person's own."),
    ]
    return Card("\n".join(lines), picture=Drawn("days.png", png))


def _both(counts: tuple[int, int]) -> dict[str, str]:
    today, week = counts
    return {"today": f"{today:,}", "week": f"{week:,}"}


def alarm_card(_: Words, alarm: Alarm) -> Card:
    """Say what is wrong, and what it may be."""
    texts = {
        Trouble.FALLING: _(
            "Fewer exercises arrive than should: {count} of the last {total}. The log says why."
        ),
        Trouble.BEHIND: _(
            "Exercises are due since {count} minutes and not sent. Does a process with DELIVERY=on"
            " run, and is SEND_RATE enough?"
        ),
        Trouble.CONFLICT: _(
            "Another process fetches updates with this bot's token, so that both miss some. Stop"
            " it, or give it a token of its own."
        ),
        Trouble.DATABASE: _(
            "The database did not answer for {count} minutes; it is back. What was due goes out"
            " now."
        ),
    }
    text = texts[alarm.trouble].format(count=f"{alarm.count:,}", total=f"{alarm.total:,}")
    return Card("⚠️ " + text)
