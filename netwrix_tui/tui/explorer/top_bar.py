"""Top bar: account, server and time zone."""

from __future__ import annotations

from datetime import timedelta

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat

_WIDE = 100
"""Cells from which there is room for the program's own name."""


def clock_note(ahead: float | None) -> str:
    """``server's clock 7 min ahead``; empty where it is not two minutes from this machine's."""
    from netwrix_tui.client.clock_difference import is_worth_telling, length_words

    if ahead is None or not is_worth_telling(ahead):
        return ""
    way = "ahead" if ahead > 0 else "behind"
    return f"server's clock {length_words(timedelta(seconds=ahead))} {way}"


class TopBar(Widget):
    """``corp · CORP\\jane @ nwx01 · NTLM · certificate pinned     JSON · times: local (UTC+1)``."""

    zone: reactive[ShownZone] = reactive(LOCAL)
    connected: reactive[bool] = reactive(False)
    """True once the server has answered: before that, nothing is said about its certificate."""

    failed: reactive[tuple[str, ...]] = reactive(())
    """Those of several servers that failed."""

    missing: reactive[str] = reactive("")
    """What of an archive does not answer; never left out."""

    wire: reactive[WireFormat] = reactive(WireFormat.JSON)
    """The format of the searches that follow."""

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.session = session
        self.set_reactive(TopBar.wire, session.wire)

    def use_session(self, session: Session) -> None:
        """Tell of another session from now on."""
        self.session = session
        self.refresh()

    def render(self) -> Text:
        """As many of the notes as fit; the zone stands at the right edge.

        Which server this is, by the name that the user gave it, stays longer than what is so of
        every connection.
        """
        width = self.content_size.width
        right = self._right_edge()
        room = width - cell_len(right) - 2
        session = self.session
        if session.is_offline:
            return self._of_case(width, right)
        warning = f"! {session.warning} · " if session.warning else ""
        who = f"{visible(session.account)} @ {visible(session.server)}"
        if session.parts:
            who = f"{visible(session.server)} · {visible(session.account)}"
        if session.asks_server:
            who += " + archive"
        elif session.archive is not None:
            who = f"archive of {visible(session.server)} as {visible(session.account)}"
        is_named = session.profile and not (session.parts and "," in session.profile)
        profile = f"{visible(session.profile)} · " if is_named else ""
        if cell_len(warning + profile + who) > room:
            profile = ""
        failed = f" · {', '.join(self.failed)} failed" if self.failed else ""
        failed += f" · {self.missing}" if self.missing else ""
        room -= cell_len(failed)
        notes = self._notes(room - cell_len(warning + profile + who))
        name = self._program(room - cell_len(warning + profile + who + notes), width) + profile
        text = Text(warning + name + who, "bold", no_wrap=True, overflow="ellipsis", end="")
        text = Text.assemble(
            text, (failed, "bold red"), notes, no_wrap=True, overflow="ellipsis", end=""
        )
        text.truncate(max(0, width - cell_len(right) - 1), overflow="ellipsis")
        text.append(" " * max(1, width - text.cell_len - cell_len(right)))
        text.append(right, "dim")
        return text

    def _of_case(self, width: int, right: str) -> Text:
        """What is said of a case: from the end, as much is left out as has no room."""
        session = self.session
        room = width - cell_len(right) - 1
        name = f"case {visible(session.title)}"
        who = f" from {visible(session.server)} as {visible(session.account)}"
        state = " · read-only, offline" if session.is_read_only else " · offline"
        captured = f", {session.notes[0]}" if session.notes else ""
        said = (name + captured + who, name + captured, name)
        shown = next((text for text in said if cell_len(text + state) <= room), name)
        text = Text(shown, "bold", no_wrap=True, overflow="ellipsis", end="")
        text.truncate(max(0, room - cell_len(state)), overflow="ellipsis")
        text.append(state, "bold")
        text.append(" " * max(1, width - text.cell_len - cell_len(right)))
        text.append(right, "dim")
        return text

    def _notes(self, room: int) -> str:
        if not self.connected:
            return ""
        notes = ""
        said = [clock_note(self.session.clock_difference()), self.session.scheme()]
        for note in filter(None, [*said, *self.session.notes]):
            longer = f"{notes} · {visible(note)}"
            if cell_len(longer) > room:
                break
            notes = longer
        return notes

    def _program(self, room: int, width: int) -> str:
        """The program's name, which makes way for all else."""
        program = "netwrix-tui  " if width >= _WIDE else ""
        return program if cell_len(program) <= room else ""

    def _right_edge(self) -> str:
        words = self.zone.words()
        times = words if self.zone.name == words else f"times: {words}"  # UTC needs no word
        return f"{self.wire.upper()} · {times}"
