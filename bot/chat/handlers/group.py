"""Groups and channels: one post a day for all, and a shared count."""

from dataclasses import replace

from bot.chat.cards import exercise as exercise_cards
from bot.chat.cards import group as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.cards.links import open_button
from bot.chat.handlers.expired import expired
from bot.chat.handlers.practice import todays_version
from bot.chat.handlers.settings import ask_for_zone
from bot.chat.lost_chats import tell_owner
from bot.chat.request import Request
from bot.coach import likely_places
from bot.services.people.group_dones import is_open
from bot.store.day_cards import DayExercise
from bot.store.subscribers import ChatKind, PostTarget, Status, Subscriber


async def start(request: Request) -> None:
    """Subscribe this group or channel, or move its posts to this topic."""
    group = await _join(request)
    if group.zone_told or group.kind == "channel":
        await request.reply(settings_cards.schedule_card(request.translator, group))
    else:
        await ask_for_zone(request)


async def _join(request: Request) -> Subscriber:
    """Subscribe the chat of a request, and post today's exercise there if it was not active.

    An anonymous admin is not stored as its owner, and so cannot be told when it is blocked.
    """
    before = await request.services.subscriptions.find(request.chat_id)
    zone = likely_places.guess(request.locale_hint, request.now)
    place = PostTarget(kind=ChatKind(request.chat_kind), topic_id=request.thread_id)
    if not request.is_anonymous:
        place["owner_id"] = request.user_id
    group = await request.services.subscriptions.start(
        request.chat_id, request.language, zone, request.now, **place
    )
    if before is None or before.state != Status.ACTIVE:
        await _post_today(request)
    return group


async def today(request: Request) -> None:
    """Post today's exercise again, unless that was done a moment ago."""
    subscribed = await request.services.subscriptions.find(request.chat_id) is not None
    if request.services.group_pace.record_if_new(
        request.chat_id, f"today {subscribed}", request.now
    ):
        offer = cards.not_subscribed_card(request.translator)
        await (_post_today(request) if subscribed else request.reply(offer))


async def safety(request: Request) -> None:
    """Post the urgent warning signs, unless that was done a moment ago."""
    if request.services.group_pace.record_if_new(request.chat_id, "safety", request.now):
        page = request.services.library.safety.to(request.language)
        name = request.services.messenger.bot_name
        await request.reply(cards.safety_card(request.translator, name, page))


async def _post_today(request: Request) -> None:
    found = await request.services.practices.today(request.chat_id, request.now)
    count = await request.services.group_dones.count(request.chat_id, found.day)
    library = request.services.library
    card = cards.day_card(
        request.translator,
        library,
        found.practice,
        found.day,
        count=count,
        channel_bot=_channel_bot(request),
    )
    await request.reply(card)


def _channel_bot(request: Request) -> str | None:
    return request.services.messenger.bot_name if request.chat_kind == "channel" else None


# --- buttons --------------------------------------------------------------------------------


async def tap_count(request: Request, ref: DayExercise) -> None:
    """Count a member's day, or take it back; the button shows the new count a little later."""
    _, services = request.translator, request.services
    found = await services.practices.today(request.chat_id, request.now)
    if not is_open(ref.day, found.day):
        await request.toast(_("That's from another day. /today shows today's."))
        return
    counted = await services.group_dones.tap(request.chat_id, request.user_id, ref.day)
    if counted is None:
        await request.toast(_("There's no daily exercise here any more."))
        return
    # Under another post of the day they may not know that they are counted already.
    undone = _("Undone. Tap again to be counted.")
    await request.toast(_("Well done! Counted.") if counted else undone)
    await services.deliveries.confirm(request.chat_id, ref.day)
    if request.message_id is not None:
        services.group_pace.show(
            request.chat_id, request.message_id, lambda: _recount(request, ref)
        )


