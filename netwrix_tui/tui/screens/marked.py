"""The marked records and those with a note, in one list: to go to one, to copy or save them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.store import Store
from netwrix_tui.tui.layout.truncation import fit_end, fit_middle
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.visible_text import visible

MOST = 500
"""Records that are listed; a list of more is no list any more."""

_WHO, _ACTION, _WHAT = 18, 18, 36


class Wish(StrEnum):
    """What the user wants of the list."""

    GO = "go"
    COPY = "copy"
    SAVE = "save"
    COMPARE = "compare"
    NOTE = "note"
    UNMARK = "unmark"


@dataclass(frozen=True, slots=True)
class Listed:
    """A record of the list by its store row, with its note and whether it is marked."""

    row: int
    note: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A wish, and the store row that the cursor stood on."""

    wish: Wish
    row: int


_KEYS = (
    ("c", Wish.COPY, "copy the marked"),
    ("s", Wish.SAVE, "save them"),
    ("n", Wish.NOTE, "note"),
    ("space", Wish.UNMARK, "mark, unmark"),
    ("equals_sign", Wish.COMPARE, "compare the first two"),
)


class MarkedList(Dialog[Chosen]):
    """Dismissed with what is wanted of which record, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("M,q", "leave", "back", show=False, id="marked.leave"),
        *(
            Binding(key, f"wish('{wish}')", says, show=False, id=f"marked.{wish}")
            for key, wish, says in _KEYS
        ),
    ]

    DEFAULT_CSS = """
    MarkedList > .dialog { width: 110; max-height: 90%; }
    MarkedList OptionList { height: auto; max-height: 1fr; }
    """

    def __init__(
        self, store: Store, listed: Sequence[Listed], zone: ShownZone, at: int | None = None
    ) -> None:
        """``at`` is the store row that the cursor begins on."""
        super().__init__()
        self._store = store
        self._listed = listed[:MOST]
        self._more = len(listed) - len(self._listed)
        self._zone = zone
        self._at = at

    def compose(self) -> ComposeResult:
        marked = sum(one.is_marked for one in self._listed) + self._more
        noted = sum(bool(one.note) for one in self._listed)
        title = f"{marked:,} marked · {noted:,} with a note, of the loaded records"
        hint = "enter goes to it · c copy · s save · n note · space unmark · = compare · esc back"
        if self._more:
            hint = f"{self._more:,} more are not listed · {hint}"
        with Vertical(classes="dialog"):
            yield Static(title, classes="dialog-title", markup=False)
            yield OptionList(*(Option(self._prompt(one)) for one in self._listed))
            yield Static(hint, classes="dialog-note", markup=False)

    def on_mount(self) -> None:
        rows = [one.row for one in self._listed]
        if self._at in rows:
            self.query_one(OptionList).highlighted = rows.index(self._at)

    def action_wish(self, wish: str) -> None:
        """Take one of the choices for the record under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.answer(Chosen(Wish(wish), self._listed[at].row))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(Chosen(Wish.GO, self._listed[event.option_index].row))

    def _prompt(self, one: Listed) -> Text:
        row = self._store.row(one.row)
        moment = moment_at(self._store.moment(one.row), self._zone.tzinfo)
        when = f"{moment:%d %b %H:%M:%S}" if moment is not None else visible(row.when)[:15]
        prompt = Text.assemble(
            ("● " if one.is_marked else "  ", "bold"),
            (f"{when:<15}  ", "dim"),
            f"{fit_end(row.who.rpartition(chr(92))[2], _WHO):<{_WHO}}  ",
            f"{fit_end(row.action, _ACTION):<{_ACTION}}  ",
            fit_middle(row.what, _WHAT),
            no_wrap=True,
            overflow="ellipsis",
        )
        if one.note:
            prompt.append(f"\n    ◆ {visible(one.note)}", "italic")
        return prompt
