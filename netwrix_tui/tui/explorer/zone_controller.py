"""The zone in which times are shown: one after the other, or any by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone, named_zone
from netwrix_tui.tui.session.screen_host import ScreenHost

if TYPE_CHECKING:
    from netwrix_tui.tui.session.session import Session


class ZoneController:
    """Shows times in a zone. Working hours stay those of the session, by its own clock."""

    def __init__(
        self, host: ScreenHost, session: Session, show: Callable[[ShownZone], None]
    ) -> None:
        self._host = host
        self._show = show
        self._own = session.zone
        self._current = self._own
        self._known = [self._own, UTC_ZONE]

    def begin(self) -> None:
        """Show times in the session's own zone."""
        self.show(self._own)

    def show(self, zone: ShownZone) -> None:
        """Show times in a zone from now on; ``u`` comes back to it."""
        if zone.key not in [known.key for known in self._known]:
            self._known.insert(1, zone)
        self._current = zone.worked_as(self._own)
        self._show(self._current)

    def switch(self) -> None:
        """The next of the zones: the session's own, those that were chosen, UTC."""
        keys = [zone.key for zone in self._known]
        known = [*self._known, LOCAL] if keys == [UTC_ZONE.key, UTC_ZONE.key] else self._known
        place = next((n for n, z in enumerate(known) if z.key == self._current.key), -1)
        later = [z for z in (*known[place + 1 :], *known) if z.key != self._current.key]
        if later:
            self.show(later[0])

    def choose(self) -> None:
        """Ask for the name of a zone."""
        from netwrix_tui.tui.dialogs.ask_line import AskLine

        self._host.app.push_screen(
            AskLine(
                "Show times in which zone?",
                read=named_zone,
                placeholder="Europe/Berlin, Asia/Kolkata, +05:30, UTC, local",
                hint=f"Now in {self._current.name}. Working hours stay those of {self._own.name}.",
                keys="enter shows them so · esc leaves it · u goes through the zones",
            ),
            self._chosen,
        )

    def _chosen(self, zone: ShownZone | None) -> None:
        if zone is not None:
            self.show(zone)
