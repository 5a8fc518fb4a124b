"""A process that a test starts, and that never outlives a test that fails."""

from __future__ import annotations

import subprocess
from types import TracebackType
from typing import AnyStr


class ChildProcess(subprocess.Popen[AnyStr]):
    """A process for a ``with`` block, which waits for its end.

    Where the block fails, the process is killed first: the test fails then, where it would wait
    without an end.
    """

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exc_type is not None:
            self.kill()
        super().__exit__(exc_type, value, traceback)
