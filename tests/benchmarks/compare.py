"""Two revisions measured in turn, on one machine: ``python -m tests.benchmarks --compare REV``.

The other revision is checked out beside this one for as long as it takes. Each benchmark runs in a
process of its own, this revision's and the other's in turn, so that whatever else the machine does
hits both; medians are compared.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.checkout import CHECKOUT

_RUN = """
import dataclasses, importlib, json, sys
figures = importlib.import_module("tests.benchmarks." + sys.argv[1]).figures()
print("\\n" + json.dumps([dataclasses.astuple(figure) for figure in figures]))
"""

_HERE = CHECKOUT


def number_of(measured: str) -> float | None:
    """The first number in what was measured; None where it has none."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", measured)
    return float(found[0].replace(",", "")) if found else None


def median_figures(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Of each line, the one of the run that stands in the middle."""
    lines = zip(*runs, strict=True)
    return [sorted(line, key=lambda each: number_of(each.measured) or 0.0)[len(line) // 2]
            for line in lines]  # fmt: skip


def figures_of(tree: Path, benchmark: str) -> list[Figure]:
    """What a benchmark measures in a working tree, in a process of its own. Raises RuntimeError."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, benchmark],
        cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{benchmark} of {tree.name} ended with {done.returncode}.")
    return [Figure(*values) for values in json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """A working tree of the revision, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory) / "other"
        git = ["git", "-C", str(_HERE), "worktree"]
        subprocess.run([*git, "add", "--detach", str(tree), revision], check=True, text=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def compared(here: Sequence[Sequence[Figure]], other: Sequence[Sequence[Figure]]) -> list[Figure]:
    """Each line of this revision, by its median, beside that of the other."""
    before = {(each.what, place): each for place, each in enumerate(median_figures(other))}
    lines = []
    for place, each in enumerate(median_figures(here)):
        known = before.get((each.what, place))
        ours = number_of(each.measured)
        theirs = number_of(known.measured) if known is not None else None
        ratio = f"{ours / theirs:.2f}" if ours is not None and theirs else ""
        was = known.measured if known is not None else "not there"
        lines.append(replace(each, compared_to=was, ratio=ratio, bound=""))
    return lines


def compare(revision: str, benchmarks: Sequence[str], runs: int) -> list[Figure]:
    """Measure both, ``runs`` times each. A benchmark that one of them lacks is told of, and left
    out.
    """
    lines: list[Figure] = []
    with checked_out(revision) as tree:
        for benchmark in benchmarks:
            here, other = [], []
            try:
                for _ in range(runs):
                    other.append(figures_of(tree, benchmark))
                    here.append(figures_of(_HERE, benchmark))
            except RuntimeError as error:
                lines.append(Figure(benchmark, str(error)))
                continue
            lines += compared(here, other)
    return lines
