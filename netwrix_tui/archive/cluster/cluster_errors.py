"""Errors of ClickHouse and of the way to it, as this program's: a sentence, without the query.

ClickHouse answers ``Code: 60, e.displayText() = DB::Exception: TEXT, e.what() = …`` in its versions
of 2018, and ``Code: 60. DB::Exception: TEXT. (UNKNOWN_TABLE) (version …)`` in today's. The numbers
are those of its ``ErrorCodes.cpp``, and do not change.
"""

from __future__ import annotations

import errno
import re
import ssl

import httpx

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.client.tls import PinMismatch
from netwrix_tui.client.transport_errors import certificate_error, chain
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.errors import (
    AccountRefused,
    CertificateNotTrusted,
    ConnectionFailed,
    ConnectionLost,
    NetwrixTuiError,
    StorageFull,
    TimedOut,
    TlsFailed,
    Unreachable,
    UsageError,
)
from netwrix_tui.foreign_text import foreign

_ROOM = 200
_CODE = re.compile(
    r"Code: (\d+)[,.] *(?:e[.]displayText[(][)] = )?(?:DB::Exception: )?(.*)", re.DOTALL
)
_TAIL = re.compile(r"(?:, e\.what\(\) =| \(version | Stack trace:| \(official build).*", re.DOTALL)

_REFUSED = {192, 193, 194, 516}  # UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_…, AUTHENTICATION_FAILED
_FORBIDDEN = {164, 291, 497}  # READONLY, DATABASE_ACCESS_DENIED, ACCESS_DENIED
_NOT_THERE = {60, 81}  # UNKNOWN_TABLE, UNKNOWN_DATABASE
_TOO_MUCH = {158, 159, 160, 241, 307}  # rows, time, estimated time, memory, bytes
_DISK_FULL = {243}  # NOT_ENOUGH_SPACE
_ALREADY = 216
"""QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING"""
_AWAY = {3, 32, 101, 202, 203, 209, 210, 236, 242, 252, 279, 319, 369, 394, 735}
"""Another server of the cluster does not answer, or this one is busy or stopping: try again."""


class PartAway(ConnectionFailed):
    """A server of the cluster answers, and cannot do it now: another one is away, or it is busy."""


class QueryRefused(NetwrixTuiError):
    """A server answers, and does not do what it was asked. ``code`` is ClickHouse's."""

    def __init__(self, what: str, code: int, *, cause: str = "", next_step: str = "") -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.code = code


def refused(status: int, content: bytes, server: str, address: ClusterAddress) -> NetwrixTuiError:
    """What an answer other than 200 means."""
    text = content[:8_192].decode("utf-8", "replace").strip()
    match = _CODE.search(text)
    code = int(match[1]) if match else 0
    said = foreign(_TAIL.sub("", match[2] if match else text).strip().rstrip("."), _ROOM)
    if code in _REFUSED or status == 401:
        return AccountRefused(
            f"The cluster's server {server} refused the account "
            f"{foreign(address.user or 'default', 60)}, or its password.",
            next_step="Set NETWRIX_TUI_ARCHIVE_PASSWORD, or archive_password_command in the "
            "profile; the account stands before the @ of the address.",
        )
    if code in _FORBIDDEN:
        return QueryRefused(
            f"The account {foreign(address.user or 'default', 60)} may not do this at {server}: "
            f"{said}.",
            code,
            next_step="README names the rights that it needs, below Years of records.",
        )
    if code in _NOT_THERE:
        return UsageError(
            f"There is no archive in the database {address.database} of {server}.",
            next_step="netwrix-tui archive --to with this address makes one.",
        )
    if code in _DISK_FULL:
        return StorageFull(
            f"The disk of {server} is full.",
            next_step="Make room there; the same command goes on where it was.",
        )
    if code in _TOO_MUCH:
        return QueryRefused(
            f"This question takes more than {server} gives to one.",
            code,
            cause=f"It says {said}.",
            next_step="Ask it of a narrower time.",
        )
    if code in _AWAY or status in (502, 503, 504):
        return PartAway(
            f"A part of the cluster does not answer, says {server}.",
            cause=f"It says {said}." if said else "",
            next_step="Look whether all of its servers run.",
        )
    if not match:
        return ConnectionFailed(
            f"What answers at {server} is not ClickHouse's HTTP interface (status {status}).",
            next_step="Its port is 8443 with TLS and 8123 without, if nobody changed it.",
        )
    return QueryRefused(f"{server} did not do what it was asked: {said} (code {code}).", code)


def unanswered(error: Exception, server: str, address: ClusterAddress) -> ConnectionFailed:
    """What an exception of httpx means."""
    verdict = certificate_error(error) if isinstance(error, httpx.HTTPError) else None
    if verdict is not None:
        return _distrusted(verdict, server)
    causes = list(chain(error))
    # A server without TLS may wait for the end of a line, which a handshake has by chance alone.
    is_silent = isinstance(error, httpx.ConnectTimeout) and "handshake" in str(error)
    if isinstance(error, httpx.TimeoutException) and not is_silent:
        return TimedOut(
            f"The cluster's server {server} does not answer in time.",
            next_step="Look whether it runs, and at the firewall.",
        )
    if not isinstance(error, httpx.ConnectError) and not is_silent:
        return ConnectionLost(
            f"The connection to the cluster's server {server} ended within an answer.",
            cause="" if address.is_encrypted else "It may expect TLS.",
            next_step="Try again.",
        )
    if is_silent or any(isinstance(each, ssl.SSLError) for each in causes):
        return TlsFailed(
            f"No TLS connection to the cluster's server {server} came about.",
            cause="It may speak plain HTTP on this port.",
            next_step="Look at the port; clickhouse+http:// is for servers without TLS.",
        )
    is_refused = errno.ECONNREFUSED in {e.errno for e in causes if isinstance(e, OSError)}
    return Unreachable(
        f"The cluster's server {server} "
        f"{'refuses the connection' if is_refused else 'cannot be reached'}.",
        cause="It is stopped, listens on another port, or its name is not known here.",
        next_step="Look at the address, and whether it runs.",
    )


def _distrusted(verdict: ssl.SSLCertVerificationError, server: str) -> CertificateNotTrusted:
    if isinstance(verdict, PinMismatch):
        shown = verdict.certificate
        return CertificateNotTrusted(
            f"{server} does not show the pinned certificate; nothing was sent.",
            cause=f"It shows {Thumbprint.sha256(shown)} (SHA-256)." if shown is not None else "",
            next_step="Compare it with the server's own; then name it behind thumbprint=.",
            certificate=shown,
        )
    why = foreign(str(verdict.verify_message or "not verified"), 120)
    return CertificateNotTrusted(
        f"The certificate of {server} is not trusted: {why}; nothing was sent.",
        next_step="Name its authority's file in the address, …/DATABASE?ca_file=/etc/ca.pem, or "
        "its SHA-256 behind thumbprint=.",
        certificate=None,
    )
