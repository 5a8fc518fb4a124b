"""``netwrix-tui write``: check, confirm, send batch by batch, report the state of each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.ending import Ended, Ending
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, UsageError
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.new_record import MOST_RECORDS
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import Batch, encoded_sizes, in_batches
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.opening import open_journal
from netwrix_tui.writing.reconcile import look_for_records
from netwrix_tui.writing.send_batches import Outcome, send_batches
from netwrix_tui.writing.sources import STANDARD_INPUT
from netwrix_tui.writing.validation import CheckedInput, read_and_check
from netwrix_tui.writing.write_report import (
    before,
    confirmation,
    doubt_words,
    findings_shown,
    summary,
    warnings,
)

DONE, IN_DOUBT, REFUSED, INTERRUPTED = 0, 3, 4, 130


class WriteCommand:
    """One command: what is written, and what became of it."""

    def __init__(self, options: argparse.Namespace, wire: str | None) -> None:
        """Reads and checks. Raises UsageError; nothing has been sent then."""
        self._options = options
        self._messages = Messages()
        self._most: int = min(options.count or MOST_RECORDS, MOST_RECORDS)
        if options.count and options.count > MOST_RECORDS:
            self._messages.say(f"One batch takes {MOST_RECORDS:,} records at most.")
        self._wire = WireFormat(wire or WireFormat.JSON)
        self._input: CheckedInput = read_and_check(options.files, self._wire)
        self._wanted = True
        self._ending = Ending(self._stop)
        for line in findings_shown(self._input.findings):
            self._messages.say(line)
        errors = self._input.errors
        if errors:
            bad = len({finding.location for finding in errors})
            raise UsageError(
                f"{bad:,} of {len(self._input.sourced):,} records cannot be written; "
                "nothing was sent.",
                next_step="Correct them; --dry-run checks them again.",
            )

    def dry_run(self) -> int:
        """Say what would be sent; returns the exit status."""
        sizes = encoded_sizes(self._input.records, self._wire)
        batches = in_batches(sizes, self._wire, self._most)
        self._messages.say(f"{confirmation(batches, sum(sizes))} may be written; nothing was sent.")
        return DONE

    def run(self, connection: Connection) -> int:
        """Send what was not sent yet; returns the exit status. Raises NetwrixTuiError."""
        self._messages.warn_where_plain(connection)
        with self._journal(connection) as journal:
            try:
                return self._send_all(connection, journal)
            finally:
                self._messages.clear()

    def _journal(self, connection: Connection) -> Journal:
        named = self._options.result
        path = Path(named) if named is not None else None
        sizes = encoded_sizes(self._input.records, self._wire)
        journal = open_journal(
            self._input, sizes, self._wire, connection, named=path, most_records=self._most
        )
        if journal.trouble:
            self._messages.say(journal.trouble)
        return journal

    def _send_all(self, connection: Connection, journal: Journal) -> int:
        if journal.records_of(BatchState.ACCEPTED) == len(self._input.sourced):
            self._messages.say(
                f"Nothing is sent: an earlier run wrote all of it. {summary(journal)}; "
                f"the result file is {journal.path}"
            )
            for line in warnings(journal):
                self._messages.say(line)
            return DONE
        known = before(journal)
        if known:
            self._messages.say(f"Going on from {journal.path}: {known}.")
            for line in warnings(journal):
                self._messages.say(line)
        options = self._options
        doubtful = journal.of_state(BatchState.SENT)
        settles = bool(doubtful) and (options.check_doubt or options.resend_doubt)
        left = journal.of_state(BatchState.PENDING, BatchState.REFUSED)
        if settles and options.resend_doubt:
            left += doubtful
        if left:
            self._confirm(connection, left)
        outcome = Outcome()
        if settles or left:
            try:
                outcome = self._ending.run(self._sent(connection, journal, settles=settles))
            except Ended:
                outcome = Outcome(is_cancelled=True)
        return self._sum_up(journal, outcome)

    def _confirm(self, connection: Connection, batches: list[Batch]) -> None:
        if self._options.yes:
            return
        sizes = encoded_sizes(self._input.records, self._wire)
        size = sum(sum(batch.of(sizes)) for batch in batches)
        what = confirmation(batches, size)
        reads_input = STANDARD_INPUT in self._options.files
        if reads_input or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(
                f"Nothing was written: {what} would go to {connection.server}.",
                cause="There is no terminal to confirm it at.",
                next_step="Give --yes to write without being asked.",
            )
        self._messages.ask(f"Write {what} to {connection.server} as {connection.user}? [y/N] ")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise UsageError("Nothing was written.")

    async def _sent(self, connection: Connection, journal: Journal, *, settles: bool) -> Outcome:
        async with AuditorClient(connection) as client:
            if settles:
                await self._settle(client, journal)
            return await send_batches(
                client,
                self._input.records,
                journal,
                on_change=lambda batch: self._show(journal, batch),
                is_wanted=lambda: self._wanted,
            )

    def _stop(self) -> None:
        self._wanted = False
        self._messages.say("Stopping: this batch has a second to be answered; once more stops it.")

    async def _settle(self, client: AuditorClient, journal: Journal) -> None:
        """Find out about batches in doubt, as the options say. Raises NetwrixTuiError."""
        records = self._input.records
        for batch in journal.of_state(BatchState.SENT):
            if self._options.check_doubt:
                self._messages.progress(f"looking for {batch} …")
                accepted = [
                    record
                    for done in journal.of_state(BatchState.ACCEPTED)
                    for record in done.of(records)
                ]
                found = await look_for_records(client, batch.of(records), accepted)
                self._messages.say(f"Looked for {batch}: {found}.")
                if found.is_whole:
                    journal.note(batch, BatchState.ACCEPTED, str(found))
                if not found.is_none:
                    continue
            if self._options.resend_doubt:
                journal.note(batch, BatchState.PENDING, "to be sent again, as was asked for")

    def _show(self, journal: Journal, batch: Batch) -> None:
        state = journal.state(batch)
        if state is BatchState.SENT:
            done = journal.records_of(BatchState.ACCEPTED)
            self._messages.progress(f"{done:,} records accepted, sending {batch} …")
        elif state is BatchState.REFUSED:
            self._messages.say(f"{str(batch).capitalize()} was refused: {journal.why(batch)}")

    def _sum_up(self, journal: Journal, outcome: Outcome) -> int:
        self._messages.say(f"{summary(journal)}.")
        for line in doubt_words(journal, can_check=not self._options.check_doubt):
            self._messages.say(line)
        if journal.records_of(BatchState.ACCEPTED) < len(self._input.sourced):
            self._messages.say(f"The result file is {journal.path}")
        if outcome.is_cancelled:
            return self._ending.status or INTERRUPTED
        if outcome.stopped_by is not None:
            raise self._worth_raising(outcome.stopped_by)
        if journal.of_state(BatchState.REFUSED):
            return REFUSED
        return IN_DOUBT if journal.of_state(BatchState.SENT) else DONE

    @staticmethod
    def _worth_raising(error: NetwrixTuiError) -> NetwrixTuiError:
        if isinstance(error, ServerRefused):
            # Its words stood there with the batch.
            return ServerRefused(error.cause or error.what, status=error.status,
                                 next_step=error.next_step)  # fmt: skip
        return error
