"""Recovery from errors: the key that leads on, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from netwrix_tui.client.connection import Secret
from netwrix_tui.client.trust import PinnedCertificate
from netwrix_tui.errors import (
    AccountRefused,
    CertificateNotTrusted,
    ConnectionFailed,
    NetwrixTuiError,
    ServerRefused,
    SignInFailed,
)
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.text.truncation import fit_end

_SHORT = 40
"""Cells of what is told of a server's error beside the others."""


class ErrorRecovery:
    """Key that leads on after an error; after a refused sign-in, the question for a password.

    ``session`` tells where searches go by now: another one may go on for the first.
    """

    def __init__(self, host: ScreenHost, worker: ApiWorker, session: Callable[[], Session]) -> None:
        self._host = host
        self._worker = worker
        self._session = session

    def after(self, error: NetwrixTuiError | None, go_on: Callable[[], None]) -> None:
        """Go on after an error; where the sign-in was refused, with a password that is typed."""
        server = error.server if error is not None else ""
        session, worker = self._session().part(server), self._worker
        if not self._asks_for_password(error):
            go_on()
            return

        def typed(password: Secret | None) -> None:
            if password is not None and session.reopen is not None:
                worker.use(partial(session.reopen, password), server)
                go_on()

        self._host.app.push_screen(AskPassword(session.account, session.server), typed)

    def told(self, error: NetwrixTuiError) -> NetwrixTuiError:
        """The error as it is told: of the demo's own server, whose port nobody has to look at."""
        if self._session().is_demo and isinstance(error, ConnectionFailed):
            return ConnectionFailed("The demo's own server does not answer any more.")
        return error

    def way(self, error: NetwrixTuiError) -> str:
        """The way on after an error, in a sentence."""
        if self._asks_for_password(error):
            return "r asks for the password."
        if isinstance(error, CertificateNotTrusted):
            return "F9 shows the certificate, and what was pinned; r tries again."
        if self._session().is_demo and isinstance(error, ConnectionFailed):
            return "It was ended, or hangs. q leaves; start the demo again."
        if isinstance(error, ConnectionFailed | SignInFailed):
            return "r tries again; F9 leads to another server, or changes this connection."
        if isinstance(error, ServerRefused) and error.status == HTTPStatus.BAD_REQUEST:
            return "b edits the search."
        return "r tries again."

    def short(self, state: ServerState) -> str:
        """What is wrong with one of several servers, in few words with the key that helps; empty
        where nothing is.
        """
        error = state.error
        if error is None:
            return "is slow" if state.is_late else ""
        if self._asks_for_password(error):
            return "waits for a password (r)"
        if isinstance(error, CertificateNotTrusted):
            connection = self._session().part(state.name).connection()
            is_pinned = connection is not None and isinstance(connection.trust, PinnedCertificate)
            why = "certificate changed" if is_pinned else "certificate not trusted"
            return f"failed: {why} (F9)"
        return f"failed: {fit_end(error.what.removesuffix('.'), _SHORT)} (r)"

    def _asks_for_password(self, error: NetwrixTuiError | None) -> bool:
        if not isinstance(error, AccountRefused):
            return False
        return self._session().part(error.server).reopen is not None
