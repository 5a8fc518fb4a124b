"""HTTP request of a search, to be previewed or sent from elsewhere (curl, PowerShell).

It holds no password and no continuation mark: it is the first page's request.
"""

from __future__ import annotations

from dataclasses import dataclass

from netwrix_tui.client.connection import Connection
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One request; ``body`` is None for ``enum``, which a search without filters is."""

    method: str
    target: str
    """Behind the API's base: ``search?count=1000&format=json``."""
    body: bytes | None
    wire: WireFormat
    connection: Connection

    @property
    def url(self) -> str:
        """The whole address."""
        return self.connection.url + self.target


def search_request(
    parameters: SearchParameters, connection: Connection, wire: WireFormat
) -> SearchRequest:
    """The request for the first page of a search that the server understands."""
    has_filters = bool(parameters.filters)
    target = f"{'search' if has_filters else 'enum'}?count={connection.page_size}"
    if wire is WireFormat.JSON:
        target += "&format=json"
    body = codec(wire).encode_search(parameters) if has_filters else None
    return SearchRequest("POST" if has_filters else "GET", target, body, wire, connection)
