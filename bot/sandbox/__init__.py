"""A Telegram on your own machine: a small, strict Bot API and a chat page in the browser."""

from bot.sandbox.clock import SkippingClock
from bot.sandbox.server import Sandbox

__all__ = ["Sandbox", "SkippingClock"]
