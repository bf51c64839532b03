"""Groups and channels: one post a day for all, a shared count, and settings for admins only."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.chat.callbacks import Callback
from bot.chat.cards import exercise as exercise_cards
from bot.chat.cards import group as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.cards.links import open_button
from bot.chat.handlers import settings as own
from bot.chat.handlers.answers import day_of
from bot.chat.handlers.old import too_old
from bot.chat.handlers.start import stop
from bot.chat.turn import Turn
from bot.coach import places
from bot.coach.library import Exercise
from bot.services.people import Standing, Subscriber


async def start(turn: Turn) -> None:
    """Subscribe this group or channel, or move its posts to this topic."""
    group = await _join(turn)
    if group.zone_told or group.kind == "channel":
        await turn.reply(settings_cards.settled_card(turn.words, group))
    else:
        likely = places.likely(turn.language, turn.now)
        await turn.reply(settings_cards.clock_card(turn.words, likely, turn.now, in_group=True))


async def _join(turn: Turn) -> Subscriber:
    """Subscribe the chat of a turn, and post today's exercise there if it was not active.

    An admin without a name is told nothing later.
    """
    before = await turn.house.subscriptions.of(turn.chat_id)
    zone = places.likely(turn.language, turn.now)[0].zone
    place = {"kind": turn.chat_kind, "topic_id": turn.thread_id}
    if not turn.is_anonymous:
        place["owner_id"] = turn.user_id
    group = await turn.house.subscriptions.start(
        turn.chat_id, turn.language, zone, turn.now, **place
    )
    if before is None or before.state != Standing.ACTIVE:
        await _post_today(turn)
    return group


async def today(turn: Turn) -> None:
    """Post today's exercise again, but not to everybody who asks."""
    subscribed = await turn.house.subscriptions.of(turn.chat_id) is not None
    if turn.house.group_pace.is_new(turn.chat_id, f"today {subscribed}", turn.now):
        offer = cards.unsubscribed_card(turn.words)
        await (_post_today(turn) if subscribed else turn.reply(offer))


async def _post_today(turn: Turn) -> None:
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    count = await turn.house.groups.count(turn.chat_id, found.day)
    library = turn.house.library
    card = cards.day_card(
        turn.words,
        library,
        found.practice,
        found.day,
        count=count,
        channel_bot=_channel_bot(turn),
    )
    await turn.reply(card)


def _channel_bot(turn: Turn) -> str | None:
    return turn.house.messenger.bot.username if turn.chat_kind == "channel" else None


# --- buttons --------------------------------------------------------------------------------


async def tap_count(turn: Turn, slug: str, stamp: str) -> None:
    """Count a member's day, or take it back; the number in the button follows a little later."""
    _, house = turn.words, turn.house
    found = await house.practices.today(turn.chat_id, turn.now)
    exercise = house.library.exercises.get(slug)
    if exercise is None or day_of(stamp) != found.day:
        await turn.toast(_("That post is from another day. /today shows today's."))
        return
    tap = await house.groups.tap(turn.chat_id, turn.user_id, found.day)
    if tap is None:
        await turn.toast(_("There is no daily exercise here any more."))
        return
    await turn.toast(_("Well done! Counted.") if tap.counted else _("Taken back."))
    await house.deliveries.confirm(turn.chat_id, found.day)
    if turn.message_id is not None:
        house.group_pace.show(turn.chat_id, turn.message_id, lambda: _recount(turn, exercise))


async def _recount(turn: Turn, exercise: Exercise) -> None:
    day = (await turn.house.practices.today(turn.chat_id, turn.now)).day
    count = await turn.house.groups.count(turn.chat_id, day)
    markup = cards.post_buttons(turn.words, exercise, day, count, _channel_bot(turn))
    await turn.show_buttons(markup)


async def tap_steps(turn: Turn, slug: str, _stamp: str) -> None:
    """Post the picture of all steps."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or exercise.board is None:
        await too_old(turn)
    elif await _is_new(turn, f"steps {slug}"):
        await turn.reply(exercise_cards.board_card(turn.words, exercise))


async def tap_more(turn: Turn, slug: str, _stamp: str) -> None:
    """Post the page behind “More”."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None:
        await too_old(turn)
    elif await _is_new(turn, f"more {slug}"):
        name = turn.house.messenger.bot.username
        further = [open_button(turn.words, name, f"ex_{slug}")]
        signs = turn.house.library.signs_suited_by(slug)
        await turn.reply(exercise_cards.more_card(turn.words, exercise, signs, further))


