"""Every answer that a write can get: which records it leaves in doubt, and which it does not."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

import h11

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.write_answers import ANSWERS, Form, Verdict, write_answer
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, SignInFailed, WriteInDoubt
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.acceptor import Acceptor, Answer, Peer, Seen
from tests.client.conftest import ConnectionTo

_PLAIN, _HTML, _JSON = "text/plain", "text/html; charset=utf-8", "application/json; charset=utf-8"
_PAGE = b"<html><title>503 Service Unavailable</title></html>"
_ERRORS = encode_error_list(WireFormat.JSON, "ServerError", "Not all were processed.")
_XML_ERRORS = encode_error_list(WireFormat.XML, "InputError", "No plan.", "/a/ActivityRecord[1]")

FORMS = (
    (b"", _PLAIN), (b"", _HTML), (_PAGE, _HTML), (_PAGE, _PLAIN), (b"ok", _PLAIN), (b" ", _PLAIN),
    (b'{"ErrorList": []}', _JSON), (b'{"ActivityRecordList": []}', _JSON), (b"{", _JSON),
    (_ERRORS, _HTML), (_ERRORS[:-1], _JSON),
)  # fmt: skip
"""Bodies that no refusal of the server's own has, but for the first."""


UNKNOWN = (
    *((status, *form) for form in (FORMS[0], FORMS[2]) for status in (
        201, 202, 206, 207, 302, 307, 403, 408, 409, 418, 429, 499, 500, 501, 502, 504, 520, 599)),
    (204, b"", _PLAIN),
    *((status, _ERRORS, _JSON) for status in (200, 201, 403, 404, 408, 413, 429, 500, 502, 504)),
    (200, _XML_ERRORS, "application/xml; charset=utf-8"),
    *((200, *form) for form in FORMS[1:]),
    *((400, *form) for form in FORMS),
    *((404, *form) for form in FORMS[1:4]),
    *((413, *form) for form in FORMS[1:4]),
    *((503, *form) for form in FORMS),
    (400, b" " * 4_000_000 + _ERRORS, _JSON),  # nobody reads that far
)  # fmt: skip
KNOWN = (
    (200, b"", _PLAIN, Verdict.ACCEPTED),
    (200, b"", _JSON, Verdict.ACCEPTED),
    (400, _ERRORS, _JSON, Verdict.REFUSED),
    (400, _XML_ERRORS, "application/xml", Verdict.REFUSED),
    (404, b"", _PLAIN, Verdict.NOT_STORED),
    (405, b"", _PLAIN, Verdict.NOT_STORED),
    (413, b"", _PLAIN, Verdict.REFUSED),
    (503, _ERRORS, _JSON, Verdict.NOT_STORED),
)


def written(
    tls: ssl.SSLContext, connection_to: ConnectionTo, answers: list[Answer]
) -> list[NetwrixTuiError | None]:
    """What a write of its own ends with for each answer; each one came once."""

    async def run() -> list[NetwrixTuiError | None]:
        outcomes: list[NetwrixTuiError | None] = []
        async with Acceptor(tls) as server, AuditorClient(connection_to(server)) as client:
            for number, answer in enumerate(answers):
                record = b'{"%d": 1}' % number
                server.answers = [answer, Answer(500)]
                try:
                    await client.write([record])
                except NetwrixTuiError as error:
                    outcomes.append(error)
                else:
                    outcomes.append(None)
                times = sum(seen.body == b"[" + record + b"]" for seen in server.pages)
                assert times == 1, answer
        return outcomes

    return asyncio.run(run())


def test_what_the_vendor_does_not_document_is_in_doubt(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    outcomes = written(tls, connection_to, [Answer(*answer) for answer in UNKNOWN])
    for (status, body, kind), outcome in zip(UNKNOWN, outcomes, strict=True):
        assert isinstance(outcome, WriteInDoubt), (status, body[:99], kind)
        assert str(status) in outcome.what
        assert outcome.sentence().isprintable()


def test_what_the_vendor_documents_is_believed(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    outcomes = written(tls, connection_to, [Answer(*answer[:3]) for answer in KNOWN])
    for (status, body, kind, verdict), outcome in zip(KNOWN, outcomes, strict=True):
        assert write_answer(status, body, kind).verdict is verdict
        if verdict is Verdict.ACCEPTED:
            assert outcome is None
            continue
        assert isinstance(outcome, ServerRefused)
        assert outcome.status == status
        assert outcome.cause
        assert outcome.next_step


def test_a_401_is_no_doubt(tls: ssl.SSLContext, connection_to: ConnectionTo) -> None:
    (outcome,) = written(tls, connection_to, [Answer(401)])
    assert isinstance(outcome, SignInFailed)


class ForgetfulProxy(Acceptor):
    """Ends the connection in mid-sign-in without a word, and takes the proof over the next one."""

    async def answer(self, peer: Peer, request: Seen) -> Answer:
        if request.is_proof:
            return Answer(200, content_type="text/plain")
        return await super().answer(peer, request)

    async def send(
        self, http: h11.Connection, writer: asyncio.StreamWriter, answer: Answer, *, is_last: bool
    ) -> bool:
        await super().send(http, writer, answer, is_last=False)
        if is_last:
            writer.close()
        return not is_last


def test_an_answer_over_another_connection_than_the_sign_in_counts(
    tls: ssl.SSLContext, connection_to: ConnectionTo
) -> None:
    async def run() -> None:
        async with ForgetfulProxy(tls) as server, AuditorClient(connection_to(server)) as client:
            server.closes_behind = lambda seen: bool(seen.authorization) and not seen.is_proof
            # Where the end is noticed too late, nobody knows: that is no "not stored" either.
            with suppress(WriteInDoubt):
                await client.write([b"{}"])
            assert sum(seen.body == b"[{}]" for seen in server.seen) <= 1

    asyncio.run(run())


def test_the_table_tells_its_source_and_never_takes_doubt_for_knowledge() -> None:
    for row in ANSWERS:
        assert row.forms
        is_known = row.verdict is not Verdict.IN_DOUBT
        assert row.source.startswith("vendor:" if is_known else "unknown")
        assert bool(row.doubt) is not is_known
        if row.verdict is Verdict.ACCEPTED:
            assert (row.status, row.forms) == (200, {Form.EMPTY})
    for status in range(100, 600):
        for body, kind in FORMS[1:]:
            known = write_answer(status, body, kind).verdict is not Verdict.IN_DOUBT
            assert not known or status == 401
