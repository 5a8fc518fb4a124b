"""Requests that are given up, once or several times: the next one is answered all the same."""

from __future__ import annotations

import asyncio
import random
import threading

import pytest

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.wire import json_format
from netwrix_tui.wire.limits import IsWanted
from netwrix_tui.wire.page import Page
from tests.demo_process import DemoServers
from tests.tui.driving import connection_to
from tests.waiting import PATIENCE

ROUNDS = 75


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


def test_a_page_that_is_being_decoded_is_given_up_at_once(
    demo_servers: DemoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = demo_servers.shared(records=600)
    begun, ended = threading.Event(), threading.Event()

    def decode_for_ever(body: bytes, is_wanted: IsWanted) -> Page:
        begun.set()
        while is_wanted():
            pass
        ended.set()
        raise AssertionError("not wanted any more")

    monkeypatch.setattr(json_format, "decode_sound", lambda _: None)  # something is broken in it
    monkeypatch.setattr(json_format, "decode_page", decode_for_ever)

    async def run() -> None:
        async with AuditorClient(connection_to(demo)) as client:
            given_up = asyncio.ensure_future(client.enum())
            assert await asyncio.to_thread(begun.wait, PATIENCE)
            given_up.cancel()
            await asyncio.wait([given_up], timeout=PATIENCE)
            assert given_up.cancelled()
            assert await asyncio.to_thread(ended.wait, PATIENCE)

    asyncio.run(run())
