"""One check after the other, from the server's name to a page of its records."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from netwrix_tui.client.connection import Connection
from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.doctor.reaching import NAME, PORT, TLS, check_name, check_port, check_tls
from netwrix_tui.doctor.signing_in import (
    CERTIFICATE,
    CLOCK,
    PAGE,
    READING,
    ROUND_TRIP,
    SCHEMES,
    SIGN_IN,
    WRITING,
    check_account,
    check_certificate,
    schemes_finding,
)
from netwrix_tui.errors import NetwrixTuiError

ACCOUNT = "account"
CHECKS = (NAME, PORT, TLS, CERTIFICATE, SCHEMES, SIGN_IN, CLOCK, READING, WRITING, PAGE, ROUND_TRIP)
"""In the order in which they are made."""


async def examined(
    described: Connection, with_account: Callable[[], Connection]
) -> AsyncIterator[CheckResult]:
    """The findings as they come; the first that failed is the last but for what does not need it.

    ``with_account`` gives the connection with its password. It is called when everything before
    the sign-in stands, as it may have to ask somebody.
    """
    for check in (check_name, check_port, check_tls):
        finding = await check(described)
        yield finding
        if finding.verdict is Verdict.FAILED:
            return
    findings, offered = await check_certificate(described)
    for finding in findings:
        yield finding
    if findings[-1].verdict is Verdict.FAILED:
        return
    yield schemes_finding(offered)
    try:
        connection = with_account()
    except NetwrixTuiError as error:
        yield CheckResult.failed(ACCOUNT, error)
        return
    async for finding in check_account(connection):
        yield finding
