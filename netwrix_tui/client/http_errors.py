"""HTTP errors: a status and its body as an error that an admin can act on.

Source: "Response Status Codes" and "Error Details" in the vendor's documentation.
"""

from __future__ import annotations

import re

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.web_pages import ANY_PAGE, TOO_LARGE, own_page, page_line
from netwrix_tui.errors import ServerRefused
from netwrix_tui.foreign_text import CLOSE, foreign
from netwrix_tui.wire.encoding import shown_text
from netwrix_tui.wire.error_list import ErrorEntry, decode_error_list

_LONGEST_LINE = 200
_SQL_UNREACHABLE = "0x80040C0A"

_KNOWN: dict[int, tuple[str, str]] = {
    400: (
        "A filter, the continuation mark or the page size does not fit what the server takes.",
        "Look at the filter that it names; an older version may not know it.",
    ),
    403: (
        "The server, or something in front of it, forbids the address.",
        "Check the address, and the account's role.",
    ),
    404: (
        "There is no such endpoint: another program answers, or a version without this API.",
        "Check the address: the API's path is /netwrix/api/v1/activity_records/.",
    ),
    405: (
        "The endpoint does not take this method: another program may answer.",
        "Check the address.",
    ),
    304: (
        "Nobody asked whether anything has changed: a cache in front of the server answers.",
        "Connect to the server itself, without a proxy.",
    ),
    407: (
        "A proxy in front of the server wants its own sign-in.",
        "Connect to the server itself, without a proxy.",
    ),
    413: (
        "What was sent is too large.",
        "Make it smaller: fewer or shorter filter values.",
    ),
    431: (TOO_LARGE.cause, TOO_LARGE.next_step),
    500: (
        "The server could not make sense of the request, or failed inside.",
        "Try again; if it stays, try the other format (--wire xml), and look at the server's "
        "event log.",
    ),
    502: (
        "A proxy in front of the server got no answer from it.",
        "Connect to the server itself.",
    ),
    503: ("The server is busy, or its Archive Service is.", "Try again in a while."),
    504: (
        "A proxy in front of the server gave up waiting.",
        "Narrow the search, by When first, or connect to the server itself.",
    ),
}


_LONGEST_KEPT = 1_000
"""Characters that are kept of what a server says, for whoever looks into it."""

_LONGEST_MESSAGE, _LONGEST_LOCATION, _LONGEST_REASON = 400, 120, 40
"""Cells that are shown of it: of a description, of a location, of a phrase."""

_ENDS = tuple(f"{sign}{quotation}" for sign in ".!?…" for quotation in ("", CLOSE))
_CATEGORIES = ("XMLError", "InputError", "ServerError")
_PLAIN_LOCATION = re.compile(r"/?[\w.:@]+(?:\[\d{1,9}\])?(?:/[\w.:@]+(?:\[\d{1,9}\])?)*", re.ASCII)
"""A location as the server words it where it does: /ActivityRecordList/ActivityRecord[2]/Who."""


def http_error(response: httpx.Response, body: bytes, connection: Connection) -> ServerRefused:
    """The error for an answer that holds no page; ``body`` is what came, decompressed."""
    status = response.status_code
    entry = decode_error_list(body)
    is_page = entry is None and is_web_page(response, body)
    cause, next_step = _cause(status, entry, body if is_page else None)
    if entry is not None:
        message = _entry_message(entry)
    else:
        message = first_line(body, response.headers.get("Content-Type", ""))
    if response.has_redirect_location:
        message = f"it points to {foreign(response.headers['Location'], _LONGEST_LOCATION)}"
        cause, next_step = "Another program answers.", "Check the address."
    entry = entry or ErrorEntry()
    return ServerRefused(
        f"{connection.server} answered {_status(response)}{': ' if message else '.'}"
        f"{_as_sentence(message)}",
        status=status,
        cause=cause,
        next_step=next_step,
        category=entry.category[:_LONGEST_KEPT],
        description=entry.description[:_LONGEST_KEPT],
        location=entry.location[:_LONGEST_KEPT],
    )


def is_web_page(response: httpx.Response, body: bytes) -> bool:
    """True for HTML, whatever its Content-Type says of it."""
    head = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_html = head.startswith((b"<!doctype html", b"<html"))
    return is_html or "html" in response.headers.get("Content-Type", "").lower()


