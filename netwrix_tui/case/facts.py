"""Facts of a case, as its file keeps them: sources, searches, requests, views, findings, custody.

Moments are aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.wire.wire_format import WireFormat

OF_ARCHIVE = " (archive)"
"""Stands behind the name of a server whose archive has answered in its place."""


class Outcome(StrEnum):
    """How a search ended; the text is in the file."""

    UNDER_WAY = "under way"  # or broken off: the program ended before it could say
    DRAINED = "drained"  # the server has no more
    STOPPED = "stopped"  # there is more, or may be
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where records came from. ``certificate`` is the SHA-256 in hexadecimal, empty if unknown.

    ``clock_difference`` is how many seconds the server's clock is ahead, None if unknown. ``name``
    is what the server was called among several that were asked together; empty elsewhere.
    """

    server: str
    account: str
    scheme: str = ""
    certificate: str = ""
    wire: WireFormat = WireFormat.JSON
    clock_difference: float | None = None
    id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """One search. ``position`` is its place on the trail, None once another took that place.

    ``resolved`` is the sentence with relative times made absolute; ``body`` is the first body as
    it was sent, None where there was none. ``mark`` leads to what the server has behind the
    records kept. ``why`` says what failed. ``of_case`` is True where not the server was asked but
    the case: such a search has no pages of its own.
    """

    source: int
    plan: SearchPlan
    line: str
    words: str
    started: datetime
    zone: str = "UTC"
    name: str = ""
    resolved: str = ""
    wire: WireFormat = WireFormat.JSON
    of_case: bool = False
    in_slices: bool = False
    position: int | None = None
    body: bytes | None = None
    ended: datetime | None = None
    outcome: Outcome = Outcome.UNDER_WAY
    why: str = ""
    records: int = 0
    doubles: int = 0
    damaged: int = 0
    arrival_order: str = ""
    mark: str | None = None
    id: int = 0

    @property
    def label(self) -> str:
        """The user's name for it, else its words."""
        return self.name or self.words


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """One request. ``mark`` is the SHA-256 of the continuation mark sent, None without one.

    ``page`` is the page that it brought, None where it brought none; ``why`` what went wrong.
    """

    search: int | None
    sent: datetime
    path: str
    mark: bytes | None = None
    status: int | None = None
    answered: datetime | None = None
    bytes: int = 0
    records: int = 0
    why: str = ""
    page: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """How a search was looked at; ``sort``, ``columns`` and ``panes`` are JSON of the screen's.

    ``cursor_row`` is the row in the order of arrival, -1 without records; ``top`` the first row on
    the screen, in the order shown.
    """

    cursor_rid: str = ""
    cursor_row: int = -1
    top: int = 0
    sort: str = ""
    quick_filter: str = ""
    columns: str = ""
    panes: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A marked record: by its row in the order of arrival of a search, and by its RID."""

    search: int
    row: int
    rid: str
    source: int
    made: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note on a record of a source."""

    source: int
    rid: str
    text: str
    made: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A step of the story: a record (``source`` and ``rid``) with or without words, or words."""

    text: str
    made: datetime
    by: str
    source: int | None = None
    rid: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """What was done with the file: ``act`` is a word (``created``, ``opened``, ``exported`` …).

    ``chain`` is the SHA-256 over the chain before it and the hash of the entry's own text.
    """

    at: datetime
    user: str
    host: str
    act: str
    detail: str = ""
    chain: bytes = field(default=b"", repr=False)
    id: int = 0


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a case says of itself. ``title`` is empty as long as it is a session's."""

    created: datetime
    program: str
    user: str
    host: str
    title: str = ""
    left: datetime | None = None
    holder: str = ""
    """Who has it open, as ``user@host, process 1234``; empty where nobody has, or after a crash."""
