"""Crash report: where the program failed, and no values.

A traceback with local variables, as Textual writes it, would show typed and loaded values.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import netwrix_tui

_ROOT = Path(netwrix_tui.__file__).parent
_MOST_PLACES = 8


def crash_report(error: BaseException | None) -> str:
    """A few lines for the terminal: the kind of the error, and the places it came through.

    Its text is left out: it may quote a record, a password or a token.
    """
    kind = type(error).__name__ if error is not None else "unknown"
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    places = [f"  {_place(frame)}" for frame in frames[-_MOST_PLACES:]]
    return "\n".join(
        (
            f"netwrix-tui {netwrix_tui.__version__} ended because of an error of its own ({kind}):",
            *places,
            "Start it again. If it comes back, report these lines: they hold nothing of yours.",
        )
    )


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    is_ours = path.is_relative_to(_ROOT)
    name = path.relative_to(_ROOT.parent) if is_ours else path.name
    return f"{name}:{frame.lineno} {frame.name}"
