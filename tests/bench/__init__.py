"""Measurements beside other bots, no part of the tests: `python -m tests.bench`."""
