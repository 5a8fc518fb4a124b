"""Handle of a search that is kept: what it asks and gets, and how it is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from netwrix_tui.case.facts import Outcome, RequestFacts, SearchFacts, SourceFacts, ViewFacts
from netwrix_tui.case.moments import blob
from netwrix_tui.case.packing import as_it_came, packed
from netwrix_tui.case.page_file import KeptContent
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError, ServerRefused
from netwrix_tui.results.loading.search_keeper import Standing
from netwrix_tui.wire.page import Answer, Page

if TYPE_CHECKING:
    from netwrix_tui.case.case_writer import CaseWriter
    from netwrix_tui.case.session_keeper import SessionKeeper


class KeptSearch:
    """Handle of a search that is kept; a SearchKeeper.

    ``facts`` say of it what is known by now, the number 0 until the file has it.
    """

    def __init__(self, keeper: SessionKeeper, source: SourceFacts, facts: SearchFacts) -> None:
        self.keeper = keeper
        self.source = source
        self.facts = facts
        self._standing: Standing | None = None
        self.view = ViewFacts()
        self.marks: tuple[tuple[int, str], ...] = ()
        """The marked rows, each with its RID."""

    @property
    def id(self) -> int:
        """The number of the search in the file."""
        return self.facts.id

    def begun(self, facts: SearchFacts) -> None:
        """The file has it now."""
        self.facts = replace(self.facts, id=facts.id, source=facts.source)

    def restore(self, view: ViewFacts, marks: tuple[tuple[int, str], ...]) -> None:
        """The file has these already."""
        self.view, self.marks = view, marks

    def answered(self, answer: Answer) -> None:
        """A request was answered by a page."""
        content = KeptContent(answer.content)
        answer.kept.append(content)

        def write(case: CaseWriter) -> None:
            is_late = self.keeper.is_behind(len(answer.content))
            it = (as_it_came if is_late else packed)(answer.content)
            page = case.keep_answer(self.id, answer, it)
            self.keeper.once_committed(lambda file: content.kept(file, page, it.starts))

        if not self.keeper.do(write, len(answer.content), lingers=True):
            content.lost()

    def failed(self, sent: datetime, mark: str | None, error: NetwrixTuiError) -> None:
        """A request brought no page."""
        status = error.status if isinstance(error, ServerRefused) else None
        digest = hashlib.sha256(blob(mark)).digest() if mark else None
        why, answered = error.sentence(), now()
        path = "search" if self.facts.plan.parameters().filters else "enum"

        def write(case: CaseWriter) -> None:
            case.keep_failure(RequestFacts(self.id, sent, path, digest, status, answered, why=why))

        self.keeper.do(write)

    def took(self, page: Page, mark: str | None, *, by_following: bool) -> None:
        """The search took these records."""
        self.keeper.do(lambda case: case.keep_batch(self.id, page, mark, by_following=by_following))

    def stands(self, standing: Standing) -> None:
        """The search has come so far."""
        if standing == self._standing or self._is_known(standing):
            return
        self._standing = standing
        self.facts = replace(
            self.facts, in_slices=standing.in_slices, arrival_order=standing.arrival_order
        )
        outcome = (
            Outcome.DRAINED if standing.is_drained
            else Outcome.FAILED if standing.why
            else Outcome.STOPPED
        )  # fmt: skip

        def write(case: CaseWriter) -> None:
            case.end_search(
                self.id,
                outcome,
                standing.why,
                records=standing.records,
                doubles=standing.doubles,
                damaged=standing.damaged,
                arrival_order=standing.arrival_order,
                in_slices=standing.in_slices,
            )

        self.keeper.do(write)

    def _is_known(self, standing: Standing) -> bool:
        """True where the file says this already: a search that is only looked at again."""
        facts = self.facts
        return (
            facts.ended is not None
            and facts.records == standing.records
            and (facts.outcome is Outcome.DRAINED or not standing.is_drained)
            and not standing.why
        )

    async def room(self) -> None:
        """Wait while a slow disk has much to write."""
        await self.keeper.room()

    def set_view(self, view: ViewFacts) -> None:
        """How it is looked at; what is the same as before is not written again."""
        if view != self.view:
            self.view = view
            self.keeper.do(lambda case: case.set_view(self.id, view))

    def set_marks(self, marks: Sequence[tuple[int, str]]) -> None:
        """The marked rows, each with its RID."""
        kept = tuple(marks)
        if kept != self.marks:
            self.marks = kept
            self.keeper.do(lambda case: case.set_marks(self.id, kept, self.facts.source))
