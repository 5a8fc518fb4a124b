"""File job: a stream of records written to a file, in little memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from netwrix_tui.errors import NetwrixTuiError, ServerRepeats
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.new_file import NewFile
from netwrix_tui.results.export.writers import RecordWriter, remarks_of
from netwrix_tui.results.loading.record_stream import Pieces, RecordStream
from netwrix_tui.results.loading.unexpected_error import as_error

T = TypeVar("T")


class FilePhase(StrEnum):
    """Where the writing stands."""

    RUNNING = "running"
    STUCK = "stuck"  # a page failed: it can be asked for again, or all of it given up
    DONE = "done"
    FAILED = "failed"  # for good; nothing is kept
    CANCELLED = "cancelled"  # nothing is kept


@dataclass(frozen=True, slots=True)
class FileState:
    """What has been written so far; ``began`` is of :func:`time.monotonic`.

    ``saved_as`` is where the file is, once it is DONE; ``error`` says why it is STUCK or FAILED.
    ``remarks`` are what else has to be said of a file that is DONE, in sentences.
    """

    began: float
    phase: FilePhase = FilePhase.RUNNING
    records: int = 0
    size: int = 0
    saved_as: Path | None = None
    error: NetwrixTuiError | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """True where nothing changes any more."""
        return self.phase not in (FilePhase.RUNNING, FilePhase.STUCK)


class FileJob:
    """Writes records into a new file: all of them, or no file appears.

    It runs once, on one loop. ``changed`` is called there after each change of :attr:`state`,
    which, as :meth:`retry` and :meth:`cancel`, is for any thread.
    """

    def __init__(self, path: Path, writer: RecordWriter, changed: Callable[[], None]) -> None:
        self.path = path
        self._writer = writer
        self._changed = changed
        self._state = FileState(time.monotonic())
        self._again = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None

    @property
    def state(self) -> FileState:
        """How far it has come."""
        return self._state

    def retry(self) -> None:
        """Ask for the page again that failed."""
        self._on_loop(self._again.set)

    def cancel(self) -> None:
        """Give it up; nothing is kept."""
        if self._task is not None:
            self._on_loop(self._task.cancel)

    async def run(self, begin: Callable[[], RecordStream]) -> None:
        """Write all records. What goes wrong is in :attr:`state`, nothing is raised."""
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        try:
            with NewFile(self.path) as file:
                records = begin()
                await self._copy(records, file)
                remarks = (*records.remarks(), *remarks_of(self._writer), *self._state.remarks)
                self._set(remarks=remarks)
                publishing = asyncio.ensure_future(asyncio.to_thread(file.publish))
                saved_as = await _in_any_case(publishing)
            self._set(phase=FilePhase.DONE, saved_as=saved_as, size=file.size)
        except asyncio.CancelledError:
            self._set(phase=FilePhase.CANCELLED)
        except Exception as error:  # noqa: BLE001 - any error has to reach the screen
            self._set(phase=FilePhase.FAILED, error=as_error(error))

    async def _copy(self, records: RecordStream, file: NewFile) -> None:
        is_started = False
        async with aclosing(self._pieces(records)) as pieces:
            async for piece in pieces:
                await _to_its_end(partial(self._put, file, piece, is_first=not is_started))
                is_started = True
                self._set(records=self._state.records + len(piece), size=file.size)
        if not is_started:
            file.write(self._writer.start([]))
        await _to_its_end(lambda: file.write(self._writer.end()))

    def _put(self, file: NewFile, piece: Sequence[ReceivedRecord], *, is_first: bool) -> None:
        if is_first:
            file.write(self._writer.start(piece))
        file.write(self._writer.page(piece))

    async def _pieces(self, records: RecordStream) -> Pieces:
        """The records; after an error it goes on once that is wished."""
        while True:
            try:
                async with aclosing(records.rest()) as pieces:
                    async for piece in pieces:
                        yield piece
            except ServerRepeats as error:
                # All that the server gives has come: the file is whole, and it is said of it.
                self._set(remarks=(error.sentence(),))
                return
            except NetwrixTuiError as error:
                self._again.clear()
                self._set(phase=FilePhase.STUCK, error=error)
                await self._again.wait()
                self._set(phase=FilePhase.RUNNING, error=None)
            else:
                return

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._changed()

    def _on_loop(self, call: Callable[[], object]) -> None:
        if self._loop is not None:
            # A loop that is closed has ended the job already.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(call)


async def _to_its_end(work: Callable[[], T]) -> T:
    """Work on another thread, which cannot be stopped: what comes after it waits for its end."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _in_any_case(task: asyncio.Future[T]) -> T:
    """The outcome, also for whoever was cancelled meanwhile: it has happened."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
    return task.result()
