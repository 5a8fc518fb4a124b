"""A result file on the disk: opened for one writer alone, read, and appended to with care."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from netwrix_tui.client.server_at import server_at
from netwrix_tui.errors import UsageError
from netwrix_tui.private_directory import give_to_owner, make_private
from netwrix_tui.way_on import way_on_from
from netwrix_tui.writing.exclusive_use import InUse, hold
from netwrix_tui.writing.history import History
from netwrix_tui.writing.record_identity import RecordIdentity
from netwrix_tui.writing.result_lines import (
    VERSION,
    Line,
    NoResultFile,
    encoded,
    first_version,
    lines_of,
)


class ResultFile:
    """The file that a run writes to. It holds it for itself alone until it is closed."""

    def __init__(self, path: Path, file: BinaryIO, end: int) -> None:
        self.path = path
        self._file = file
        self._end = end

    @classmethod
    def open(
        cls, path: Path, server: str, digest: str, given: Sequence[RecordIdentity], history: History
    ) -> ResultFile:
        """Make the file, or go on with the one there is, and tell ``history`` what stands in it.

        ``server`` is its identity, ``digest`` what the first version called the input by. Raises
        UsageError where it belongs to something else, is in use, or cannot be written.
        """
        try:
            file = _opened(path)
        except (OSError, ValueError) as error:
            raise refused(path, f"{getattr(error, 'strerror', None) or error}.") from error
        try:
            with _told(path):
                hold(file)
                content = _Content(path, file, server, digest, given)
                history.take(content)
                file.truncate(content.end)
            kept = cls(path, file, content.end)
            if not content.is_current:
                kept.append([*content.converted, Line(server=server, version=VERSION)])
                _keep_name(path)
        except InUse as error:
            file.close()
            raise refused(
                path,
                "another run is writing to this server just now.",
                "Wait until it ends, or name another one with --result.",
            ) from error
        except BaseException:
            file.close()
            raise
        return kept

    def append(self, lines: Iterable[Line]) -> None:
        """Add lines; they are on the disk when this returns, or none of them counts.

        Raises UsageError.
        """
        data = b"".join(map(encoded, lines))
        number = self._file.fileno()
        try:
            written = 0
            while written < len(data):
                written += os.write(number, data[written:])
            os.fsync(number)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(number, self._end)
            raise UsageError(
                f"{self.path} cannot be written: {error.strerror}.",
                cause="Nothing is sent that cannot be noted there first.",
                next_step=way_on_from(error, "name another file with --result"),
            ) from error
        self._end += len(data)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def read_history(
    path: Path, server: str, digest: str, given: Sequence[RecordIdentity], history: History
) -> list[Line]:
    """Tell ``history`` what a file says that another run keeps, or kept: nothing where it concerns
    another server, or other records. Raises UsageError where it cannot be read.

    Returns what a file of the first version says, in lines of this one: it will not be understood
    once the input has changed.
    """
    with _told(path, _MOVE_IT), path.open("rb") as file:
        try:
            content = _Content(path, file, server, digest, given)
            history.take(content)
        except _OfAnother:
            return []
        if history.standings:
            try:
                hold(file)
            except InUse as error:
                raise refused(
                    path, "another run is writing these records just now.", "Wait until it ends."
                ) from error
    return content.converted


_MOVE_IT = "If it tells nothing of what was written, move it away."


class _OfAnother(Exception):
    """A result file is about another server, or of the first version and about other records."""


class _Content:
    """The lines of a file in this version's terms; ``end`` is where the last whole one ends."""

    def __init__(
        self,
        path: Path,
        file: BinaryIO,
        server: str,
        digest: str,
        given: Sequence[RecordIdentity],
    ) -> None:
        self._path, self._file, self._server = path, file, server
        self._digest, self._given = digest, given
        self.end = 0
        self.is_current = False
        """Whether the head of this version stands in it."""
        self.converted: list[Line] = []
        """What the first version says, where this version does not stand behind it yet."""

    def __iter__(self) -> Iterator[Line]:
        head: Line | None = None
        entries: list[Line] = []
        for line, end in lines_of(self._file):
            self.end = end
            if line.server:
                self._check(line)
                self.is_current = line.version == VERSION
                head = head or line
            elif line.batch:
                entries.append(line)
            else:
                yield line
        if head is None or self.is_current:
            return
        if head.input != self._digest or sum(head.batches) != len(self._given):
            raise _OfAnother(
                "it belongs to other records; an earlier version of this program kept it, which "
                "knew records only all together."
            )
        self.converted = list(first_version(head, entries, self._given))
        yield from self.converted

    def _check(self, head: Line) -> None:
        if not 1 <= head.version <= VERSION:
            raise refused(self._path, "it was written by another version of this program.")
        try:
            of = server_at(head.server)
        except UsageError:
            of = head.server
        if of != self._server:
            raise _OfAnother(f"it belongs to another server: {of}")


def refused(path: Path, why: str, next_step: str = "") -> UsageError:
    """The error for a result file that is not used."""
    return UsageError(
        f"The result file {path} cannot be used: {why}",
        next_step=next_step or "Name another one with --result.",
    )


@contextmanager
def _told(path: Path, next_step: str = "") -> Iterator[None]:
    try:
        yield
    except NoResultFile as error:
        raise refused(path, "it is no result file of this program.", next_step) from error
    except _OfAnother as error:
        raise refused(path, str(error), next_step) from error
    except OSError as error:
        raise refused(
            path,
            f"{error.strerror or error}, and what it says of these records is not known.",
            f"Get permission to read it. {_MOVE_IT}",
        ) from error


def _opened(path: Path) -> BinaryIO:
    make_private(path.parent)
    is_new = not path.exists()
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
    if is_new:
        give_to_owner(file.fileno(), path.parent)
    return file


def _keep_name(path: Path) -> None:
    """Make sure that the file itself is found after a power cut, where that can be done."""
    with suppress(OSError):
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
