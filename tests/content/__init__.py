"""What content/ must keep: its shape, its facts, its wording and its routine."""
