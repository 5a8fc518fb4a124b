"""Where another run goes on (``--resume FILE``): in the pages of a search, or in following one.

``headless/resume_file.py`` keeps it in a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from netwrix_tui.extensible_struct import ExtensibleStruct


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where reading goes on: behind ``mark``, leaving out the records with the RIDs in ``seen``.

    ``is_end`` is True where the server has said that there is nothing more, ``repeats`` where it
    sent the same again and again. ``marks`` are digests of the marks that led here, the last ones.
    """

    mark: str | None = None
    seen: frozenset[str] = frozenset()
    is_end: bool = False
    repeats: bool = False
    marks: tuple[str, ...] = ()


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
