"""Requests that are given up, once or several times: the next one is answered all the same."""

from __future__ import annotations

import asyncio
import random

from netwrix_tui.client.auditor import AuditorClient
from tests.demo_process import DemoServers
from tests.tui.driving import connection_to

ROUNDS = 75
PATIENCE = 20.0
"""Seconds after which an answer is taken never to come."""


def test_a_request_cancelled_again_and_again_leaves_no_connection_taken(
    demo_servers: DemoServers,
) -> None:
    demo = demo_servers.shared(records=600)
    dice = random.Random(1)

    async def run() -> None:
        async with AuditorClient(connection_to(demo)) as client:
            await client.enum()
            for _ in range(ROUNDS):
                given_up = asyncio.ensure_future(client.enum())
                # Not a wait for anything: it picks the point at which the request is given up.
                await asyncio.sleep(dice.random() * 0.05)
                for _ in range(dice.randint(1, 6)):
                    given_up.cancel()
                    for _ in range(dice.randint(0, 3)):
                        await asyncio.sleep(0)
                await asyncio.wait([given_up], timeout=PATIENCE)
                assert given_up.done()
                page = await asyncio.wait_for(client.enum(), PATIENCE)
                assert len(page) == 600

    asyncio.run(run())
