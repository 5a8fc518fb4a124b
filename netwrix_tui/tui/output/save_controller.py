"""Controller of saving: one record, the marked, the loaded, or all of a search, into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from textual.message import Message

from netwrix_tui.mapping.document_formats import DocumentOptions
from netwrix_tui.records.amounts import records_words, size_words
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.results.export.documents import DocumentWriter, TagsOf
from netwrix_tui.results.export.export import ExportFormat, writer_of
from netwrix_tui.results.export.file_job import FileJob, FilePhase
from netwrix_tui.results.export.record_fields import no_note
from netwrix_tui.results.export.ticket import records_top
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.export.writers import RecordWriter
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.record_stream import RecordStream, SearchedRecords, StoredRecords
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.unusual_words import badge
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.output.choose_file import ChooseFile, Extent, SavedFormat, SaveOrder
from netwrix_tui.tui.output.chosen_words import chosen_words
from netwrix_tui.tui.output.save_progress import SaveChoice, SaveProgressScreen, SaveStatus
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.wire.wire_format import WireFormat

MARKED = "marked"
"""Tag of a marked record that is saved for another tool."""


class FileChanged(Message):
    """More has been written, or the saving is over. Posted by the worker."""

    bubble = False

    def can_replace(self, message: Message) -> bool:
        """A burst of these is one of them."""
        return isinstance(message, FileChanged)


class SearchToSave(Protocol):
    """Search that is shown, as far as all of it can be requested anew."""

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""

    @property
    def parameters(self) -> SearchParameters | None:
        """What was searched for; None before the first search."""

    @property
    def in_slices(self) -> bool:
        """True where it is asked for in slices of time, the newest first."""


class SaveController:
    """One file at a time, written on the worker's thread while the search goes on."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        worker: ApiWorker,
        search: SearchToSave,
        *,
        head: Callable[[], TicketHead],
        servers: Mapping[str, str] | None = None,
    ) -> None:
        """``head`` makes what stands on top of a text for a ticket; ``servers`` are the addresses
        of several servers by their names.
        """
        self._servers = servers
        self.line = SaveStatus(id="saving")
        self._host = host
        self._table = table
        self._worker = worker
        self._search = search
        self._head = head
        self.job: FileJob | None = None
        self._marks: Marks | None = None
        """Those that the job saves."""
        self._late = ""
        """What is to be said of a server that leaves the job waiting."""

    @property
    def is_busy(self) -> bool:
        """True while a file is being saved."""
        return self.job is not None

    def ask(self) -> None:
        """Ask what to save and where; while a file is being saved, what to do about it."""
        if self.job is not None:
            self._host.app.push_screen(SaveProgressScreen(self.job), self._step)
            return
        extents = self._extents()
        chosen = Extent.MARKED if self._table.marks else Extent.RECORD
        self._host.app.push_screen(ChooseFile(extents, chosen), self._ordered)

    def leave(self, leave: Callable[[], None]) -> None:
        """Leave the program, after a question where a file would be given up by that."""
        if self.job is None:
            leave()
            return

        def answered(step: SaveChoice | None) -> None:
            if step is SaveChoice.LEAVE:
                leave()  # closing the worker cancels the job, and the job clears up
            else:
                self._step(step)

        self._host.app.push_screen(SaveProgressScreen(self.job, is_leaving=True), answered)

    def show(self) -> None:
        """Bring the line up to the job, and say how it ended."""
        late, self._late = self._late, ""
        notify_warning(self._host, late)
        job = self.job
        if job is None:
            return
        state = job.state
        self.line.show(state, visible(job.path.name))
        if not state.is_over:
            return
        self.job = None
        if state.phase is FilePhase.DONE:
            if self._marks is not None:
                self._marks.are_handed_over = True
            saved = f"{records_words(state.records)}, {size_words(state.size)}"
            taken = state.saved_as is not None and state.saved_as.name != job.path.name
            why = f": there is a {job.path.name} already, which stays" if taken else ""
            words = f"{saved} saved to {state.saved_as}{why}"
            told = " · ".join((words, *state.remarks))
            notify_information(self._host, told)
        elif state.error is not None:
            notify_error(self._host, state.error)
        else:
            notify_information(self._host, f"Cancelled: nothing of {job.path.name} was kept")

    def _extents(self) -> list[tuple[Extent, str]]:
        loaded = len(self._table.store)
        extents = [(Extent.RECORD, "this record")]
        if self._table.marks:
            extents.append((Extent.MARKED, f"the marked: {records_words(len(self._table.marks))}"))
        view = self._table.view
        if not view.is_plain:
            extents.append((Extent.SHOWN, f"as shown here: {records_words(len(view))}"))
        if self._search.phase is PagerPhase.END:
            return [*extents, (Extent.LOADED, f"all of the search: {records_words(loaded)}")]
        return [
            *extents,
            (Extent.LOADED, f"the loaded: {records_words(loaded)}"),
            (Extent.ALL, "all of the search, asked for anew, the loaded ones too"),
        ]

    def _ordered(self, order: SaveOrder | None) -> None:
        if order is None or self.job is not None:
            return
        top = self._top(order.extent) if order.format is ExportFormat.TEXT else None
        job = FileJob(order.path, self._writer(order.format, top), self._changed)
        self.job = job
        self._marks = self._table.marks if order.extent is Extent.MARKED else None
        store = self._table.store
        wire = store.format(0) if len(store) else None
        make = self._stream(order.extent, wire)

        async def work(_: Ask) -> None:
            await job.run(make)

        self._worker.run_alongside(work, wire)
        self.show()

    def _writer(self, saved_format: SavedFormat, top: Callable[[], str] | None) -> RecordWriter:
        note_of = self._table.note_of or no_note
        if isinstance(saved_format, ExportFormat):
            return writer_of(saved_format, self._table.zone, note_of, top)
        return DocumentWriter(
            DocumentOptions(saved_format),
            self._head().server,
            note_of=note_of,
            tags_of=tags_of(self._table),
            servers=self._servers,
        )

    def _stream(self, extent: Extent, wire: WireFormat | None) -> Callable[[], RecordStream]:
        parameters, in_slices = self._search.parameters, self._search.in_slices
        if extent is Extent.ALL and parameters is not None:
            asked = partial(self._worker.asked, parameters, in_slices=in_slices, wire=wire)
            return lambda: SearchedRecords(asked(), self.tell_late)
        store, rows = self._table.store, self._rows(extent)
        return lambda: StoredRecords(store, rows)

    def _rows(self, extent: Extent) -> Sequence[int]:
        table = self._table
        if extent is Extent.MARKED:
            return table.records
        if extent is Extent.SHOWN:
            return table.view.shown
        if extent is Extent.RECORD:
            return [] if table.record_row is None else [table.record_row]
        loaded = len(table.store)
        return table.store.followed.below(loaded).followed_first(loaded)

    def _top(self, extent: Extent) -> Callable[[], str]:
        """What stands above the records in a text: made by whoever writes it, of all of them."""
        table = self._table
        store, rows, line = table.store, self._rows(extent), table.view.quick_filter.line
        head = self._head()
        match extent:
            case Extent.MARKED:
                head = replace(head, count=chosen_words(table))
            case Extent.RECORD:
                head = replace(head, count="the one under the cursor")
            case Extent.SHOWN:
                head = replace(head, count=f"the {len(rows):,} shown", quick_filter=line)
        told = ((store.row(row), store.timestamp(row)) for row in rows)
        return lambda: records_top(head, told, TicketFormat.TEXT)

    def _step(self, step: SaveChoice | None) -> None:
        if self.job is not None and step is SaveChoice.RETRY:
            self.job.retry()
        elif self.job is not None and step is not None:
            self.job.cancel()

    def tell_late(self, sentence: str) -> None:
        """On the worker's thread: the server leaves a question of the job unanswered."""
        self._late = sentence
        self._changed()

    def _changed(self) -> None:
        self._host.post_message(FileChanged())


def tags_of(table: ResultsTable) -> TagsOf:
    """Tells the tags that a record has now for another tool; later marks change nothing of it.

    The letters are there where the most unusual are sorted first.
    """
    store, unusual = table.store, table.view.unusual
    marked = frozenset(store.key(row) for row in table.marks)
    letters: dict[str, str] | None = None

    def tags(rid: str) -> Sequence[str]:
        nonlocal letters
        if letters is None:  # of all at once, by whoever writes: looking up each row takes long
            known = range(len(store) if unusual is not None else 0)
            badges = ((row, badge(unusual.of(row))) for row in known if unusual is not None)
            letters = {store.key(row): letter for row, letter in badges if letter}
        told = [MARKED] if rid in marked else []
        letter = letters.get(rid, "")
        return [*told, letter] if letter else told

    return tags
