"""Part directory: a directory that gets its name once it is whole, and is gone otherwise.

One that a program that was killed has left is taken away by the next one that works there.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from netwrix_tui.evidence.storage import told
from netwrix_tui.file_lock import hold, is_at

_BEGIN, _END = ".netwrix-", ".evidence.part"
_TRIES = 20


class PartDirectory:
    """A directory beside the one that it becomes. Raises StorageFull and UsageError."""

    def __init__(self, target: Path) -> None:
        self._target = target
        parent = target.absolute().parent
        with told(target):
            with suppress(OSError):
                _remove_abandoned(parent)
            self.path, self._lock = _new(parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)

    def publish(self) -> None:
        """Give it its name."""
        with told(self._target):
            if self._target.is_dir():
                self._target.rmdir()  # an empty one is taken; any other raises, and says why
            os.rename(self.path, self._target)


def _new(parent: Path) -> tuple[Path, int | None]:
    for _ in range(_TRIES):
        path = Path(tempfile.mkdtemp(_END, _BEGIN, dir=parent))  # 0700
        lock = _held(path)
        if lock is None or is_at(lock, path):
            return path, lock
        os.close(lock)  # somebody has just taken it for abandoned
    raise OSError(None, "no directory could be made beside it")


def _remove_abandoned(parent: Path) -> None:
    with os.scandir(parent) as entries:
        names = [e.path for e in entries if e.name.startswith(_BEGIN) and e.name.endswith(_END)]
    for name in names:
        with suppress(OSError):
            lock = _held(Path(name))
            if lock is not None:
                shutil.rmtree(name, ignore_errors=True)
                os.close(lock)


def _held(path: Path) -> int | None:
    """The lock of a directory; None where somebody has it, or there are no locks (Windows)."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    if hold(descriptor):
        return descriptor
    os.close(descriptor)
    return None
