"""Requests of a search as text, in the format to be seen or copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.curl_command import curl_command
from netwrix_tui.client.powershell_command import powershell_command
from netwrix_tui.client.search_request import SearchRequest, search_request
from netwrix_tui.errors import UsageError
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import wire_moment
from netwrix_tui.tui.text.lines import Script
from netwrix_tui.tui.text.raw_layout import Layout, lay_out
from netwrix_tui.wire.wire_format import WireFormat


class BodyFormat(StrEnum):
    """Formats, in the order of their tabs."""

    JSON = "json"
    XML = "xml"
    CURL = "curl"
    POWERSHELL = "powershell"


@dataclass(frozen=True, slots=True)
class ShownBody:
    """One request in one format: as shown, as copied, and a note on it."""

    text: str
    copied: str
    language: WireFormat | Script | None
    note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Requests that a search takes. ``trouble`` is why there are none."""

    requests: tuple[tuple[SearchRequest, str], ...] = ()
    """Each with the filters by which it differs from the others."""
    moving: tuple[str, ...] = ()
    """What each relative time is at this moment, and whether more hours are asked for."""
    trouble: str = ""

    def __len__(self) -> int:
        return len(self.requests)

    def shown(self, body_format: BodyFormat, place: int) -> ShownBody:
        """The request at a place (from 0) in a format."""
        if not self.requests:
            return ShownBody(self.trouble, "", None, "")
        request, differs = self.requests[place]
        notes = []
        if len(self.requests) > 1:
            notes.append(
                f"search {place + 1} of {len(self.requests)}: looks in {differs} · n next, p before"
            )
        notes += self.moving
        if body_format in (BodyFormat.CURL, BodyFormat.POWERSHELL):
            text = (
                curl_command(request)
                if body_format is BodyFormat.CURL
                else powershell_command(request)
            )
            # The last line end is for whoever copies it into a file.
            return ShownBody(text.rstrip("\n"), text, Script.COMMAND, "\n".join(notes))
        if request.body is None:
            said = (
                f"{request.method} {request.target}\n\nNo filter, no body: every record is meant."
            )
            return ShownBody(said, "", None, "\n".join(notes))
        notes.insert(0, f"POST search · {len(request.body):,} bytes")
        laid = lay_out(request.body, request.wire, Layout.INDENTED, damaged=False)
        return ShownBody(laid.text, request.body.decode(), request.wire, "\n".join(notes))


def preview_of(
    parameters: SearchParameters, connection: Connection | None, wire: WireFormat, now: datetime
) -> Preview:
    """What goes out for a search in a format, if it were sent at this moment."""
    if connection is None:
        return Preview(trouble="Where it goes is known once the server has answered.")
    try:
        searches = concrete_searches(parameters, now)
    except UsageError as error:
        return Preview(trouble=error.sentence())
    everywhere = set(searches[0].filters).intersection(*(s.filters for s in searches))
    return Preview(
        tuple((search_request(s, connection, wire), _named(s, everywhere)) for s in searches),
        tuple(
            f"last {f.value} is from {wire_moment(now - f.value.length)} on; it moves until sent"
            for f in parameters.filters
            if isinstance(f.value, RelativeSpan)
        )
        + ((FILTERED_HERE,) if is_filtered_here(parameters, now) else ()),
    )


def _named(parameters: SearchParameters, everywhere: set[Filter]) -> str:
    own = dict.fromkeys(f.name for f in parameters.filters if f not in everywhere)
    return ", ".join(own)
