"""A log of requests for tests: what was asked for, by whom; never a credential, mark or value."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from netwrix_tui.demo.api import Answer, Request
from netwrix_tui.demo.demo_accounts import Account


class RequestLog:
    """One JSON object a line for each request, written before it is answered."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._file = self._path.open("a", encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, request: Request, account: Account | None, answer: Answer) -> None:
        """Adds a request and what it was answered with."""
        if self._file is None:
            return
        entry = {
            "method": request.method,
            "path": request.path,
            "query": request.options,
            "account": account.user if account else None,
            "status": answer.status,
            "rows": answer.rows,
            "filters": list(answer.filters),
            "mark": answer.marked,
        }
        self._file.write(json.dumps(entry) + "\n")
        self._file.flush()
