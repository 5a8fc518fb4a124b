"""Checks a case file: its database, the hashes and chains in it, and what was counted."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader, RecordCount
from netwrix_tui.case.facts import CustodyEntry
from netwrix_tui.errors import NetwrixTuiError, UsageError, WireError
from netwrix_tui.evidence.check_chains import check_custody, check_pages
from netwrix_tui.evidence.choice import numbered
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.watch import Watch, step
from netwrix_tui.records.amounts import records_words
from netwrix_tui.wire.codec import codec

_BROKEN = (sqlite3.Error, NetwrixTuiError, ValueError, TypeError, LookupError, ArithmeticError)
"""What a damaged database makes of what is read from it."""


class CaseCheck:
    """One case file; ``name`` is what it is called in what is found."""

    def __init__(self, path: Path, name: str, found: Differences, watch: Watch) -> None:
        self._path = path
        self._name = name
        self._found = found
        self._watch = watch
        self.pages: dict[int, bytes] = {}
        """The hash of each page."""
        self.custody: list[CustodyEntry] = []
        self.records = 0
        self.once = RecordCount()
        """How many there are without those that came again."""

    def run(self) -> None:
        """Check it. Raises Cancelled."""
        try:
            with CaseReader(self._path) as case:
                self._check_database(case)
                for check in (self._check_pages, self._check_custody, self._check_searches):
                    try:
                        check(case)
                    except _BROKEN as error:
                        self._found.add(self._name, f"it cannot be read: {_said(error)}")
                self.once = case.record_count()
        except _BROKEN as error:
            self._found.add(self._name, f"it cannot be read: {_said(error)}")

    def _check_database(self, case: CaseReader) -> None:
        step(self._watch, "checking the database", 0)
        case.connection.set_progress_handler(lambda: not self._watch.is_wanted(), 100_000)
        for pragma in ("integrity_check(20)", "foreign_key_check"):
            for row in case.connection.execute(f"PRAGMA {pragma}").fetchall():
                if row[0] != "ok":
                    self._found.add(self._name, f"SQLite finds {' '.join(map(str, row))!a}")
        case.connection.set_progress_handler(None, 0)

    def _check_pages(self, case: CaseReader) -> None:
        rows = case.connection.execute("SELECT id, sha256, chain FROM page ORDER BY id").fetchall()
        told = ((number, bytes(sha256), bytes(link)) for number, sha256, link in rows)
        self.pages = check_pages(told, self._name, self._found)
        asked: dict[int, list[tuple[int, int]]] = {}
        for page, size, records in case.connection.execute(
            "SELECT page, bytes, records FROM request WHERE page IS NOT NULL"
        ):
            asked.setdefault(page, []).append((size, records))
        for done, (number, expected) in enumerate(self.pages.items()):
            step(self._watch, "checking pages", done, len(self.pages))
            try:
                content = case.page(number).content
            except _BROKEN:
                self._found.add(self._name, f"page {number} cannot be read")
                continue
            if hashlib.sha256(content).digest() != expected:
                self._found.add(self._name, f"the SHA-256 of page {number} is not the one kept")
                continue
            try:
                count = len(codec(case.page(number).format).decode_page(content))
            except WireError:
                self._found.note(f"{self._name}: nothing can be made of page {number}.")
                continue
            self.records += count
            for size, records in asked.get(number, [(-1, -1)]):
                if size < 0:
                    self._found.add(self._name, f"no request brought page {number}")
                elif (size, records) != (len(content), count):
                    self._found.add(
                        self._name,
                        f"page {number} holds {records_words(count)} in {len(content):,} bytes; "
                        f"its request tells {records:,} in {size:,}",
                    )

    def _check_custody(self, case: CaseReader) -> None:
        self.custody = case.custody()
        lines = ((e.at, e.user, e.host, e.act, e.detail, e.chain) for e in self.custody)
        check_custody(lines, self._name, self._found, "custody line")

    def _check_searches(self, case: CaseReader) -> None:
        for number, search in enumerate(numbered(case), 1):
            step(self._watch, "checking searches", 0)
            batches = case.batches(search.id)
            taken = sum(batch.records for batch in batches)
            for batch in batches:
                if batch.places is not None and len(batch.places) != 8 * batch.records:
                    self._found.add(
                        self._name,
                        f"search {number} took {records_words(batch.records)} at once, and "
                        f"places of {len(batch.places) // 8:,} are kept",
                    )
            if batches and search.records > taken:
                self._found.add(
                    self._name,
                    f"search {number} tells {records_words(search.records)}, and {taken:,} "
                    "are kept",
                )


def _said(error: BaseException) -> str:
    if isinstance(error, UsageError):
        return error.what.rstrip(".")
    return ascii(str(error)) if isinstance(error, sqlite3.Error) else "it is damaged"
