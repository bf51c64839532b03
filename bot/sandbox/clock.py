"""The sandbox's clock: the machine's, plus what the user has skipped."""

from datetime import UTC, datetime, timedelta


class SkippingClock:
    """A clock in UTC that runs like the machine's and can jump forward."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        """Return the sandbox's current time."""
        return datetime.now(UTC) + self._skipped

    def skip_to(self, instant: datetime) -> None:
        """Jump to a later instant; an earlier one changes nothing."""
        if instant.tzinfo is None:
            raise ValueError("The clock skips to an aware datetime only.")
        # The bot has promised that time does not run backwards.
        self._skipped += max(instant - self(), timedelta())
