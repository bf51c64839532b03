"""When a reminder is offered for the evening, and how long it waits after the exercise."""

from datetime import time, timedelta

REMIND_AFTER = timedelta(minutes=30)
"""A reminder is sent only if the exercise has been there that long; otherwise none that day."""

EVENINGS = (time(20), time(22))


def evening_after(wall: time) -> time | None:
    """Return when to remind of an exercise at a wall time; None where that is too late."""
    earliest = timedelta(hours=wall.hour, minutes=wall.minute) + REMIND_AFTER
    return next((at for at in EVENINGS if timedelta(hours=at.hour) >= earliest), None)
