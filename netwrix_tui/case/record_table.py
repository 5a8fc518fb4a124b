"""The tables ``record`` and ``detail`` of a case, made from its pages.

Every record is there once: by its RID within its source, those without a RID each. They stand in
the order in which the searches took them; what came over the wire and was never taken follows.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from netwrix_tui.case.case_reader import Batch, CaseReader
from netwrix_tui.case.record_rows import ROW_FIELDS, PagePlace, RecordRows, moments_of
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.results.columnstore.rids import RidColumn
from netwrix_tui.results.columnstore.timestamps import TimestampColumn
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.wire.page import Page

_INDEX = "CREATE INDEX IF NOT EXISTS {}record_of_rid ON record (rid)"
_TAKEN, _PAGES = "recorded_batch", "recorded_page"
"""Of ``case_info``: the last batch and the last page that are in the tables of the file."""

_TOGETHER = 20
"""Pages of a transaction."""


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Made:
    """How far the tables are: records in them, and pages of the case that are done, of all."""

    records: int
    done: int
    pages: int


class RecordTable:
    """Makes the tables, page by page, in constant memory but for 25 bytes a record.

    ``target`` is a connection whose tables ``record`` and ``detail`` are filled: the case's own
    file, opened by the one who writes it, or temporary ones. Raises sqlite3.Error, and UsageError
    where the case cannot be read.
    """

    def __init__(
        self, case: CaseReader, target: sqlite3.Connection, *, in_file: bool = False,
        with_details: bool = True,
    ) -> None:  # fmt: skip
        """Without details they are added by :meth:`making_details` once somebody wants them."""
        self._case = case
        self._db = target
        self._in_file = in_file
        self._with_details = with_details
        self.damaged: set[int] = set()
        """Pages that cannot be read; all others are made."""
        self._rows = RecordRows(target)
        self._times = TimestampColumn()
        self._known: dict[int, RidColumn] = {}
        self._source_of: dict[int, int] = {}
        self._bare: set[PagePlace] = set()
        """Where those records are from that have no RID."""
        self._done: set[int] = set()
        """Pages of which no record is left to take."""
        self._total = 0
        self._records = 0

    def making(self) -> Iterator[Made]:
        """Add what is not there yet, some pages a step, each of them committed.

        Between two steps it may be let go of; what is there then is whole, and in a file it is
        gone on with.
        """
        taken, paged = (self._info(name) for name in (_TAKEN, _PAGES)) if self._in_file else (0, 0)
        self._read_sources()
        self._remember()
        batches = [
            (search.source, batch)
            for search in self._case.searches()
            for batch in self._case.batches(search.id)
            if batch.id > taken
        ]
        batches.sort(key=lambda each: each[1].id)
        pages = [page for page in self._source_of if page > paged]
        self._total = len(pages)
        for some in _by(batches, _TOGETHER):
            with self._committed(_TAKEN, some[-1][1].id):
                for source, batch in some:
                    self._take(source, batch)
            yield self._made
        for few in _by([page for page in pages if page not in self._done], _TOGETHER):
            with self._committed(_PAGES, few[0] - 1):
                for number in few:
                    page = self._decoded(number)
                    if page is not None:
                        self._add(self._source_of[number], page, _places(number, len(page)))
            self._done.update(few)
            yield self._made
        with self._committed(_PAGES, max(pages, default=paged)):
            self._db.execute(_INDEX.format("" if self._in_file else "temp."))
        yield self._made

    def making_details(self) -> Iterator[Made]:
        """Add the changes of the records that are there, some pages a step."""
        of_page = "SELECT id, position FROM record WHERE page = ? ORDER BY position"
        pages = [row[0] for row in self._db.execute("SELECT DISTINCT page FROM record")]
        self._db.execute("CREATE INDEX IF NOT EXISTS temp.record_of_page ON record (page)")
        for done, few in enumerate(_by(pages, _TOGETHER)):
            yield Made(self._records, done * _TOGETHER, len(pages))
            self._db.execute("BEGIN")
            for number in few:
                page = self._decoded(number)
                if page is not None:
                    found = self._db.execute(of_page, (number,)).fetchall()
                    raws = [page.raws[index] for _, index in found]
                    self._rows.add_details([n for n, _ in found], raws, [page.format] * len(raws))
            self._db.execute("COMMIT")

    @property
    def _made(self) -> Made:
        return Made(self._records, min(len(self._done), self._total), self._total)

    def _read_sources(self) -> None:
        """Which source each page is from: that of its search, else of the request before."""
        source_of = {search.id: search.source for search in self._case.searches()}
        source = next((each.id for each in self._case.sources()), None)
        for request in self._case.requests():
            source = source_of.get(request.search or 0, source)
            if request.page is not None and source is not None:
                self._source_of[request.page] = self._case.source_of_page(request.page) or source

    def _remember(self) -> None:
        """The records that are there already."""
        found = self._db.execute("SELECT source, rid, page, position FROM record ORDER BY id")
        while some := found.fetchmany(10_000):
            self._records += len(some)
            self._bare.update((page, index) for _, rid, page, index in some if not rid)
            for source in {each[0] for each in some}:
                self._keep(source, [rid for its, rid, *_ in some if its == source and rid])

    def _take(self, source: int, batch: Batch) -> None:
        if batch.page is not None and batch.places is None:
            page = self._decoded(batch.page)
            if page is not None:
                its_source = self._source_of.get(batch.page, source)
                self._add(its_source, page, _places(batch.page, len(page)))
            self._done.add(batch.page)
            return
        flat = array("I", batch.places or b"")
        places = [place for place in zip(flat[::2], flat[1::2], strict=True) if place[0]]
        if all(self._decoded(page) is not None for page in dict.fromkeys(flat[::2]) if page):
            self._add_by_source(source, self._case.batch_page(batch), places)

    def _decoded(self, number: int) -> Page | None:
        """A page as records, None where it is damaged; that is known of it from then on."""
        if number not in self.damaged:
            try:
                return self._case.decoded(number)
            except (UsageError, WireError):
                self.damaged.add(number)
        return None

    def _add_by_source(self, source: int, page: Page, places: Sequence[PagePlace]) -> None:
        """Add records in their order, of whichever of several servers each is."""
        sources = [self._source_of.get(number, source) for number, _ in places]
        for its_source, run in groupby(range(len(places)), sources.__getitem__):
            at = list(run)
            part = page if len(at) == len(places) else page_subset(page, at)
            self._add(its_source, part, [places[index] for index in at])

    def _add(self, source: int, page: Page, places: Sequence[PagePlace]) -> None:
        """Add the records of a page that are not there yet."""
        new = self._new(source, page.column("rid"), places)
        if not new:
            return
        columns = [list(map(page.column(name).__getitem__, new)) for name in ROW_FIELDS]
        damaged = frozenset(at for at, index in enumerate(new) if index in page.damaged)
        self._keep(source, [rid for rid in columns[0] if rid])
        self._bare.update(places[at] for at, rid in zip(new, columns[0], strict=True) if not rid)
        numbers = self._rows.add(
            columns, moments_of(columns[1], self._times), [places[index] for index in new],
            source, damaged,
        )  # fmt: skip
        if self._with_details:
            raws = [page.raws[index] for index in new]
            self._rows.add_details(numbers, raws, [page.format] * len(new))
        self._records += len(new)

    def _new(self, source: int, rids: list[str], places: Sequence[PagePlace]) -> list[int]:
        """Which of a page's records are not there yet."""
        known = self._known.setdefault(source, RidColumn())
        return [at for at in known.new(rids) if rids[at] or places[at] not in self._bare]

    def _keep(self, source: int, rids: list[str]) -> None:
        if rids:
            self._known.setdefault(source, RidColumn()).append(rids)

    def _info(self, name: str) -> int:
        row = self._db.execute("SELECT value FROM case_info WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row is not None else 0

    @contextmanager
    def _committed(self, name: str, upto: int) -> Iterator[None]:
        """A transaction, at the end of which everything up to a number is in the tables."""
        self._db.execute("BEGIN")
        try:
            yield
            if self._in_file:
                self._db.execute(
                    "INSERT OR REPLACE INTO case_info VALUES (?, ?)", (name, str(upto))
                )
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise


def is_made(case: CaseReader) -> bool:
    """Whether all that the case has is in the tables of its file."""
    facts = dict(case.connection.execute("SELECT name, value FROM case_info"))
    last = case.connection.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM batch), (SELECT coalesce(max(id), 0) FROM page)"
    ).fetchone()
    done = [int(facts.get(name, 0)) for name in (_TAKEN, _PAGES)]
    return all(most <= upto for most, upto in zip(last, done, strict=True))


def _places(page: int, count: int) -> list[PagePlace]:
    return [(page, index) for index in range(count)]


def _by(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
