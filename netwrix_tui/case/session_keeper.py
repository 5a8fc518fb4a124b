"""Session keeper: writes a case file on a thread of its own, so that nothing ever waits for a disk.

What is told is queued and committed in order, all that waits at once. Where the disk takes no more,
it is said, what waits is held as far as memory is spared, and tried again: the investigation goes
on whatever becomes of the file.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import (
    Finding,
    SearchFacts,
    SourceFacts,
)
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.case.page_file import PageFile
from netwrix_tui.errors import NetwrixTuiError, StorageFull

MOST_WAITING = 64_000_000
"""Bytes that may wait for a disk that is full; beyond, what comes is not kept."""

_ENOUGH_WAITING = 16_000_000
"""Bytes at which the server is not asked for more before some are written."""

_LINGERING = 0.05
"""Seconds that an answer waits for the records that a search takes of it: both are one commit."""

_BETWEEN_TRIES = 5.0
"""Seconds after which a full disk is tried again."""

Write = Callable[[CaseWriter], None]
OnTrouble = Callable[[NetwrixTuiError], None]


class SessionKeeper:
    """Keeps one session in a case file. Its methods return at once, on any thread.

    ``make`` opens the file, on the keeper's thread. ``on_trouble`` is called on that thread with
    what keeps it from keeping, once for each kind of trouble.
    """

    def __init__(
        self,
        make: Callable[[], CaseWriter],
        on_trouble: OnTrouble,
        *,
        keeps: bool = True,
        path: Path | None = None,
    ) -> None:
        """Without ``keeps``, the file goes when it is closed, unless it was given a name.

        ``path`` is where it will be, if that is known.
        """
        self.keeps = keeps
        self._path = path
        self._make = make
        self._on_trouble = on_trouble
        self._queue: deque[tuple[Write, int]] = deque()
        self._lingers = False
        """True where more is about to be told that belongs to what was told last."""
        self._waiting = 0
        self._wake = threading.Condition()
        self._case: CaseWriter | None = None
        self._pages = PageFile()
        self._committed_then: list[Callable[[PageFile], None]] = []
        self._is_over = False
        self._deletes = False
        self._is_lossy = False
        self._told = ""
        self._busy = False
        self._thread = threading.Thread(target=self._run, name="netwrix-case", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path | None:
        """The file, once there is one."""
        return self._case.path if self._case is not None else self._path

    @property
    def pages(self) -> PageFile:
        """The pages in the file, for whoever reads them again."""
        path = self.path
        if path is not None and self._pages.path != path:
            self._pages.move_to(path)
        return self._pages

    @property
    def is_lossy(self) -> bool:
        """True where something could not be kept."""
        return self._is_lossy

    def do(self, write: Write, size: int = 0, *, lingers: bool = False) -> bool:
        """Have something written, after all that was told before; False where it will not be.

        It is committed at once, or with ``lingers`` together with what is told next, if that comes
        within 50 ms.
        """
        with self._wake:
            if self._is_over:
                return False
            if self._waiting + size > MOST_WAITING:
                self._is_lossy = True
                return False
            self._queue.append((write, size))
            self._waiting += size
            self._lingers = lingers
            self._wake.notify_all()
        return True

    def is_behind(self, size: int) -> bool:
        """For what is being written, of so many bytes: whether more waits than that."""
        return self._waiting > size

    def once_committed(self, then: Callable[[PageFile], None]) -> None:
        """For what is being written: call this once it is committed, with the pages of the file."""
        self._committed_then.append(then)

    def begin(
        self, source: SourceFacts, search: SearchFacts, others: Sequence[SourceFacts] = ()
    ) -> KeptSearch:
        """Keep a search; ``others`` are the further servers that are asked for it."""
        kept = KeptSearch(self, source, search)

        def write(case: CaseWriter) -> None:
            number = case.add_source(source)
            for other in others:
                case.add_source(other)
            facts = replace(search, source=number)
            kept.begun(replace(facts, id=case.begin_search(facts)))

        self.do(write)
        return kept

    def known(self, source: SourceFacts, search: SearchFacts) -> KeptSearch:
        """Go on keeping a search that the file has already."""
        return KeptSearch(self, source, search)

    def switch_to(self, path: Path) -> None:
        """Go on in another session's file; the one before goes. Waits, and raises UsageError.

        Whatever was told before is in the file before.
        """
        opened: list[CaseWriter] = []
        failed: list[NetwrixTuiError] = []
        done = threading.Event()

        def open_it(_: CaseWriter | None) -> None:
            try:
                opened.append(CaseWriter.open(path, "resumed"))
            except NetwrixTuiError as error:
                failed.append(error)
            else:
                before, self._case = self._case, opened[0]
                self.keeps = self.keeps or bool(opened[0].title)
                pages, self._pages = self._pages, PageFile()
                if before is not None:
                    # What was loaded is read from there as long as it is shown.
                    (pages.let_go if before.title else pages.hold)()
                    _let_go(before)
            finally:
                done.set()

        self._alone(open_it)
        done.wait()
        if failed:
            raise failed[0]

    def set_trail(self, steps: Sequence[tuple[KeptSearch, str]], current: int) -> None:
        """The searches of the trail in order, with the user's names, and the current one."""
        self.do(lambda case: case.set_trail([(kept.id, name) for kept, name in steps], current))

    def learn(self, source: SourceFacts) -> None:
        """What is known of a source by now."""
        self.do(lambda case: _ignore(case.add_source(source)))

    def write_note(self, source: SourceFacts, rid: str, text: str) -> None:
        """A note was written; an empty one takes it away."""
        self.do(lambda case: case.write_note(case.add_source(source), rid, text))

    def set_findings(
        self, findings: Sequence[Finding], sources: Sequence[SourceFacts | None] = ()
    ) -> None:
        """The findings in their order, each with where it is from, if it is a record."""
        kept, of = tuple(findings), tuple(sources) or (None,) * len(findings)

        def write(case: CaseWriter) -> None:
            case.set_findings(
                [
                    each if source is None else replace(each, source=case.add_source(source))
                    for each, source in zip(kept, of, strict=True)
                ]
            )

        self.do(write)

    def save_as(self, path: Path, title: str) -> threading.Event:
        """Give the session a name and a place, and go on there. The event is set once it is done.

        ``on_trouble`` is told where that fails; the session then stays where it was.
        """
        done = threading.Event()

        def write(case: CaseWriter) -> None:
            try:
                self._move(case, path, title)
            except NetwrixTuiError as error:
                self._on_trouble(error)
            finally:
                done.set()

        self._alone(write)
        return done

    @property
    def is_at_work(self) -> bool:
        """True as long as what it is told is written."""
        return self._thread.is_alive()

    def alone(self, write: Write) -> None:
        """Have something done by itself, which begins and ends its own transactions."""
        with self._wake:
            is_over = self._is_over
        if not is_over:
            self._alone(write)

    def _alone(self, write: Write) -> None:
        """Have something done by itself: a file cannot be copied within a transaction."""
        with self._wake:
            self._queue.append((_Alone(write), 0))
            self._lingers = False
            self._wake.notify_all()

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all that was told is committed; False where it took too long."""
        with self._wake:
            self._lingers = False
            self._wake.notify_all()
            return self._wake.wait_for(
                lambda: (not self._queue and not self._busy) or not self._thread.is_alive(), timeout
            )

    def close(self, timeout: float = 5.0) -> None:
        """Write what waits, and let go of the file, or remove it."""
        with self._wake:
            self._is_over = True
            self._deletes = not self.keeps
            self._wake.notify_all()
        self._thread.join(timeout)

    async def room(self) -> None:
        """Wait while a slow disk has much to write."""
        while self._waiting > _ENOUGH_WAITING and not self._told and not self._is_over:
            await asyncio.sleep(0.02)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._queue or self._is_over)
                self._wake.wait_for(lambda: not self._lingers or self._is_over, _LINGERING)
                self._lingers = False
                if self._deletes:
                    self._queue.clear()
                due = self._take_due()
                self._busy = bool(due)
            if due and not self._committed(due):
                if self._is_over:
                    break
                self._retry_later(due)
                continue
            with self._wake:
                self._busy = False
                self._wake.notify_all()
                if self._is_over and not self._queue:
                    break
        self._end()

    def _take_due(self) -> list[tuple[Write, int]]:
        due: list[tuple[Write, int]] = []
        while self._queue:
            if isinstance(self._queue[0][0], _Alone) and due:
                break
            due.append(self._queue.popleft())
            if isinstance(due[0][0], _Alone):
                break
        return due

    def _committed(self, due: Sequence[tuple[Write, int]]) -> bool:
        """Write these; False where it has to be tried again."""
        try:
            if self._case is None:
                self._case = self._make()
            self._committed_then = []
            if isinstance(due[0][0], _Alone):
                due[0][0](self._case)
            else:
                with self._case.transaction():
                    for write, _ in due:
                        write(self._case)
        except StorageFull as error:
            self._tell(error)
            return False
        except NetwrixTuiError as error:
            self._is_lossy = True
            self._tell(error)
        except Exception as error:  # noqa: BLE001 - keeping must never end the investigation
            from netwrix_tui.results.loading.unexpected_error import as_error

            self._is_lossy = True
            self._tell(as_error(error))
        else:
            self._told = ""
            self._call_committed()
        with self._wake:
            self._waiting -= sum(size for _, size in due)
        return True

    def _call_committed(self) -> None:
        then, self._committed_then = self._committed_then, []
        for each in then:
            each(self.pages)

    def _retry_later(self, due: Sequence[tuple[Write, int]]) -> None:
        with self._wake:
            self._queue.extendleft(reversed(due))
            self._busy = False
            self._wake.wait_for(lambda: self._is_over, _BETWEEN_TRIES)

    def _tell(self, error: NetwrixTuiError) -> None:
        if error.what != self._told:
            self._told = error.what
            self._on_trouble(error)

    def _move(self, case: CaseWriter, path: Path, title: str) -> None:
        case.copy_to(path)
        moved = CaseWriter.open(path, "named")
        moved.set_title(title)
        moved.take_over(case)
        self._case = moved
        self.keeps = True
        self._pages.move_to(path)
        _let_go(case)

    def _end(self) -> None:
        case, self._case = self._case, None
        self._pages.close()
        if case is None:
            return
        with suppress(NetwrixTuiError, OSError):
            if self._deletes:
                case.remove()
            else:
                case.close()


def _let_go(case: CaseWriter) -> None:
    """Close a case that has a name; a session's, whose place another took, goes."""
    if case.title:
        case.close()
    else:
        case.remove()


class _Alone:
    """A write that is no part of a transaction."""

    def __init__(self, write: Write) -> None:
        self._write = write

    def __call__(self, case: CaseWriter) -> None:
        self._write(case)


def _ignore(_: object) -> None:
    """For a call whose answer nobody wants."""
