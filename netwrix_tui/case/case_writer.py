"""Writer of a case file: one connection on one thread; related changes share a transaction.

Two programs never write one file: a lock file beside it is held while it is open.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple
from pathlib import Path

from netwrix_tui import __version__
from netwrix_tui.case import chain, schema, statements
from netwrix_tui.case.case_lock import held
from netwrix_tui.case.custody_log import CustodyLog
from netwrix_tui.case.facts import (
    Finding,
    Outcome,
    RequestFacts,
    SearchFacts,
    SourceFacts,
    ViewFacts,
)
from netwrix_tui.case.moments import blob, storable, written
from netwrix_tui.case.named_sources import NamedSources
from netwrix_tui.case.packing import Packed, packed
from netwrix_tui.case.plan_text import plan_text
from netwrix_tui.clock import now
from netwrix_tui.errors import StorageFull
from netwrix_tui.private_directory import make_private
from netwrix_tui.wire.page import Answer, Page

_ANSWERS_AT_HAND = 64
"""Answers that are remembered until the screen has taken their records: a batch may hold records of
several."""


class CaseWriter:
    """An open case file. Its methods are for one thread at a time; each raises StorageFull.

    Calls within :meth:`transaction` are committed together; any other call by itself.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: ExitStack) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.path = path
        self._db = connection
        self._lock = lock
        self._chain = chain.last(connection, "page")
        self._custody = CustodyLog(connection)
        self._user, self._host = self._custody.user, self._custody.host
        self._pages: OrderedDict[int, tuple[Answer, int]] = OrderedDict()
        self._named = NamedSources(connection)
        self._set_info("holder", f"{self._user}@{self._host}, process {os.getpid()}")

    @classmethod
    def create(cls, path: Path) -> CaseWriter:
        """Make a new file. Raises UsageError if it exists already, and StorageFull."""
        make_private(path.parent)
        lock = held(path)
        try:
            case = cls(path, schema.create(path), lock)
            with case.transaction():
                facts = {
                    "created": written(now()),
                    "program": f"netwrix-tui {__version__}",
                    "user": case._user,
                    "host": case._host,
                    "title": "",
                }
                for name, value in facts.items():
                    case._set_info(name, value)
                case.note_custody("created")
        except BaseException:
            lock.close()
            raise
        return case

    @classmethod
    def open(cls, path: Path, act: str = "opened") -> CaseWriter:
        """Open an existing file; ``act`` is the word for that in the custody log.

        Raises UsageError if another program has it, and what schema raises.
        """
        lock = held(path)
        try:
            case = cls(path, schema.open_for_writing(path), lock)
            case.note_custody(act)
        except BaseException:
            lock.close()
            raise
        return case

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is done within, or nothing of it."""
        if self._db.in_transaction:
            yield
            return
        before = self._chain, self._custody.state, self._pages.copy()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            self._chain, self._custody.state, self._pages = before
            if isinstance(error, sqlite3.Error):
                raise schema.storage_full(self.path, error) from error
            raise

    # Sources and searches

    def add_source(self, source: SourceFacts) -> int:
        """Keep a source of records; returns its number, the same for one server and account.

        Facts that were not known of it before are filled in.
        """
        row = (
            source.server, source.account, source.scheme, source.certificate,
            source.wire.value, source.clock_difference,
        )  # fmt: skip
        with self.transaction():
            self._db.execute(statements.ADD_SOURCE, row)
            found = self._db.execute(
                "SELECT id FROM source WHERE server = ? AND account = ?", row[:2]
            ).fetchone()
            self._named.learn(source, int(found[0]))
        return int(found[0])

    def begin_search(self, search: SearchFacts) -> int:
        """Keep a search; returns its number."""
        with self.transaction():
            row = (
                search.source, search.position, storable(search.words), storable(search.name),
                storable(search.line), plan_text(search.plan), storable(search.resolved),
                search.zone, search.wire.value, search.of_case, search.in_slices,
                written(search.started), Outcome.UNDER_WAY.value,
            )  # fmt: skip
            return int(self._db.execute(statements.BEGIN_SEARCH, row).lastrowid or 0)

    def end_search(
        self,
        search: int,
        outcome: Outcome,
        why: str = "",
        *,
        records: int = 0,
        doubles: int = 0,
        damaged: int = 0,
        arrival_order: str = "",
        in_slices: bool = False,
    ) -> None:
        """Keep how far a search has come, and its outcome."""
        with self.transaction():
            self._db.execute(
                statements.END_SEARCH,
                (
                    outcome.value, storable(why), records, doubles, damaged, arrival_order,
                    in_slices, written(now()), search,
                ),
            )  # fmt: skip

    def trail(self) -> list[tuple[int, str]]:
        """The searches of the trail in order, each with the user's name for it."""
        query = "SELECT id, name FROM search WHERE position IS NOT NULL ORDER BY position"
        return [(int(number), str(name)) for number, name in self._db.execute(query)]

    def set_trail(self, steps: Sequence[tuple[int, str]], current: int) -> None:
        """Keep the searches of the trail in order, each with the user's name for it."""
        with self.transaction():
            self._db.execute("UPDATE search SET position = NULL WHERE position IS NOT NULL")
            self._db.executemany(
                "UPDATE search SET position = ?, name = ? WHERE id = ?",
                [(at, storable(name), search) for at, (search, name) in enumerate(steps)],
            )
            self._set_info("current", str(current))

    # Requests, pages, batches

    def keep_answer(self, search: int | None, answer: Answer, content: Packed | None = None) -> int:
        """Keep a request and the bytes of its answer; returns the number of the page."""
        content = packed(answer.content) if content is None else content
        mark = hashlib.sha256(blob(answer.mark)).digest() if answer.mark is not None else None
        with self.transaction():
            digest = hashlib.sha256(answer.content).digest()
            self._chain = chain.link(self._chain, digest)
            row = (
                answer.format.value, bool(content.starts), content.content, len(answer.content),
                digest, self._chain,
            )  # fmt: skip
            page = int(self._db.execute(statements.ADD_PAGE, row).lastrowid or 0)
            self._request(
                search, written(answer.sent), answer.path, mark, answer.status,
                written(answer.answered), len(answer.content), len(answer.raws), "", page,
            )  # fmt: skip
            if answer.mark is None and search is not None:
                self._db.execute(
                    "UPDATE search SET body = ? WHERE id = ? AND body IS NULL",
                    (answer.body if answer.body is not None else b"", search),
                )
            self._named.keep_page(answer, page)
        self._pages[id(answer)] = answer, page
        while len(self._pages) > _ANSWERS_AT_HAND:
            self._pages.popitem(last=False)
        return page

    def keep_failure(self, facts: RequestFacts) -> None:
        """Keep a request that brought no page."""
        with self.transaction():
            self._request(
                facts.search, written(facts.sent), facts.path, facts.mark, facts.status,
                written(facts.answered) if facts.answered is not None else None,
                facts.bytes, facts.records, storable(facts.why), None,
            )  # fmt: skip

    def keep_batch(self, search: int, page: Page, mark: str | None, *, by_following: bool) -> None:
        """Keep which records the screen took, in its order, and answers that are not kept yet."""
        for answer in page.answers:
            if id(answer) not in self._pages:
                self.keep_answer(search, answer)
        is_whole = len(page.answers) == 1 and page.raws is page.answers[0].raws
        first = self._pages.get(id(page.answers[0])) if page.answers else None
        with self.transaction():
            self._db.execute(
                "INSERT INTO batch (search, arrived, mark, page, places, records)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    search, by_following, None if mark is None else blob(mark),
                    first[1] if first is not None and is_whole else None,
                    None if is_whole else self._places(page).tobytes(),
                    len(page),
                ),
            )  # fmt: skip
            if is_whole:
                del self._pages[id(page.answers[0])]  # no other batch needs it, and it is large
            if not by_following:
                self._db.execute(
                    "UPDATE search SET mark = ?, records = records + ? WHERE id = ?",
                    (None if mark is None else blob(mark), len(page), search),
                )

    # What the user does

    def set_view(self, search: int, view: ViewFacts) -> None:
        """Keep the view of a search: cursor, sorting, filter, columns, panes."""
        values = [storable(v) if isinstance(v, str) else v for v in astuple(view)]
        with self.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO view VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (search, *values)
            )

    def set_marks(self, search: int, marks: Sequence[tuple[int, str]], source: int) -> None:
        """Keep the marked rows of a search, each with its key; earlier marks keep their time."""
        rows = {row for row, _ in marks}
        with self.transaction():
            kept = {
                row
                for (row,) in self._db.execute("SELECT row FROM mark WHERE search = ?", (search,))
            }
            self._db.executemany(
                "DELETE FROM mark WHERE search = ? AND row = ?",
                [(search, row) for row in kept - rows],
            )
            self._db.executemany(
                "INSERT INTO mark (search, rid, row, source, made, by) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (search, storable(rid), row, its_source, written(now()), self._user)
                    for row, key in marks
                    if row not in kept
                    for its_source, rid in (self._named.split(key, source),)
                ],
            )
            self._custody.change({"marked": len(rows - kept), "unmarked": len(kept - rows)})

    def write_note(self, source: int, rid: str, text: str) -> None:
        """Replace the note on a record; an empty text removes it."""
        key = (source, storable(rid))
        with self.transaction():
            self._db.execute("DELETE FROM note WHERE source = ? AND rid = ?", key)
            if text:
                self._db.execute(
                    "INSERT INTO note (source, rid, text, made, by) VALUES (?, ?, ?, ?, ?)",
                    (*key, storable(text), written(now()), self._user),
                )
            self._custody.change({"noted" if text else "unnoted": 1})

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Replace all findings, in their order."""
        rows = [
            (
                place, each.source,
                None if each.rid is None else storable(each.rid), storable(each.text),
                written(each.made), each.by or self._user,
            )
            for place, each in enumerate(findings)
        ]  # fmt: skip
        with self.transaction():
            told = "SELECT place, source, rid, text FROM finding ORDER BY place"
            if self._db.execute(told).fetchall() != [row[:4] for row in rows]:
                self._custody.change({"changed in the story": 1})
            self._db.execute("DELETE FROM finding")
            self._db.executemany(
                "INSERT INTO finding (place, source, rid, text, made, by)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

    @property
    def title(self) -> str:
        """The name of the case; empty while it is the file of a session."""
        found = self._db.execute("SELECT value FROM case_info WHERE name = 'title'").fetchone()
        return str(found[0]) if found is not None else ""

    def set_title(self, title: str) -> None:
        """Give the case a name."""
        self._set_info("title", storable(title))

    def note_custody(self, act: str, detail: str = "") -> None:
        """Add a line of custody: a word for what was done, and with what."""
        with self.transaction():
            self._custody.note(act, detail)

    # The file

    @property
    def connection(self) -> sqlite3.Connection:
        """The database connection, for :mod:`record_table` on the same thread."""
        return self._db

    def copy_to(self, path: Path) -> None:
        """Copy the whole case to another file, which must not be there. Raises UsageError."""
        with self.transaction():
            self._custody.flush()
        target = schema.create_empty(path)
        try:
            self._db.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            target.close()
            path.unlink(missing_ok=True)
            raise schema.storage_full(path, error) from error
        target.close()

    def take_over(self, other: CaseWriter) -> None:
        """Take over the answers that another writer of the same case remembers."""
        self._pages = other._pages

    def close(self) -> None:
        """Close the file: a single file is left, which can be opened on read-only media."""
        try:
            with suppress(sqlite3.Error, StorageFull):
                with self.transaction():
                    self._custody.flush()
                self._set_info("left", written(now()))
                self._set_info("holder", "")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.close()
        finally:
            self._lock.close()

    def remove(self) -> None:
        """Close the file and delete it."""
        self._db.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink()
        self._lock.close()

    def _set_info(self, name: str, value: str) -> None:
        try:
            self._db.execute("INSERT OR REPLACE INTO case_info VALUES (?, ?)", (name, value))
        except sqlite3.Error as error:
            raise schema.storage_full(self.path, error) from error

    def _request(self, *row: object) -> None:
        self._db.execute(statements.ADD_REQUEST, row)

    def _places(self, page: Page) -> array[int]:
        """Where each record of a page is: the number of a kept page, and its index there."""
        where: dict[int, tuple[int, int]] = {}
        for answer in page.answers:
            kept = self._pages.get(id(answer))
            if kept is not None:
                where.update({id(raw): (kept[1], at) for at, raw in enumerate(answer.raws)})
        places: array[int] = array("I")
        for raw in page.raws:
            places.extend(where.get(id(raw), (0, 0)))
        return places
