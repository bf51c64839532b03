"""The processes of one run share the rewriting of asserts, which pytest caches on disk.

All processes begin at the same time and in the same order, so that on a fresh checkout each of
them would rewrite every file: 5.5 s of CPU apiece.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from _pytest.assertion import rewrite


def rewrite_share(config: pytest.Config, files: Sequence[Path]) -> None:
    """Rewrite a worker's share of the test files, unless that was done in an earlier run.

    pytest has no public way to do this. A file whose turn comes before another worker has
    finished it is rewritten twice, which harms nothing: pytest replaces its cache atomically.
    """
    worker: dict[str, object] = getattr(config, "workerinput", {})
    if not worker or sys.dont_write_bytecode:
        return
    number = int(str(worker["workerid"]).removeprefix("gw"))
    state = config.stash[rewrite.assertstate_key]
    for file in files[number :: int(str(worker["workercount"]))]:
        folder = rewrite.get_cache_dir(file)
        cached = folder / f"{file.stem}{rewrite.PYC_TAIL}"
        if rewrite.try_makedirs(folder) and rewrite._read_pyc(file, cached) is None:
            source_hash, code = rewrite._rewrite_test(file, config)
            rewrite._write_pyc(state, code, source_hash, cached)
