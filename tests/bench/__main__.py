"""`python -m tests.bench [names…] [--quick]`: measure, print tables, say which goals hold."""

import argparse
import os
import platform
import time

from tests.bench import commands, delivery, limit, miniapp, paced, pictures, replies, scale
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
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    say(f"Python {platform.python_version()} on {os.cpu_count()} cores")
    for name in options.names or BENCHES:
        begin = time.monotonic()
        BENCHES[name](quick=options.quick)
        load = os.getloadavg()[0]
        say(f"{name} took {time.monotonic() - begin:.0f} s; load {load:.1f}\n")


main()
