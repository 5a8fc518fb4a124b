"""Documents for other tools: how many a second, beside NDJSON, and whether memory stays flat.

Run as ``python -m tests.benchmarks.documents``. The records are the demo's, already fetched and
split into pages as commands have them; what is measured is the writing alone. Each form writes all
pages several times over; the best round counts, as others may want the processor, too.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.export.documents import DocumentWriter
from netwrix_tui.results.export.writers import NdjsonWriter, RecordWriter
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.benchmarks.figures import Figure, machine, share, table, verdict

RECORDS, PAGE, ROUNDS = 20_000, 1_000, 4
BOUND = 15_000
MOST_GROWTH = 20
"""Documents a second to ECS at least; megabytes that the writing may add at most."""

Pages = list[Sequence[ReceivedRecord]]


def pages() -> Pages:
    """The demo's records as a server sends them, page by page."""
    data, json = Dataset(7, RECORDS, 1_764_500_000), codec(WireFormat.JSON)
    made: Pages = []
    for first in range(0, len(data), PAGE):
        raws = [json.encode_record(data.record(row)) for row in range(first, first + PAGE)]
        made.append(list(of_page(json.decode_page(json.encode_page(raws, None)))))
    return made


def rate(writer: RecordWriter, records: Pages) -> float:
    """Records a second of this process's own time, in the best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for page in records:
            writer.page(page)
        best = min(best, time.process_time() - start)
    return RECORDS / best


def figures() -> list[Figure]:
    """One line a form, beside NDJSON; the growth of memory over all of them."""
    records = pages()
    ndjson = rate(NdjsonWriter(None), records)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = []
    for form in DocumentFormat:
        own = rate(DocumentWriter(DocumentOptions(form), "nwx01"), records)
        bound = verdict(f"{BOUND:,}/s", own >= BOUND) if form is DocumentFormat.ECS else ""
        told.append(
            Figure(
                f"--as {form}, {RECORDS:,} records", f"{own:,.0f}/s",
                f"--output ndjson {ndjson:,.0f}/s", share(own, ndjson), bound,
            )
        )  # fmt: skip
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    flat = verdict(f"{MOST_GROWTH} MB", grown <= MOST_GROWTH)
    return [*told, Figure("memory that all of these added", f"{grown:.1f} MB", bound=flat)]


def main() -> None:
    """Print the lines, and how busy the machine was."""
    print(machine())
    print(table(figures()))


if __name__ == "__main__":
    main()
