"""Opening of a case file or an earlier session: who writes it, and whether anybody does."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.read_only_keeper import ReadOnlyKeeper
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.tui.session.session import Session


def keeper_of_case(
    session: Session, on_trouble: Callable[[NetwrixTuiError], None]
) -> SessionKeeper:
    """The keeper of the case that a session begins with.

    Where it cannot be written, or somebody else has it, that is told, and it is only read.
    """
    path = session.case
    assert path is not None  # noqa: S101 - for the type: whoever calls has looked
    if session.is_read_only:
        return ReadOnlyKeeper(path)
    try:
        case = CaseWriter.open(path, "opened" if session.is_offline else "resumed")
    except NetwrixTuiError as error:
        if not session.is_offline:
            raise
        on_trouble(error)
        return ReadOnlyKeeper(path)
    keeper = SessionKeeper(lambda: case, on_trouble, path=path)
    keeper.do(lambda _: None)  # it lets go of the file in the end, whatever else is written
    return keeper
