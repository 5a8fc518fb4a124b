"""``netwrix-tui sessions``: the sessions that are kept, listed and deleted."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from netwrix_tui import standard_streams
from netwrix_tui.case.session_files import (
    SessionSummary,
    delete,
    named_cases,
    sessions_directory,
    summaries,
)
from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import visible


def list_sessions(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Write the sessions, the latest first; the exit status is 1 where there is none."""
    found = summaries(sessions_directory(environment))
    if options.json:
        data = msgspec.json.format(msgspec.json.encode([one.as_json() for one in found]))
        standard_streams.put(f"{data.decode()}\n")
    elif found:
        for number, one in enumerate(found, 1):
            standard_streams.put(
                f"{number:>3}  {session_words(one)}\n     {visible(str(one.file))}\n"
            )
    else:
        standard_streams.tell("No session is kept.\n")
    return 0 if found else 1


def delete_sessions(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Delete the sessions that are named. Raises UsageError."""
    directory = sessions_directory(environment)
    if options.all:
        named = set(named_cases(directory))
        free = [one for one in summaries(directory) if not one.holder]
        chosen = [one.file for one in free if one.file not in named]
    elif options.files:
        chosen = [_named(name, directory) for name in options.files]
    else:
        raise UsageError("Which session?", next_step="Name its file or number, or say --all.")
    for path in chosen:
        delete(path)
    standard_streams.tell(
        f"{len(chosen)} {'session' if len(chosen) == 1 else 'sessions'} deleted.\n"
    )
    return 0


def the_session(files: Sequence[str], environment: Mapping[str, str]) -> Path:
    """The session that is named: by its file, or its number in the list. Raises UsageError."""
    if len(files) != 1:
        raise UsageError("Which session?", next_step="Name one: its file, or its number.")
    return _named(files[0], sessions_directory(environment))


def latest_session(environment: Mapping[str, str]) -> Path:
    """The session that was left last, and that nobody has open. Raises UsageError."""
    found = [one for one in summaries(sessions_directory(environment)) if not one.holder]
    if not found:
        raise UsageError(
            "There is no session to continue.",
            cause="They are kept for a week, or as keep_sessions says.",
            next_step="netwrix-tui sessions lists them.",
        )
    return found[0].file


def session_words(one: SessionSummary) -> str:
    """A session in a line: when it was left, where, and what it holds."""
    counts = [
        f"{one.searches} {'search' if one.searches == 1 else 'searches'}",
        one.counted.words,
    ]
    if one.marks:
        counts.append(f"{one.marks:,} marked")
    if one.notes:
        counts.append(f"{one.notes} {'note' if one.notes == 1 else 'notes'}")
    held = f" · open: {visible(one.holder)}" if one.holder else ""
    whose = visible(f"{one.account} @ {one.server}")
    return f"{one.left.astimezone():%d %b %H:%M}  {whose}  {', '.join(counts)}{held}"


def _named(name: str, directory: Path) -> Path:
    if name.isdecimal():
        found = summaries(directory)
        if 1 <= int(name) <= len(found):
            return found[int(name) - 1].file
    for path in (Path(name), directory / name):
        if path.is_file():
            return path
    raise UsageError(f"There is no session {name}.", next_step="netwrix-tui sessions lists them.")
