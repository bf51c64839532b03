"""The services that a handler may call."""

from dataclasses import dataclass, field

from bot.botapi.messenger import Messenger
from bot.chat.finders import Finders
from bot.chat.group_pace import GroupPace
from bot.chat.session_display import SessionDisplay
from bot.chat.words import Translator, translator_in
from bot.clock import Clock
from bot.coach.library import Library
from bot.services.delivery.deliveries import Deliveries
from bot.services.operators.archive import Archive
from bot.services.operators.broadcasts import Broadcasts
from bot.services.operators.statistics import Statistics
from bot.services.people.answers import Answers
from bot.services.people.group_dones import GroupDones
from bot.services.people.moves import Moves
from bot.services.people.page_sessions import PageSessions
from bot.services.people.practice import Practices
from bot.services.people.preferences import Preferences
from bot.services.people.programmes import Programmes
from bot.services.people.progress import Progress
from bot.services.people.sessions import Sessions
from bot.services.people.subscriptions import Subscriptions


@dataclass(frozen=True)
class Services:
    """All that a handler may call."""

    library: Library
    finders: Finders
    subscriptions: Subscriptions
    preferences: Preferences
    practices: Practices
    group_dones: GroupDones
    progress: Progress
    programmes: Programmes
    deliveries: Deliveries
    messenger: Messenger
    archive: Archive
    clock: Clock
    sessions: Sessions
    session_display: SessionDisplay
    page_sessions: PageSessions
    answers: Answers
    moves: Moves
    broadcasts: Broadcasts
    statistics: Statistics
    operators: frozenset[int] = frozenset()
    contact: str | None = None
    group_pace: GroupPace = field(default_factory=GroupPace)

    def translator(self, language: str) -> Translator:
        """Return the translator of the offered language for a code."""
        return translator_in(self.library.languages, language)
