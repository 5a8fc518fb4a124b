"""Names of people: learnt once the loading rests, offered where a search names somebody."""

from __future__ import annotations

import asyncio
import os
from functools import cached_property

from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.name_forms import leaf_of, login_of
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.searches.kept_names import KeptNames
from netwrix_tui.searches.known_names import Form, KnownNames, Person
from netwrix_tui.searches.name_links import Link
from netwrix_tui.searches.other_names import (
    OtherNames,
    all_names_plan,
    known_person,
    named_in,
    unknown_person,
)
from netwrix_tui.searches.widening import Widening
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.search.name_learning import links_of_store
from netwrix_tui.tui.search.names_screen import AllNames, NamesScreen, Origin, TakeBack
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable

_AT_ONCE = 5_000
"""Rows that are gone through before the thread lets others have their turn."""

_LOOKED_AT = 200
"""Rows in which a name is looked for as that of an object."""

_PATIENCE = 10.0
"""Seconds that a small search for somebody's names may take."""


class NamesController:
    """What is known of names in this profile, and the searches that it leads to."""

    def __init__(
        self, host: ScreenHost, search: CurrentSearch, table: ResultsTable, worker: ApiWorker,
        begin: BeginSearch,
    ) -> None:  # fmt: skip
        self._host = host
        self._table = table
        self._search = search
        self._worker = worker
        self._begin = begin
        self._learnt_from: tuple[Store | None, int] = (None, 0)
        self._is_learning = False
        self._told: SearchPlan | None = None
        self.looked_for: set[str] = set()
        """Names that a search brought up, and that were looked for: each once."""

    @property
    def known(self) -> KnownNames:
        """What is known by now."""
        return self._kept.known

    @cached_property
    def _kept(self) -> KeptNames:
        name = self._search.session.remembered_as
        return KeptNames(state_directory(os.environ) if name else None, name)

    def restore(self) -> None:
        """Read what was learnt on other days."""
        work: WorkType[None] = self._read
        self._host.run_worker(work, group="names")

    async def _read(self) -> None:
        await asyncio.to_thread(self._kept.load)
        notify_warning(self._host, self._kept.take_trouble())

    # Learning

    def catch_up(self) -> None:
        """Once the loading rests, learn from what came since; and say what is known of a name."""
        if self._search.phase not in (PagerPhase.MORE, PagerPhase.END) or self._is_learning:
            return
        store, (of, upto) = self._search.store, self._learnt_from
        first = upto if of is store else 0
        if len(store) > first:
            self._is_learning = True
            work: WorkType[None] = self._learn
            self._host.run_worker(work, group="names")
        else:
            self._tell()

    async def _learn(self) -> None:
        store, (of, upto) = self._search.store, self._learnt_from
        first, last = upto if of is store else 0, len(store)
        self._learnt_from = (store, last)
        try:
            for at in range(first, last, _AT_ONCE):
                links = await asyncio.to_thread(_links, store, at, min(at + _AT_ONCE, last))
                await self._keep(links)
        finally:
            self._is_learning = False
        self.catch_up()

    async def _keep(self, links: list[Link]) -> None:
        try:
            await asyncio.to_thread(self._kept.learn, links)
        except UsageError as error:
            notify_warning(self._host, error.sentence())

    def _tell(self) -> None:
        """Say once of a search that it names somebody by some of their names alone."""
        step = self._search.trail.current
        if step is None or step.plan is self._told:
            return
        others = named_in(step.plan, self.known)
        if others is None:
            self._look_quietly(step.plan)
        elif len(self._search.store):  # else the notice offers it
            self._say(step.plan, others)

    def _say(self, plan: SearchPlan, others: OtherNames) -> None:
        self._told = plan
        way = "I searches all of them" if others.names else "I tells them apart"
        notify_information(self._host, f"{others.words}. {way}.")

    def _look_quietly(self, plan: SearchPlan) -> None:
        """Of somebody who is named for the first time, ask for the names by one small search.

        It is said if there are any, and nothing if not.
        """
        trail = self._search.trail
        if trail.position < len(trail.steps) - 1:
            return  # going back asks for nothing
        name = unknown_person(plan, self.known)
        if not name or name.casefold() in self.looked_for or self._is_another_object(name):
            return
        self.looked_for.add(name.casefold())

        async def look() -> None:
            await self._look_for(name)
            others, step = named_in(plan, self.known), self._search.trail.current
            if others is not None and step is not None and step.plan is plan:
                self._say(plan, others)

        work: WorkType[None] = look
        self._host.run_worker(work, group="names")

    def _is_another_object(self, name: str) -> bool:
        """True where what was found of that name is a group, a folder or the like."""
        store, asked = self._search.store, leaf_of(name).casefold()
        kinds, whats = store.column("object_type"), store.column("what")
        return any(
            leaf_of(whats[row]).casefold() == asked and kinds[row].casefold() not in ("user", "")
            for row in range(min(len(store), _LOOKED_AT))
        )

    # Offering

    def wider(self, plan: SearchPlan) -> list[Widening]:
        """The search by all names of whoever it names, where nothing was found."""
        others = named_in(plan, self.known)
        people = self.known.people(others.typed) if others is not None else []
        if others is None or len(people) != 1:
            return []
        try:
            found = all_names_plan(plan, people[0])
        except UsageError:  # no filter can hold any of them
            return []
        return [Widening(f"{others.words}: search all names", found)]

    def show(self) -> None:
        """The names of whoever the search names, else of the record's account."""
        work: WorkType[None] = self._show
        self._host.run_worker(work, group="names-shown", exclusive=True)

    async def _show(self) -> None:
        name = self._subject()
        if not name:
            notify_information(self._host, "Neither the search nor a record names anybody.")
            return
        if not self.known.people(name):
            await self._look_for(name)
        people = self.known.people(name)
        if not people:
            notify_information(self._host, f"No record shows another name of {name}.")
            return

        def chosen(answer: AllNames | Origin | TakeBack | Form | None) -> None:
            match answer:
                case AllNames(person):
                    self._search_names(person)
                case Origin(link):
                    self._search_origin(link)
                case TakeBack(link):
                    self._take_back(link)

        self._host.app.push_screen(NamesScreen(name, people), chosen)

    def _search_names(self, person: Person) -> None:
        try:
            plan = all_names_plan(self._search.plan, person, only_times=True)
        except UsageError as error:
            notify_error(self._host, error)
            return
        self._begin(plan, words=f"all of {leaf_of(person.label)}")

    def _search_origin(self, link: Link) -> None:
        """The record that a link was learnt from."""
        try:
            plan = SearchPlan.of(Filter("RID", Operator.EQUALS, link.rid))
        except UsageError as error:
            notify_error(self._host, error)
            return
        self._begin(plan, words=f"names {leaf_of(link.second)}", keep=link.rid)

    def _take_back(self, link: Link) -> None:
        async def taken() -> None:
            try:
                await asyncio.to_thread(self._kept.take_back, link)
            except UsageError as error:
                notify_warning(self._host, error.sentence())
                return
            words = f"{link.first} and {link.second} no longer count as one person"
            notify_information(self._host, f"{words}: no record links them again.")

        work: WorkType[None] = taken
        self._host.run_worker(work, group="names")

    def _subject(self) -> str:
        others = named_in(self._search.plan, self.known)
        named = others.typed if others is not None else known_person(self._search.plan, self.known)
        if named:
            return named
        at = self._table.record_row
        if at is None:
            return ""
        row = self._table.store.row(at)
        return next((name for name in (row.who, row.what) if self.known.people(name)), row.who)

    async def _look_for(self, name: str) -> None:
        """A small search for the user objects that tell somebody's names."""
        wanted = login_of(name) or leaf_of(name)
        is_login = login_of(name) or " " not in wanted  # also jane.doe, and a SID
        field = "Detail" if is_login else "What"
        try:
            named = Filter(field, Operator.CONTAINS, wanted)
        except UsageError:  # no filter can hold it: nothing is known of it, either
            return
        parameters = SearchParameters((Filter("ObjectType", Operator.EQUALS, "user"), named))

        async def work(ask: Ask) -> list[Link]:
            async with asyncio.timeout(_PATIENCE):
                store = Store()
                store.append(await ask(parameters, None))
            return await asyncio.to_thread(_links, store, 0, len(store))

        try:
            await self._keep(await asyncio.wrap_future(self._worker.run_alongside(work)))
        except (NetwrixTuiError, TimeoutError):
            return  # it is told that nothing is known


def _links(store: Store, first: int, last: int) -> list[Link]:
    return list(links_of_store(store, first, last))