async def _recount(request: Request, ref: DayExercise) -> None:
    count = await request.services.group_dones.count(request.chat_id, ref.day)
    exercise, bot = request.services.library.exercises[ref.exercise], _channel_bot(request)
    await request.show_buttons(
        cards.post_buttons(request.translator, exercise, ref.day, count, bot)
    )


async def tap_steps(request: Request, ref: DayExercise) -> None:
    """Post the picture of all steps of the version that the post tells."""
    exercise = request.services.library.exercises[ref.exercise]
    version = await todays_version(request, ref)
    # a channel shows no such button
    if exercise.pictures_of(version).board is None or request.chat_kind == "channel":
        await expired(request)
    elif await _record_and_answer(request, f"steps {ref.exercise}"):
        await request.reply(exercise_cards.board_card(request.translator, exercise, version))


async def tap_more(request: Request, ref: DayExercise) -> None:
    """Post the page behind "More"."""
    exercise = request.services.library.exercises[ref.exercise]
    if request.chat_kind == "channel":  # a channel shows no such button
        await expired(request)
    elif await _record_and_answer(request, f"more {ref.exercise}"):
        name = request.services.messenger.bot_name
        further = [[open_button(request.translator, name, f"ex_{ref.exercise}")]]
        shown = exercise_cards.more_card(request.translator, exercise, further=further)
        await request.reply(shown)


async def tap_care(request: Request, slug: str) -> None:
    """Post who should take care with an exercise."""
    exercise = request.services.library.exercises[slug]
    if request.chat_kind == "channel":  # a channel shows no such button
        await expired(request)
    elif await _record_and_answer(request, f"care {slug}"):
        await request.reply(exercise_cards.care_card(request.translator, exercise))


async def _record_and_answer(request: Request, what: str) -> bool:
    """Record what a tap asks for, and answer it; return False if that was posted a moment ago."""
    _ = request.translator
    is_new = request.services.group_pace.record_if_new(request.chat_id, what, request.now)
    await request.toast(None if is_new else _("I've just sent it. Look below."))
    return is_new


async def tap_subscribe(request: Request) -> None:
    """Subscribe the group in which an admin tapped."""
    await request.toast()
    await start(request)


async def tap_join_channel(request: Request, chat_id: int) -> None:
    """Subscribe a channel from the private chat of one of its admins."""
    _ = request.translator
    admins = request.services.messenger.admins
    if not await admins.is_admin(request.user_id, chat_id, request.now):
        await request.toast(
            _("That only works for admins of the channel, while I'm an admin too.")
        )
        return
    await request.toast()
    there = replace(request, chat_id=chat_id, chat_kind="channel", message_id=None, shown=None)
    await request.show(cards.channel_joined_card(request.translator, await _join(there)))


# --- being let in and shown out -------------------------------------------------------------


async def let_in(request: Request, title: str, *, is_new: bool) -> None:
    """Resume where the bot may post again; where it is new, offer to subscribe."""
    if resumed := await request.services.subscriptions.unblock(request.chat_id, request.now):
        if resumed.kind == "group":
            there = replace(request, thread_id=resumed.topic_id)
            await there.reply(settings_cards.schedule_card(request.translator, resumed))
        return
    found = await request.services.subscriptions.find(request.chat_id)
    if not is_new or (found is not None and found.state == Status.ACTIVE):
        return
    if request.chat_kind == "group":
        await request.reply(cards.welcome_card(request.translator))
    else:  # a channel's readers need not see the question
        card = cards.channel_card(request.translator, title, request.chat_id)
        await request.services.messenger.reply(request.user_id, card)


async def shown_out(request: Request, title: str) -> None:
    """Block the chat where the bot may no longer post, and tell whoever subscribed it."""
    if blocked := await request.services.subscriptions.block(request.chat_id, request.now):
        services = request.services
        spoken = (
            await services.subscriptions.language_for(blocked.owner_id or 0) or blocked.language
        )
        await tell_owner(services.translator(spoken), services.messenger, blocked, title)
