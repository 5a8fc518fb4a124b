"""Controller of the case: keeps what the explorer does, offers to go on, restores what was kept."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.worker import WorkType

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import Finding, MarkFacts, Outcome, SearchFacts, SourceFacts, ViewFacts
from netwrix_tui.case.findings import FoundRecord, Item, Words
from netwrix_tui.case.kept_fetcher import KeptFetcher
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.case.page_file import PageFile
from netwrix_tui.case.read_only_keeper import ReadOnlyKeeper
from netwrix_tui.case.schema import SUFFIX
from netwrix_tui.case.session_files import (
    SessionSummary,
    latest,
    remember_case,
    sessions_directory,
    together_of,
)
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.concrete import absolute_searches
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.loading.search_fetcher import AskedSearch
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.case.case_path import case_path
from netwrix_tui.tui.case.case_sources import CaseSources
from netwrix_tui.tui.case.view_facts import view_facts
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.wire.wire_format import WireFormat

_LOOKED_AT = 0.5
"""Seconds between two looks at where the user stands."""

_MOST_MARKS = 100_000
"""Marks of one search that are kept; whoever marks more has marked everything."""


@dataclass(frozen=True, slots=True)
class RestoredStep:
    """A search of a kept trail, with how it was looked at."""

    plan: SearchPlan
    words: str
    name: str
    kept: KeptSearch


@dataclass(frozen=True, slots=True)
class RestoredTrail:
    """A kept trail, and the place of the search that was looked at last."""

    steps: tuple[RestoredStep, ...]
    current: int
    notes: tuple[tuple[str, str], ...] = ()
    """The notes on records of this session's source, as (RID, text)."""
    story: tuple[Item, ...] = ()
    cut: tuple[RestoredStep, ...] = ()
    """Searches with records that a new one cut off the trail."""


