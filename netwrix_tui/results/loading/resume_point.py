"""Resume point of a followed search: from where on it goes on, also in another run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from netwrix_tui.extensible_struct import ExtensibleStruct


class ResumePoint(ExtensibleStruct, frozen=True, omit_defaults=True):
    """Where following goes on. Kept in the file of ``follow --resume``, under these names.

    The search looks from ``start`` on in time; of what was there already, records from ``since``
    on were wanted. ``looked`` is when the server last answered. ``marks`` are of its one or several
    searches, in their order, and ``seen`` the RIDs that came, the latest last.
    """

    start: datetime
    since: datetime
    looked: datetime | None = None
    caught_up: bool = False
    marks: tuple[str | None, ...] = ()
    seen: tuple[str, ...] = ()

    def having_seen(self, rids: Iterable[str]) -> ResumePoint:
        """The same point, but these records came."""
        return replace(self, seen=(*self.seen, *rids))

    def starting(self, start: datetime) -> ResumePoint:
        """The same point with another start."""
        return replace(self, start=start)
