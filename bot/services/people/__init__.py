"""The use cases of a subscriber: settings, today's practice, answers, sessions, progress."""
