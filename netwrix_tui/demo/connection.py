"""One client's connection: HTTP/1.1 by h11, signing in, and answers with the demo's faults."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from http import HTTPStatus

import h11

from netwrix_tui.demo.accounts import Account
from netwrix_tui.demo.api import LARGEST_BODY, Answer, Api, Request, refusal
from netwrix_tui.demo.faults import FaultKind, Faults
from netwrix_tui.demo.paging import ClientGone
from netwrix_tui.demo.request_log import RequestLog
from netwrix_tui.demo.sign_in import Challenge, SchemeFactory, SignIn

_READ = 64 * 1024
_WORTH_PACKING = 1024
_GONE = 499
"""The status in the log where the client hung up before its answer was ready."""
_GARBAGE = b"<html><body><h1>502 Bad Gateway</h1>\x00\x1b[31m</body></html>"


@dataclass(frozen=True, slots=True)
class Service:
    """What all connections share."""

    api: Api
    schemes: Sequence[SchemeFactory]
    log: RequestLog
    faults: Faults
    page_delay: float


class _CutOff(Exception):
    """A fault has ended the connection, after its request was done and noted."""


class _TooLarge(Exception):
    """The request's body is larger than the server takes."""


class Connection:
    """Serves the requests of one connection, one after the other."""

    def __init__(
        self, service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._service = service
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER)
        self._sign_in = SignIn(service.schemes)

    async def serve(self) -> None:
        """Until the client closes the connection, or breaks the protocol."""
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
        except h11.RemoteProtocolError:
            if self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                await self._send(Answer(400), (), packed=False)
        except _TooLarge:
            await self._send(Answer(413), (), packed=False)
        except (OSError, ClientGone, _CutOff):  # broken connections, among them TLS alerts
            return

    async def _serve_one(self) -> bool:
        """One request and its answer; False where the connection ends with it."""
        event = await self._event()
        if not isinstance(event, h11.Request):
            return False
        headers = {name: value.decode("latin-1") for name, value in event.headers}
        body = await self._body()
        request = Request(event.method.decode("ascii"), event.target.decode("ascii"), body)
        admitted = self._sign_in.admit(headers.get(b"authorization"), request)
        if isinstance(admitted, Challenge):
            account, answer, challenges = None, Answer(401), admitted.headers
        else:
            account, challenges = admitted.account, admitted.headers
            try:
                answer = await self._answer(request, account)
            except ClientGone:
                self._service.log.note(request, account, Answer(_GONE))
                raise
            if answer.status == HTTPStatus.UNAUTHORIZED:
                challenges = self._sign_in.challenge().headers
        packed = "gzip" in headers.get(b"accept-encoding", "")
        await self._send_with_faults(request, account, answer, challenges, packed=packed)
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _answer(self, request: Request, account: Account) -> Answer:
        """The API's answer, or what a fault makes of a write. Raises ClientGone."""
        service = self._service
        is_write = request.is_write and account.role.may_write
        faults = service.faults.next_write() if is_write else []
        amounts = {fault.kind: fault.amount for fault in faults}
        if FaultKind.WRITE_LOST in amounts:
            self._writer.transport.abort()
            raise ClientGone
        if FaultKind.WRITE_STATUS in amounts:
            return _refused_write(
                int(amounts[FaultKind.WRITE_STATUS] or HTTPStatus.SERVICE_UNAVAILABLE), request
            )
        answer = await service.api.answer(request, account, self._is_open)
        if FaultKind.WRITE_DELAY in amounts:
            seconds = amounts[FaultKind.WRITE_DELAY]
            await self._hold(1.0 if seconds is None else seconds)
        if FaultKind.WRITE_CUT in amounts:
            service.log.note(request, account, answer)
            self._writer.transport.abort()
            raise _CutOff
        return answer

    async def _event(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # h11's sentinels are classes
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(_READ))

    async def _body(self) -> bytes:
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > LARGEST_BODY:
                raise _TooLarge
        return bytes(body)

    async def _send_with_faults(
        self,
        request: Request,
        account: Account | None,
        answer: Answer,
        challenges: Sequence[str],
        *,
        packed: bool,
    ) -> None:
        service, delay, keep = self._service, 0.0, None
        if answer.asked is not None:
            delay = service.page_delay
            for fault in service.faults.next_page() if answer.asked > 1 else ():
                match fault.kind:
                    case FaultKind.DELAY:
                        delay += 1.0 if fault.amount is None else fault.amount
                    case FaultKind.GARBAGE:
                        answer = replace(answer, body=_GARBAGE, media_type="text/html", rows=0)
                    case FaultKind.STATUS:
                        answer = Answer(int(fault.amount or HTTPStatus.INTERNAL_SERVER_ERROR))
                    case FaultKind.CUT:
                        keep = len(answer.body) // 2 if fault.amount is None else int(fault.amount)
        service.log.note(request, account, answer)
        await self._hold(delay)
        # A body that is to be cut is sent as it is: packed, it may be shorter than what is kept.
        await self._send(answer, challenges, packed=packed and keep is None, keep=keep)

    async def _hold(self, seconds: float) -> None:
        """Waits, unless the client hangs up."""
        if seconds <= 0:
            return
        deadline = asyncio.get_running_loop().time() + seconds
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, 0.1))
            if not self._is_open():
                raise ClientGone

    async def _send(
        self,
        answer: Answer,
        challenges: Sequence[str],
        *,
        packed: bool,
        keep: int | None = None,
    ) -> None:
        body = answer.body
        headers = [
            ("Server", "Microsoft-HTTPAPI/2.0"),
            ("Date", formatdate(usegmt=True)),
            *(("WWW-Authenticate", challenge) for challenge in challenges),
        ]
        if answer.media_type:
            headers.append(("Content-Type", answer.media_type))
        if packed and len(body) >= _WORTH_PACKING:
            packer = zlib.compressobj(1, zlib.DEFLATED, 31)
            body = packer.compress(body) + packer.flush()
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        reason = HTTPStatus(answer.status).phrase
        await self._write(
            h11.Response(status_code=answer.status, headers=headers, reason=reason.encode())
        )
        if keep is not None:
            await self._write(h11.Data(data=body[:keep]))
            self._writer.transport.abort()
            raise ClientGone
        if body:
            await self._write(h11.Data(data=body))
        await self._write(h11.EndOfMessage())

    async def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()

    def _is_open(self) -> bool:
        return not (self._reader.at_eof() or self._writer.is_closing())


_SAYS = {
    HTTPStatus.BAD_REQUEST: ("InputError", "A record does not fit."),
    HTTPStatus.SERVICE_UNAVAILABLE: ("ServerError", "The Archive Service is busy."),
}
"""What the server's own refusals name; other statuses come without a word."""


def _refused_write(status: int, request: Request) -> Answer:
    said = _SAYS.get(HTTPStatus(status)) if status in set(HTTPStatus) else None
    return refusal(status, request.wire_format, *said) if said else Answer(status)
