"""Controller of writing: records chosen, previewed, confirmed, sent, and found again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.worker import WorkType

from netwrix_tui.config.directories import profile_path
from netwrix_tui.errors import AccountRefused, NetwrixTuiError, UsageError
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_warning
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.prepared import Prepared, prepared
from netwrix_tui.writing.reconcile import Reconciliation, look_for_records, written_search
from netwrix_tui.writing.send_batches import Outcome, RecordSink, send_batches
from netwrix_tui.writing.sources import SourcedRecord, SourceLocation
from netwrix_tui.writing.validation import CheckedInput, checked, read_and_check

if TYPE_CHECKING:
    from netwrix_tui.results.loading.record_source import RecordSource
    from netwrix_tui.tui.write.write_progress import Next, WriteProgress

T = TypeVar("T")

STEP_SECONDS = 1.5
"""Seconds that a batch has to be answered once the write is to end."""

_TYPED_HERE = SourceLocation("typed here", 1, 1)

_NOT_ALLOWED = (
    "Nothing may be written here: this connection's profile does not say writable = true. Add it "
    "in {file}. The command netwrix-tui write needs no such setting."
)


class _Stopping:
    """Whether a write is to end. What is under way then has a second to come to its end."""

    def __init__(self) -> None:
        self.is_asked = False
        self._under_way: asyncio.Future[Any] | None = None

    def ask(self) -> None:
        """It is to end; asked once more, at once."""
        if self.is_asked:
            self._cancel()
        else:
            self.is_asked = True
            asyncio.get_running_loop().call_later(STEP_SECONDS, self._cancel)

    async def until_done(self, work: Future[T]) -> T | None:
        """The outcome of work, None where it was stopped. Raises what the work does."""
        self._under_way = under_way = asyncio.wrap_future(work)
        try:
            await asyncio.wait([under_way])
        finally:
            under_way.cancel()
        return None if under_way.cancelled() else under_way.result()

    def _cancel(self) -> None:
        if self._under_way is not None:
            self._under_way.cancel()


class WriteController:
    """Steps of a write, one question after the other; one write at a time."""

    def __init__(
        self,
        host: ScreenHost,
        worker: ApiWorker,
        *,
        session: Callable[[], Session],
        wire: Callable[[], WireFormat],
        zone: Callable[[], ShownZone],
        search: BeginSearch,
        plans: Callable[[], list[str]] = list,
    ) -> None:
        """``wire`` is the format to write in, ``zone`` the one that times are shown in;
        ``search`` finds what was written; ``plans`` are monitoring plans to choose from.
        """
        self._host = host
        self._worker = worker
        self._session = session
        self._wire = wire
        self._zone = zone
        self._search = search
        self._plans = plans
        self._draft: NewRecord | None = None
        """What was typed into a form that was left, for the next one."""

    def begin(self) -> None:
        """Ask what is to be written, and go on from there, where the session lets its user."""
        if self._session().archive is not None:
            words = "Nothing is written into an archive: F9 goes to the server itself."
            notify_warning(self._host, words)
            return
        if self._session().parts:
            words = "Records are written to one server: F9 goes to one of these, then w."
            notify_warning(self._host, words)
            return
        if not self._session().writable:
            notify_warning(self._host, _NOT_ALLOWED.format(file=profile_path(os.environ)))
            return
        work: WorkType[None] = self._write
        self._host.run_worker(work, group="writing", exclusive=True)

    async def _write(self) -> None:
        connection = self._session().connection()
        if connection is None:
            early = UsageError("The server has not answered yet.", next_step="Wait.")
            notify_error(self._host, early)
            return
        target = f"{connection.server} as {connection.user}"
        wire = self._wire()
        given = await self._chosen(target, wire)
        while given is not None:
            ready = await asyncio.to_thread(prepared, given, wire, connection)
            if not await self._previewed(ready):
                given = await self._typed_again(given, wire)
                continue
            try:
                journal = await asyncio.to_thread(ready.journal)
            except NetwrixTuiError as error:
                notify_error(self._host, error)
                given = await self._typed_again(given, wire)
                continue
            with journal:
                if not await self._confirmed(ready, journal):
                    continue
                await self._through(ready, journal)
                is_refused = bool(journal.of_state(BatchState.REFUSED))
            if not is_refused:
                return
            # To be mended: what was typed is there again.
            given = await self._typed_again(given, wire)

    async def _chosen(self, target: str, wire: WireFormat) -> CheckedInput | None:
        """Records of a file, or one that was typed; None where the user went back."""
        from netwrix_tui.tui.write.choose_records import TYPED, ChooseRecords

        path, complaint = "", ""
        while True:
            answer = await self._host.app.push_screen_wait(ChooseRecords(target, path, complaint))
            if answer is None:
                return None
            if answer == TYPED:
                typed = await self._typed(wire)
                if typed is not None:
                    return typed
                continue
            path = answer
            try:
                return await asyncio.to_thread(read_and_check, [path], wire)
            except NetwrixTuiError as error:
                complaint = error.sentence()

    async def _typed(
        self, wire: WireFormat, before: NewRecord | None = None
    ) -> CheckedInput | None:
        from netwrix_tui.tui.write.record_form import RecordForm

        form = RecordForm(self._zone(), before or self._draft, self._plans())
        record = await self._host.app.push_screen_wait(form)
        self._draft = form.left_with if record is None else None
        return None if record is None else checked([SourcedRecord(_TYPED_HERE, record)], wire)

    async def _typed_again(self, given: CheckedInput, wire: WireFormat) -> CheckedInput | None:
        """Back to the form, as it was filled in; a file has none."""
        (first, *_) = given.sourced
        return await self._typed(wire, first.record) if first.location is _TYPED_HERE else None

    async def _previewed(self, ready: Prepared) -> bool:
        from netwrix_tui.tui.write.write_preview import WritePreview

        preview = WritePreview(ready, self._zone())
        is_wanted = await self._host.app.push_screen_wait(preview)
        return bool(is_wanted)

    async def _confirmed(self, ready: Prepared, journal: Journal) -> bool:
        from netwrix_tui.tui.write.confirm_write import ConfirmWrite
        from netwrix_tui.writing.write_report import before, warnings

        left = journal.of_state(BatchState.PENDING, BatchState.REFUSED)
        if not left:
            return True  # nothing goes out: what there is to say is said by the next screen
        question = ConfirmWrite(
            ready.amount(left),
            ready.connection.server,
            ready.connection.user,
            ". ".join(filter(None, (before(journal), *warnings(journal)))),
            str(journal.path),
        )
        is_wanted = await self._host.app.push_screen_wait(question)
        return bool(is_wanted)

    async def _through(self, ready: Prepared, journal: Journal) -> None:
        """Send, show, and do what the user wants next, until that is nothing more."""
        from netwrix_tui.tui.write.write_progress import Next

        wanted: Next | None = Next.GO_ON
        while wanted is not None and wanted is not Next.FIND:
            if wanted is not Next.SIGN_IN or await self._signed_in_anew():
                wanted = await self._step(ready, journal, wanted)
            else:
                wanted = None
        if wanted is Next.FIND:
            accepted = self._records(ready, journal.of_state(BatchState.ACCEPTED))
            visible_ones = [record for record in accepted if not record.is_archive_only]
            plan = SearchPlan.of(*written_search(visible_ones or accepted).filters)
            self._search(plan, words="what was written")

    async def _signed_in_anew(self) -> bool:
        """Ask for the password; the account that may write may have been refused for reading."""
        from netwrix_tui.tui.dialogs.ask_line import AskPassword

        session = self._session()
        question = AskPassword(session.account, session.server)
        password = await self._host.app.push_screen_wait(question)
        if password is None or session.reopen is None:
            return False
        self._worker.use(partial(session.reopen, password))
        return True

    async def _step(self, ready: Prepared, journal: Journal, wanted: Next) -> Next | None:
        from netwrix_tui.tui.write.write_progress import WriteProgress

        stopping = _Stopping()
        screen = WriteProgress(journal, stopping.ask)
        answer: asyncio.Future[Next | None] = asyncio.get_running_loop().create_future()

        def answered(choice: Next | None) -> None:
            if not answer.done():
                answer.set_result(choice)

        await self._host.app.push_screen(screen, answered)
        outcome, refused = "", False
        try:
            outcome = await self._done(ready, journal, wanted, screen, stopping)
        except NetwrixTuiError as error:
            outcome, refused = error.sentence(), isinstance(error, AccountRefused)
        screen.finish(outcome, asks_password=refused and self._session().reopen is not None)
        return await answer

    async def _done(
        self,
        ready: Prepared,
        journal: Journal,
        wanted: Next,
        screen: WriteProgress,
        stopping: _Stopping,
    ) -> str:
        """Do what was chosen, on the worker, until it is to stop; what there is to say.

        Raises NetwrixTuiError where it ended early.
        """
        from netwrix_tui.tui.write.write_progress import Next

        if wanted is Next.LOOK:
            return await self._look_up_sent(ready, journal, stopping)
        if wanted is Next.RESEND:
            for batch in journal.of_state(BatchState.SENT):
                why = "to be sent again, as was asked for"
                await asyncio.to_thread(journal.note, batch, BatchState.PENDING, why)

        def changed(_: Batch) -> None:
            screen.post_message(screen.JournalChanged())

        async def send(source: RecordSource) -> Outcome:
            return await send_batches(
                cast(RecordSink, source),
                ready.given.records,
                journal,
                on_change=changed,
                is_wanted=lambda: not stopping.is_asked,
            )

        outcome = await stopping.until_done(self._worker.do(send))
        if outcome is not None and outcome.stopped_by is not None:
            raise outcome.stopped_by
        return ""

    async def _look_up_sent(self, ready: Prepared, journal: Journal, stopping: _Stopping) -> str:
        accepted = self._records(ready, journal.of_state(BatchState.ACCEPTED))
        outcomes: list[str] = []
        for batch in journal.of_state(BatchState.SENT):
            doubtful = self._records(ready, [batch])

            async def look_up(
                source: RecordSource, records: Sequence[NewRecord] = doubtful
            ) -> Reconciliation:
                return await look_for_records(cast(RecordSink, source), records, accepted)

            arrival = await stopping.until_done(self._worker.do(look_up))
            if arrival is None:
                break
            outcomes.append(f"Looked for {batch}: {arrival}.")
            if arrival.is_whole:
                await asyncio.to_thread(journal.note, batch, BatchState.ACCEPTED, str(arrival))
        return " ".join(outcomes)

    @staticmethod
    def _records(ready: Prepared, batches: Sequence[Batch]) -> list[NewRecord]:
        records = ready.given.records
        return [record for batch in batches for record in batch.of(records)]
