"""A search that somebody has as text: a JSON body, an XML body, or the one-line query."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from netwrix_tui.errors import Malformed, UsageError, WireError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.error_location import ErrorLocation, place_at, place_of
from netwrix_tui.wire.limits import LimitExceeded
from netwrix_tui.wire.wire_format import WireFormat

_JSON_BEGINS = re.compile(r'\{\s*(?:["}]|$)')
_XML_BEGINS = re.compile(
    r"<(?:$|[?!]$|\?xml\b|!--|!DOCTYPE\b|(?:[\w.-]+:)?ActivityRecordSearch\b)", re.IGNORECASE
)
_IN_BOTH = "FilterList"


class WrittenAs(StrEnum):
    """What the text was; the value is how it is called."""

    JSON = "JSON"
    XML = "XML"
    LINE = "a query line"


@dataclass(frozen=True, slots=True)
class WrittenSearch:
    """The plan, what it was read from, and whether a continuation mark was left out of it."""

    plan: SearchPlan
    written_as: WrittenAs
    had_mark: bool = False


class UnreadableSearch(UsageError):
    """A text that is no search; ``place`` is where, as far as that is known."""

    def __init__(
        self, error: UsageError | WireError, place: ErrorLocation | None, next_step: str = ""
    ) -> None:
        where = f"Line {place.line}, column {place.column}: " if place is not None else ""
        step = next_step or error.next_step
        super().__init__(where + error.what, cause=error.cause, next_step=step)
        self.place = place


def read_search(text: str, zone: ShownZone) -> WrittenSearch:
    """The search that a text holds. Raises UnreadableSearch.

    Filters that are not documented are kept as they are. Times without an offset in a query line
    are read in the zone. A line may begin with a word like ``<script>`` or ``{31B2F340-…}``: what
    begins like XML or JSON, is not well-formed and has nothing of a search in it is read as one.
    """
    body = text.removeprefix("\ufeff")
    first = body.lstrip()[:1]
    if first not in ("{", "<"):
        return _read_line(body, zone)
    wire = WireFormat.JSON if first == "{" else WireFormat.XML
    try:
        parameters, mark = codec(wire).decode_search(
            body.encode("utf-8", "surrogatepass"), only_known=False
        )
    except WireError as error:
        is_ours = _begins_a_body(body.strip())
        if isinstance(error, Malformed) and not is_ours:
            return _read_line(body, zone)
        step = "" if is_ours else "Put it in quotes if it is this text that you look for."
        raise UnreadableSearch(error, _place(body, wire, error), step) from error
    return WrittenSearch(SearchPlan.of(*parameters.filters), WrittenAs[wire.name], mark is not None)


def _read_line(body: str, zone: ShownZone) -> WrittenSearch:
    try:
        plan = plan_of(body.strip(), zone)
    except QueryError as error:
        indent = len(body) - len(body.lstrip())
        place = place_at(body, indent + error.at, indent + error.end)
        raise UnreadableSearch(error, place) from error
    return WrittenSearch(plan, WrittenAs.LINE)


def _begins_a_body(body: str) -> bool:
    """Whether a text that is neither XML nor JSON was meant to be a search in one of them."""
    return (
        _IN_BOTH in body
        or _JSON_BEGINS.match(body) is not None
        or _XML_BEGINS.match(body) is not None
    )


def _place(body: str, wire: WireFormat, error: WireError) -> ErrorLocation | None:
    if not isinstance(error, Malformed):
        return place_of(body, wire, error.location)
    if wire is WireFormat.JSON and not isinstance(error, LimitExceeded):
        try:
            json.loads(body)
        except json.JSONDecodeError as found:
            return place_at(body, found.pos, found.pos + 1)
        except RecursionError:
            return None
    return None  # expat's sentence names the line itself
