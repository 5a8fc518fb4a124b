"""What each answer to a write says about the records: one table, and the error for every row.

Only an answer that the vendor documents, in the form that the vendor documents, says what the
server has stored. All others may come from a proxy, a login page or the HTTP stack, before the
records were handed on or behind: they leave them in doubt, which are then not sent again.

Sources: "Response Status Codes", "Error Details" and "Write Activity Records" in the vendor's
documentation of the Integration API.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import httpx

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.http_errors import http_error
from netwrix_tui.errors import ServerRefused, WriteInDoubt
from netwrix_tui.wire.error_list import decode_error_list

_DOCUMENTED = "vendor: Response Status Codes"
_UNKNOWN = "unknown: in doubt"


class Verdict(Enum):
    """What has become of the records of a write."""

    ACCEPTED = auto()
    """They are stored."""
    REFUSED = auto()
    """They are not stored, and will not be as they are; others may be."""
    NOT_STORED = auto()
    """They are not stored; the same may be sent again later."""
    IN_DOUBT = auto()
    """They may be stored."""


class Form(Enum):
    """What the body of an answer is."""

    EMPTY = "an empty body"
    ERRORS = "an ErrorList"
    PAGE = "a web page"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """One row: a status and the forms of body with which it means this, and who says so.

    ``cause`` and ``next_step`` are told where the records are not stored; ``doubt`` is why nobody
    knows, where they may be.
    """

    status: int
    forms: frozenset[Form]
    verdict: Verdict
    source: str
    cause: str = ""
    next_step: str = ""
    doubt: str = ""


_ANY = frozenset(Form)
_EMPTY = frozenset({Form.EMPTY})
_ERRORS = frozenset({Form.ERRORS})

ANSWERS: tuple[WriteAnswer, ...] = (
    WriteAnswer(200, _EMPTY, Verdict.ACCEPTED, _DOCUMENTED),
    WriteAnswer(
        200, _ERRORS, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="It says that all went well, and names an error.",
    ),
    WriteAnswer(
        200, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="The API answers with an empty body; this is another program's, as of a proxy or a "
        "login page in front of the server.",
    ),
    WriteAnswer(201, _ANY, Verdict.IN_DOUBT, _UNKNOWN, doubt="The API never answers so."),
    WriteAnswer(202, _ANY, Verdict.IN_DOUBT, _UNKNOWN, doubt="The API never answers so."),
    WriteAnswer(204, _ANY, Verdict.IN_DOUBT, _UNKNOWN, doubt="The API never answers so."),
    WriteAnswer(206, _ANY, Verdict.IN_DOUBT, _UNKNOWN, doubt="The API never answers so."),
    WriteAnswer(
        400, _ERRORS, Verdict.REFUSED, _DOCUMENTED,
        cause="A record does not fit what the server takes, so that none of them was stored.",
        next_step="Look at the record and the field that it names.",
    ),
    WriteAnswer(
        401, _ANY, Verdict.NOT_STORED, _DOCUMENTED,
        cause="The account is not signed in, or has no role that may write.",
        next_step="Contributor may write: have the role given to the account.",
    ),
    WriteAnswer(
        404, _EMPTY, Verdict.NOT_STORED, _DOCUMENTED,
        cause="There is no such endpoint, so that nothing was stored.",
        next_step="Check the address: the API's path is /netwrix/api/v1/activity_records/.",
    ),
    WriteAnswer(
        405, _EMPTY, Verdict.NOT_STORED, _DOCUMENTED,
        cause="The endpoint does not take records, so that nothing was stored.",
        next_step="Check the address.",
    ),
    WriteAnswer(
        408, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="Something in front of the server gave up waiting.",
    ),
    WriteAnswer(
        413, _EMPTY, Verdict.REFUSED, _DOCUMENTED,
        cause="What was sent is too large; nothing of it was stored.",
        next_step="Send it in smaller pieces: at most 1,000 records and 50 MB at once.",
    ),
    WriteAnswer(
        429, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="Something in front of the server counts requests; the API does not.",
    ),
    WriteAnswer(
        499, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="A proxy in front of the server took the connection for closed.",
    ),
    # Documented as "records not processed" and "internal error": how far it came, it does not say.
    WriteAnswer(
        500, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="The server failed, perhaps after it had stored them.",
    ),
    WriteAnswer(
        502, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="A proxy in front of the server got no answer from it.",
    ),
    # The vendor says of this one to try again later. The server's own comes with an ErrorList;
    # a proxy's, or HTTP.sys's while the service ends, may stand behind records that went on.
    WriteAnswer(
        503, _ERRORS, Verdict.NOT_STORED, _DOCUMENTED,
        cause="The Archive Service is busy or cannot be reached; nothing was stored, and nothing "
        "is lost.",
        next_step="Try again in a while.",
    ),
    WriteAnswer(
        503, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="It does not say that it is the server's own; a proxy may have handed them on.",
    ),
    WriteAnswer(
        504, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt="A proxy in front of the server gave up waiting for it.",
    ),
)  # fmt: skip
"""Every answer that a write is known to get; of several rows that fit, the first holds."""


def write_answer(status: int, body: bytes, content_type: str = "") -> WriteAnswer:
    """The row that an answer belongs to; one of its own, in doubt, for what no row names."""
    form = form_of(body, content_type)
    found = (row for row in ANSWERS if row.status == status and form in row.forms)
    unknown = WriteAnswer(
        status, _ANY, Verdict.IN_DOUBT, _UNKNOWN,
        doubt=f"The API is not known to answer so, with {form.value}.",
    )  # fmt: skip
    return next(found, unknown)


def form_of(body: bytes, content_type: str = "") -> Form:
    """What a body is; an empty one that calls itself a web page is that."""
    if "html" in content_type.lower():
        return Form.PAGE
    if not body:
        return Form.EMPTY
    return Form.ERRORS if decode_error_list(body) is not None else Form.OTHER


def write_failure(
    response: httpx.Response, body: bytes, connection: Connection
) -> ServerRefused | WriteInDoubt | None:
    """The error for what a write was answered with; None where the records are stored."""
    answer = write_answer(response.status_code, body, response.headers.get("Content-Type", ""))
    if answer.verdict is Verdict.ACCEPTED:
        return None
    refused = http_error(response, body, connection)
    if answer.verdict is Verdict.IN_DOUBT:
        return in_doubt(connection, f"{refused.what} {answer.doubt}")
    refused.cause, refused.next_step = answer.cause, answer.next_step
    return refused


def in_doubt(connection: Connection, what: str) -> WriteInDoubt:
    """The error for records that went out; ``what`` happened instead of a plain answer."""
    error = WriteInDoubt(
        f"The records were sent to {connection.server}, and no answer says whether they were "
        f"stored. {what}",
        cause="They may be in, so they are not sent again.",
        next_step="Look by a search whether they arrived, before you send them again.",
    )
    error.instead = what
    return error
