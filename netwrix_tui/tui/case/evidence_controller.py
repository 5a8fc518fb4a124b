"""Controller of evidence: asks what goes into a package, has it made beside the keys, says where
it lies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from textual.timer import Timer
from textual.worker import WorkType

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.evidence.kept_package import facts_of_kept, make_of_kept
from netwrix_tui.evidence.made_words import made_lines
from netwrix_tui.evidence.report_zone import report_zone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.case.choose_package import ChoosePackage, PackageOrder
from netwrix_tui.tui.case.controller import CaseController
from netwrix_tui.tui.case.package_job import PackageJob
from netwrix_tui.tui.case.package_progress import (
    PackageChoice,
    PackageProgressScreen,
    PackageStatus,
)
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable

_TICK = 0.1
"""Seconds between two looks at how far it is."""

_PATIENCE = 5.0
"""Seconds that a package which was given up has to clear up while the program ends."""


class EvidenceController:
    """One package at a time, of the session's file, whatever goes on in it meanwhile."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        case: CaseController,
        catch_up: Callable[[], Awaitable[None]],
    ) -> None:
        """``catch_up`` has the story tell of what is marked and noted by now."""
        self._catch_up = catch_up
        self.line = PackageStatus(id="package")
        self._host = host
        self._table = table
        self._case = case
        self._job: PackageJob | None = None
        self._timer: Timer | None = None

    def ask(self) -> None:
        """Ask what to pack and where; while a package is being made, what to do about it."""
        if self._job is not None:
            self._host.app.push_screen(PackageProgressScreen(self._job), self._step)
            return
        if self._case.keeper is None:
            notify_warning(
                self._host,
                "There is nothing to make a package of: nothing is kept here. netwrix-tui search "
                "QUERY --case FILE keeps a search.",
            )
            return
        self._case.note_view()
        work: WorkType[None] = self._ask
        self._host.run_worker(work, group="evidence", exclusive=True)

    async def _ask(self) -> None:
        keeper = self._case.keeper
        if keeper is None:
            return
        await self._catch_up()
        current = self._case.current
        try:
            facts = await asyncio.to_thread(
                facts_of_kept, keeper, current.id if current is not None else 0
            )
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        self._host.app.push_screen(ChoosePackage(facts), self._ordered)

    def leave(self, leave: Callable[[], None]) -> None:
        """Leave the program, after a question where a package would be given up by that."""
        if self._job is None:
            leave()
            return

        def answered(step: PackageChoice | None) -> None:
            if step is PackageChoice.LEAVE:
                leave()
            elif step is not None:
                self._step(step)

        self._host.app.push_screen(PackageProgressScreen(self._job, is_leaving=True), answered)

    def end(self) -> None:
        """Give up what is being made: whoever keeps the file lets go of it next."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_PATIENCE)

    def _ordered(self, order: PackageOrder | None) -> None:
        keeper = self._case.keeper
        if order is None or keeper is None or self._job is not None:
            return
        current = self._case.current
        zone, words = report_zone(self._table.zone)
        request = replace(order.request(keeper.path or order.target), zone=zone, zone_words=words)

        def number() -> int:
            return current.id if current is not None else 0

        self._job = PackageJob(order.target.name, partial(make_of_kept, keeper, number, request))
        self.line.show(self._job)
        self._timer = self._host.set_interval(_TICK, self._look)

    def _look(self) -> None:
        """Bring the line up to the job, and say how it ended."""
        job = self._job
        if job is None:
            return
        self.line.show(job)
        state = job.state
        if not state.is_over:
            return
        self._job = None
        if self._timer is not None:
            self._timer.stop()
        if state.made is not None:
            lines = made_lines(state.made)
            lines.append(f"netwrix-tui verify {state.made.path.name} checks it.")
            notify_information(self._host, visible(" ".join(lines)))
            if self._case.keeper is not None and self._case.keeper.is_lossy:
                notify_warning(
                    self._host,
                    "Something of this session could not be kept, and is not in the package.",
                )
        elif state.error is not None:
            notify_error(self._host, state.error)
        else:
            notify_information(self._host, f"Cancelled: nothing of {visible(job.name)} was kept.")

    def _step(self, step: PackageChoice | None) -> None:
        if self._job is not None and step is PackageChoice.CANCEL:
            self._job.cancel()
