"""The Integration API itself: requests of a signed-in account to answers. No HTTP wording here.

Source: "API Endpoints", "Search", "Continuation Mark" and "Response Status Codes" in the vendor's
documentation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from netwrix_tui.clock import epoch
from netwrix_tui.demo.arrivals import Arrivals
from netwrix_tui.demo.continuation_marks import Marks, Position, query_digest
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.demo_accounts import Account
from netwrix_tui.demo.intake import Intake
from netwrix_tui.demo.paging import Breath, written
from netwrix_tui.demo.query_order import QueryOrder
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.demo.server_behaviour import ServerBehaviour
from netwrix_tui.errors import Malformed, NetwrixTuiError, WireError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import BASE_PATH
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat

LARGEST_BODY = 50 * 1024 * 1024
"""Bytes that one request may hold; more is answered with 413."""

_DEFAULT_COUNT = 1000
_LARGEST_COUNT = 50_000
"""A page holds no more, whatever count says: the server has to keep it in memory."""
_USUAL_BEHAVIOUR = ServerBehaviour()
_LOOK = 0.05
"""Seconds between two looks at whether the client still waits."""
_ENUM, _SEARCH, _WRITE = "enum", "search", ""
_METHODS = {_ENUM: ("GET", "POST"), _SEARCH: ("POST",), _WRITE: ("POST",)}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for; ``target`` is the path with its query."""

    method: str
    target: str
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path without the query."""
        return urlsplit(self.target).path

    @property
    def options(self) -> dict[str, str]:
        """The parameters of the query, their names in lower case."""
        pairs = parse_qsl(urlsplit(self.target).query, keep_blank_values=True)
        return {name.casefold(): value for name, value in pairs}

    @property
    def is_write(self) -> bool:
        """True where records are handed in."""
        return self.method == "POST" and self.path.casefold() == BASE_PATH.casefold()

    @property
    def wire_format(self) -> WireFormat:
        """JSON where the query says so, else XML."""
        is_json = self.options.get("format", "").casefold() == WireFormat.JSON
        return WireFormat.JSON if is_json else WireFormat.XML


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and its type. ``asked`` is set where the body is a page of records.

    ``rows`` counts the records of a page, or those that were stored.
    """

    status: int
    body: bytes = b""
    media_type: str = ""
    asked: int | None = None
    """The number of records asked for."""
    rows: int = 0
    filters: tuple[str, ...] = field(default=())
    marked: bool = False


class Api:
    """Answers requests about one data set and what arrives after it."""

    def __init__(
        self, dataset: Dataset, arrivals: Arrivals, behaviour: ServerBehaviour = _USUAL_BEHAVIOUR
    ) -> None:
        self._dataset = dataset
        self._behaviour = behaviour
        self._arrivals = arrivals
        self._marks = Marks()
        self._intake = Intake(dataset.company.places, arrivals)

    async def answer(
        self, request: Request, account: Account, still_wanted: Callable[[], bool]
    ) -> Answer:
        """The answer to one request. Raises ClientGone if the client hangs up meanwhile."""
        path = request.path
        endpoint = path[len(BASE_PATH) :].casefold()
        if not path.casefold().startswith(BASE_PATH) or endpoint not in _METHODS:
            return Answer(404)
        if request.method not in _METHODS[endpoint]:
            return Answer(405)
        allowed = account.role.may_write if endpoint == _WRITE else account.role.may_read
        if not allowed:
            return Answer(401)
        wire_format = request.wire_format
        try:
            if endpoint == _WRITE:
                stored = self._intake.take(request.body, wire_format, epoch())
                return Answer(200, media_type="text/plain", rows=stored)
            return await self._page(endpoint, request, account, Breath(still_wanted))
        except Malformed as error:
            if wire_format is WireFormat.JSON:
                return Answer(500)
            return refusal(400, wire_format, "XMLError", error.what, error.location)
        except WireError as error:
            return refusal(400, wire_format, error.category, error.what, error.location)
        except NetwrixTuiError as error:
            return refusal(400, wire_format, "InputError", error.sentence())

    async def _page(
        self, endpoint: str, request: Request, account: Account, breath: Breath
    ) -> Answer:
        wire_format = request.wire_format
        count = _count(request.options.get("count"))
        parameters, mark = _query(endpoint, request)
        query = query_digest(parameters)
        now = epoch()
        self._arrivals.catch_up(now)
        position = Position(0, int(now), len(self._arrivals))
        if mark:
            position = self._marks.read(mark, query)
        wanted = parameters or SearchParameters()
        if count > 1 and self._behaviour.is_exhausted(wanted, int(now)):
            while self._behaviour.hangs:
                await asyncio.sleep(_LOOK)
                await breath.take()
            return Answer(504, filters=tuple(dict.fromkeys(f.name for f in wanted.filters)))
        search = Search(self._dataset, wanted, position.as_of, account.plan, arriving=int(now))
        order = QueryOrder(self._dataset, self._arrivals, position.arrived)
        most = min(count, _LARGEST_COUNT)
        found = await self._behaviour.find(order, search, position.place, most, breath)
        records = await written(order, found.places, wire_format, breath)
        # The empty page at the end carries a mark too: asked again with it, a server may have
        # newer records by then, and the vendor's own add-ons go on from such a mark.
        next_mark = self._marks.make(
            Position(found.next_place, position.as_of, position.arrived), query
        )
        return Answer(
            200,
            codec(wire_format).encode_page(records, next_mark),
            wire_format.media_type,
            asked=count,
            rows=len(records),
            filters=tuple(dict.fromkeys(f.name for f in wanted.filters)),
            marked=bool(mark),
        )


def _query(endpoint: str, request: Request) -> tuple[SearchParameters | None, str | None]:
    """The filters (None for enum) and the mark that a request brings."""
    reader = codec(request.wire_format)
    if endpoint == _SEARCH:
        return reader.decode_search(request.body)
    return None, None if request.method == "GET" else reader.decode_mark(request.body)


def _count(text: str | None) -> int:
    if text is None:
        return _DEFAULT_COUNT
    if not text.isascii() or not text.isdecimal() or int(text[:9]) < 1:
        raise WireError(
            "Invalid count parameter specified. Error details: 0x80040204 "
            "Cannot convert the attribute data type",
            category="InputError",
        )
    return int(text[:9])


def refusal(
    status: int, wire_format: WireFormat, category: str, description: str, location: str = ""
) -> Answer:
    """An answer that names one error."""
    body = encode_error_list(wire_format, category, description, location)
    return Answer(status, body, wire_format.media_type)
