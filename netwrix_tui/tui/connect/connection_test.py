"""Connection test by the doctor's checks, on a thread of its own, so that keys never wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.latch import was_refused
from netwrix_tui.config.choosing import described, prepared
from netwrix_tui.config.profile import Profile
from netwrix_tui.doctor.check_result import CheckResult
from netwrix_tui.doctor.examination import ACCOUNT, CHECKS, examined
from netwrix_tui.errors import UsageError
from netwrix_tui.loops import new_loop
from netwrix_tui.results.loading.unexpected_error import as_error


class ConnectionTest:
    """One run of the test. Making one raises UsageError where the settings make no connection.

    ``prepare`` gives the connection with its password when the sign-in is due; it may take its
    time. ``report`` is called on the thread with each finding, and with None after the last;
    not after :meth:`cancel` has taken effect.
    """

    def __init__(
        self,
        settings: Profile,
        prepare: Callable[[], Connection],
        report: Callable[[CheckResult | None], None],
    ) -> None:
        self._described = described(settings)
        self._prepare = prepare
        self._report = report
        self.connection: Connection | None = None
        """With its password, once the sign-in was due."""
        self._loop = new_loop()
        self._task = self._loop.create_task(self._examine())
        self._thread = threading.Thread(target=self._run, name="netwrix-test", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Give it up; nothing more is reported."""
        self._report = lambda _: None
        with suppress(RuntimeError):  # it has just ended
            self._loop.call_soon_threadsafe(self._task.cancel)

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
        finally:
            self._loop.close()

    async def _examine(self) -> None:
        try:
            async for finding in examined(self._described, self._account):
                self._report(finding)
        except Exception as error:  # noqa: BLE001 - any error has to reach the screen
            self._report(CheckResult.failed(ACCOUNT, as_error(error)))
        self._report(None)

    def _account(self) -> Connection:
        self.connection = self._prepare()
        return self.connection


def account_of(settings: Profile, *, secret: Secret, needs_typing: bool) -> Connection:
    """The connection to sign in with. Raises UsageError where a password has to be typed.

    ``needs_typing`` says that the server has refused what else there is. A command or a keyring is
    asked again all the same: what it gives may have been corrected meanwhile.
    """
    source = _source(settings)
    if not secret and needs_typing and not source:
        raise UsageError(
            "The server has refused the password; it is not sent again.",
            next_step="Type the right one.",
        )
    connection = prepared(settings, secret or None)
    if connection is not None:
        if not secret and needs_typing and was_refused(connection):
            raise UsageError(
                f"{source} still gives the password that the server has refused; it is not sent "
                "again.",
                next_step="Correct it there and press F5, or type the right one here.",
            )
        return connection
    if not settings.user:
        from netwrix_tui.client.current_logon import way_to_proof
        from netwrix_tui.client.kerberos import no_ticket_words

        raise UsageError(
            "No account is named.",
            cause=no_ticket_words(),
            next_step=f"Type the user, or {way_to_proof()}.",
        )
    raise UsageError("No password is typed.", next_step=f"Type the one of {settings.user}.")


def _source(settings: Profile) -> str:
    """What gives a password without being typed; empty where nothing does."""
    if settings.password_command:
        return "password_command"
    return "The keyring" if settings.keyring else ""


def check_after(finding: CheckResult | None) -> str:
    """The check that is under way once this one is made; empty after the last."""
    if finding is None:
        return CHECKS[0]
    if finding.check not in CHECKS:
        return ""
    at = CHECKS.index(finding.check) + 1
    return CHECKS[at] if at < len(CHECKS) else ""
