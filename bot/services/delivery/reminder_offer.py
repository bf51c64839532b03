"""When a reminder is offered for the evening, and how long it waits after the exercise."""

from datetime import time, timedelta

REMIND_AFTER = timedelta(minutes=30)
"""A reminder is sent only if the exercise has been there that long; otherwise none that day."""

OFFERED_TIMES = (time(20), time(22))


def offered_time(wall: time) -> time | None:
    """Return when to remind of an exercise at a wall time; None where that is too late."""
    earliest = timedelta(hours=wall.hour, minutes=wall.minute) + REMIND_AFTER
    return next((at for at in OFFERED_TIMES if timedelta(hours=at.hour) >= earliest), None)
