"""All benchmarks, one after the other, in one table: ``python -m tests.benchmarks``.

It takes some twenty minutes. On a machine that is busy with something else, wall clock says
little: "at work" is what the program's own threads took of it. The soak is apart: it takes as long
as one likes.
"""

from __future__ import annotations

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
    sql,
    streaming,
    throughput,
    version,
)
from tests.benchmarks.figures import machine, table


def main() -> None:
    """Print the table, and how busy the machine was before and after."""
    print(machine())
    benchmarks = (
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
        opened,
        million,
    )
    figures = []
    for benchmark in benchmarks:
        start = time.monotonic()
        figures += benchmark.figures()
        took = f"{benchmark.__name__}: {time.monotonic() - start:.0f} s"
        print(took, file=sys.stderr, flush=True)
    print(table(figures))
    print(f"then {machine()}")


if __name__ == "__main__":
    main()