class CaseController:
    """Keeper of an explorer's session, for as long as it stands.

    ``keeper`` is None where nothing is kept: then nothing is offered either.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        session: Session,
        keeper: SessionKeeper | None,
        *,
        panes: Callable[[], Sequence[str]],
        show_offer: Callable[[str], None],
    ) -> None:
        """``panes`` are the open ones; ``show_offer`` says what R goes on with, or no more."""
        self._show_offer = show_offer
        self._host = host
        self._table = table
        self._session = session
        self._sources = CaseSources(session)
        self.keeper = keeper
        self._panes = panes
        self._current: KeptSearch | None = None
        self._known: tuple[SourceFacts, ...] = ()
        self._found_at: dict[str, SourceFacts] = {}
        """Where the records of the story are from, by their keys."""
        self.is_restoring: Callable[[], bool] = lambda: False
        """True while the cursor is on its way to where it stood: that is not looked at."""
        self.catch_up: Callable[[], Awaitable[None]] | None = None
        """Has the story tell of what is marked and noted by now, where there is one."""
        self.offered: SessionSummary | None = None
        """An earlier session that R goes on with; None where there is none."""

    @property
    def keeps(self) -> bool:
        """True where what is done here, marks among it, outlasts the program."""
        return self.keeper is not None and self.keeper.keeps

    @property
    def is_read_only(self) -> bool:
        """True where a case is shown that nothing is written to."""
        return isinstance(self.keeper, ReadOnlyKeeper)

    @property
    def current(self) -> KeptSearch | None:
        """The search that is shown, as it is kept."""
        return self._current

    def begin_watching(self) -> None:
        """Keep where the user stands, from now on; and look for an earlier session."""
        if self.keeper is None:
            return
        self._host.set_interval(_LOOKED_AT, self.note_view)
        if self._session.case is None:
            work: WorkType[None] = self._look_for_earlier
            self._host.run_worker(work, group="case", exclusive=True)

    async def _look_for_earlier(self) -> None:
        sources = self._sources.all(WireFormat.JSON)
        self.offered = await asyncio.to_thread(
            latest, sessions_directory(os.environ), sources[0].server, sources[0].account,
            together_of(sources),
        )  # fmt: skip
        self._show_offer(offer_words(self.offered) if self.offered is not None else "")
        self._host.refresh_bindings()

    def take_offer(self) -> Path | None:
        """The session that was offered; it is offered no more."""
        offered, self.offered = self.offered, None
        self._show_offer("")
        return offered.file if offered is not None else None

    # What is kept

    def begin_search(
        self, plan: SearchPlan, words: str, zone: ShownZone, wire: WireFormat, *, in_slices: bool
    ) -> KeptSearch | None:
        """Keep a search that begins now; None where nothing is kept."""
        if self.keeper is None:
            return None
        started = now()
        facts = SearchFacts(
            source=0,
            plan=plan,
            line=line_of(plan, zone),
            words=words,
            started=started,
            zone=zone.name,
            resolved=" / ".join(_resolved(plan, zone)),
            wire=wire,
            of_case=self._session.is_offline,
            in_slices=in_slices,
        )
        first, *others = self._sources.all(wire)
        return self.keeper.begin(first, facts, others)

    def trail_changed(self, steps: Sequence[tuple[KeptSearch | None, str]], position: int) -> None:
        """The trail has other steps, or another current one."""
        if self.keeper is None:
            return
        kept = [(each, name) for each, name in steps if each is not None]
        at = steps[position][0] if 0 <= position < len(steps) else None
        self._current = at
        place = next((n for n, (each, _) in enumerate(kept) if each is at), -1)
        self.keeper.set_trail(kept, place)

    def note_view(self) -> None:
        """Keep where the user stands in the current search."""
        if self._current is not None and len(self._table.store) and not self.is_restoring():
            self._current.set_view(view_facts(self._table, self._panes()))

    def note_marks(self) -> None:
        """Keep which records are marked."""
        if self._current is None:
            return
        store, rows = self._table.store, self._table.marks.kept()[:_MOST_MARKS]
        loaded, known = len(store), dict(self._current.marks)
        self._current.set_marks(
            [(row, store.key(row) if row < loaded else known.get(row, "")) for row in rows]
        )

    def note_written(self, key: str, text: str) -> None:
        """Keep a note."""
        if self.keeper is not None:
            self.keeper.write_note(*self._sources.of_key(key, self._session.wire), text)

    def note_findings(self, items: Sequence[Item]) -> None:
        """Keep the story. A record without a RID is of this program alone."""
        if self.keeper is None:
            return
        at = now()
        findings: list[Finding] = []
        sources: list[SourceFacts | None] = []
        for item in items:
            if isinstance(item, Words):
                findings.append(Finding(item.text, at, ""))
                sources.append(None)
            elif not item.key.startswith("row "):
                here, rid = self._sources.of_key(item.key, self._session.wire)
                findings.append(Finding("", at, "", rid=rid))
                sources.append(self._found_at.setdefault(item.key, here))
        self.keeper.set_findings(findings, sources)

    def learn_source(self) -> None:
        """Keep what is known of the server, once it has answered."""
        sources = self._sources.all(self._session.wire)
        if self.keeper is not None and sources != self._known and not self._session.is_offline:
            for source in sources:
                if source not in self._known:
                    self.keeper.learn(source)
            self._known = sources

    # A name and a place

    def ask_name(self) -> None:
        """Ask what the case is called and where it goes; it is kept there from then on."""
        if self.keeper is None or self._session.is_read_only:
            why = "this case is open read-only" if self.keeper else "nothing is kept here"
            notify_warning(self._host, f"Not saved: {why}.")
            return
        suggestion = f"case-{now().astimezone():%Y-%m-%d}{SUFFIX}"
        question = AskLine(
            "Save the case as",
            suggestion,
            read=case_path,
            hint="Searches, records, marks and notes go into one file, kept up to date as you work",
            keys="enter saves · esc goes back",
        )
        self._host.app.push_screen(question, self._named)

    def _named(self, path: Path | None) -> None:
        if path is not None:
            work: WorkType[None] = partial(self._save_as, path)
            self._host.run_worker(work, group="case-saving", exclusive=True)

    async def _save_as(self, path: Path) -> None:
        keeper = self.keeper
        if keeper is None:
            return
        self.note_view()
        if self.catch_up is not None:
            await self.catch_up()
        done = keeper.save_as(path, path.name.removesuffix(SUFFIX))
        await asyncio.to_thread(done.wait)
        if keeper.path == path:
            await asyncio.to_thread(remember_case, sessions_directory(os.environ), path)
            notify_information(
                self._host,
                f"The case is in {visible(str(path))}, and is kept there from now on. "
                f"netwrix-tui open {visible(path.name)} opens it anywhere.",
            )

    # What was kept

    def fetcher(self, kept: KeptSearch) -> Callable[[AskedSearch], KeptFetcher]:
        """What puts the kept pages of a search before those of the server."""
        keeper = self.keeper

        def pages() -> PageFile:
            if keeper is None:
                raise NetwrixTuiError("Nothing is kept here.")
            keeper.flush()
            return keeper.pages

        def wrapped(server: AskedSearch) -> KeptFetcher:
            offline = self._session.is_offline
            is_here = offline or self.is_of_this_server(kept)
            return KeptFetcher(
                pages, kept.facts, server if is_here else None, self._other_way,
                ends_with_case=offline,
            )  # fmt: skip

        return wrapped

    def status_words(self, kept: KeptSearch | None, loaded: int) -> str:
        """What the records of a search are, in a case without its server; empty elsewhere."""
        if not self._session.is_offline:
            return ""
        if kept is None or kept.facts.of_case:
            return f"in the case: {loaded:,} of {self._session.records_in_case}"
        captured = kept.facts
        if captured.outcome is Outcome.DRAINED:
            return f"as captured: all {loaded:,}"
        return f"as captured: {loaded:,}, the server had more"

    def is_of_this_server(self, kept: KeptSearch) -> bool:
        """True where the search can go on where it was asked."""
        return self._sources.can_go_on(kept)

    def _other_way(self, words: str) -> None:
        self._host.app.call_later(notify_warning, self._host, words)

    async def restored(self, path: Path) -> RestoredTrail:
        """The trail of a kept session, which is gone on with from now on. Raises UsageError."""
        if self.keeper is None:
            raise NetwrixTuiError("Nothing is kept here.")
        keeper = self.keeper
        if keeper.path != path and not self._session.is_read_only:
            await asyncio.to_thread(keeper.switch_to, path)
        return await asyncio.to_thread(self._read, keeper, path)

    def _read(self, keeper: SessionKeeper, path: Path) -> RestoredTrail:
        with CaseReader(path) as case:
            sources = {source.id: source for source in case.sources()}

            def step(facts: SearchFacts) -> RestoredStep:
                kept = keeper.known(sources[facts.source], facts)
                kept.restore(case.view(facts.id), _rows(case.marks(facts.id)))
                return RestoredStep(facts.plan, facts.words, facts.name, kept)

            steps = tuple(map(step, case.trail()))
            cut = tuple(
                step(facts) for facts in case.searches() if facts.position is None and facts.records
            )
            of_here = {s.id: s for s in sources.values() if self._sources.has(s)}
            notes = tuple(
                (self._sources.key_of(of_here[note.source], note.rid), note.text)
                for note in case.notes()
                if note.source in of_here
            )
            current = max(0, min(case.current, len(steps) - 1))
            story = self._read_story(case, sources)
            return RestoredTrail(steps, current, notes, story, cut)

    def _read_story(self, case: CaseReader, sources: Mapping[int, SourceFacts]) -> tuple[Item, ...]:
        story: list[Item] = []
        for finding in case.findings():
            source = sources.get(finding.source or 0)
            if finding.rid is not None and source is not None:
                key = self._sources.key_of(source, finding.rid)
                self._found_at[key] = source
                story.append(FoundRecord(key))
            if finding.text:
                story.append(Words(finding.text))
        return tuple(story)


def offer_words(offered: SessionSummary) -> str:
    """What R goes on with: ``14:02, 3 searches, 12,400 records, 2 notes: R goes on with it``."""
    left = offered.left.astimezone()
    is_today = left.date() == now().astimezone().date()
    counts = [
        f"{left:%H:%M}" if is_today else f"{left:%d %b %H:%M}",
        f"{offered.searches} {'search' if offered.searches == 1 else 'searches'}",
        offered.counted.words,
    ]
    if offered.marks:
        counts.append(f"{offered.marks:,} marked")
    if offered.notes:
        counts.append(f"{offered.notes} {'note' if offered.notes == 1 else 'notes'}")
    return f"{', '.join(counts)}: R goes on with it"


def view_of(kept: KeptSearch | None) -> ViewFacts:
    """How a kept search was looked at last."""
    return kept.view if kept is not None else ViewFacts()


def _rows(marks: Sequence[MarkFacts]) -> tuple[tuple[int, str], ...]:
    return tuple((mark.row, mark.rid) for mark in marks)


def _resolved(plan: SearchPlan, zone: ShownZone) -> list[str]:
    """The sentences of what is sent, relative times made absolute; none where nothing can be."""
    try:
        searches: Sequence[SearchParameters] = absolute_searches(plan.parameters(), now())
    except NetwrixTuiError:
        return []
    return [sentence(search, zone) for search in searches]
