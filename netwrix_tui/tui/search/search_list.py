"""List of searches: a heading for each group, a line for each search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from netwrix_tui.records.filter_words import shortened
from netwrix_tui.searches.search_choices import Offered


class SearchOption(Option):
    """A line of the list, with the search that it stands for."""

    def __init__(self, search: Offered, prompt: Text) -> None:
        super().__init__(prompt)
        self.search = search


class SearchList(OptionList, can_focus=False):
    """List that takes its keys from the input above it, and the mouse itself."""

    DEFAULT_CSS = """
    SearchList { height: 1fr; background: transparent; border: none; padding: 0;
                 scrollbar-size-vertical: 1; }
    SearchList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background;
    }
    SearchList > .option-list--option-disabled { color: $text-accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self._shown: list[Offered] = []

    @property
    def chosen(self) -> Offered | None:
        """The search under the cursor."""
        if self.highlighted is None:
            return None
        option = self.get_option_at_index(self.highlighted)
        return option.search if isinstance(option, SearchOption) else None

    def show(self, searches: Sequence[Offered], *, grouped: bool, room: int) -> None:
        """Fill the list; ``grouped`` with headings, else each line says its group.

        ``room`` is in cells. The cursor stays on its search where it was moved there.
        """
        if list(searches) == self._shown:
            return
        was = self.chosen if self._shown and self.highlighted != self._first() else None
        self._shown = list(searches)
        options: list[Option] = []
        group = ""
        for search in searches:
            if grouped and search.group != group:
                group = search.group
                options.append(Option(Text(group, "bold"), disabled=True))
            options.append(SearchOption(search, _line(search, grouped=grouped, room=room)))
        self.clear_options()
        self.add_options(options)
        self.highlighted = self._place_of(was) if was in self._shown else self._first()

    def move(self, rows: int) -> None:
        """Move the cursor, over headings, not beyond the ends."""
        places = [i for i, o in enumerate(self.options) if isinstance(o, SearchOption)]
        if not places or self.highlighted is None:
            return
        at = places.index(self.highlighted) if self.highlighted in places else 0
        self.highlighted = places[max(0, min(at + rows, len(places) - 1))]
        if self.highlighted == places[0]:
            self.scroll_home(animate=False)

    def _first(self) -> int | None:
        return next((i for i, o in enumerate(self.options) if isinstance(o, SearchOption)), None)

    def _place_of(self, search: Offered | None) -> int | None:
        places = enumerate(self.options)
        return next(
            (i for i, o in places if isinstance(o, SearchOption) and o.search == search), None
        )


def _line(search: Offered, *, grouped: bool, room: int) -> Text:
    if grouped:
        return Text(f"  {shortened(search.name, max(8, room - 3))}", no_wrap=True)
    group = search.group if room >= 60 else ""
    name = shortened(search.name, max(8, room - cell_len(group) - 4))
    gap = max(1, room - cell_len(name) - cell_len(group) - 2)
    return Text.assemble(f" {name}", " " * gap, (group, "dim"), no_wrap=True)
