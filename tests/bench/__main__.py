"""`python -m tests.bench [names…] [--quick]`: measure, print tables, say which goals hold.

`day` takes an hour and runs only if named; it has options of its own.
"""

import argparse
import os
import platform
import time
from pathlib import Path

from tests.bench import commands, delivery, limit, miniapp, paced, pictures, replies, scale
from tests.bench.day import course
from tests.bench.report import say

BENCHES = {
    "delivery": delivery.run,
    "scale": scale.run,
    "paced": paced.run,
    "limit": limit.run,
    "replies": replies.run,
    "commands": commands.run,
    "pictures": pictures.run,
    "miniapp": miniapp.run,
}


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=" ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="smaller numbers, one round")
    parser.add_argument("--people", type=int, default=course.PEOPLE, help="of day: for a million")
    parser.add_argument("--faster", type=float, default=course.FASTER, help="of day: its clock")
    parser.add_argument(
        "--rate", type=float, action="append", help="of day: Telegram's messages a second"
    )
    parser.add_argument("--logs", type=Path, help="of day: a folder in which logs are kept")
    options = parser.parse_args()
    benches = BENCHES | {"day": lambda **_: _day(options)}
    if unknown := set(options.names) - set(benches):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(benches)}")
    say(f"Python {platform.python_version()} on {os.cpu_count()} cores")
    for name in options.names or BENCHES:
        begin = time.monotonic()
        benches[name](quick=options.quick)
        load = os.getloadavg()[0]
        say(f"{name} took {time.monotonic() - begin:.0f} s; load {load:.1f}\n")


def _day(options: argparse.Namespace) -> None:
    rates = options.rate or course.RATES
    course.run(people=options.people, rates=rates, faster=options.faster, logs=options.logs)


main()
