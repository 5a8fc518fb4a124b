"""The view as a command: one line for a shell, which opens the same for somebody else. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netwrix_tui.client.powershell_command import ps_quoted
from netwrix_tui.client.trust import CaFile, PinnedCertificate
from netwrix_tui.errors import UsageError
from netwrix_tui.searches.start_view import StartView
from netwrix_tui.tui.session.session import Session

PROGRAM = "netwrix-tui"


def source_words(session: Session) -> list[str]:
    """The program and what it is to be opened on. Never a password. Raises UsageError."""
    if session.is_offline and session.case is not None:
        return [PROGRAM, "open", str(session.case)]
    if session.is_demo:
        return [PROGRAM, "demo"]
    if session.profile:
        return [PROGRAM, "--profile", session.profile]
    connection = session.connection()
    if connection is None:
        raise UsageError("The server of this explorer is not known yet.")
    words = [PROGRAM, "--server", connection.url]
    if connection.user:
        words += ["--user", connection.user]
    match connection.trust:
        case PinnedCertificate(thumbprint):
            words += ["--thumbprint", thumbprint.digits]
        case CaFile(path):
            words += ["--ca-file", str(path)]
        case _:
            pass
    return words


def shell_line(words: Sequence[str], view: StartView) -> str:
    """The line for sh and its kin. Raises UsageError where a word cannot stand in a line."""
    return shlex.join(_checked([*words, *view.options()]))


def powershell_line(words: Sequence[str], view: StartView) -> str:
    """The line for PowerShell, Windows PowerShell 5.1 too. Raises UsageError, likewise."""
    program, *others = _checked([*words, *view.options(is_plain=True)])
    return " ".join((program, *map(ps_quoted, others)))


def _checked(words: list[str]) -> list[str]:
    for word in words:
        if not word.isprintable():
            raise UsageError(
                "This view cannot be written as one line: a name in it holds a control character.",
                next_step="Give the case another name.",
            )
    return words
