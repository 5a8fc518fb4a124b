"""Which way leads on after an error."""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import AccountRefused, Unreachable
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.explorer.error_recovery import ErrorRecovery
from netwrix_tui.tui.explorer.first_frame import FirstFrame
from netwrix_tui.tui.session.demo_session import demo_session
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


def test_a_demo_whose_server_has_ended_is_started_again() -> None:
    session = demo_session()
    worker = ApiWorker(session.open_client)
    error = Unreachable("127.0.0.1:1 refuses the connection.")
    ways = [
        ErrorRecovery(FirstFrame(each), worker, lambda each=each: each).way(error)  # type: ignore[misc]
        for each in (session, replace(session, is_demo=False))
    ]
    assert "start the demo again" in ways[0]
    assert "r tries again" in ways[1]


def test_a_password_goes_to_the_session_that_goes_on_by_now(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        searching, asked = driver.explorer.current_search, []

        def reopen(password: Secret) -> RecordSource:
            asked.append(password.reveal())
            return searching.session.open_client()

        searching.use_session(replace(searching.session, reopen=reopen))
        refused = AccountRefused("The server refused the sign-in.")
        driver.explorer.error_recovery.after(refused, driver.explorer.action_search)
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword))
        await driver.press(*"open sesame", "enter")
        await driver.until(lambda: asked == ["open sesame"], "the password")
        await driver.until_loaded()

    drive(connection_to(demo), story)
