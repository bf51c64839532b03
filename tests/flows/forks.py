"""Run the program many times for the price of one import: each run is a process of its own."""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from bot import cli


def run_all(runs: list[dict[str, Any]]) -> None:
    """Run one after another; leave each exit code in the run's folder."""
    for run in runs:
        child = os.fork()
        if child == 0:
            become(run)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        (Path(run["folder"]) / "code").write_text(str(code), encoding="utf-8")


def become(run: dict[str, Any]) -> None:
    """Turn this process into the program, as a shell does."""
    os.chdir(run["folder"])
    os.environ.clear()
    os.environ.update(run["environment"])
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.argv = ["psoas-bot", *run["arguments"]]
    try:
        cli.main()
    except SystemExit as end:
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()
        sys.stdout.flush()
        sys.stderr.flush()
        # To take the interpreter apart costs half a second of each run.
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    run_all(json.load(sys.stdin))