def _cause(status: int, entry: ErrorEntry | None, page: bytes | None) -> tuple[str, str]:
    """The likely cause and the next step; ``page`` is a web page that came instead of an answer."""
    own = own_page(page) if page is not None else None
    if own is not None:
        return own.cause, own.next_step
    if page is not None and status == httpx.codes.BAD_REQUEST:
        return ANY_PAGE.cause, ANY_PAGE.next_step
    if status == httpx.codes.OK:
        return (
            "This is a web page and not the API's answer; a proxy or a login page may be in front "
            "of the server.",
            "Check the address.",
        )
    description = entry.description if entry is not None else ""
    if _SQL_UNREACHABLE.lower() in description.lower():
        return (
            "Netwrix Auditor cannot reach the SQL Server that holds the Audit Database.",
            "Check that SQL Server runs and that Netwrix Auditor may use it, then try again.",
        )
    if re.search(r"licen[cs]e", description, re.IGNORECASE):
        return "The licence of Netwrix Auditor does not allow it.", "Renew the licence."
    if "archive service" in description.lower():
        return (
            "The Netwrix Auditor Archive Service is down or busy.",
            "Start the service on the server, then try again.",
        )
    if status not in _KNOWN and status < httpx.codes.BAD_REQUEST:
        return _NEVER_ANSWERED
    return _KNOWN.get(
        status, ("The server says no more than this.", "Check the address, and try again.")
    )


_NEVER_ANSWERED = (
    "The API never answers so: another program, or something in front of the server, does.",
    "Check the address, and connect to the server itself.",
)


def _status(response: httpx.Response) -> str:
    status, reason = response.status_code, response.reason_phrase
    usual = httpx.codes.get_reason_phrase(status)
    # Every server words it as it likes; the usual words are taken for ours.
    if reason and reason.casefold() != usual.casefold():
        return f"{status} {foreign(reason, _LONGEST_REASON)}"
    return f"{status} {usual}".strip()


def _entry_message(entry: ErrorEntry) -> str:
    """Message of an entry: the server's own words quoted; names of the documentation are not."""
    category = entry.category
    if category and category not in _CATEGORIES:
        category = foreign(category, _LONGEST_REASON)
    description = foreign(entry.description, _LONGEST_MESSAGE) if entry.description else ""
    message = ": ".join(part for part in (category, description) if part)
    if not entry.location:
        return message
    location = entry.location
    if len(location) > _LONGEST_LOCATION or not _PLAIN_LOCATION.fullmatch(location):
        location = foreign(location, _LONGEST_LOCATION)
    return f"{message}, at {location}" if message else f"at {location}"


def _as_sentence(text: str) -> str:
    return text if not text or text.endswith(_ENDS) else f"{text}."


def first_line(body: bytes, content_type: str) -> str:
    """The first line of text in a body that is not the API's, quoted and short; or empty."""
    if "html" in content_type.lower() or body[:1_000].lstrip()[:1] == b"<":
        line = page_line(body)
    else:
        text = shown_text(body[:65_536])
        line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return foreign(line, _LONGEST_LINE) if line else ""


_HEADERS_TOO_LARGE = 431
LONGEST_PAGE = 65_536
"""Bytes of such a page that are read."""


def may_be_turned_away(response: httpx.Response) -> bool:
    """True where HTTP.sys or a proxy may have answered a proof before the API saw it.

    Of the account such an answer says nothing, though it is no 401: a ticket may be too large for a
    header, or the name not served. Whoever took it for a sign-in would go on without one. The body
    has to be looked at: :func:`was_turned_away`.
    """
    if response.status_code == _HEADERS_TOO_LARGE:
        return True
    is_page = "html" in response.headers.get("Content-Type", "").lower()
    return response.status_code == httpx.codes.BAD_REQUEST and is_page


def was_turned_away(response: httpx.Response, body: bytes) -> bool:
    """True where the API has not seen the request: what it would have written is not stored."""
    is_own = is_web_page(response, body) and own_page(body) is not None
    return is_own or response.status_code == _HEADERS_TOO_LARGE
