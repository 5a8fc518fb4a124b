"""What stands on top of a ticket text: what was searched, where, as whom, when, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from netwrix_tui.foreign_text import counted_blanks, foreign
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.timestamps import QUARTER
from netwrix_tui.results.export.ticket_format import TicketFormat, word
from netwrix_tui.sanitize import visible

_LABEL_WIDTH = 8
_TITLE_ROOM = 80
_NOBODY = "the account that is signed in to this machine"


@dataclass(frozen=True, slots=True)
class TicketHead:
    """The search that records or counts come from, and what they are of it.

    ``search`` is the search in words, and ``query`` as the line that finds the same again.
    ``searched`` is when it began, ``written`` when the text is made; both have an offset.
    ``count`` says how many there are (``3 marked``), ``of`` of what (``3,000 loaded, more
    available``). ``quick_filter`` is the line by which the screen shows only some of the loaded
    ones, where the count is of those. ``case`` is the title of the case file that the records are
    from, and ``captured`` when that was begun; without them a server gave the records.
    """

    search: str
    server: str
    account: str
    searched: datetime
    written: datetime
    zone: ShownZone
    of: str
    query: str = ""
    count: str = ""
    quick_filter: str = ""
    case: str = ""
    captured: datetime | None = None

    def lines(self, ticket_format: TicketFormat, offsets: Iterable[str] = ()) -> Iterator[str]:
        """One line for each fact; ``offsets`` are those of the times below, each once."""
        for label, value in self._facts(offsets):
            if not value:
                continue
            shown = visible(counted_blanks(value))
            if ticket_format is TicketFormat.MARKDOWN:
                yield f"- {label}: {word(shown)}"
            else:
                yield f"{label:<{_LABEL_WIDTH}}  {ticket_format.written(shown)}"

    def _facts(self, offsets: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield "Search", self.search
        yield "Query", self.query
        yield "Source", self._case_words()
        yield "Server", self.server
        yield "Account", self.account or _NOBODY
        yield "Searched", self._clock(self.searched)
        yield "Written", self._clock(self.written)
        yield "Times", self._zone_words(sorted(offsets))
        yield "Filter", self.quick_filter
        yield "Records", f"{self.count}, of {self.of}" if self.count else self.of

    def _case_words(self) -> str:
        """``from the case “VPN”, captured 2026-11-22 13:58:40 UTC+1``; empty without a case."""
        if not self.case:
            return ""
        captured = "" if self.captured is None else f", captured {self._clock(self.captured)}"
        return f"from the case {foreign(self.case, _TITLE_ROOM)}{captured}"

    def _clock(self, moment: datetime) -> str:
        shown = moment.astimezone(self.zone.tzinfo)
        return f"{shown:%Y-%m-%d %H:%M:%S} {self.zone.offset_label(moment)}"

    def _zone_words(self, offsets: list[str]) -> str:
        """``local (UTC+1)``; an offset that changes among the records stands with each."""
        said = offsets or [self.zone.offset_label(self.written)]
        if len(said) > 1:
            return f"{self.zone.name}, with the offset of each"
        return self.zone.words(said[0])


def offset_of(moment: int | None, zone: ShownZone) -> str:
    """``UTC+1``: the zone's offset at a moment in microseconds since the epoch; else empty."""
    shown = moment_at(moment, zone.tzinfo)
    return "" if shown is None else zone.offset_label(shown)


def offsets_of(moments: Iterable[int | None], zone: ShownZone) -> frozenset[str]:
    """The offsets that a zone has at these moments; it changes at quarters of an hour alone."""
    quarters = {moment // QUARTER for moment in moments if moment is not None}
    return frozenset(offset_of(quarter * QUARTER, zone) for quarter in quarters) - {""}
