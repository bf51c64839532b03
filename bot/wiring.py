"""The wiring: builds the client of the Bot API, the services and what they need."""

from aiohttp import web
from telegram.ext import ExtBot

from bot.botapi.messenger import Messenger
from bot.botapi.sender import Sender
from bot.botapi.transport import (
    Gate,
    HttpRequest,
    Listen,
    OnAnswer,
    ignore_answer,
    ignore_dates,
)
from bot.chat import start_button
from bot.chat.finders import Finders
from bot.chat.lost_chats import LostChats
from bot.chat.services import Services
from bot.chat.session_display import SessionDisplay
from bot.clock import Clock
from bot.coach.library import Library
from bot.miniapp.app import PATH
from bot.services.delivery.deliveries import Deliveries
from bot.services.operators.archive import Archive
from bot.services.operators.broadcasts import Broadcasts
from bot.services.operators.readiness import Readiness
from bot.services.operators.roles import Role
from bot.services.operators.statistics import Statistics
from bot.services.people.answers import Answers
from bot.services.people.group_dones import GroupDones
from bot.services.people.moves import Moves
from bot.services.people.page_sessions import PageSessions
from bot.services.people.practice import Practices
from bot.services.people.preferences import Preferences
from bot.services.people.programme_links import key_of
from bot.services.people.programmes import Programmes
from bot.services.people.progress import Progress
from bot.services.people.sessions import Sessions
from bot.services.people.subscriptions import Subscriptions
from bot.settings import Settings
from bot.store.database import Database
from bot.web.vitals import Vitals


def vital_routes(
    settings: Settings, database: Database, vitals: Vitals, clock: Clock
) -> list[web.RouteDef]:
    """Return health and metrics, as far as this process has something to say."""
    statistics = Statistics(database)
    return vitals.routes(
        Readiness(database, clock).check,
        lambda: statistics.backlog(clock()),
        delivers=settings.delivery == "on",
        answers=settings.updates != "off",
    )


def role_of(name: str, database: Database, services: Services) -> Role | None:
    """Return the role, or None on SQLite, where there is only one process.

    There a role would only keep a restarted process waiting for the one that died.
    """
    if database.is_sqlite:
        return None
    bot_id = services.messenger.bot_id
    return Role(database, bot_id, name, services.deliveries.worker, services.clock)


def app_url_of(settings: Settings) -> str | None:
    """Return the address of the full-screen page, if there is one."""
    return f"{settings.app_root}{PATH}" if settings.app_root else None


def build_services(
    settings: Settings,
    database: Database,
    library: Library,
    sender: Sender,
    clock: Clock,
) -> Services:
    """Join everything that a handler may call."""
    subscriptions = Subscriptions(database, settings.default_time)
    messenger = Messenger(
        sender,
        on_gone=LostChats(subscriptions, library.languages, clock).block,
        on_moved=subscriptions.migrate,
        dress=start_button.dressing(app_url) if (app_url := app_url_of(settings)) else None,
    )
    practices = Practices(database, library)
    sessions = Sessions(database, library, practices)
    return Services(
        finders=Finders(library),
        library=library,
        subscriptions=subscriptions,
        preferences=Preferences(database),
        practices=practices,
        group_dones=GroupDones(database),
        progress=Progress(database, library),
        programmes=Programmes(database, library, key_of(sender.bot.token)),
        deliveries=Deliveries(database, library),
        messenger=messenger,
        archive=Archive(database),
        clock=clock,
        answers=Answers(database, library),
        moves=Moves(database, library),
        contact=settings.contact,
        sessions=sessions,
        session_display=SessionDisplay(sessions, messenger, library, clock),
        page_sessions=PageSessions(database, practices, sessions),
        broadcasts=Broadcasts(database),
        statistics=Statistics(database),
        operators=settings.operators,
    )


def build_bot(
    settings: Settings,
    token: str,
    on_answer: OnAnswer = ignore_answer,
    listen: Listen = ignore_dates,
    gate: Gate | None = None,
) -> ExtBot[None]:
    """Build the client of the Bot API on our own transport."""
    root = settings.bot_api_url
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HttpRequest(on_answer=on_answer, listen=listen, gate=gate),
        get_updates_request=HttpRequest(1, on_answer, listen),  # or PTB opens one on httpx
    )
