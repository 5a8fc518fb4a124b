"""Progress of a write, and in the end the outcome of each batch."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from netwrix_tui.foreign_text import rows
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.wrapping import WrappedSentence
from netwrix_tui.writing.batches import Batch
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.write_report import summary

_SET_IN = " " * 4
_MOST_SHOWN = 200
"""Batches told one by one."""

_WORDS = {
    BatchState.PENDING: ("·", "not sent"),
    BatchState.SENT: ("?", "in doubt: no answer says whether it was stored"),
    BatchState.ACCEPTED: ("+", "accepted"),
    BatchState.REFUSED: ("!", "refused, not stored"),
}
_STYLES = {BatchState.PENDING: "dim", BatchState.REFUSED: "bold", BatchState.SENT: "bold"}


class Next(Enum):
    """Choices when the write has ended."""

    FIND = "find"
    LOOK = "look"
    RESEND = "resend"
    GO_ON = "go on"
    SIGN_IN = "sign in"


class WriteProgress(Dialog[Next]):
    """Progress of a journal. Escape ends the write, then closes.

    Dismissed with what the user wants next, or with None.
    """

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("f", "next('find')", "find them", id="written.find"),
        Binding("d", "next('look')", "look", id="written.look"),
        Binding("R", "next('resend')", "send again", id="written.resend"),
        Binding("g", "next('go on')", "go on", id="written.go_on"),
        Binding("p", "next('sign in')", "password", id="written.sign_in"),
    ]

    CSS = """
    WriteProgress {
        #batches { height: auto; max-height: 12; margin-top: 1; }
        #batches Static { height: auto; }
    }
    """

    class JournalChanged(Message):
        """A batch has got another state. Posted by the worker."""

        bubble = False

        def can_replace(self, message: Message) -> bool:
            """A burst of these is one of them."""
            return isinstance(message, WriteProgress.JournalChanged)

    def __init__(self, journal: Journal, stop: Callable[[], None]) -> None:
        super().__init__()
        self._journal = journal
        self._stop = stop
        self._is_over = False
        self._is_stopping = False
        self._what_happened = ""
        self._asks_password = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Writing …", id="write-title", classes="dialog-title", markup=False)
            yield Static("", id="write-sum", markup=False)
            with VerticalScroll(id="batches"):
                yield Static("", id="batch-lines", markup=False)
            yield Static("", id="write-said", classes="dialog-error", markup=False)
            yield Static("", id="write-keys", classes="dialog-note", markup=False)

    def on_mount(self) -> None:
        self._show()

    def finish(self, what_happened: str, *, asks_password: bool = False) -> None:
        """All that will be done has been done; what went wrong, or an empty text.

        ``asks_password`` offers to type another password, where the account was refused.
        """
        self._is_over = True
        self._asks_password = asks_password
        self._what_happened = what_happened
        if self.is_mounted:
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What comes next can be chosen once it is over."""
        if action != "next":
            return True
        return self._is_over and any(parameters == (choice.value,) for choice, _ in self._choices())

    def action_next(self, choice: str) -> None:
        """Close it, and do that."""
        self.answer(Next(choice))

    def action_leave(self) -> None:
        """End it; once it has ended, close."""
        if self._is_over:
            self.answer(None)
            return
        self._is_stopping = True
        self._stop()
        self._show()

    def on_write_progress_journal_changed(self) -> None:
        """Show how far it is."""
        self._show()

    def _show(self) -> None:
        self.query_one("#write-title", Static).update(self._title())
        self.query_one("#write-sum", Static).update(visible(summary(self._journal)))
        self.query_one("#batch-lines", Static).update(self._lines())
        self.query_one("#write-said", Static).update(WrappedSentence(self._what_happened))
        self.query_one("#write-keys", Static).update(self._keys())

    def _title(self) -> str:
        if not self._is_over:
            return "Ending …" if self._is_stopping else "Writing …"
        journal = self._journal
        if journal.of_state(BatchState.SENT):
            return "Something is in doubt"
        done = journal.of_state(BatchState.ACCEPTED) == journal.batches
        return "All of it was accepted" if done else "Not all of it was written"

    def _lines(self) -> Text:
        text = Text()
        batches = self._journal.batches
        # Those that need a look come first; of the others, the last ones.
        telling = [b for b in batches if self._journal.state(b) is not BatchState.ACCEPTED]
        shown = sorted((telling or batches[-_MOST_SHOWN:])[:_MOST_SHOWN], key=lambda b: b.number)
        if len(batches) <= _MOST_SHOWN:
            shown = batches
        for batch in shown:
            self._line(text, batch)
        text.rstrip()
        return text

    def _line(self, text: Text, batch: Batch) -> None:
        state = self._journal.state(batch)
        sign, words = _WORDS[state]
        if state is BatchState.SENT and not self._is_over:
            sign, words = "→", "sending …"
        text.append(f"{sign} {str(batch).capitalize()}: {words}\n", _STYLES.get(state, ""))
        why = self._journal.why(batch)
        if why and state is not BatchState.SENT:
            # Of what the server said, no row looks like one of the list.
            width = self.query_one("#batch-lines").size.width or self.app.size.width
            told = rows(why, width, first=_SET_IN, rest=_SET_IN)
            text.append("".join(f"{row}\n" for row in told), "dim")

    def _choices(self) -> list[tuple[Next, str]]:
        journal = self._journal
        choices: list[tuple[Next, str]] = []
        if journal.of_state(BatchState.ACCEPTED):
            choices.append((Next.FIND, "f finds what was written"))
        if journal.of_state(BatchState.SENT):
            choices.append((Next.LOOK, "d looks whether it arrived"))
            choices.append((Next.RESEND, "R sends it again"))
        if self._asks_password:
            choices.append((Next.SIGN_IN, "p types the password again and goes on"))
        elif journal.of_state(BatchState.PENDING):
            choices.append((Next.GO_ON, "g goes on with the rest"))
        elif refused := journal.of_state(BatchState.REFUSED):
            what = "what was" if len(refused) == 1 else f"the {len(refused):,} batches that were"
            choices.append((Next.GO_ON, f"g sends {what} refused once more"))
        return choices

    def _keys(self) -> str:
        if not self._is_over:
            return "esc ends it, once more at once; a batch under way has a second to be answered"
        keys = " · ".join([*(words for _, words in self._choices()), "esc closes"])
        return f"{keys}\nThe result file: {visible(str(self._journal.path))}"
