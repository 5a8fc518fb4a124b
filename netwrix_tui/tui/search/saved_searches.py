"""Saved searches screen: ready-made, saved and recent ones, found by typing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.worker import WorkType

from netwrix_tui.errors import UsageError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.kept_searches import KeptSearches, checked_name
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.searches.search_choices import Offered, matching_searches, offered_searches
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.search.fill_in import ChosenSearch, FillIn
from netwrix_tui.tui.search.search_list import SearchList, SearchOption
from netwrix_tui.tui.search.suggestions import SeenValues
from netwrix_tui.tui.text.visible_input import VisibleInput

_KEYS = (
    "[@click=screen.choose]enter[/] choose   [@click=screen.save]^s[/] save current   "
    "[@click=screen.rename]^r[/] rename   [@click=screen.forget]^d[/] remove   "
    "[@click=screen.copy_line]^y[/] copy   [@click=screen.leave]esc[/] back"
)


class NameSearch(AskLine[str]):
    """Name of a search to be saved; ``about`` says which search it is for."""

    def __init__(self, title: str, about: str, name: str = "") -> None:
        hint = f"{visible(about)}\n\nA search that has this name already is replaced."
        super().__init__(title, name, read=checked_name, placeholder="its name", hint=hint)


class SavedSearchesScreen(Dialog[ChosenSearch]):
    """List of searches, dismissed with one to run, or with None.

    ``current`` is the search that the explorer has: the one that can be saved here.
    """

    DEFAULT_CSS = """
    SavedSearchesScreen {
        #searches { width: 100; max-width: 100%; height: 40; max-height: 100%; padding: 1 2 0 2;
                    background: $surface; }
        #searches-title { color: $text-accent; height: auto; max-height: 3; }
        #searches-preview { height: auto; max-height: 7; border-top: solid $border; }
        #searches-keys { color: $text-muted; height: auto; link-style: none;
                         link-color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Search below", show=False, priority=True, id="searches.down"),
        Binding("up", "move(-1)", "Search above", show=False, priority=True, id="searches.up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="searches.page_down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="searches.page_up"),
        Binding("ctrl+s", "save", "Save the current search", priority=True, id="searches.save"),
        Binding("ctrl+r", "rename", "Rename a saved one", priority=True, id="searches.rename"),
        Binding("ctrl+d", "forget", "Remove it", priority=True, id="searches.forget"),
        Binding("ctrl+y", "copy_line", "Copy the line", priority=True, id="searches.copy"),
    ]

    def __init__(
        self,
        kept: KeptSearches,
        current: SearchPlan,
        zone: ShownZone,
        seen: SeenValues,
        known: Callable[[], KnownNames] = KnownNames,
        columns: Sequence[str] = (),
    ) -> None:
        """``known`` are names of people, for the questions that ask for one.

        ``columns`` are the fields of those that are shown, to be kept with a search.
        """
        super().__init__()
        self._columns = columns
        self._kept = kept
        self._current = current
        self._zone = zone
        self._seen = seen
        self._known = known
        self._all = offered_searches((), (), RECIPES, zone)

    def compose(self) -> ComposeResult:
        with Vertical(id="searches"):
            yield Static(Text("SEARCHES", "bold"), id="searches-title")
            yield VisibleInput(placeholder="type to find: deleted, logon, mailbox …")
            yield SearchList()
            yield Static("", id="searches-preview", markup=False)
            yield Static(Content.from_markup(_KEYS), id="searches-keys")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.call_after_refresh(self._fill)
        self._work(self._load)

    # What the keys do

    def action_move(self, rows: int) -> None:
        """Move through the list."""
        self._list.move(rows)

    def action_choose(self) -> None:
        """Use the search under the cursor: ask for what is missing, or run it."""
        self._fill()  # Enter may come before the list has followed the last letter.
        search = self._list.chosen
        if search is None or not self.is_current:
            return
        try:
            if search.recipe is None or not search.recipe.blanks:
                plan = search.plan(self._zone)
                self.answer(ChosenSearch(plan, search.name, columns=search.columns))
                return
        except UsageError as error:
            self._show_message(error.sentence())
            return
        self.app.push_screen(
            FillIn(search.recipe, self._zone, self._seen, self._known), self._filled
        )

    def action_save(self) -> None:
        """Give the explorer's search a name."""

        def named(name: str | None) -> None:
            if name is not None:
                self._work(partial(self._kept.save, name, self._current, self._columns))

        words = sentence(self._current.parameters(), self._zone)
        self.app.push_screen(NameSearch("Save this search", words), named)

    def action_rename(self) -> None:
        """Give a saved search another name."""
        search = self._list.chosen
        if search is None or not search.is_saved:
            self._show_message("Only a saved search has a name to change.")
            return

        def named(name: str | None) -> None:
            if name is not None:
                self._work(partial(self._kept.rename, search.name, name))

        self.app.push_screen(NameSearch("Rename this search", search.line, search.name), named)

    def action_forget(self) -> None:
        """Remove a saved or a recent search."""
        search = self._list.chosen
        if search is None or search.recipe is not None:
            self._show_message("A ready-made search cannot be removed.")
        elif search.is_saved:
            self._work(partial(self._kept.remove, search.name))
        else:
            self._work(partial(self._kept.forget, search.line))

    def action_copy_line(self) -> None:
        """The line, for a colleague or a script."""
        search = self._list.chosen
        if search is not None:
            self.app.copy_to_clipboard(search.line)

    # What the parts report

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview(event.option.search if isinstance(event.option, SearchOption) else None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()

    # How it is done

    def _filled(self, chosen: ChosenSearch | None) -> None:
        if chosen is not None:
            self.answer(chosen)

    def _fill(self) -> None:
        if not self.is_mounted:
            return
        typed = self.query_one(Input).value
        searches = matching_searches(typed, self._all)
        room = self._list.size.width or 70
        self._list.show(searches, grouped=not typed.strip(), room=room - 1)
        if not searches:
            self._preview(None)

    def _preview(self, search: Offered | None) -> None:
        text = Text("No search has this name. Fewer letters find more.", "dim")
        if search is not None:
            text = Text()
            if search.recipe is None:
                try:
                    text.append(f"{sentence(search.plan(self._zone).parameters(), self._zone)}\n")
                except UsageError as error:
                    text.append(f"{visible(error.sentence())}\n")
            text.append(f"{visible(search.about)}\n" if search.about else "")
            text.append(visible(search.line), "dim")
        self.query_one("#searches-preview", Static).update(text)

    def _work(self, work: Callable[[], None]) -> None:
        """Do something with the files, off the loop, then show what they hold by now."""
        task: WorkType[None] = partial(self._worked, work)
        self.run_worker(task, group="kept-searches")

    async def _worked(self, work: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(work)
            if work != self._load:
                await asyncio.to_thread(self._load)
        except UsageError as error:
            self._show_message(error.sentence())
        trouble = self._kept.take_trouble()
        if trouble:
            self._show_message(trouble)
        self._fill()

    def _load(self) -> None:
        self._all = offered_searches(self._kept.saved(), self._kept.recent(), RECIPES, self._zone)

    def _show_message(self, words: str) -> None:
        """A sentence beside the title, where it hides nothing."""
        title = Text.assemble(("SEARCHES   ", "bold"), visible(words))
        self.query_one("#searches-title", Static).update(title)

    @property
    def _list(self) -> SearchList:
        return self.query_one(SearchList)
