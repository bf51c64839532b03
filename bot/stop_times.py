"""How long a stop may take: all of it, and what each part may wait for work under way.

The parts wait one after the other, most of them not at all: README promises five seconds, which
tests/failures/test_stops.py measures.
"""

STOP_SECONDS = 9.0
"""All of it; then the process ends by force. Docker (`stop_grace_period` in deploy/compose.yaml)
and systemd (`TimeoutStopSec` in deploy/psoas-bot.service) kill one second later."""

ACKNOWLEDGE_SECONDS = 0.5
"""Telling Telegram which updates were taken."""

REQUEST_SECONDS = 2.0
"""Deliveries that are on their way."""

UPDATE_SECONDS = 2.0
"""Updates that are being handled."""

GROUP_CARD_SECONDS = 2.0
"""Edits of the cards in groups."""

SESSION_SECONDS = 1.0
"""Edits of the messages that show sessions."""

PAGE_SECONDS = 1.0
"""Edits of cards after what was said on the Mini App's page."""

SERVER_SECONDS = 2
"""Requests that the web server is answering."""
