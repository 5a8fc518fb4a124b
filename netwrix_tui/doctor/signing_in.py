"""The checks that talk to the API: its certificate judged, its schemes, the sign-in, a page."""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.challenges import scheme_names
from netwrix_tui.client.clock_difference import difference_words, is_worth_telling
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.scheme_probe import offered_schemes
from netwrix_tui.client.trust import CaFile, PinnedCertificate
from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.errors import (
    ConnectionFailed,
    NetwrixTuiError,
    RoleMissing,
    ServerSilent,
    SignInFailed,
    TimedOut,
    TlsFailed,
    UsageError,
)
from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.columnstore.arrival_order import OrderObserver
from netwrix_tui.results.columnstore.timestamps import timestamp_of

CERTIFICATE, SCHEMES, SIGN_IN = "certificate", "schemes", "sign-in"
READING, WRITING, PAGE, ROUND_TRIP = "reading", "writing", "page", "round trip"
CLOCK = "clock"
_TRIPS = 5
_LONGEST_READ = 60.0
"""Seconds within which a first page is expected: whoever looks for a fault wants to be told of a
server that hangs, and a page without filters takes no search."""


async def check_certificate(connection: Connection) -> tuple[list[CheckResult], tuple[str, ...]]:
    """Whether the certificate is trusted and the API answers behind it; the schemes it offers.

    Where the last of the findings failed, nothing is known of the schemes.
    """
    trusted = CheckResult(CERTIFICATE, Verdict.OK, _trusted_by(connection))
    try:
        return [trusted], await offered_schemes(connection)
    except (TlsFailed, UsageError) as error:
        return [CheckResult.failed(CERTIFICATE if connection.is_encrypted else SCHEMES, error)], ()
    except ConnectionFailed as error:
        return [CheckResult.failed(SCHEMES, error)], ()  # whether TLS came about is not known
    except NetwrixTuiError as error:
        return [trusted, CheckResult.failed(SCHEMES, error)], ()


def schemes_finding(offered: tuple[str, ...]) -> CheckResult:
    """What the server wants for a sign-in, and what is going to be used."""
    if not offered:
        says = "none: the server answers without a sign-in"
    else:
        says = f"the server takes {scheme_names(offered)}"
    return CheckResult(SCHEMES, Verdict.OK, says, facts={"schemes": list(offered)})


def _trusted_by(connection: Connection) -> str:
    if not connection.is_encrypted:
        return "none is shown over plain HTTP"
    match connection.trust:
        case PinnedCertificate():
            return "it is the pinned one"
        case CaFile(path):
            return f"trusted by {path}"
        case _:
            return "trusted by this system"


async def check_account(connection: Connection) -> AsyncIterator[CheckResult]:
    """The sign-in, what the account may do, a page of records, and how long a question takes."""
    timeouts = replace(connection.timeouts, read=min(connection.timeouts.read, _LONGEST_READ))
    async with AuditorClient(replace(connection, timeouts=timeouts)) as client:
        try:
            before = time.monotonic()
            await client.enum(count=1)
        except SignInFailed as error:
            yield CheckResult.failed(SIGN_IN, error)
            if isinstance(error, RoleMissing):
                yield _writing(may_read=False)
            return
        except TimedOut as error:
            # Told apart by the client: what the server left unanswered is not the sign-in.
            is_signed_in = not isinstance(error, ServerSilent)
            failed = _records_do_not_come(error) if is_signed_in else error
            yield CheckResult.failed(READING if is_signed_in else SIGN_IN, failed)
            return
        except NetwrixTuiError as error:
            yield CheckResult.failed(SIGN_IN, error)
            return
        took = _milliseconds(time.monotonic() - before)
        who = connection.user or "the account of the ticket"
        yield CheckResult(
            SIGN_IN,
            Verdict.OK,
            f"{who} is signed in, after {took:g} ms",
            facts={"milliseconds": took},
        )
        yield _clock(client.clock_difference)
        yield CheckResult(READING, Verdict.OK, "the account may read, all or the plans of its role")
        yield _writing(may_read=True)
        try:
            yield await _page(client, connection)
            yield await _round_trip(client)
        except NetwrixTuiError as error:
            yield CheckResult.failed(PAGE, error)


def _records_do_not_come(error: TimedOut) -> TimedOut:
    return TimedOut(
        error.what,
        cause="The sign-in was accepted, but not even one record comes: the SQL Server with the "
        "Audit Database is busy or does not answer, or a service hangs.",
        next_step="Look at SQL Server and at the Netwrix Auditor services there, and try again.",
    )


def _clock(ahead: float | None) -> CheckResult:
    """How far the server's clock is from this machine's."""
    if ahead is None:
        return CheckResult(CLOCK, Verdict.UNTOLD, "the answer does not say what time it is there")
    facts: dict[str, object] = {"seconds_ahead": round(ahead)}
    if not is_worth_telling(ahead):
        return CheckResult(CLOCK, Verdict.OK, "the same as this machine's", facts=facts)
    words = difference_words(timedelta(seconds=-ahead))
    return CheckResult(
        CLOCK,
        Verdict.OK,
        words,
        cause="Spans such as 2h go by the server's clock; what is shown as now goes by this one.",
        next_step="Set the clock that is wrong; Kerberos allows 5 minutes.",
        facts=facts,
    )


def _writing(*, may_read: bool) -> CheckResult:
    role = "" if may_read else " It may be a Contributor, who writes and does not read."
    return CheckResult(
        WRITING, Verdict.UNTOLD, f"only a write would show it, and nothing is written here.{role}"
    )


async def _page(client: AuditorClient, connection: Connection) -> CheckResult:
    before = time.monotonic()
    page = await client.enum(count=connection.page_size)
    took = _milliseconds(time.monotonic() - before)
    if not len(page):
        return CheckResult(
            PAGE,
            Verdict.OK,
            "no records",
            cause="The account's role covers no plan with data, the data is older than the Audit "
            "Database keeps (180 days unless set otherwise), or nothing is collected yet.",
            next_step="A first collection takes up to 12 hours; else try an account that reviews "
            "more plans.",
            facts={"records": 0, "milliseconds": took},
        )
    moments = [moment for row in page.rows if (moment := timestamp_of(row.when)) is not None]
    order = OrderObserver().watch(moments)
    size = sum(map(len, page.raws))
    facts: dict[str, object] = {
        "records": len(page), "bytes": size, "milliseconds": took, "order": str(order) or "unknown",
        "damaged": len(page.damaged),
    }  # fmt: skip
    says = f"{records_words(len(page))}, {size:,} bytes, after {took:g} ms"
    return CheckResult(PAGE, Verdict.OK, f"{says}{f'; {order}' if order else ''}", facts=facts)


async def _round_trip(client: AuditorClient) -> CheckResult:
    trips = []
    for _ in range(_TRIPS):
        before = time.monotonic()
        await client.enum(count=1)
        trips.append(_milliseconds(time.monotonic() - before))
    median = statistics.median(trips)
    return CheckResult(
        ROUND_TRIP,
        Verdict.OK,
        f"a record takes {median:g} ms, {min(trips):g} to {max(trips):g} in {_TRIPS}",
        facts={"milliseconds": median},
    )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
