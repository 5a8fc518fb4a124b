"""Controller of the history of a record: asks the source beside the screen, and shows answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from weakref import ReferenceType, ref

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.history.answers import AnswerLine, answers, read_words
from netwrix_tui.results.history.inquiry import Bounds, Inquiry
from netwrix_tui.results.history.questions import Subject
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.answers.history_dialog import HistoryDialog, HistoryState
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable

AfterError = Callable[[NetwrixTuiError | None, Callable[[], None]], None]
"""Goes on after an error, with a password that is typed where the sign-in was refused."""

OF_A_CASE = Bounds(requests=2_000)
"""A case is read from the disk, in pages as they were captured: many, and small ones."""


def bounds_of(session: Session) -> Bounds:
    """How much is asked at most: of what lies on this machine, as much as the time allows."""
    return OF_A_CASE if is_at_hand(session) else Bounds()


def is_at_hand(session: Session) -> bool:
    """True where a case or an archive answers, and no server is kept busy."""
    return session.is_offline or session.archive is not None


_TITLE = 76


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked about a record, by its key in a store, which is not held by it."""

    inquiry: Inquiry
    title: str
    key: str
    store: ReferenceType[Store]


@dataclass(frozen=True, slots=True)
class _Left:
    """The answers as they were left for the records of one kind, which are in ``opened``."""

    asked: _Asked
    kind: str
    opened: ReferenceType[Store]


class HistoryController:
    """Asks about the record under the cursor, one at a time."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        worker: ApiWorker,
        *,
        session: Callable[[], Session],
        begin: BeginSearch,
        after_error: AfterError,
        back: Callable[[], bool],
    ) -> None:
        """``back`` goes to the search before, False without one."""
        self._host = host
        self._table = table
        self._worker = worker
        self._session = session
        self._begin = begin
        self._after_error = after_error
        self._back = back
        self._left: _Left | None = None
        self._asked: Future[None] | None = None

    def ask(self) -> None:
        """Ask whether the record under the cursor is normal."""
        table = self._table
        store, place = table.store, table.record_row
        if place is None:
            return
        row = store.row(place)
        try:
            subject = Subject.of(row, store.record(place).details, table.zone)
        except NetwrixTuiError as error:
            notify_warning(self._host, error.sentence())
            return
        words = " · ".join(part for part in (row.who, row.action, row.what) if part)
        asked = _Asked(
            Inquiry(subject, self._worker.page_size),
            f"Is it normal? {shortened(words, _TITLE)}", row.key, ref(store),
        )  # fmt: skip
        dialog = self._dialog(asked)
        self._go_on(dialog, asked.inquiry, thorough=is_at_hand(self._session()))

    def come_back(self) -> bool:
        """Back to the answers from which the current search was opened; False without them."""
        left = self._left
        if left is None or self._table.store is not left.opened() or not self._back():
            return False
        self._left = None
        if self._table.store is left.asked.store():  # else it was let go of, and is loaded again
            self._dialog(left.asked, at=left.kind)
        return True

    def _dialog(self, asked: _Asked, at: str = "") -> HistoryDialog:
        """Show what is known so far, the cursor on the answer of a kind."""
        inquiry = asked.inquiry
        state = _state(inquiry, self._session(), is_over=True) if inquiry.requests else None
        dialog = HistoryDialog(
            asked.title,
            ask_on=lambda of: self._go_on(of, inquiry, thorough=True),
            stop=self._stop,
            retry=lambda of: self._try_again(of, inquiry),
            state=state,
            at=at,
        )

        def closed(line: AnswerLine | None) -> None:
            self._stop()
            if line is not None and line.plan is not None:
                self._begin(line.plan, words=f"history: {line.kind}", keep=asked.key)
                self._left = _Left(asked, line.kind, ref(self._table.store))

        self._host.app.push_screen(dialog, closed)
        return dialog

    def _go_on(self, dialog: HistoryDialog, inquiry: Inquiry, *, thorough: bool) -> None:
        self._stop()
        dialog.begin()
        session = self._session()
        bounds = bounds_of(session)
        state = partial(_state, inquiry, session)

        def tell(*, is_over: bool) -> None:
            # On the worker's thread: made there, as it changes what is told of.
            dialog.post_message(HistoryDialog.HistoryChanged(state(is_over=is_over)))

        async def work(ask: Ask) -> None:
            try:
                await inquiry.ask(ask, lambda: tell(is_over=False), bounds, thorough=thorough)
            except Exception as error:  # noqa: BLE001 - any error has to reach the screen
                inquiry.error = as_error(error)
            finally:
                tell(is_over=True)

        self._asked = self._worker.run_alongside(work)

    def _try_again(self, dialog: HistoryDialog, inquiry: Inquiry) -> None:
        self._after_error(inquiry.error, lambda: self._go_on(dialog, inquiry, thorough=False))

    def _stop(self) -> None:
        if self._asked is not None:
            self._asked.cancel()


def _state(inquiry: Inquiry, session: Session, *, is_over: bool) -> HistoryState:
    read = read_words(
        inquiry, _source(session), is_case=session.is_offline,
        is_archive=session.archive is not None,
    )  # fmt: skip
    return HistoryState(
        tuple(answers(inquiry)),
        read if inquiry.requests else "",
        inquiry.error.sentence() if inquiry.error is not None else "",
        is_asking=not is_over,
        goes_on=inquiry.is_due,
    )


def _source(session: Session) -> str:
    """Who answers, in words."""
    if session.is_offline:
        return f"the case {session.title}"
    if session.archive is not None:
        where = "on this machine" if isinstance(session.archive, Path) else "on a cluster"
        return f"the archive of {session.server} {where}"
    return f"{session.server} as {session.account}" if session.account else session.server
