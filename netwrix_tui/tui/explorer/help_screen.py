"""Help screen: what each pane is for and all keys, the focused pane first."""

from __future__ import annotations

from textwrap import wrap

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from netwrix_tui.case.sql_names import EXAMPLES, TABLES
from netwrix_tui.tui.actions.action import Pane
from netwrix_tui.tui.actions.key_map import DEFAULT_KEYS, KeyMap
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.explorer.actions import ACTIONS

_WIDTH, _KEY_COLUMN = 76, 16
_BESIDE = 6
"""Cells of the padding and of the scroll bar."""

_LEAST = 20


PANE_WORDS: dict[Pane, str] = {
    Pane.EXPLORER: (
        "These keys work wherever you are. A search is what the bold line at the top says; F6 "
        "has ready-made ones for common questions. esc steps back one thing at a time and "
        "never leaves the program."
    ),
    Pane.TABLE: (
        "Each line is one thing that somebody did; more are fetched as you come near the end. "
        "Marks say what is copied or saved; without marks it is the line under the cursor. "
        "A change of members stands here as a change of the group: open it to see who. "
        "F follows: what arrives stands on top, with a * for a minute. ! puts the unusual "
        "first; H: is it normal? A time with › is ahead of the server's clock."
    ),
    Pane.RECORD: (
        "One record, whole: its fields, then each change with the value before and after. JSON "
        "and XML show what the server sent, byte for byte. Characters that a terminal would "
        "obey are shown, not obeyed. A line says what undid it; enter leads there."
    ),
    Pane.BUILDER: (
        "The filters of the search. Several values of one filter are alternatives (or); "
        "different filters all have to hold (and); a “not” always has to hold. Nothing is "
        "asked of the server before F5. A filter that is switched off stays for later."
    ),
    Pane.QUERY: (
        "The search as one line, as who:jane -who:svc action:Removed when:7d. A colon means "
        "contains, = is, ^= begins with, $= ends with, a minus in front is not; a bare word is "
        "looked for anywhere. What is wrong is marked under its place."
    ),
    Pane.TRAIL: (
        "Every search is a step of the trail, and stands as you left it: records, cursor, "
        "marks. Going back asks the server for nothing, unless a step says that it loads again. "
        "A new search replaces the steps ahead of it: F6 lists them among the recent ones, and "
        "their records stay in the case."
    ),
    Pane.FACETS: (
        "How often each value of a column is there, among the records that are loaded: not "
        "among all that the server has. With a quick filter, among those that it lets through. "
        "i, x and o make another search of a value; / only filters what is loaded."
    ),
    Pane.TIMELINE: (
        "The loaded records counted by time; the line says how much time each bar stands for. "
        "It fills while records come in. Select with shift or by dragging; enter searches "
        "within that time, - goes back, F4 closes the pane."
    ),
    Pane.PREVIEW: (
        "What F5 would send, exactly: for a script, or to see how a filter is written in the API."
    ),
    Pane.NOTICE: (
        "The search found nothing. Each proposal is the same search, a little wider; a "
        "filter that it leaves out is switched off, not removed. No record may also mean: "
        "not collected yet, older than the database keeps, or not for this account to see."
    ),
    Pane.PLAIN: (
        "Plain text; your terminal handles the mouse: select as in any other program. This is "
        "for when nothing else reaches your clipboard."
    ),
    Pane.WRITE: (
        "Records as they will be written to the server, each checked before anything is sent. "
        "A written record cannot be changed or taken back: nothing here is sent twice by itself."
    ),
    Pane.SQL: (
        "A SELECT in SQLite's words over what is loaded, or over the whole case where one is open "
        "without its server. Nothing can be changed by it. time is text in UTC, local(time) is in "
        "the zone shown, location is Where; LIKE ignores case, = does not. An empty line offers "
        "examples, one for each kind of question."
    ),
    Pane.ROWS: (
        "What a statement gave. With rid in it, enter opens the record, and esc there comes back; "
        "on a who, what, location and the like, i, x and o search by the value."
    ),
    Pane.SUMMARY: (
        "The loaded records by one to three keys: how many, over time, first and last, how many "
        "different accounts, objects and workstations. The server may have more: L loads all; an "
        "archive counts all by its columns. "
        "enter searches for the records of a line, and esc comes back from there; F6 has "
        "sequences, as a guessed password or a spray."
    ),
    Pane.COMPARE: "Two marked records side by side; what differs is pointed out.",
}


class HelpScreen(Dialog[None]):
    """Screen with the help of each pane: what it is for, and what each key does there."""

    DEFAULT_CSS = """
    #keys {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        padding: 1 2; background: $panel;
    }
    #keys-text { height: auto; }
    """

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("escape,q,question_mark,f1", "leave", "back", key_display="esc", id="keys.close"),
    ]

    def __init__(self, focused: Pane, key_map: KeyMap = DEFAULT_KEYS) -> None:
        super().__init__()
        self._focused = focused
        self._key_map = key_map

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._text(), id="keys-text", markup=False)

    def on_mount(self) -> None:
        self.query_one("#keys").focus()

    def _text(self) -> Text:
        order = dict.fromkeys((self._focused, Pane.EXPLORER, *Pane))
        width = min(_WIDTH, self.app.size.width) - _BESIDE
        room = max(_LEAST, width - _KEY_COLUMN - 2)
        text = Text("Keys", "bold")
        text.append(
            "   esc closes · ctrl+p finds an action by its words, and tells its id\n", "dim"
        )
        for pane in order:
            text.append(f"\n{pane.value}\n", "bold underline")
            words = PANE_WORDS.get(pane, "")
            if words:
                text.append(f"{words}\n\n", "italic" if pane is self._focused else "")
            if pane is Pane.SQL:
                text.append(_examples(width))
            for action in ACTIONS:
                if action.pane is pane:
                    shown = self._key_map.all_shown(action)
                    text.append(f"  {shown:<{_KEY_COLUMN - 1}} ", "bold")
                    indent = "\n" + " " * (_KEY_COLUMN + 2)
                    own = f" ({action.id})" if action.id in self._key_map.own else ""
                    text.append(indent.join(wrap(action.help + own, room)) + "\n")
        text.rstrip()
        return text


def _examples(width: int) -> Text:
    """The tables with their columns, and example statements."""
    text = Text()
    for table, columns in TABLES.items():
        text.append("\n    ".join(wrap(f"{table}({', '.join(columns)})", width - 4)) + "\n")
    for example in EXAMPLES:
        text.append(f"\n{example.asks}\n", "bold")
        text.append("  " + "\n  ".join(wrap(example.statement, width - 2)) + "\n")
    return text.append("\n")
