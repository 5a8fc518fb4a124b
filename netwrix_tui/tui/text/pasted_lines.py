"""Lines that are pasted into an input of one line: none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

from netwrix_tui.tui.text.wrapping import lines_of


class TakesPastedLines(Input):
    """An Input that takes the first of several pasted lines, and says how many it leaves out.

    Lines end at CR LF, LF or CR and nowhere else; blank ones do not count.
    """

    lines_pasted: Callable[[list[str]], None] | None = None
    """Takes several lines, two at least, where an owner has something better to do with them."""

    def on_paste(self, event: events.Paste) -> None:
        """Take it in the place of Textual's own, which drops all lines but the first."""
        event.stop()
        event.prevent_default()
        whole = lines_of(event.text)
        lines = [line for line in whole if line.strip()] or whole[:1]
        if len(lines) > 1 and self.lines_pasted is not None:
            self.lines_pasted(lines)
            return
        self.put_in(lines[0])
        self.say_left_out(len(lines) - 1)

    def put_in(self, text: str) -> None:
        """Put a text where the cursor is, in the place of what is selected."""
        self.replace(text, *sorted(self.selection))

    def put_in_joined(self, lines: list[str]) -> None:
        """Put all lines in as one, for texts in which that changes nothing."""
        self.put_in(" ".join(line.strip() for line in lines))

    def say_left_out(self, count: int, why: str = "only one goes in here") -> None:
        """Say how many of the pasted lines were not taken, if any."""
        if count > 0:
            lines = "line was" if count == 1 else "lines were"
            words = f"{count:,} more {lines} left out: {why}."
            self.notify(words, severity="warning", markup=False)
