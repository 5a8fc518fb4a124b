"""``netwrix-tui summary``: records are counted as they come, and only the counts are kept."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from netwrix_tui.clock import epoch, now
from netwrix_tui.ending import Ending
from netwrix_tui.errors import NetwrixTuiError, ServerRepeats
from netwrix_tui.headless.aligned_lines import AlignedLines
from netwrix_tui.headless.earlier_counts import EarlierCounts
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import Clock, progress_text, ticking
from netwrix_tui.headless.record_reader import RecordReader
from netwrix_tui.headless.run_search import asked_servers
from netwrix_tui.headless.stdout import Stdout, StdoutClosed
from netwrix_tui.headless.summary_plan import summary_plan
from netwrix_tui.headless.terminal_safe import as_it_is, for_terminal
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.doubts import absence, doubts
from netwrix_tui.records.sentence import sentence
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.sheet_formats import (
    sheet_cells,
    sheet_csv,
    sheet_json,
    sheet_offsets,
    sheet_ticket,
)
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.summaries.logon_summary import LogonTally
from netwrix_tui.results.summaries.of_rows import RowTally
from netwrix_tui.results.summaries.sequence_tests import StreamTest
from netwrix_tui.results.summaries.sequences import sequence_sheet
from netwrix_tui.results.summaries.sheet import Sheet, Value
from netwrix_tui.results.summaries.summary_sheet import summary_sheet
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.standard_streams import terminal_encoding

FOUND, NOTHING_FOUND = 0, 1


class SummaryCommand:
    """One summary: what is counted, by what, and in which format it is written."""

    def __init__(self, options: argparse.Namespace, names: tuple[str, ...] | None = None) -> None:
        """``names`` are those of the servers that may be asked, an empty one for a single one;
        None where none is.

        Raises UsageError; nothing has been sent then.
        """
        self._stdout = Stdout()
        self._plan = plan = summary_plan(options)
        self.servers = asked_servers(plan.search, names) if names is not None else ()
        """Those of the servers that the search is for."""
        is_terminal = self._stdout.is_terminal
        self._form: str = options.output or ("table" if is_terminal else "json")
        self._safe: Callable[[bytes], Iterator[bytes]] = as_it_is
        if is_terminal:
            self._safe = for_terminal(self._form, terminal_encoding())
        self._changed = Path(options.changed_since) if options.changed_since is not None else None
        self._query: str = options.query
        self.messages = Messages()
        self.messages.say_doubts(doubts(plan.search.filters))
        self._clock = Clock()
        self._records = 0
        self._began = now()
        self._logons = LogonTally() if not plan.keys and plan.pattern is None else None
        self._sequence = StreamTest(plan.pattern, int(epoch())) if plan.pattern else None
        self._rows: RowTally | None = None
        self._earlier: EarlierCounts | None = None

    def run(self, reader: RecordReader) -> int:
        """Count, write, and return the exit status. Raises NetwrixTuiError."""
        plan, messages = self._plan, self.messages
        if self._changed is not None:
            self._earlier = EarlierCounts(self._changed, f"{reader.id} {plan.id}")
        if plan.keys:
            self._rows = RowTally(plan.keys, plan.zone, reader.where)
        in_part: NetwrixTuiError | None = None
        try:
            Ending().run(self._read(reader))
        except ServerRepeats as error:
            in_part = error  # all that there is has come
        except NetwrixTuiError as error:
            if error.server and self._records and self._earlier is None:
                in_part = error  # all that the other servers have has come
            elif self._records:
                messages.say(f"{records_words(self._records)} counted before this went wrong:")
            if in_part is None:
                raise
        finally:
            messages.clear()
        try:
            found = self._written(reader)
        except StdoutClosed:
            self._stdout.abandon()
            return FOUND
        for remark in reader.remarks():
            messages.say(remark)
        if not self._records:
            messages.say(reader.nothing_words)
            if why := absence(plan.search.filters):
                messages.say(why)
        if in_part is not None:
            raise in_part
        return FOUND if found else NOTHING_FOUND

    async def _read(self, reader: RecordReader) -> None:
        async with ticking(self.messages, self._progress):
            await reader.read(self._plan.search, self._take)

    def _take(self, records: Sequence[ReceivedRecord]) -> None:
        self._records += len(records)
        rows = [record.row for record in records]
        if self._rows is not None:
            self._rows.add(rows)
        elif self._logons is not None:
            self._logons.add(rows)
        elif self._sequence is not None:
            self._sequence.add(records)

    def _progress(self) -> str:
        return progress_text(self._records, None, self._clock.seconds)

    # What is written

    def _written(self, reader: RecordReader) -> int:
        """Write the summary, keep its counts, and return how many rows it has."""
        sheet, words = self._counted()
        limit = self._plan.limit
        shown = sheet if limit is None else replace(sheet, rows=sheet.rows[:limit])
        for piece in self._document(shown, words, reader):
            for safe in self._safe(piece):
                self._stdout.write(safe)
        if self._earlier is not None:
            self._earlier.keep(_counts(sheet, len(self._plan.keys)))
        if self._form != "md":
            self.messages.say(words)
        return len(sheet)

    def _counted(self) -> tuple[Sheet, str]:
        """The whole sheet, and of what it is in a sentence."""
        of = f"of {records_words(self._records)}"
        if self._rows is not None:
            return self._groups(of)
        minimum = self._plan.minimum
        if self._logons is not None:
            sheet = finished(self._logons.sheet())
            at = sheet.place_of("failed") or 0
            rows = [row for row in sheet.rows if int(row[at] or 0) >= minimum or minimum <= 1]
            accounts = "1 account" if len(rows) == 1 else f"{len(rows):,} accounts"
            logons = "1 logon" if self._logons.records == 1 else f"{self._logons.records:,} logons"
            return replace(sheet, rows=rows), f"{accounts}, {logons} {of}."
        sequence, pattern = self._sequence, self._plan.pattern
        if sequence is None or pattern is None:
            raise NetwrixTuiError("There is nothing to count.")
        found = finished(sequence.tally.found())
        number = "1 sequence" if len(found) == 1 else f"{len(found):,} sequences"
        return sequence_sheet(
            found, pattern.same
        ), f"{number} {of}. {pattern.words(self._plan.zone)}."

    def _groups(self, of: str) -> tuple[Sheet, str]:
        plan, earlier = self._plan, self._earlier
        if self._rows is None:
            raise NetwrixTuiError("There is nothing to count.")
        summary = finished(self._rows.summary())
        order = finished(summary.ordered(plan.sort, plan.minimum))
        before = earlier.counts if earlier is not None else None
        sheet = finished(summary_sheet(summary, order, before))
        number = "1 group" if len(summary) == 1 else f"{len(summary):,} groups"
        words = f"{number} {of}"
        if plan.minimum > 1:
            groups, records = summary.above(plan.minimum)
            words += f"; {groups:,} of at least {plan.minimum:,}, of {records_words(records)}"
        if earlier is None:
            return sheet, f"{words}."
        if earlier.is_first:
            return sheet, f"{words}. There was no run before: all of them are new."
        return self._compared(sheet, words, earlier)

    def _compared(self, sheet: Sheet, words: str, earlier: EarlierCounts) -> tuple[Sheet, str]:
        """The sheet with what is gone below, and what is new in words."""
        keys = len(self._plan.keys)
        there = {row[:keys] for row in sheet.rows}
        gone = [(values, count) for values, count in earlier.counts.items() if values not in there]
        at = sheet.place_of("before") or 0
        new = sum(row[at] is None for row in sheet.rows)
        rest = len(sheet.columns) - keys - 2
        below: list[tuple[Value, ...]] = [
            (*values, 0, count, *(None,) * rest) for values, count in gone
        ]
        words += f". Against {earlier.written}: {new:,} new, {len(gone):,} gone."
        return replace(sheet, rows=[*sheet.rows, *below]), words

    def _document(self, sheet: Sheet, words: str, reader: RecordReader) -> Iterator[bytes]:
        if self._form == "json":
            yield from sheet_json(sheet)
        elif self._form == "csv":
            yield from sheet_csv(sheet)
        elif self._form == "md":
            text = sheet_ticket(self._head(reader), words, sheet, TicketFormat.MARKDOWN)
            yield text.encode("utf-8", "replace")
        else:
            yield from self._table(sheet)

    def _table(self, sheet: Sheet) -> Iterator[bytes]:
        width = shutil.get_terminal_size().columns if self._stdout.is_terminal else None
        lines = AlignedLines([column.title for column in sheet.columns], width)
        offsets = sheet_offsets(sheet, self._plan.zone)
        rows = [
            sheet_cells(row, sheet.columns, self._plan.zone, offsets) for row in sheet.rows
        ]  # fmt: skip
        yield lines.start(rows)
        for row in rows:
            yield lines.line(row)

    def _head(self, reader: RecordReader) -> TicketHead:
        return TicketHead(
            search=sentence(self._plan.search, self._plan.zone),
            server=reader.where,
            account=reader.account,
            searched=self._began,
            written=now(),
            zone=self._plan.zone,
            of=f"all {self._records:,} that the search found",
            query=self._query,
        )


def _counts(sheet: Sheet, keys: int) -> dict[tuple[str, ...], int]:
    """The counts of the groups that are there, by their values."""
    return {
        tuple(map(str, row[:keys])): count
        for row in sheet.rows
        if isinstance(count := row[keys], int) and count
    }
