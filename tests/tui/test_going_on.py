"""Which way leads on after an error."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from netwrix_tui.errors import Unreachable
from netwrix_tui.results.worker import ApiWorker
from netwrix_tui.tui.exploring.going_on import GoingOn
from netwrix_tui.tui.opening import demo_session
from netwrix_tui.tui.screens.starting import Starting


def test_a_demo_whose_server_has_ended_is_started_again() -> None:
    with ExitStack() as stack:
        session = demo_session(stack)
        worker = ApiWorker(session.open_client)
        error = Unreachable("127.0.0.1:1 refuses the connection.")
        ways = [
            GoingOn(Starting(each), worker, each).way(error)
            for each in (session, replace(session, is_demo=False))
        ]
    assert "start the demo again" in ways[0]
    assert "r tries again" in ways[1]
