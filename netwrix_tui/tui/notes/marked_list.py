"""List of the marked records and those with a note: go to one, copy or save them all.

Notes on records that are not loaded stand below them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.case.findings import LONGEST_WORDS
from netwrix_tui.clock import now
from netwrix_tui.records.epoch import microseconds_of, moment_at
from netwrix_tui.records.when import instant
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.notes import Note
from netwrix_tui.tui.dialogs.ask_line import AskLine, short_text
from netwrix_tui.tui.dialogs.dialog import Dialog, panel
from netwrix_tui.tui.text.note_sign import note_words
from netwrix_tui.tui.text.truncation import fit_end, fit_middle

MOST = 500
"""Records that are listed, and notes below them; a list of more is no list any more."""

_NOT_LOADED = "Only a loaded record is marked. enter searches for this one."

_WIDTH = 110
_FRAME = 2 * 2 + 2
"""Cells beside the list: padding, and a scroll bar."""

_WHEN, _WHO, _ACTION = 15, 18, 18
_NARROW_WHO, _NARROW_ACTION = 14, 12


@dataclass(frozen=True, slots=True)
class Told:
    """Words of the story, between two records."""

    text: str


class Wish(StrEnum):
    """Actions of the list."""

    GO = "go"
    COPY = "copy"
    COPY_AS = "copy_as"
    SAVE = "save"
    COMPARE = "compare"
    NOTE = "note"
    UNMARK = "unmark"


class Change(StrEnum):
    """Changes of the story, made without leaving the list."""

    UP = "up"
    DOWN = "down"
    WRITE = "write"
    TAKE_OUT = "take_out"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Listed:
    """Record of the list by its store row, with its note and whether it is marked."""

    row: int
    note: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class MarkedChoice:
    """An action, and what the cursor stood on: a loaded record, or a note on another one."""

    wish: Wish
    of: Listed | Note


_KEYS = (
    ("c", Wish.COPY, "copy the marked"),
    ("C", Wish.COPY_AS, "copy them in another format"),
    ("s", Wish.SAVE, "save them"),
    ("n", Wish.NOTE, "note"),
    ("space", Wish.UNMARK, "mark, unmark"),
    ("equals_sign", Wish.COMPARE, "compare the first two"),
)


_CHANGES = (
    ("K", Change.UP, "move up"),
    ("J", Change.DOWN, "move down"),
    ("a", Change.WRITE, "write words below, or change them"),
    ("d", Change.TAKE_OUT, "take out of the story"),
    ("u", Change.UNDO, "undo"),
)

Place = Listed | Note | Told
Arrange = Callable[[Change, int, str], tuple[Sequence[Place], int]]
"""Changes the story at a place, with words if they are wanted; gives it as it is then, and where
the cursor goes.
"""


def _as_it_is(change: Change, at: int, words: str) -> tuple[Sequence[Place], int]:
    return (), at


class MarkedRecordsScreen(Dialog[MarkedChoice]):
    """List of records, dismissed with an action on one of them, or with None."""

    about = (
        "The story: what is marked or has a note, in the order in which you tell it, with words of "
        "yours between. It goes with the case, and an evidence package begins with it."
    )
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("M,q", "leave", "back", show=False, id="marked.leave"),
        *(
            Binding(key, f"wish('{wish}')", says, show=False, id=f"marked.{wish}")
            for key, wish, says in _KEYS
        ),
        *(
            Binding(key, f"change('{change}')", says, show=False, id=f"marked.{change}")
            for key, change, says in _CHANGES
        ),
    ]

    DEFAULT_CSS = f"""
    MarkedRecordsScreen > .dialog {{ width: {_WIDTH}; max-height: 90%; }}
    MarkedRecordsScreen OptionList {{ height: auto; max-height: 1fr; }}
    MarkedRecordsScreen OptionList > .option-list--option-disabled {{ color: $text-accent; }}
    """

    def __init__(
        self,
        store: Store,
        story: Sequence[Place],
        others: Sequence[Note],
        zone: ShownZone,
        at: int | None = None,
        is_kept: Callable[[str], bool] = lambda _: True,
        arrange: Arrange = _as_it_is,
    ) -> None:
        """``story`` is what stands in the user's order: records of this search, those of other ones
        as notes, and words; ``arrange`` changes it. ``others`` are the other notes on records that
        are not loaded; ``at`` is the store row that the cursor begins on. ``is_kept`` tells
        whether the note on a RID is saved.
        """
        super().__init__()
        self._store = store
        self._story = list(story[:MOST])
        self._others = others[:MOST]
        self._more = len(story) - len(self._story)
        self._arrange = arrange
        self._zone = zone
        self._at = at
        self._is_kept = is_kept
        listed = [one for one in story if isinstance(one, Listed)]
        self._marked = sum(one.is_marked for one in listed)
        self._noted = sum(bool(one.note) for one in listed)
        self._places: list[Place | None] = []
        """What stands in each place of the list; None for the heading."""
        self._set_places()
        self._heading = f"Notes on other records · {len(others):,}"
        if len(others) > MOST:
            self._heading += f", the latest {MOST:,}"

    def _set_places(self) -> None:
        heading: list[Place | None] = [None, *self._others] if self._others else []
        self._places = [*self._story, *heading]

    def compose(self) -> ComposeResult:
        title = f"{self._marked:,} marked · {self._noted:,} with a note, of the loaded records"
        hint = self._hint(self._places[0] if self._places else None)
        yield panel(title, OptionList(*map(self._option, self._places)), hint=hint)

    def on_mount(self) -> None:
        for place, one in enumerate(self._story):
            if isinstance(one, Listed) and one.row == self._at:
                self.query_one(OptionList).highlighted = place

    def action_change(self, change: str) -> None:
        """Change the story where the cursor is."""
        at = self.query_one(OptionList).highlighted
        at = -1 if at is None else at
        wanted = Change(change)
        if at >= len(self._story) and wanted is not Change.UNDO:
            self.notify("Only what is in the story has an order.", markup=False)
        elif wanted is Change.WRITE:
            self._ask_words(at)
        else:
            self._changed(*self._arrange(wanted, at, ""))

    def _ask_words(self, at: int) -> None:
        here = self._story[at] if 0 <= at < len(self._story) else None

        def written(text: str | None) -> None:
            if text is not None:
                self._changed(*self._arrange(Change.WRITE, at, text))

        question = AskLine(
            "Words of the story" if isinstance(here, Told) else "Words below this record",
            here.text if isinstance(here, Told) else "",
            read=short_text(LONGEST_WORDS),
            hint="enter saves · an empty line removes the words · esc cancels",
            error=None,
        )
        self.app.push_screen(question, written)

    def _changed(self, story: Sequence[Place], at: int) -> None:
        self._story = list(story[:MOST])
        self._set_places()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(list(map(self._option, self._places)))
        if self._places:
            options.highlighted = max(0, min(at, len(self._places) - 1))

    def action_wish(self, wish: str) -> None:
        """Take one of the choices for the record under the cursor."""
        at = self.query_one(OptionList).highlighted
        chosen = self._places[at] if at is not None else None
        if chosen is None:
            return
        if isinstance(chosen, Told):
            self.notify("These are words: a changes them, d takes them out.", markup=False)
        elif wish == Wish.UNMARK and isinstance(chosen, Note):
            self.notify(_NOT_LOADED, markup=False)
        else:
            self.answer(MarkedChoice(Wish(wish), chosen))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what enter does here."""
        event.stop()
        here = self._places[event.option_index]
        self.query_one(".dialog-note", Static).update(self._hint(here))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        chosen = self._places[event.option_index]
        if isinstance(chosen, Told):
            self._ask_words(event.option_index)
        elif chosen is not None:
            self.answer(MarkedChoice(Wish.GO, chosen))

    def _hint(self, here: Place | None) -> str:
        order = "K J move · a write · d take out · u undo · ? help"
        match here:
            case Told():
                return f"enter changes them · {order} · esc back"
            case Note():
                marked = "c copy the marked · s save them · " if self._marked else ""
                hint = f"enter searches for it · {marked}n note · esc back"
                return f"{hint}\n{order}" if here in self._story else hint
        hint = "enter goes to it · c C copy · s save · n note · space unmark · = compare · esc back"
        hint = f"{hint}\n{order}"
        return f"{self._more:,} more are not listed · {hint}" if self._more else hint

    def _option(self, place: Place | None) -> Option:
        match place:
            case Told(text):
                return Option(Text(f"  {visible(text)}", "italic"))
            case None:
                above = "\n" if self._story else ""
                return Option(Text(above + self._heading, "bold"), disabled=True)
            case Note():
                return Option(self._other_prompt(place))
            case _:
                return Option(self._prompt(place))

    def _prompt(self, one: Listed) -> Text:
        row = self._store.row(one.row)
        moment = moment_at(self._store.timestamp(one.row), self._zone.tzinfo)
        when = f"{moment:%d %b %H:%M:%S}" if moment is not None else fit_end(row.when, _WHEN)
        prompt = Text("● " if one.is_marked else "  ", "bold", no_wrap=True, overflow="ellipsis")
        prompt.append(self._facts(when, row.who, row.action, row.what))
        return self._with_note(prompt, row.key, one.note)

    def _other_prompt(self, note: Note) -> Text:
        prompt = Text("  ", no_wrap=True, overflow="ellipsis")
        if note.is_told:
            prompt.append(self._facts(self._day(note.when), note.who, note.action, note.what))
        else:
            prompt.append(f"RID {visible(note.rid.rpartition(chr(10))[2])}", "dim")
        return self._with_note(prompt, note.rid, note.text)

    def _with_note(self, prompt: Text, rid: str, note: str) -> Text:
        if not note:
            return prompt
        words = note_words(visible(note), is_kept=self._is_kept(rid))
        return prompt.append(f"\n    {words}", "italic")

    def _day(self, when: str) -> str:
        """Of a record that may be years old: with its year where that is another one."""
        known = instant(when)
        moment = moment_at(microseconds_of(known) if known else None, self._zone.tzinfo)
        if moment is None:
            return fit_end(when, _WHEN)
        is_this_year = moment.year == now(self._zone.tzinfo).year
        return f"{moment:%d %b %H:%M:%S}" if is_this_year else f"{moment:%d %b %Y}"

    def _facts(self, when: str, who: str, action: str, what: str) -> Text:
        room = min(_WIDTH, self.app.size.width) - _FRAME
        wide = room >= _WIDTH - _FRAME
        for_who, for_action = (_WHO, _ACTION) if wide else (_NARROW_WHO, _NARROW_ACTION)
        for_what = max(1, room - 2 - (_WHEN + 2) - (for_who + 2) - (for_action + 2))
        return Text.assemble(
            (f"{when:<{_WHEN}}  ", "dim"),
            f"{fit_end(who.rpartition(chr(92))[2], for_who):<{for_who}}  ",
            f"{fit_end(action, for_action):<{for_action}}  ",
            fit_middle(what, for_what),
        )
