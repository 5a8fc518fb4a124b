"""Options of the requests that follow: wire format, and slices of time."""

from __future__ import annotations

from netwrix_tui.client.connection import Connection
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat


class RequestOptions:
    """Options that the user has chosen, and those that the server makes necessary."""

    def __init__(self, host: ScreenHost, top_bar: TopBar, session: Session) -> None:
        self._host = host
        self._top_bar = top_bar
        self.session = session
        """Where searches go, and as whom."""
        self._slow: LoadedSearch | None = None
        self.wire = session.wire
        """The format of the searches that follow."""
        self.newest_first = False
        """True where searches go in slices of time, so that the newest records come first."""

    @property
    def connection(self) -> Connection | None:
        """Where searches go; None as long as that is not known. Of several servers, the first."""
        return next(iter(self.session.parts.values()), self.session).connection()

    def switch_wire(self) -> None:
        """JSON instead of XML, or the other way round."""
        self.wire = WireFormat.XML if self.wire is WireFormat.JSON else WireFormat.JSON
        self._top_bar.wire = self.wire
        words = f"Searches are sent as {self.wire.upper()} from now on. F5 searches again."
        notify_information(self._host, words)

    def use_session(self, session: Session) -> None:
        """Send what follows as another session."""
        self.session = session
        self._top_bar.use_session(session)

    def notify_slow(self, loaded: LoadedSearch) -> None:
        """Say, once for a search, that the server was too slow for it as a whole."""
        if loaded.in_slices and not self.newest_first and loaded is not self._slow:
            self._slow = loaded
            notify_information(
                self._host,
                loaded.lateness
                or "The search took the server too long. It is asked in slices of time now, the "
                "newest first.",
            )