async def _is_new(turn: Turn, what: str) -> bool:
    """Answer a tap, and say whether what it asks for is not there already."""
    _ = turn.words
    is_new = turn.house.group_pace.is_new(turn.chat_id, what, turn.now)
    await turn.toast(None if is_new else _("It came a moment ago: look below."))
    return is_new


async def tap_join(turn: Turn) -> None:
    """Subscribe the group in which an admin tapped."""
    await turn.toast()
    await start(turn)


async def tap_join_channel(turn: Turn, number: str) -> None:
    """Subscribe a channel from the private chat of one of its admins."""
    _ = turn.words
    digits = number.removeprefix("-")
    chat_id = int(number) if digits.isascii() and digits.isdecimal() else 0
    if not await turn.house.messenger.roster.runs(turn.user_id, chat_id, turn.now):
        await turn.toast(_("That works only for an admin of the channel, while I am one too."))
        return
    await turn.toast()
    there = replace(turn, chat_id=chat_id, chat_kind="channel", message_id=None)
    await turn.show(cards.channel_joined_card(turn.words, await _join(there)))


POST_BUTTONS: dict[str, Callable[..., Awaitable[None]]] = {
    "count": tap_count,
    "steps": tap_steps,
    "more": tap_more,
}
SETTING_BUTTONS: dict[str, Callable[..., Awaitable[None]]] = {
    "join": tap_join,
    "settings": own.tap_settings,
    "hour": own.tap_hour,
    "wall": own.tap_wall,
    "clock": own.tap_clock,
    "zone": own.tap_zone,
    "days": own.tap_days,
    "day": own.tap_day,
    "equipment": own.tap_equipment,
    "own": own.tap_own,
}
BUTTONS = POST_BUTTONS | SETTING_BUTTONS
SETTING_COMMANDS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "start": start,
    "stop": stop,
    "settings": own.settings,
    "time": own.hour,
    "timezone": own.clock,
    "days": own.days,
}


async def tap(turn: Turn, callback: Callback) -> None:
    """Answer a button under a post or a settings card of a group."""
    _ = turn.words
    if callback.verb in SETTING_BUTTONS and not await _is_admin(turn):
        await turn.toast(_("Only the admins here can change that. In private you set your own."))
    elif turn.chat_kind == "channel" and callback.verb in ("steps", "more"):
        await too_old(turn)  # nobody was offered it there
    else:
        await BUTTONS[callback.verb](turn, *callback.args)


async def command(turn: Turn, name: str, *, is_addressed: bool) -> None:
    """Answer a command in a group; one that names no bot may be meant for another."""
    bot_name, pace = turn.house.messenger.bot.username, turn.house.group_pace
    is_ours = is_addressed or await turn.house.subscriptions.of(turn.chat_id) is not None
    if name == "today" and is_ours:
        await today(turn)
    elif name in SETTING_COMMANDS and (is_ours or name == "start"):
        if await _is_admin(turn):
            await SETTING_COMMANDS[name](turn)
        elif is_addressed and pace.is_new(turn.chat_id, "refusal", turn.now):
            await turn.reply(cards.admins_only_card(turn.words, bot_name))
    elif is_addressed and name != "today" and pace.is_new(turn.chat_id, "pointer", turn.now):
        await turn.reply(cards.pointer_card(turn.words, bot_name))


async def _is_admin(turn: Turn) -> bool:
    """Say whether the person runs this chat: settings are for those who do."""
    roster = turn.house.messenger.roster
    return turn.is_anonymous or await roster.runs(turn.user_id, turn.chat_id, turn.now)


# --- being let in and shown out -------------------------------------------------------------


async def let_in(turn: Turn, title: str, *, is_new: bool) -> None:
    """Go on where the bot may post again; where it is new, offer to begin."""
    if resumed := await turn.house.subscriptions.unblock(turn.chat_id, turn.now):
        if resumed.kind == "group":
            there = replace(turn, thread_id=resumed.topic_id)
            await there.reply(settings_cards.settled_card(turn.words, resumed))
        return
    found = await turn.house.subscriptions.of(turn.chat_id)
    if not is_new or (found is not None and found.state == Standing.ACTIVE):
        return
    if turn.chat_kind == "group":
        await turn.reply(cards.welcome_card(turn.words))
    else:  # a channel's readers need not see the question
        card = cards.channel_card(turn.words, title, turn.chat_id)
        await turn.house.messenger.reply(turn.user_id, card)


async def shown_out(turn: Turn, title: str) -> None:
    """Pause where the bot may not post; nothing is deleted, and whoever subscribed hears of it."""
    if paused := await turn.house.subscriptions.block(turn.chat_id, turn.now):
        await turn.house.messenger.tell_owner(paused, title)
