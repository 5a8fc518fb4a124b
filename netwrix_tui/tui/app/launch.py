"""Opens the explorer on a server. What a client needs is imported on the worker's thread."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from netwrix_tui.errors import UsageError
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.demo_session import demo_session
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.client.connection import Connection, Secret
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.config.profile_file import ProfileFile


def open_explorer(connection: Connection, settings: Profile, read: Profile | None = None) -> int:
    """Run the explorer on a server until its user leaves; returns the exit status.

    ``read`` is the profile that the settings come from, as the file held it.
    """
    return _run(NetwrixTui(profile_session(connection, settings, read)))


def open_connect_screen(file: ProfileFile, known: Profile, password: Secret | None) -> int:
    """Run the explorer where no server is known yet: its user is asked for one."""
    from netwrix_tui.tui.connect.controller import ConnectController

    return _run(NetwrixTui(None, ConnectController(file, known, password)))


def open_demo(
    wire: WireFormat, *, records: int, seed: int, live: float, hostile: bool, slow: bool
) -> int:
    """Run the explorer on a demo server of its own, which ends with it."""
    with ExitStack() as stack:
        session = demo_session(stack, wire, records=records, seed=seed, live=live, hostile=hostile)
        return _run(NetwrixTui(replace(session, slow=slow)))


def _run(app: NetwrixTui) -> int:
    if not (_is_terminal(sys.__stdin__) and _is_terminal(sys.__stderr__)):
        raise UsageError(
            "There is no terminal to draw on and to read keys from.",
            cause="Standard input or standard error is redirected.",
            next_step="Start it in a terminal, or use netwrix-tui search, which needs none.",
        )
    from netwrix_tui.tui.terminal import driver

    try:
        app.run()
    finally:
        driver.restore(app)
    return app.return_code or 0


def _is_terminal(file: TextIO | None) -> bool:
    return file is not None and file.isatty()
