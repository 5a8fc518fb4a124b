"""One search at a time: started, shown as it comes in, continued, retried, cancelled."""

from __future__ import annotations

from functools import partial

from textual.message import Message
from textual.screen import Screen

from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import AccountRefused, NetwrixTuiError, TlsFailed
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.results.loaded_search import LoadedSearch
from netwrix_tui.results.pager import PagerPhase
from netwrix_tui.results.store import Store
from netwrix_tui.results.worker import ApiWorker
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.screens.ask_password import AskPassword
from netwrix_tui.tui.session import Session
from netwrix_tui.tui.widgets.status_line import ResultsState


class ResultsChanged(Message):
    """More has been loaded, or the state of the search has changed. Posted by the worker."""

    bubble = False

    def can_replace(self, message: Message) -> bool:
        """A burst of these is one of them."""
        return isinstance(message, ResultsChanged)


class Searching:
    """The current search of an explorer, and how its progress gets onto the screen."""

    def __init__(
        self, screen: Screen[None], panes: Panes, worker: ApiWorker, session: Session
    ) -> None:
        self._screen = screen
        self._panes = panes
        self._worker = worker
        self._session = session
        self._loaded: LoadedSearch | None = None
        self._nothing = Store()

    @property
    def store(self) -> Store:
        """What the current search has brought; an empty store before the first one."""
        return self._loaded.store if self._loaded is not None else self._nothing

    @property
    def parameters(self) -> SearchParameters | None:
        """What was searched for; None before the first search."""
        return self._loaded.parameters if self._loaded is not None else None

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""
        return self._loaded.status.phase if self._loaded is not None else PagerPhase.IDLE

    def start(self, plan: SearchPlan) -> None:
        """Begin a search; the one before is cancelled, and nothing of it is shown any more."""
        screen = self._screen

        def changed() -> None:
            screen.post_message(ResultsChanged())

        self._loaded = self._worker.search(plan.parameters(), changed)
        self._panes.table.show(self._loaded.store)
        self._panes.viewer.clear()
        self.show()

    def want(self, row: int) -> None:
        """The user looks as far as this row."""
        if self._loaded is not None:
            self._loaded.want(row)

    def retry(self) -> None:
        """Fetch the failed page once more; after a refused sign-in, ask for the password first."""
        if self._loaded is None:
            return
        if not self._asks_for_password:
            self._loaded.retry()
            return
        session, worker, loaded = self._session, self._worker, self._loaded

        def typed(password: Secret | None) -> None:
            if password is not None and session.reopen is not None:
                worker.use(partial(session.reopen, password))
                loaded.retry()

        self._screen.app.push_screen(AskPassword(session.account, session.server), typed)

    def _way_on(self, error: NetwrixTuiError) -> str:
        if self._asks_for_password:
            return "r asks for the password."
        if isinstance(error, TlsFailed):
            return "q leaves, to start again with other options; r tries again."
        return "r tries again."

    @property
    def _asks_for_password(self) -> bool:
        refused = self._loaded is not None and isinstance(self._loaded.status.error, AccountRefused)
        return refused and self._session.reopen is not None

    def cancel(self) -> bool:
        """Stop what is being loaded; False where nothing is."""
        if self._loaded is None or self.phase is not PagerPhase.LOADING:
            return False
        self._loaded.cancel()
        return True

    def seen_values(self, field: str) -> list[str]:
        """The values of a table field that are among the loaded records, the frequent first."""
        return self.store.values(field)

    def show(self) -> None:
        """Bring the screen up to what is loaded."""
        self._panes.table.rows_changed()
        self.show_status()

    def show_status(self) -> None:
        """The status line, and the notice where there is nothing to show in the table."""
        if self._loaded is None:
            return
        panes, store = self._panes, self.store
        panes.status.show(
            ResultsState(
                pager=self._loaded.status,
                loaded=len(store),
                order=store.order,
                marked=len(panes.table.marks),
                doubles=store.doubles,
            )
        )
        if self._loaded.status.pages:
            panes.top_bar.connected = True
        panes.notice.text = "" if len(store) else self._nothing_to_show(self._loaded)
        # On these two, not on the screen: that would restyle every widget there is.
        for pane in (panes.notice, panes.table):
            pane.set_class(not len(store), "-empty")

    def _nothing_to_show(self, loaded: LoadedSearch) -> str:
        status, session = loaded.status, self._session
        if status.phase is PagerPhase.FAILED and status.error is not None:
            return f"{status.error.sentence()}\n\n{self._way_on(status.error)}"
        if status.phase is PagerPhase.END:
            words = sentence(loaded.parameters, self._panes.table.zone)
            return (
                f"No records.\n\nThe search was: {words}, on {session.server} as "
                f"{session.account}.\n\nTry: a longer When · fewer filters · an account that may "
                "review more monitoring plans.\n\nb edits the search."
            )
        if status.phase is PagerPhase.LOADING:
            return f"Asking {session.server} for the first records …"
        return "Nothing was loaded. F5 searches."
