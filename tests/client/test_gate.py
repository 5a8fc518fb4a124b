"""The gate that sign-ins pass: given up, forsaken, and held by several event loops in turn."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

from netwrix_tui.client import gate as gate_module
from netwrix_tui.client.gate import Gate
from tests.waiting import PATIENCE


def test_one_is_inside_at_a_time_whatever_loop_it_runs_on() -> None:
    gate = Gate()
    inside = 0
    most = 0
    passed = 0
    guard = threading.Lock()

    async def enter() -> None:
        nonlocal inside, most, passed
        async with gate.hold():
            with guard:
                inside += 1
                most = max(most, inside)
            await asyncio.sleep(0)
            with guard:
                inside -= 1
                passed += 1

    async def many() -> None:
        await asyncio.gather(*(enter() for _ in range(50)))

    threads = [threading.Thread(target=lambda: asyncio.run(many())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert (most, passed) == (1, 200)


@pytest.mark.parametrize("steps", range(4))
def test_whoever_is_cancelled_while_waiting_or_when_let_in_holds_up_nobody(steps: int) -> None:
    async def run() -> None:
        gate = Gate()

        async def pass_through() -> None:
            async with gate.hold():
                pass

        async with gate.hold():
            waiting = [asyncio.ensure_future(pass_through()) for _ in range(3)]
            await asyncio.sleep(0)
        for _ in range(steps):  # its turn has come, and it may not know yet
            await asyncio.sleep(0)
        waiting[0].cancel()
        waiting[1].cancel()
        async with asyncio.timeout(PATIENCE):
            await waiting[2]
            await pass_through()

    asyncio.run(run())


def test_a_place_left_behind_by_a_loop_that_was_closed_is_taken_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate_module, "LOOK_AGAIN", 0.01)
    gate = Gate()
    is_inside, may_end = threading.Event(), threading.Event()
    loop = asyncio.new_event_loop()

    async def stay() -> None:
        async with gate.hold():
            is_inside.set()
            await asyncio.Event().wait()

    async def until_told() -> None:
        await asyncio.to_thread(may_end.wait, PATIENCE)

    forsaken = loop.create_task(stay())
    thread = threading.Thread(target=lambda: loop.run_until_complete(until_told()))
    thread.start()
    assert is_inside.wait(PATIENCE)

    async def come_in() -> None:
        waiting = asyncio.ensure_future(gate.hold().__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done()
        may_end.set()
        await asyncio.to_thread(thread.join, PATIENCE)
        loop.close()
        hold = await asyncio.wait_for(waiting, PATIENCE)
        hold.release()
        hold.release()

    asyncio.run(come_in())
    assert not forsaken.done()
    forsaken._log_destroy_pending = False  # type: ignore[attr-defined]
    del forsaken
    gc.collect()  # what leaves late takes no place away from anybody
