"""Failures that an operator reads: each ends the program with one sentence and its exit code."""

MISTAKE = 2
"""Settings or content are wrong; starting again would not help."""

TEMPORARY = 75
"""EX_TEMPFAIL of sysexits.h: something is away for now, and a supervisor should try again."""


class OperatorError(Exception):
    """Something that the operator can mend; the text is one sentence."""

    exit_code = MISTAKE


class TemporaryError(OperatorError):
    """Something that may mend itself: a database or a network that is away."""

    exit_code = TEMPORARY
