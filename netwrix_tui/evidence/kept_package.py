"""Package of a session that is still kept: its custody log gets a line for the export first.

The keeper of the file writes that line on its own thread, after everything that was done before;
then the package is made from the file, while the session goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader, RecordCount
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.read_only_keeper import ReadOnlyKeeper
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.evidence.choice import Choice, Only, finding_keys, marked_keys, numbered
from netwrix_tui.evidence.custody import EXPORTED, NOT_EXPORTED
from netwrix_tui.evidence.make import check_request, make_package
from netwrix_tui.evidence.request import Made, PackageRequest
from netwrix_tui.evidence.watch import Watch, step

_LOOK = 0.05
_PATIENCE = 30.0
"""Seconds that a slow disk has for what waits to be written."""


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """What a session's file holds, for whoever chooses what goes into a package.

    ``search`` is the current one's number, 0 where it is not in the file.
    """

    path: Path
    title: str
    records: RecordCount
    searches: int
    marked: int
    findings: int
    search: int
    search_records: int


def facts_of_kept(keeper: SessionKeeper, search: int) -> KeptFacts:
    """What is kept by now; ``search`` is the current one in the file. Raises UsageError."""
    keeper.flush()
    path = keeper.path
    if path is None or not path.exists():
        raise UsageError("Nothing is kept yet.", next_step="Try again once records are there.")
    with CaseReader(path) as case:
        searches = numbered(case)
        place = next((n for n, each in enumerate(searches, 1) if each.id == search), 0)
        return KeptFacts(
            path,
            case.info.title,
            case.record_count(),
            len(searches),
            len(marked_keys(case)),
            len(finding_keys(case)),
            place,
            searches[place - 1].records if place else 0,
        )


def make_of_kept(
    keeper: SessionKeeper,
    search: Callable[[], int],
    request: PackageRequest,
    watch: Watch,
) -> Made:
    """Make a package of the file that a keeper has; its ``case`` and the number of a single search
    are filled in here. ``search`` tells that search's number in the file, once it is there.

    Raises UsageError, StorageFull and Cancelled, and leaves nothing then.
    """
    check_request(request)
    if isinstance(keeper, ReadOnlyKeeper):
        # A case that is only read stays byte for byte: the line is in the package alone.
        facts = facts_of_kept(keeper, search())
        choice = _of_search(request.choice, facts.search)
        return make_package(replace(request, case=facts.path, choice=choice), watch)
    noted = _Noting(keeper, search, request).wait(watch)
    try:
        return make_package(noted, watch)
    except NetwrixTuiError as error:
        why = error.sentence()
        keeper.do(lambda case: case.note_custody(NOT_EXPORTED, why))
        raise


class _Noting:
    """The line of custody, on the keeper's thread; given up, it is not written any more."""

    def __init__(
        self, keeper: SessionKeeper, search: Callable[[], int], request: PackageRequest
    ) -> None:
        self._keeper = keeper
        self._search = search
        self._request = request
        self._is_wanted = True
        self._is_over = threading.Event()
        self._error: NetwrixTuiError | None = None

    def wait(self, watch: Watch) -> PackageRequest:
        """The request for the file as it is then. Raises UsageError, StorageFull, Cancelled."""
        self._keeper.alone(self._note)
        until = time.monotonic() + _PATIENCE
        try:
            while not self._is_over.wait(_LOOK):
                step(watch, "keeping what you did", 0)
                if time.monotonic() > until or not self._keeper.is_at_work:
                    raise StorageFull(
                        "The session's file takes nothing just now.",
                        cause="What was done last is not in it, and would not be in a package.",
                        next_step="Make room on its disk, and try again.",
                    )
        finally:
            self._is_wanted = False
        if self._error is not None:
            raise self._error
        return self._request

    def _note(self, case: CaseWriter) -> None:
        if not self._is_wanted:
            return
        trail = [number for number, _ in case.trail()]
        search = self._search()
        place = trail.index(search) + 1 if search in trail else 0
        try:
            choice = _of_search(self._request.choice, place)
        except UsageError as error:
            self._error = error
        else:
            detail = f"{choice}, to {self._request.target.name}"
            detail += ", with pseudonyms" if self._request.has_pseudonyms else ""
            case.note_custody(EXPORTED, detail)
            self._request = replace(self._request, case=case.path, choice=choice, is_noted=True)
        self._is_over.set()


def _of_search(choice: Choice, place: int) -> Choice:
    if choice.only is not Only.SEARCH:
        return choice
    if not place:
        raise UsageError(
            "This search is not in the file yet.", next_step="Try again once its records are there."
        )
    return Choice(Only.SEARCH, place)
