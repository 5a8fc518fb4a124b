"""All benchmarks, one after the other, in one table: ``python -m tests.benchmarks``.

It takes some ten minutes, and says little on a machine that is busy with something else.
"""

from __future__ import annotations

from tests.benchmarks import (
    append,
    arrange,
    facets,
    first_frame,
    keys,
    million,
    open_record,
    page_down,
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
        open_record,
        streaming,
        throughput,
        arrange,
        facets,
        million,
    )
    print(table(figure for benchmark in benchmarks for figure in benchmark.figures()))
    print(f"then {machine()}")


if __name__ == "__main__":
    main()
