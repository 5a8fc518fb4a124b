"""What a package holds in open formats: lines and objects of JSON, from the facts of a case."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import CaseInfo, CustodyEntry, SearchFacts, SourceFacts
from netwrix_tui.case.moments import written

Say = Callable[[str], str]
"""Makes of a text from elsewhere what the package says: the text, or one with pseudonyms."""


def json_document(value: Any) -> bytes:
    """The value as JSON that people can read; in ASCII alone where some text has no UTF-8."""
    try:
        return f"{json.dumps(value, indent=2, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(value, indent=2)}\n".encode()


def json_line(value: Any) -> bytes:
    """The value as one line."""
    return encode_any_text(value) + b"\n"


def case_facts(info: CaseInfo, say: Say) -> dict[str, Any]:
    """Of the case, but for what changes when it is opened."""
    return {
        "title": say(info.title),
        "created": written(info.created),
        "program": info.program,
        "user": say(info.user),
        "host": say(info.host),
    }


def source_facts(source: SourceFacts, say: Say) -> dict[str, Any]:
    """Of a server and account."""
    return {
        "id": source.id,
        "server": say(source.server),
        "account": say(source.account),
        "scheme": source.scheme,
        "certificate_sha256": source.certificate,
        "wire": source.wire.value,
        "clock_difference_seconds": source.clock_difference,
    }


def search_facts(number: int, search: SearchFacts, say: Say, body: bytes | None) -> dict[str, Any]:
    """Of a search; ``body`` is what was sent, as text where it is text."""
    return {
        "number": number,
        "on_trail": search.position is not None,
        "source": search.source,
        "name": say(search.name),
        "words": say(search.words),
        "query": say(search.line),
        "resolved": say(search.resolved),
        "zone": search.zone,
        "wire": search.wire.value,
        "in_slices": search.in_slices,
        "started": written(search.started),
        "ended": None if search.ended is None else written(search.ended),
        "outcome": search.outcome.value,
        "why": say(search.why),
        "records": search.records,
        "doubles": search.doubles,
        "damaged": search.damaged,
        "arrival_order": search.arrival_order,
        **_body(body),
    }


def request_lines(
    case: CaseReader, searches: Sequence[SearchFacts], say: Say
) -> Iterator[dict[str, Any]]:
    """Each request of a case, with the hash and the chain of the page that it brought."""
    numbers = {search.id: n for n, search in enumerate(searches, 1)}
    hashes = {
        number: (wire_format, sha256, chain)
        for number, wire_format, sha256, chain in case.connection.execute(
            "SELECT id, format, hex(sha256), hex(chain) FROM page"
        )
    }
    for request in case.requests():
        wire_format, sha256, chain = hashes.get(request.page or 0, (None, None, None))
        yield {
            "id": request.id,
            "search": numbers.get(request.search or 0),
            "sent": written(request.sent),
            "path": say(request.path),
            "mark_sha256": None if request.mark is None else request.mark.hex(),
            "status": request.status,
            "answered": None if request.answered is None else written(request.answered),
            "bytes": request.bytes,
            "records": request.records,
            "why": say(request.why),
            "page": request.page,
            "page_format": wire_format,
            "page_sha256": None if sha256 is None else sha256.lower(),
            "page_chain": None if chain is None else chain.lower(),
        }


def custody_line(entry: CustodyEntry) -> dict[str, Any]:
    """A line of custody."""
    return {
        "at": written(entry.at),
        "user": entry.user,
        "host": entry.host,
        "act": entry.act,
        "detail": entry.detail,
        "chain": entry.chain.hex(),
    }


def _body(body: bytes | None) -> dict[str, Any]:
    if body is None:
        return {"body": None}
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body": None, "body_base64": base64.b64encode(body).decode()}
