"""What is told about answers that hold no page, beyond what the codec or the server says."""

from __future__ import annotations

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import BrokenPage, ServerRefused, WireError
from netwrix_tui.records.words import shortened
from netwrix_tui.wire.place import place_of
from netwrix_tui.wire.wire_format import WireFormat

_LONGEST_QUOTED = 120
"""Cells of the body that are quoted."""


def unreadable(error: WireError, size: int, connection: Connection, wire: WireFormat) -> WireError:
    """The error for a 200 of ``size`` bytes that cannot be read, with a cause and a next step."""
    if isinstance(error, BrokenPage):
        return BrokenPage(
            f"{error.what} {size:,} bytes of it arrived.",
            cause=error.cause or "It was cut on the way, or something in between changed it.",
            next_step=error.next_step or "Try again; what was loaded stays.",
            category=error.category,
        )
    return type(error)(
        f"{connection.server} answered with something else than {wire.upper()}. {error.what}",
        cause=error.cause or "Another program answers, or something in between changes answers.",
        next_step=error.next_step or "Check the address, and try again.",
        category=error.category,
        location=error.location,
    )


def quoting_body(error: ServerRefused, body: bytes | None, wire: WireFormat) -> ServerRefused:
    """The same error; where it names an element of the body, with what the body says there."""
    if error.location and body is not None:
        place = place_of(body.decode("utf-8", "replace"), wire, error.location)
        if place is not None:
            error.what += f" The body says there: {shortened(place.text, _LONGEST_QUOTED)}."
    return error
