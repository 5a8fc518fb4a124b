"""The line at the top: who is looking at which server, and in which time zone."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.tui.session import Session
from netwrix_tui.visible_text import visible
from netwrix_tui.wire.wire_format import WireFormat


class TopBar(Widget):
    """``CORP\\jane @ nwx01 · NTLM · certificate pinned     JSON · local time, UTC+1``."""

    zone: reactive[ShownZone] = reactive(LOCAL)
    connected: reactive[bool] = reactive(False)
    """True once the server has answered: before that, nothing is said about its certificate."""

    wire: reactive[WireFormat] = reactive(WireFormat.JSON)
    """The format of the searches that follow."""

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session
        self.set_reactive(TopBar.wire, session.wire)

    def render(self) -> Text:
        """As many of the notes as fit; the zone stands at the right edge."""
        width = self.content_size.width
        right = self._right_edge()
        who = f"{visible(self._session.account)} @ {visible(self._session.server)}"
        name = "netwrix-tui  " if width >= 100 else ""
        warning = f"! {self._session.warning} · " if self._session.warning else ""
        name = warning + name
        left = name + who
        scheme = self._session.scheme()
        notes = (*filter(None, [scheme]), *self._session.notes) if self.connected else ()
        for note in notes:
            longer = f"{left} · {visible(note)}"
            if cell_len(longer) + cell_len(right) + 2 > width:
                break
            left = longer
        text = Text(left, no_wrap=True, overflow="ellipsis", end="")
        text.stylize("bold", 0, len(name) + len(who))
        text.truncate(max(0, width - cell_len(right) - 1), overflow="ellipsis")
        text.append(" " * max(1, width - text.cell_len - cell_len(right)))
        text.append(right, "dim")
        return text

    def _right_edge(self) -> str:
        label = self.zone.offset_label()
        zone = label if self.zone.name == label else f"{self.zone.name}, {label}"
        return f"{self.wire.upper()} · {zone}"
