"""Thread of a statement: its tables are made and it is run there, while the screen takes keys.

What is stopped is not waited for: within one function SQLite heeds nobody, and such a thread ends
by itself. Tables are kept for the next statement over the same records.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from netwrix_tui.case.loaded_table import Loaded
from netwrix_tui.case.record_making import RecordMaking
from netwrix_tui.case.record_table import Made
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.case.sql import Sql, Stopped, Value
from netwrix_tui.case.sql_text import SqlError
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.zone import ShownZone

MOST_ROWS = 50_000
"""Rows that are shown; whoever wants more has netwrix-tui sql, or LIMIT and OFFSET."""

MOST_BYTES = 64_000_000
"""Bytes of text in them, likewise."""

_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of a statement; ``is_cut`` is True where there are more than are shown."""

    statement: str
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    is_cut: bool
    seconds: float
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case file that this program has open to write: tables are made in it, once."""

    path: Path
    keeper: SessionKeeper


Over = Path | WrittenCase | Loaded
"""A case file, or what is loaded."""

Told = Made | Result | NetwrixTuiError
"""How far the tables are, all of them done where it is run; what came of it."""


class Running:
    """A statement that is being run."""

    def __init__(self) -> None:
        self._is_wanted = True
        self.began = time.monotonic()

    def cancel(self) -> None:
        """Nobody wants it any more: nothing more is told of it."""
        self._is_wanted = False

    def is_wanted(self) -> bool:
        """False once it was cancelled."""
        return self._is_wanted


class SqlThread:
    """Runs statements, each on a thread; for the screen's thread to call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: tuple[object, Sql] | None = None
        self._is_closed = False
        self.running: set[Running] = set()

    def begin(
        self, statement: str, over: Over, zone: ShownZone, told: Callable[[Running, Told], None]
    ) -> Running:
        """Run a statement; ``told`` is called on its thread, with a result or an error last."""
        running = Running()
        self.running.add(running)
        threading.Thread(
            target=self._work, args=(running, statement, over, zone, told), daemon=True
        ).start()
        return running

    def close(self) -> None:
        """Stop everything, and let go of the tables."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, None
            for running in self.running:
                running.cancel()
        if idle is not None:
            idle[1].close()

    def _work(
        self, running: Running, statement: str, over: Over, zone: ShownZone,
        told: Callable[[Running, Told], None],
    ) -> None:  # fmt: skip
        key: object = (over, zone.name)
        if isinstance(over, Loaded):
            key = (over.store, over.records, zone.name)
        sql: Sql | None = None
        is_whole = False
        outcome: Told | None = None
        try:
            sql = self._taken(key)
            if isinstance(over, WrittenCase):
                over.keeper.flush()
                for made in RecordMaking(over.keeper).steps():
                    told(running, made)
                    if not running.is_wanted():
                        raise Stopped
            sql = sql or _opened(over, zone)
            if isinstance(over, Loaded):
                sql.refresh(over)
            sql.check(statement)
            for made in sql.making(statement, running.is_wanted):
                told(running, made)
            is_whole = True
            told(running, Made(0, 0, 0))
            outcome = _result(sql, statement, running)
        except Stopped:
            outcome = None
        except SqlError as error:
            is_whole, outcome = True, error
        except NetwrixTuiError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001 - the one who waits has to learn of it
            from netwrix_tui.results.loading.unexpected_error import as_error

            outcome = as_error(error)
        finally:
            self.running.discard(running)
            # Nobody else may have a file open where it is to be left as one.
            may_stay = is_whole and not isinstance(over, WrittenCase)
            if sql is not None and not (may_stay and self._kept(key, sql)):
                sql.close()
        if outcome is not None and running.is_wanted():
            told(running, outcome)

    def _taken(self, key: object) -> Sql | None:
        with self._lock:
            idle, self._idle = self._idle, None
        if idle is None:
            return None
        if idle[0] == key:
            return idle[1]
        idle[1].close()
        return None

    def _kept(self, key: object, sql: Sql) -> bool:
        with self._lock:
            if self._is_closed or self._idle is not None:
                return False
            self._idle = (key, sql)
            return True


def _opened(over: Over, zone: ShownZone) -> Sql:
    if isinstance(over, Loaded):
        return Sql.of_loaded(over, zone)
    return Sql.of_case(over.path if isinstance(over, WrittenCase) else over, zone)


def _result(sql: Sql, statement: str, running: Running) -> Result:
    began = time.monotonic()
    answer = sql.run(statement, running.is_wanted)
    rows: list[tuple[Value, ...]] = []
    room = MOST_BYTES
    is_cut = False
    for some in answer.rows(_TOGETHER):
        if len(rows) >= MOST_ROWS or room <= 0:
            is_cut = True
            break
        kept = some[: MOST_ROWS - len(rows)]
        is_cut = len(kept) < len(some)
        rows += kept
        room -= sum(len(value) for row in kept for value in row if isinstance(value, str | bytes))
    answer.close()
    return Result(statement, answer.columns, rows, is_cut, time.monotonic() - began, sql.damaged)
