"""Keys first: what stands back does so for a moment after a key, and never for longer."""

from __future__ import annotations

import asyncio

import pytest

from netwrix_tui import keys_first


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_on_loop(self, seconds: float) -> None:
        self.sleep(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(keys_first, "monotonic", lambda: found.now)
    monkeypatch.setattr(keys_first, "sleep", found.sleep)
    monkeypatch.setattr(asyncio, "sleep", found.sleep_on_loop)
    monkeypatch.setattr(keys_first, "_until", 0.0)
    return found


def test_without_a_key_nobody_waits(clock: Clock) -> None:
    keys_first.stand_back_beside()
    asyncio.run(keys_first.stand_back())
    assert clock.slept == []


def test_it_waits_once_for_what_a_key_takes(clock: Clock) -> None:
    keys_first.key_came()
    clock.now += 0.005
    keys_first.stand_back_beside()
    keys_first.stand_back_beside()
    assert clock.slept == [pytest.approx(0.010)]
    keys_first.key_came()
    asyncio.run(keys_first.stand_back())
    assert clock.slept[1:] == [pytest.approx(0.015)]


def test_a_clock_that_was_put_back_holds_up_nobody(clock: Clock) -> None:
    keys_first.key_came()
    clock.now -= 1_000
    keys_first.stand_back_beside()
    assert clock.slept == [pytest.approx(0.015)]
