"""Passwords and tokens stay out of logs, messages and tracebacks."""

from __future__ import annotations

import asyncio
import logging
import ssl
import traceback

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import NetwrixTuiError
from tests.client.acceptor import PASSWORD, Acceptor, Answer
from tests.client.conftest import ConnectionTo, scheme_for

TOKEN = "TlRMTVNTUA"
"""How the base64 of every NTLM message begins."""


@pytest.mark.parametrize("offer", ["Negotiate", "NTLM", "Digest", "Basic"])
@pytest.mark.parametrize("password", [PASSWORD, "Wrong Horse 8!"])
@pytest.mark.parametrize("answer", [Answer(), Answer(500, b"oops"), Answer(200, b"{", cut=0)])
def test_no_secret_is_logged_or_told(
    tls: ssl.SSLContext,
    connection_to: ConnectionTo,
    caplog: pytest.LogCaptureFixture,
    offer: str,
    password: str,
    answer: Answer,
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []

    async def run() -> None:
        async with Acceptor(tls) as server:
            server.offers = [offer]
            server.answers = [answer]
            connection = connection_to(server, auth=scheme_for(offer), password=password)
            async with AuditorClient(connection) as client:
                try:
                    await client.enum()
                except NetwrixTuiError as error:
                    told.append(error.sentence() + repr(error))
                    told.extend(traceback.format_exception(error))
                told.append(repr(vars(client)) + repr(connection))
            told.extend(s.authorization for s in server.seen)

    asyncio.run(run())
    sent = [t for t in told if t.startswith(("Negotiate ", "NTLM ", "Digest ", "Basic "))]
    assert sent, "the account was not proven at all, so that nothing could leak"
    written = caplog.text + "".join(t for t in told if t not in sent)
    if password == PASSWORD:
        assert "HTTP Request" in caplog.text
    for secret in (password, TOKEN, *(t.partition(" ")[2] for t in sent)):
        assert secret not in written
