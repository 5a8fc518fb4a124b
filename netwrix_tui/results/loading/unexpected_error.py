"""Unexpected exceptions, in a form that can be shown and reported."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from netwrix_tui.errors import NetwrixTuiError


def as_error(error: Exception) -> NetwrixTuiError:
    """The error itself, or one that names its type and place and has it as its ``__cause__``.

    The text of a foreign exception is left out: nobody can tell what it holds.
    """
    if isinstance(error, NetwrixTuiError):
        return error
    frames = extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    wrapped = NetwrixTuiError(
        f"Something unexpected happened: {type(error).__name__}{place}.",
        cause="This is a defect of the program.",
        next_step="Try again; if it stays, report it with this line.",
    )
    wrapped.__cause__ = error
    return wrapped
