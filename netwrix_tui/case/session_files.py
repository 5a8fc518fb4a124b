"""Session files: the cases without a name, in the state directory, deleted by their age."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.case.case_reader import CaseReader, RecordCount
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.schema import SUFFIX
from netwrix_tui.clock import now, shift, utc_at
from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile

_MOST_NAMED = 50
"""Named cases that are remembered; their files stay, however many there are."""

DEFAULT_HOURS = 168
"""How long a session is kept: Friday's work is there on Monday."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session. ``left`` is when it was last written; ``holder`` who has it open now.

    ``records`` are the records of the searches on the trail together: one that two of them got
    is counted twice, as the pages are not read for a list.
    """

    file: Path
    server: str
    account: str
    left: datetime
    searches: int
    records: int
    marks: int
    notes: int
    holder: str = ""

    @property
    def counted(self) -> RecordCount:
        """How many records there are at most; exact where there is a single search."""
        return RecordCount(self.records, is_exact=self.searches <= 1)

    def as_json(self) -> dict[str, object]:
        """The summary for other programs."""
        return {
            "file": str(self.file),
            "server": self.server,
            "account": self.account,
            "left": self.left.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "searches": self.searches,
            "records": self.records,
            "marks": self.marks,
            "notes": self.notes,
        }


def sessions_directory(environment: Mapping[str, str]) -> Path:
    """Where session files are."""
    return state_directory(environment) / "sessions"


def new_session(directory: Path) -> CaseWriter:
    """A new session file, named by the moment. Raises UsageError and StorageFull."""
    name = f"{now():%Y%m%d-%H%M%S}-{os.getpid()}"
    endings = chain([""], (f"-{number}" for number in count(2)))  # several in one second
    paths = (directory / f"{name}{ending}{SUFFIX}" for ending in endings)
    return CaseWriter.create(next(path for path in paths if not path.exists()))


def session_files(directory: Path) -> list[Path]:
    """The session files, the latest first."""
    with suppress(OSError):
        return sorted(directory.glob(f"*{SUFFIX}"), key=_changed, reverse=True)
    return []


class _Named(ExtensibleStruct, frozen=True):
    cases: list[str] = field(default_factory=list)


def remember_case(directory: Path, path: Path) -> None:
    """A session got a name and a place: it is listed and gone on with as before.

    Where that cannot be kept, the case is there all the same.
    """

    def changed(named: _Named) -> _Named:
        others = [each for each in named.cases if each != str(path)]
        return replace(named, cases=[str(path), *others][:_MOST_NAMED])

    with suppress(UsageError):
        _named(directory).change(changed)


def named_cases(directory: Path) -> list[Path]:
    """The sessions that got a name within a week, as far as their files are there."""
    oldest = _oldest(DEFAULT_HOURS)
    paths = [Path(each) for each in _named(directory).read().cases]
    return [path for path in paths if path.is_file() and _changed(path) >= oldest]


def _named(directory: Path) -> KeptFile[_Named]:
    return KeptFile(directory.parent / "cases.json", _Named)


def summary(path: Path) -> SessionSummary:
    """What a session is. Raises UsageError where it cannot be read."""
    with CaseReader(path) as case:
        sources, trail, info = case.sources(), case.trail(), case.info
        asked = {search.source for search in trail}
        source = next((s for s in reversed(sources) if s.id in asked or not asked), None)
        return SessionSummary(
            path,
            source.server if source is not None else "",
            source.account if source is not None else "",
            info.left or utc_at(_changed(path) + shift()),
            len(trail),
            sum(search.records for search in trail),
            case.count("mark"),
            case.count("note"),
            info.holder if _is_running(info.holder) else "",
        )


def summaries(directory: Path) -> list[SessionSummary]:
    """All sessions that can be read and hold a search, the latest first."""
    found = []
    paths = [*session_files(directory), *named_cases(directory)]
    for path in sorted(paths, key=_changed, reverse=True):
        with suppress(UsageError):
            one = summary(path)
            if one.searches:
                found.append(one)
    return found


def latest(directory: Path, server: str = "", account: str = "") -> SessionSummary | None:
    """The latest session that nobody has open: of a server and an account, or of all."""
    from netwrix_tui.client.account_identity import account_identity

    for one in summaries(directory):
        if one.holder:
            continue
        if not server or (
            one.server == server and account_identity(one.account) == account_identity(account)
        ):
            return one
    return None


def delete(path: Path) -> None:
    """Delete a session. Raises UsageError where somebody has it open, and for a case."""
    with CaseReader(path) as case:
        if case.info.title:
            raise UsageError(
                f"{path.name} is a case that has a name: it is not deleted with the sessions.",
                next_step="Delete its file yourself, where nobody needs it any more.",
            )
    CaseWriter.open(path, "deleted").remove()


def delete_old(directory: Path, hours: float) -> None:
    """Delete the sessions that were left longer ago, but for those that somebody has open."""
    oldest = _oldest(hours)
    for path in session_files(directory):
        with suppress(NetwrixTuiError, OSError):
            if _changed(path) < oldest:
                delete(path)


def _oldest(hours: float) -> float:
    """The time of a file that was changed so long ago: files go by the machine's own clock."""
    return time.time() - hours * 3600


def _changed(path: Path) -> float:
    journal = path.with_name(f"{path.name}-wal")
    with suppress(OSError):
        return max(path.stat().st_mtime, journal.stat().st_mtime if journal.exists() else 0.0)
    return 0.0


def _is_running(holder: str) -> bool:
    """False where the process that had it is gone: it did not get to say so."""
    from netwrix_tui.case.chain import this_host

    who, _, number = holder.rpartition(", process ")
    if not number.isdecimal():
        return False
    if not who.endswith(f"@{this_host()}"):
        return True
    return _lives(int(number))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
