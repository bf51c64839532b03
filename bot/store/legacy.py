"""People exported by the version before one ledger, in today's tables."""

from bot.store.records import Record

MESSAGES = "notes"
"""Where an exported person had the deliveries that were no exercise."""


def modern(person: Record) -> Record:
    """Return an exported person as this version would have exported them."""
    changed = person | {
        "deliveries": [_exercise(one) for one in person.get("deliveries", ())],
        "sessions": [_renamed(one) for one in person.get("sessions", ())],
        "answers": [_answer(one) for one in person.get("answers", ())],
    }
    messages = [_message(one) for one in changed.pop(MESSAGES, ())]
    changed["deliveries"] += messages
    return {name: value for name, value in changed.items() if value or name in person}


def _renamed(record: Record) -> Record:
    return {"version" if name == "form" else name: value for name, value in record.items()}


def _exercise(record: Record) -> Record:
    if "kind" in record or "day" not in record:
        return record
    return _renamed(record) | {"kind": "exercise", "key": record["day"]}


def _answer(record: Record) -> Record:
    before = record.get("before")
    return record | {"before": _renamed(before)} if isinstance(before, dict) else record


def _message(record: Record) -> Record:
    kind, state = str(record.get("kind")), str(record.get("state"))
    day = str(record.get("due_at"))[:10] if kind == "broadcast" else record.get("key")
    kinds, states = {"nudge": "reminder"}, {"stale": "missed"}
    return record | {"day": day, "kind": kinds.get(kind, kind), "state": states.get(state, state)}
