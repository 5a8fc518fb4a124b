"""Writer of an archive: records first, then how far it has come; one program at a time.

A record is there once: before a batch is written, its RIDs are looked up among the records of the
same days, so that what a crash left behind, or what a server sends again, is recognised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from netwrix_tui.archive import engine as db
from netwrix_tui.archive.columns import (
    COLUMNS,
    FROM_LINES,
    FROM_VALUES,
    LINE_TYPES,
    LONG_LINE,
    lines_of,
    microseconds_now,
)
from netwrix_tui.archive.compaction import compact_day, wants_compacting
from netwrix_tui.archive.layout import (
    STATE_NAME,
    UNDATED,
    all_parts,
    day_directory,
    days_in,
    part_path,
    parts_of,
    server_directory,
)
from netwrix_tui.archive.part_file import settle, write_part
from netwrix_tui.archive.state import ArchiveState, check_account, read_state, write_state
from netwrix_tui.archive.written import Written, behind
from netwrix_tui.atomic_write import new_part, remove_abandoned
from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.file_lock import locked
from netwrix_tui.private_directory import make_private
from netwrix_tui.wire.page import Page

_MEMORY_MB = 160
_SPILL = ".netwrix-spill"
_TYPES = ", ".join(f"\"{name}\": '{kind}'" for name, kind in LINE_TYPES.items())
_LONGEST_LINE = 12 * LONG_LINE
"""A line is its record twice: in base 64, and as JSON, which may take six bytes for one."""
_LINES_FORM = (
    f"format = 'newline_delimited', columns = {{{_TYPES}}}, maximum_object_size = {_LONGEST_LINE}"
)
_QUOTED = ", ".join(f'"{name}"' for name in COLUMNS)


class ArchiveWriter:
    """The archive of one server, held for writing. For one thread at a time.

    ``beside`` is the directory of another archive of this server: what that has is not written.
    All methods raise NetwrixTuiError where the archive cannot be read or written.
    """

    def __init__(self, directory: Path, state: ArchiveState, *, beside: Path | None = None) -> None:
        self.directory = directory
        self._read_in = (directory, beside) if beside is not None else (directory,)
        self.state = state
        spill = directory / _SPILL
        make_private(spill)
        self._db = db.engine(directory, memory_mb=_MEMORY_MB, spill=spill, beside=beside)

    @classmethod
    @contextmanager
    def opened(cls, place: Path, server: str, account: str) -> Iterator[ArchiveWriter]:
        """Open or make the archive of a server, and hold it as long as the context lasts.

        Raises UsageError where another program holds it, or where it is another account's.
        """
        directory = server_directory(place, server)
        with held(directory):
            state = read_state(directory)
            if state is None:
                state = ArchiveState(server=server, account=account_identity(account))
            check_account(state, account)
            writer = cls(directory, state)
            try:
                yield writer
            finally:
                writer.close()

    def close(self) -> None:
        """Let go of the files."""
        self._db.close()

    def write(self, pages: Sequence[Page], state: ArchiveState) -> Written:
        """Write the records that are not there yet, and then the state behind them.

        ``state`` is what holds once they are there, but for its counts, which are made here.
        """
        try:
            written = self._records(pages) if any(map(len, pages)) else Written()
            self.confirm(behind(state, written))
            for day in written.new:
                if wants_compacting(self.directory, day):
                    compact_day(self._db, self.directory, day)
        except OSError as error:
            raise db.as_ours(error, self.directory) from error
        except db.errors() as error:
            raise db.as_ours(error, self.directory) from error
        return written

    def oldest_day(self) -> str:
        """The first day there is; empty where there is none."""
        return next((day for day in days_in(self.directory) if day != UNDATED), "")

    def give_up(self) -> None:
        """Wait for nobody: there is nobody here to wait for."""

    def read_again(self) -> None:
        """Take up the state that somebody else of this program has written."""
        self.state = read_state(self.directory) or self.state

    def confirm(self, state: ArchiveState) -> None:
        """Keep a state. Raises OSError."""
        write_state(self.directory, state)
        self.state = state

    def _records(self, pages: Sequence[Page]) -> Written:
        days, long = Counter[str](), list[tuple[Any, ...]]()
        fetched = microseconds_now(now())
        handle, path = new_part(self.directory)
        try:
            with open(handle, "wb") as file:
                for page in pages:
                    lines = lines_of(page, fetched)
                    days.update(lines.days)
                    long += lines.long
                    file.write(lines.ndjson)
                file.flush()
                lines_in = f"read_json({db.literal(str(path))}, {_LINES_FORM})"
                self._db.execute(
                    f"CREATE OR REPLACE TEMP TABLE batch AS SELECT {FROM_LINES}, day "  # noqa: S608
                    f"FROM {lines_in}"
                )
        finally:
            with suppress(OSError):
                path.unlink()
        for values in long:
            self._db.execute(f"INSERT INTO batch SELECT {FROM_VALUES}", list(values))
        expired = 0
        if self.state.kept_from:
            expired = self._delete("day < ?", [self.state.kept_from])
        known = self._drop_known(days)
        new = Counter({day: count for day in sorted(days) if (count := self._write_day(day))})
        self._db.execute("DROP TABLE batch")
        return Written(new, known, expired)

    def _drop_known(self, days: Counter[str]) -> int:
        """Take out of the batch what the archive has already; returns how many records."""
        files = {
            day: [str(p.path) for place in self._read_in for p in parts_of(place, day)]
            for day in days
        }
        dated = [name for day, names in files.items() if day != UNDATED for name in names]
        known = 0
        if dated:
            first, last = db.rows(
                self._db, 'SELECT epoch_us(min("when")), epoch_us(max("when")) FROM batch'
            )[0]
            known += self._delete(
                "rid <> '' AND rid IN (SELECT rid FROM read_parquet(?) WHERE \"when\" "
                "BETWEEN make_timestamptz(?) AND make_timestamptz(?))",
                [dated, first, last],
            )
        if files.get(UNDATED):
            known += self._delete(
                "day = ? AND rid <> '' AND rid IN (SELECT rid FROM read_parquet(?))",
                [UNDATED, files[UNDATED]],
            )
        return known

    def _delete(self, condition: str, values: list[Any]) -> int:
        return int(db.rows(self._db, f"DELETE FROM batch WHERE {condition}", values)[0][0])  # noqa: S608

    def _write_day(self, day: str) -> int:
        if not db.rows(self._db, "SELECT 1 FROM batch WHERE day = ? LIMIT 1", [day]):
            return 0
        directory = day_directory(self.directory, day)
        make_private(directory)
        number = max((part.last for part in all_parts(self.directory, day)), default=0) + 1
        query = f'SELECT {_QUOTED} FROM batch WHERE day = $1 ORDER BY "when", rid'  # noqa: S608
        count = write_part(self._db, query, [day], part_path(self.directory, day, number))
        settle(directory)
        return count

    def compact(self) -> Iterator[tuple[str, int, int]]:
        """Make as few parts as there can be of each day: the day, parts before and parts after."""
        for day in days_in(self.directory):
            before = len(parts_of(self.directory, day))
            try:
                compact_day(self._db, self.directory, day, whole=True)
            except OSError as error:
                raise db.as_ours(error, self.directory) from error
            except db.errors() as error:
                raise db.as_ours(error, self.directory) from error
            yield day, before, len(parts_of(self.directory, day))


@contextmanager
def opened_for_upkeep(directory: Path) -> Iterator[ArchiveWriter]:
    """The archive in a server's directory, held to be compacted; no server is asked.

    Raises UsageError where another program holds it.
    """
    with held(directory):
        writer = ArchiveWriter(directory, read_state(directory) or ArchiveState())
        try:
            yield writer
        finally:
            writer.close()


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """Hold a server's directory for writing; it is made where it is not there.

    Raises UsageError where another program holds it, or where it cannot be made.
    """
    try:
        make_private(directory)
        for each in (directory, *(day_directory(directory, day) for day in days_in(directory))):
            with suppress(OSError):
                remove_abandoned(each)
    except OSError as error:
        raise _unwritable(directory, error) from error
    try:
        holding = locked(directory / STATE_NAME, 0)
        holding.__enter__()
    except TimeoutError as error:
        raise UsageError(
            f"Another program is writing the archive {directory} just now.",
            next_step="Wait until it ends; reading goes on meanwhile.",
        ) from error
    except OSError as error:
        raise _unwritable(directory, error) from error
    try:
        yield
    finally:
        holding.__exit__(None, None, None)


def _unwritable(directory: Path, error: OSError) -> NetwrixTuiError:
    return UsageError(
        f"The archive {directory} cannot be written: {error.strerror}.",
        next_step="Name another directory with --to, or see that this one can be written.",
    )
