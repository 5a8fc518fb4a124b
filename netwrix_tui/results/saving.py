"""Writing what was exported to a file: whole or not at all, private, and never over another."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from netwrix_tui.errors import UsageError


class NewFile:
    """A file that is written piece by piece, readable by its owner only.

    It appears under its name when it is published; until then, and if it never is, there is only a
    part with a name of its own, which goes with the context. Everything raises UsageError where it
    cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.size = 0
        """Bytes written so far."""
        self._path = path
        with _told(path):
            # mkstemp makes it with mode 0600.
            handle, name = tempfile.mkstemp(prefix=".netwrix-", suffix=".part", dir=path.parent)
        self._part = Path(name)
        self._file = open(handle, "wb")  # noqa: SIM115 - closed with the context

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Write further bytes."""
        with _told(self._path):
            self._file.write(data)
        self.size += len(data)

    def publish(self) -> Path:
        """Make it appear, whole; returns where it went.

        Where the path is taken, the name gets ``-2``, ``-3`` and so on.
        """
        with _told(self._path):
            self._file.flush()
            os.fsync(self._file.fileno())
            return _publish(self._part, self._path)


def save(path: Path, data: bytes) -> Path:
    """Write the data to a new file; returns where it went. Raises UsageError."""
    with NewFile(path) as file:
        file.write(data)
        return file.publish()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one for a file"
        raise UsageError(
            f"{path} cannot be written: {reason}.",
            next_step="Choose another directory.",
        ) from error


def _publish(part: Path, path: Path) -> Path:
    free = path
    numbers = count(2)
    while True:
        try:
            _link(part, free)
        except FileExistsError:
            free = path.with_name(f"{path.stem}-{next(numbers)}{path.suffix}")
        else:
            return free


def _link(part: Path, free: Path) -> None:
    try:
        # A link fails where the name is taken; a rename would replace that file.
        os.link(part, free)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: reserve the name, then put the file there.
        os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(part, free)
