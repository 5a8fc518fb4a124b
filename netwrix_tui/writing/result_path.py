"""Which result files tell of a server: its own, others that were named, those of the first version.

They lie below the directory for state, as in ``~/.local/state/netwrix-tui/written``. A server has
one file there, named after it, whatever is written to it: ``nwx01_9699.ndjson``. Beside it,
``nwx01_9699.named`` lists the files that ``--result`` has named for it, one path a line, in JSON.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.private_directory import make_private

_OF_FIRST_VERSION = re.compile(r"[0-9a-f]{16}\.ndjson")
"""They were named by a digest of the input and the address."""

_IDENTITY = re.compile(r"(?P<host>\[[^]]*\]|[^:]*):(?P<rest>.*)")


def result_path(server: str) -> Path:
    """The file of a server, by its identity, if nobody names another one."""
    found = _IDENTITY.fullmatch(server)
    host, rest = (found["host"], found["rest"]) if found else (server, "")
    return _directory() / f"{host.replace(':', '-')}_{quote(rest, safe='')}.ndjson"


def remember_name(path: Path, server: str) -> str:
    """Keep in mind that this file tells of the server, for runs that do not name it.

    Returns what to say where that cannot be done; empty where it is. Raises UsageError where the
    list of such files is there and cannot be read.
    """
    if _is_same(path, result_path(server)) or path.absolute() in _named(server):
        return ""
    line = json.dumps(str(path.absolute())).encode() + b"\n"
    names = _list(server)
    try:
        make_private(names.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(names, flags, 0o600), "wb", buffering=0) as file:
            file.write(line)
            os.fsync(file.fileno())
    except OSError as error:
        return (
            f"{names} cannot be written ({error.strerror}): runs that do not name {path} will not "
            "know what was written by this one."
        )
    return ""


def other_results(path: Path, server: str) -> Iterator[Path]:
    """The files besides this one that may know records at a server, and are there.

    Raises UsageError where that cannot be told.
    """
    candidates = [result_path(server), *_named(server)]
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            candidates += [
                entry
                for entry in sorted(_directory().iterdir())
                if _OF_FIRST_VERSION.fullmatch(entry.name)
            ]
        there = [candidate for candidate in candidates if candidate.exists()]
    except OSError as error:
        raise _not_read(_directory(), error) from error
    seen = [path]
    for candidate in there:
        if not any(_is_same(candidate, one) for one in seen):
            seen.append(candidate)
            yield candidate


def _directory() -> Path:
    return state_directory(os.environ) / "written"


def _list(server: str) -> Path:
    return result_path(server).with_suffix(".named")


def _named(server: str) -> list[Path]:
    try:
        text = _list(server).read_text("utf-8")
        return [Path(json.loads(line)) for line in text.splitlines() if line]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError, TypeError) as error:
        raise _not_read(_list(server), error) from error


def _not_read(path: Path, error: Exception) -> UsageError:
    return UsageError(
        f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.",
        cause="It tells what was written to this server, so that nothing is sent twice.",
        next_step="Get permission to read it, or name a directory in NETWRIX_TUI_STATE.",
    )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
