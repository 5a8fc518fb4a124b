"""The result file: what became of each batch, noted on the disk before a byte of it goes out.

One JSON object a line. The first says what is written, and where to; each further one gives a
batch another state. Lines are only ever appended: whatever ends the program, the file tells which
batches were not sent, which were accepted or refused, and of which nobody knows.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from netwrix_tui import clock
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch, batches_of_lengths
from netwrix_tui.writing.sole_writer import InUse, hold

_VERSION = 1


class BatchState(StrEnum):
    """Where a batch stands. SENT stays where no answer came: it is in doubt."""

    PENDING = "pending"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Purpose(msgspec.Struct, frozen=True):
    """What a result file belongs to: one input on its way to one server."""

    input: str
    """A digest of the records."""
    server: str
    account: str
    wire: WireFormat
    batches: tuple[int, ...]
    """How many records each has."""
    version: int = _VERSION


class _Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    batch: int
    state: BatchState
    at: str
    why: str = ""


class Journal:
    """The result file of one input. Holds it for itself alone until it is closed."""

    def __init__(self, path: Path, file: BinaryIO, purpose: Purpose) -> None:
        self.path = path
        self.purpose = purpose
        self.batches: list[Batch] = batches_of_lengths(purpose.batches)
        self._file = file
        self._entries: dict[int, _Entry] = {}
        self.is_new = True

    @classmethod
    def open(cls, path: Path, purpose: Purpose) -> Self:
        """Make the file, or go on with the one there is, whose batches and format then hold.

        Raises UsageError where it belongs to something else, is in use, or cannot be written.
        """
        try:
            file = _opened(path)
        except (OSError, ValueError) as error:
            raise _refused(path, f"{getattr(error, 'strerror', None) or error}.") from error
        try:
            hold(file)
            return cls._read(path, file, purpose)
        except InUse as error:
            file.close()
            raise _refused(
                path, "another run is writing these records just now.", "Wait until it ends."
            ) from error
        except BaseException:
            file.close()
            raise

    @classmethod
    def _read(cls, path: Path, file: BinaryIO, purpose: Purpose) -> Self:
        data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.splitlines()
        try:
            kept = msgspec.json.decode(lines[0], type=Purpose) if lines else purpose
            entries = [msgspec.json.decode(line, type=_Entry) for line in lines[1:]]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _refused(path, "it is no result file of this program.") from error
        if data and not lines and not purpose_may_begin(data):
            raise _refused(path, "it is no result file of this program.")
        _check(path, kept, purpose)
        # A last line that is not whole was never meant to be acted upon.
        file.truncate(len(whole))
        file.seek(len(whole))
        journal = cls(path, file, kept)
        for entry in entries:
            journal._entries[entry.batch] = entry
        journal.is_new = not lines
        if not lines:
            journal._append(msgspec.json.encode(purpose))
            _keep_name(path)
        return journal

    @property
    def has_entries(self) -> bool:
        """Whether anything has become of any batch: more than a run that was not confirmed."""
        return bool(self._entries)

    def state(self, batch: Batch) -> BatchState:
        """Where a batch stands."""
        entry = self._entries.get(batch.number)
        return entry.state if entry is not None else BatchState.PENDING

    def why(self, batch: Batch) -> str:
        """What is noted beside its state: why it was refused, how it was found."""
        entry = self._entries.get(batch.number)
        return entry.why if entry is not None else ""

    def since(self, batch: Batch) -> str:
        """When it came into its state, as ISO 8601 in UTC; empty where it is pending."""
        entry = self._entries.get(batch.number)
        return entry.at if entry is not None else ""

    def note(self, batch: Batch, state: BatchState, why: str = "") -> None:
        """Give a batch a state; on the disk when this returns. Raises UsageError."""
        now = clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = _Entry(batch.number, state, now, why)
        self._append(msgspec.json.encode(entry))
        self._entries[batch.number] = entry

    def of_state(self, *states: BatchState) -> list[Batch]:
        """The batches that stand so, in their order."""
        return [batch for batch in self.batches if self.state(batch) in states]

    def records_of(self, *states: BatchState) -> int:
        """How many records those batches have."""
        return sum(map(len, self.of_state(*states)))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _append(self, line: bytes) -> None:
        try:
            self._file.write(line + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be written: {error.strerror}.",
                cause="Nothing is sent that cannot be noted there first.",
                next_step="Make room, or name another file with --result.",
            ) from error


def lengths(batches: Sequence[Batch]) -> tuple[int, ...]:
    """How many records each batch has."""
    return tuple(map(len, batches))


def purpose_may_begin(data: bytes) -> bool:
    """Whether a first line that is not whole may be this program's."""
    return b'{"input":"'.startswith(data[:10])


def _opened(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "r+b")


def _keep_name(path: Path) -> None:
    """Make sure that the file itself is found after a power cut, where that can be done."""
    with suppress(OSError):
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _check(path: Path, kept: Purpose, wanted: Purpose) -> None:
    if kept.version != _VERSION:
        raise _refused(path, "it was written by another version of this program.")
    if kept.input != wanted.input:
        raise _refused(path, "it belongs to other records.")
    if kept.server != wanted.server:
        raise _refused(path, f"it belongs to another server: {kept.server}")
    if sum(kept.batches) != sum(wanted.batches):
        raise _refused(path, "it belongs to other records.")


def _refused(path: Path, why: str, next_step: str = "") -> UsageError:
    return UsageError(
        f"The result file {path} cannot be used: {why}",
        next_step=next_step or "Name another one with --result.",
    )
