"""Scheme probe: which authentication schemes a server offers, without signing in."""

from __future__ import annotations

import contextlib

import httpx

from netwrix_tui.client.body import beginning_of_body, whole_within
from netwrix_tui.client.challenges import challenges
from netwrix_tui.client.connection import Connection, not_a_name
from netwrix_tui.client.cookies import no_cookies
from netwrix_tui.client.http_errors import http_error
from netwrix_tui.client.tls import tls_context
from netwrix_tui.client.transport_errors import transport_error, unanswered_sign_in


async def offered_schemes(connection: Connection) -> tuple[str, ...]:
    """The schemes of the server's challenges, in lower case; none where it wants no account.

    Judges the certificate as any request does, and sends nothing of the account. Raises
    ConnectionFailed, UsageError for a bad CA file, and ServerRefused where what answers is
    not the Integration API.
    """
    async with httpx.AsyncClient(
        verify=tls_context(connection.trust),
        timeout=httpx.Timeout(connection.timeouts.sign_in, connect=connection.timeouts.connect),
        headers={"Accept-Encoding": "gzip"},
        cookies=no_cookies(),
        trust_env=False,
    ) as client:
        try:
            request = client.build_request("GET", f"{connection.url}enum?format=json&count=1")
            async with whole_within(connection.timeouts.sign_in):
                answer = await client.send(request, stream=True)
                async with contextlib.aclosing(answer):
                    body = await beginning_of_body(answer, connection)
        except httpx.InvalidURL as error:
            raise not_a_name(connection) from error
        except httpx.ReadTimeout as error:
            raise unanswered_sign_in(connection) from error
        except httpx.HTTPError as error:
            raise await transport_error(error, connection) from error
    if answer.status_code not in (httpx.codes.OK, httpx.codes.UNAUTHORIZED):
        raise http_error(answer, body, connection)
    return tuple(dict.fromkeys(challenge.scheme for challenge in challenges(answer)))
