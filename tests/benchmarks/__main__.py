"""All benchmarks, one after the other, in one table: ``python -m tests.benchmarks [NAME …]``.

With ``--runs N``, each runs so often, and the median of each line is printed. ``--compare REV``
measures another revision in turn with this one, and prints ratios, this one to the other.

It takes some twenty minutes. On a machine that is busy with something else, wall clock says
little: "at work" is what the program's own threads took of it. The soak is apart: it takes as long
as one likes.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.benchmarks import (
    append,
    arrange,
    documents,
    facets,
    first_frame,
    kept,
    keys,
    line_bytes,
    million,
    open_record,
    opened,
    page_down,
    slices,
    sql,
    streaming,
    summaries,
    throughput,
    version,
)
from tests.benchmarks.compare import compare, median_figures
from tests.benchmarks.figures import machine, table

BENCHMARKS = {
    benchmark.__name__.rpartition(".")[2]: benchmark
    for benchmark in (
        version,
        first_frame,
        append,
        page_down,
        keys,
        line_bytes,
        open_record,
        streaming,
        throughput,
        kept,
        arrange,
        documents,
        facets,
        sql,
        summaries,
        opened,
        slices,
        million,
    )
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--runs", type=int, default=None, help="how often (1; to compare: 3)")
    parser.add_argument("--compare", default=None, metavar="REV", help="a revision, as git has it")
    options = parser.parse_args()
    unknown = set(options.names).difference(BENCHMARKS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return options


def main() -> None:
    """Print the table, and how busy the machine was before and after."""
    options = _options()
    names = options.names or list(BENCHMARKS)
    print(machine())
    if options.compare is not None:
        figures = compare(options.compare, names, options.runs or 3)
    else:
        figures = []
        for name in names:
            start = time.monotonic()
            runs = [BENCHMARKS[name].figures() for _ in range(options.runs or 1)]
            figures += median_figures(runs)
            print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    print(table(figures))
    print(f"then {machine()}")


if __name__ == "__main__":
    main()
