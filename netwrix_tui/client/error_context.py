"""Error context: cause, next step and quoted line for answers that hold no page."""

from __future__ import annotations

import re

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import BrokenPage, ServerRefused, WireError
from netwrix_tui.foreign_text import foreign
from netwrix_tui.wire.error_location import ErrorLocation, place_of
from netwrix_tui.wire.wire_format import WireFormat

_LONGEST_QUOTED = 120
"""Cells of the body that are quoted."""

_QUOTED_NAME = re.compile(r"""['"]([A-Za-z_][\w.-]*)['"]""")


def page_error(error: WireError, size: int, connection: Connection, wire: WireFormat) -> WireError:
    """The error for a 200 of ``size`` bytes that cannot be read, with a cause and a next step."""
    if isinstance(error, BrokenPage):
        return BrokenPage(
            f"{error.what} {size:,} bytes of it arrived.",
            cause=error.cause or "It was cut on the way, or something in between changed it.",
            next_step=error.next_step or "Try again; what was loaded stays.",
            category=error.category,
        )
    return type(error)(
        f"{connection.server} answered with something other than {wire.upper()}. {error.what}",
        cause=error.cause or "Another program answers, or something in between changes answers.",
        next_step=error.next_step or "Check the address, and try again.",
        category=error.category,
        location=error.location,
    )


def quoted_from_body(error: ServerRefused, body: bytes | None, wire: WireFormat) -> ServerRefused:
    """The same error; where it names an element of the body, with what the body says there.

    Of a body with several lines, which somebody else wrote, the line is told as well.
    """
    place = None if body is None else _place(error, body.decode("utf-8", "replace"), wire)
    if place is not None and body is not None:
        line = f" in line {place.line:,}" if _has_lines(body) else ""
        error.what += f" The body says there{line}: {foreign(place.text, _LONGEST_QUOTED)}."
    return error


def _has_lines(body: bytes) -> bool:
    """True where a line's number says something: the prolog's own line is none of them."""
    prolog, end, rest = body.strip().partition(b"?>")
    return b"\n" in (rest if end and prolog.startswith(b"<?xml") else body).strip()


def _place(error: ServerRefused, body: str, wire: WireFormat) -> ErrorLocation | None:
    # The location may end at a list, where the description names the element in it.
    named = [*_QUOTED_NAME.findall(error.description), error.location]
    places = (place_of(body, wire, name) for name in named if name)
    return next(filter(None, places), None)
