"""Servers that send the same again and again, each in a shape of its own; all know their marks.

A mark is a number: a page depends on nothing else, so that a search, each of several joined ones
and each look of what follows get the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire import json_format
from netwrix_tui.wire.page import Page
from tests.client.listening import Listening, QuietHandler
from tests.results.records import rid

_SIGN_IN = "enum?format=json&count=1"
"""The question by which clients sign in; those for pages have the count first."""

MOST_REQUESTS = 1_000
"""Requests after which a server says that there is nothing more: a test that fails has an end."""

Numbers = list[int | None]
"""The records of a page; None for one without a RID."""


@dataclass(frozen=True)
class Shape:
    """Which records, and which mark, come for the mark ``number``, 0 being the first page."""

    page: Callable[[int], tuple[Numbers, int]]
    records: int
    """How many different ones with a RID it has."""
    requests: int
    """The most that it should take to find out."""


def _block(number: int, size: int = 3) -> Numbers:
    return [number * size + at for at in range(size)]


def _sample(number: int) -> Numbers:
    return list(random.Random(number).sample(range(9), 4))


SHAPES = {
    "marks in a circle": Shape(lambda n: (_block(n % 3), n % 3 + 1), 9, 4),
    "the same mark again": Shape(lambda n: (_block(n), 1), 6, 3),
    "one page under new marks": Shape(lambda n: (_block(0), n + 1), 3, 21),
    "pages in a circle under new marks": Shape(lambda n: (_block(n % 3), n + 1), 9, 23),
    "a long circle under new marks": Shape(lambda n: (_block(n % 40), n + 1), 120, 60),
    "records mixed anew on each page": Shape(lambda n: (_sample(n), n + 1), 9, 60),
    "one record for ever": Shape(lambda n: ([0], n + 1), 1, 21),
    "one record under one mark": Shape(lambda _: ([0], 1), 1, 2),
    "one record many times on a page": Shape(lambda n: ([0, 0, 0, 0], n + 1), 1, 21),
    "no RIDs, in a circle": Shape(lambda n: ([None], n % 3 + 1), 0, 4),
    "no RIDs, under new marks": Shape(lambda n: ([None, None], n + 1), 0, 21),
}


def _record(number: int | None, when: str) -> bytes:
    fields = {
        "Who": "jane", "Action": "Read", "What": f"file {number}", "When": when,
        "Where": "here", "ObjectType": "File", "DataSource": "Netwrix API",
    }  # fmt: skip
    named = {} if number is None else {"RID": rid(number)}
    return json.dumps(named | fields).encode()


def answer(shape: Shape, mark: str | None, when: str = "2026-03-17T09:37:11Z") -> bytes:
    """The body of the page for a mark."""
    numbers, following = shape.page(int(mark or 0))
    return json_format.encode_page([_record(n, when) for n in numbers], str(following))


class Asked:
    """A shape as something to ask for pages, as the results ask a client; counts the requests."""

    def __init__(self, shape: Shape, when: str = "2026-03-17T09:37:11Z") -> None:
        self.shape = shape
        self.requests = 0
        self._when = when

    async def __call__(self, parameters: SearchParameters, mark: str | None) -> Page:
        self.requests += 1
        if self.requests > MOST_REQUESTS:
            return json_format.decode_page(json_format.encode_page([], None))
        return json_format.decode_page(answer(self.shape, mark, self._when))

    async def search(self, parameters: SearchParameters, mark: str | None = None) -> Page:
        """As a client has it."""
        return await self(parameters, mark)


class RepeatingServer(Listening):
    """Serves a shape while it is entered; ``requests`` counts the questions for pages."""

    def __init__(self, shape: Shape, when: str = "2026-03-17T09:37:11Z") -> None:
        self.requests = 0
        serving = self

        class Handler(QuietHandler):
            def _answer(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                asked = json.loads(sent) if sent.strip() else None
                mark = asked.get("ContinuationMark") if isinstance(asked, dict) else asked
                body = json_format.encode_page([], None)
                if not self.path.endswith(_SIGN_IN):
                    serving.requests += 1
                    if serving.requests <= MOST_REQUESTS:
                        body = answer(shape, mark, when)
                self.send_response(200)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler)
