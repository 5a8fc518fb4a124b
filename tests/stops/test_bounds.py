"""Each wait has a bound as a whole: a server that drips keeps to every bound of a single read."""

from __future__ import annotations

import asyncio

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret, Timeouts
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.client.scheme_probe import offered_schemes
from netwrix_tui.errors import NetwrixTuiError
from tests.stops.holding_server import SERVERS, HoldingServer

SOON = Timeouts(connect=5, read=5, write=5, sign_in=0.3, answer=1)
PATIENCE = 20.0
"""Seconds after which a wait is taken to have no bound."""

HOLDING = [name for name in SERVERS if name != "a huge broken page"]


@pytest.mark.parametrize("name", HOLDING)
def test_an_answer_that_never_ends_is_given_up(name: str) -> None:
    async def run(url: str) -> None:
        to = Connection(url, "CORP\\jane", Secret("hush"), timeouts=SOON)
        async with AuditorClient(to, retry=RetryPolicy(tries=1)) as client:
            with pytest.raises(NetwrixTuiError) as raised:
                await client.enum(count=5)
            assert raised.value.next_step
            with pytest.raises(NetwrixTuiError):
                await client.write([b"{}"])
        try:
            await offered_schemes(to)
        except NetwrixTuiError as error:
            assert "hush" not in error.sentence()  # noqa: PT017 - some of them answer this

    with HoldingServer(name) as server:
        asyncio.run(asyncio.wait_for(run(server.url), PATIENCE))


def test_the_bounds_themselves() -> None:
    usual = Timeouts()
    assert max(usual.connect, usual.read, usual.write, usual.sign_in) < usual.answer < 1_000
