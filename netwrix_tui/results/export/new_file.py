"""New file: what is exported appears whole or not at all, private, never over another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from netwrix_tui.atomic_write import new_part
from netwrix_tui.errors import UsageError

O_TMPFILE: int = getattr(os, "O_TMPFILE", 0)
_DESCRIPTORS = "/proc/self/fd"


class NewFile:
    """A file that is written piece by piece, readable by its owner only.

    It appears under its name when it is published. Until then it has no name at all, and is gone
    with the program, however that ends; where there are no such files, it has one of its own that
    goes with the context. Everything raises UsageError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.size = 0
        """Bytes written so far."""
        self._path = path
        with _told(path):
            self._file, part = nameless(path.parent) or _named(path.parent)
        self._part: Path | None = part

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
        if self._part is not None:
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
            if self._part is None:
                # Where it cannot be given a name, a copy that has one is published.
                with suppress(OSError):
                    return _publish(partial(_link_nameless, self._file.fileno()), self._path)
            return _publish(partial(_link, self._part or self._named_copy()), self._path)

    def _named_copy(self) -> Path:
        copy, self._part = _named(self._path.parent)
        with copy:
            self._file.seek(0)
            shutil.copyfileobj(self._file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        return self._part


def check(path: Path) -> None:
    """Try whether a new file may be written there, and leave nothing. Raises UsageError."""
    with _told(path), suppress(FileNotFoundError):
        path.lstat()  # a name may be too long for one
    with NewFile(path):
        pass


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
        reason = getattr(error, "strerror", None) or "this is not a valid file name"
        raise UsageError(
            f"{path} cannot be written: {reason}.",
            next_step="Choose another path.",
        ) from error


def nameless(directory: Path) -> tuple[IO[bytes], None] | None:
    """A file that no directory lists; None where the system or the file system has none."""
    if not O_TMPFILE or not os.path.isdir(_DESCRIPTORS):
        return None
    try:
        return open(os.open(directory, O_TMPFILE | os.O_RDWR, 0o600), "w+b"), None
    except OSError:
        return None


def _named(directory: Path) -> tuple[IO[bytes], Path]:
    handle, part = new_part(directory)
    return open(handle, "w+b"), part


def _publish(link: Callable[[Path], None], path: Path) -> Path:
    free = path
    numbers = count(2)
    while True:
        try:
            link(free)
        except FileExistsError:
            free = path.with_name(f"{path.stem}-{next(numbers)}{path.suffix}")
        else:
            return free


def _link_nameless(descriptor: int, free: Path) -> None:
    directory = os.open(free.parent, os.O_RDONLY)
    try:
        # Relative to a directory, so that Python has the link in /proc followed.
        os.link(f"{_DESCRIPTORS}/{descriptor}", free.name, dst_dir_fd=directory)
    finally:
        os.close(directory)


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
