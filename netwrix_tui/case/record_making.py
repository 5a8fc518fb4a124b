"""The tables of records in a case's own file, made on the thread of whoever keeps it.

Some pages at a time: what is to be kept meanwhile has its turn in between.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.record_table import Made, RecordTable, is_made
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError

_LOOK = 0.05
"""Seconds between two looks at how far it is."""


class RecordMaking:
    """Makes the tables of the file that a keeper has open; what is there is gone on with."""

    def __init__(self, keeper: SessionKeeper) -> None:
        self._keeper = keeper
        self._is_wanted = True
        self._is_over = threading.Event()
        self._made: Made | None = None
        self._reader: CaseReader | None = None
        self._making: Iterator[Made] | None = None

    def steps(self) -> Iterator[Made]:
        """How far it is, again and again until it is over. Let go of, it ends after the pages
        that are under way.

        Where the file takes no more, it is over too: then the tables are not made, and nobody has
        to know.
        """
        path = self._keeper.path
        if path is None:
            return
        try:
            with CaseReader(path) as case:
                if is_made(case):
                    return
        except NetwrixTuiError:
            return  # told by whoever reads it next
        self._keeper.alone(self._step)
        try:
            while not self._is_over.wait(_LOOK):
                if not self._keeper.is_at_work:
                    return
                if self._made is not None:
                    yield self._made
        finally:
            self._is_wanted = False

    def _step(self, case: CaseWriter) -> None:
        try:
            if self._is_wanted and self._advance(case):
                self._keeper.alone(self._step)
                return
        except (sqlite3.Error, NetwrixTuiError):
            pass  # the pages are there; tables beside the file do as well
        if self._reader is not None:
            self._reader.close()
        self._is_over.set()

    def _advance(self, case: CaseWriter) -> bool:
        """Make some pages more; False once all are made."""
        if self._making is None or self._reader is None:
            self._reader = CaseReader(case.path)
            self._making = RecordTable(self._reader, case.connection, in_file=True).making()
        elif self._reader.path != case.path:  # it has got another name and place meanwhile
            return False
        made = next(self._making, None)
        self._made = made or self._made
        return made is not None
