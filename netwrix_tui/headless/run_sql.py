"""``netwrix-tui sql``: a statement over a case file, its rows on standard output.

The statement runs on a thread of its own, so that ctrl+c is heeded whatever SQLite is at.
"""

from __future__ import annotations

import argparse
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Full, Queue

from netwrix_tui import standard_streams
from netwrix_tui.case.record_table import Made
from netwrix_tui.case.sql import Sql, Stopped, Value
from netwrix_tui.case.sql_formats import CsvRows, NdjsonRows, Rows, text_of
from netwrix_tui.case.sql_text import SqlError, marked
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.headless.aligned_lines import AlignedLines
from netwrix_tui.headless.choices import shown_zone
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.stdout import Stdout, StdoutClosed
from netwrix_tui.headless.terminal_safe import as_it_is, for_terminal
from netwrix_tui.sanitize import visible

FOUND, NOTHING_FOUND, _INTERRUPTED = 0, 1, 130

_AHEAD = 4
"""Thousands of rows that are read before they are written."""

_LOOK = 0.1
"""Seconds between two looks for ctrl+c, where waiting is not ended by it (Windows)."""

_PATIENCE = 0.5
"""Seconds that a statement gets to end by itself."""


@dataclass(frozen=True, slots=True)
class _Began:
    columns: tuple[str, ...]


_Told = Made | _Began | list[tuple[Value, ...]] | NetwrixTuiError | None


class SqlCommand:
    """One statement. Making it raises UsageError where the options cannot be used."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._stdout = Stdout()
        self._file = Path(options.file)
        self._zone = shown_zone(options)
        self._statement: str = options.statement
        if self._statement == "-":
            self._statement = _from_input()
        self._form = options.output or ("table" if self._stdout.is_terminal else "ndjson")
        self._safe: Callable[[bytes], Iterable[bytes]] = as_it_is
        if self._stdout.is_terminal:
            self._safe = for_terminal(self._form, standard_streams.terminal_encoding())
        self._messages = Messages()
        self._told: Queue[_Told] = Queue(_AHEAD)
        self._is_wanted = True
        self._damaged = 0

    def run(self) -> int:
        """Run it, write, and return the exit status. Raises NetwrixTuiError."""
        thread = threading.Thread(target=self._work, daemon=True)
        thread.start()
        try:
            return self._written()
        except StdoutClosed:
            self._stdout.abandon()
            return FOUND
        except SqlError as error:
            self._point_at(error)
            raise
        except KeyboardInterrupt:
            self._is_wanted = False
            self._messages.clear()
            thread.join(_PATIENCE)
            if thread.is_alive():
                # Within one function SQLite heeds nobody; its temporary files have no name.
                os._exit(_INTERRUPTED)
            raise
        finally:
            self._is_wanted = False

    def _written(self) -> int:
        writer: RowWriter | None = None
        written = 0
        for told in self._each():
            match told:
                case Made():
                    self._messages.progress(_progress(told))
                case _Began(columns):
                    self._messages.clear()
                    writer = self._writer(columns)
                case _ if writer is not None:
                    if not written:
                        self._put(writer.start(told))
                    self._put(writer.page(told))
                    written += len(told)
        if not written and writer is not None:
            self._messages.say("There are no rows.")
            if self._form == "csv":
                self._put(writer.start([]))
        if self._damaged:
            pages = "1 page" if self._damaged == 1 else f"{self._damaged:,} pages"
            self._messages.say(
                f"Of the case, {pages} cannot be read: what is in there is left out."
            )
        return FOUND if written else NOTHING_FOUND

    def _each(self) -> Iterator[Made | _Began | list[tuple[Value, ...]]]:
        while True:
            try:
                told = self._told.get(timeout=_LOOK)
            except Empty:
                continue
            if told is None:
                return
            if isinstance(told, NetwrixTuiError):
                raise told
            yield told

    def _writer(self, columns: tuple[str, ...]) -> RowWriter:
        if self._form == "csv":
            return CsvRows(columns)
        if self._form == "ndjson":
            return NdjsonRows(columns)
        is_terminal = self._stdout.is_terminal
        return TableRows(columns, shutil.get_terminal_size().columns if is_terminal else None)

    def _put(self, data: bytes) -> None:
        if data:
            for piece in self._safe(data):
                self._stdout.write(piece)

    def _point_at(self, error: SqlError) -> None:
        line, below = marked(self._statement, error).split("\n")
        if visible(line) == line:
            standard_streams.tell(f"{line}\n{below}\n")

    # On the thread

    def _work(self) -> None:
        try:
            with Sql.of_case(self._file, self._zone) as sql:
                sql.check(self._statement)
                for made in sql.making(self._statement, self._wanted):
                    self._tell(made)
                answer = sql.run(self._statement, self._wanted)
                self._tell(_Began(answer.columns))
                for rows in answer.rows():
                    self._tell(rows)
            self._damaged = sql.damaged
            self._tell(None)
        except Stopped:
            return
        except NetwrixTuiError as error:
            self._tell(error)
        except Exception as error:  # noqa: BLE001 - the one who waits has to learn of it
            from netwrix_tui.results.loading.unexpected_error import as_error

            self._tell(as_error(error))

    def _wanted(self) -> bool:
        return self._is_wanted

    def _tell(self, told: _Told) -> None:
        while self._is_wanted:
            try:
                self._told.put(told, timeout=_LOOK)
            except Full:
                continue
            return


def _progress(made: Made) -> str:
    part = f", {made.done * 100 // made.pages} %" if made.pages else ""
    return f"making the tables: {made.records:,} records{part}"


def _from_input() -> str:
    try:
        return standard_streams.read_input().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            "The statement on standard input is not UTF-8 text.", next_step="Write it in UTF-8."
        ) from error


class TableRows:
    """A table, as wide as the terminal; ``width`` is None elsewhere."""

    def __init__(self, columns: Sequence[str], width: int | None) -> None:
        self._lines = AlignedLines(columns, width)

    def start(self, rows: Rows) -> bytes:
        """The line of the titles, as wide as the first rows need it."""
        return self._lines.start([list(map(text_of, row)) for row in rows])

    def page(self, rows: Rows) -> bytes:
        """A line for each row."""
        return b"".join(self._lines.line(list(map(text_of, row))) for row in rows)


RowWriter = TableRows | CsvRows | NdjsonRows
