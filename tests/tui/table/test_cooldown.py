"""The cooldown between two runs, without a screen."""

from __future__ import annotations

import time

from netwrix_tui.tui.table.cooldown import Cooldown
from tests.tui.fake_host import FakeHost

LONG = 3_600.0


def test_a_run_is_deferred_once_and_made_when_the_pause_ends() -> None:
    host, runs = FakeHost(), []
    cooldown = Cooldown(host, LONG, lambda: runs.append(1))
    assert not cooldown.defers()
    cooldown.begin(time.monotonic())
    assert cooldown.defers()
    assert cooldown.defers()
    (ended,) = host.waiting
    assert not runs
    ended()
    assert runs == [1]


def test_what_is_wanted_at_once_waits_for_nothing() -> None:
    host, runs = FakeHost(), []
    cooldown = Cooldown(host, LONG, lambda: runs.append(1))
    cooldown.begin(time.monotonic())
    assert cooldown.defers()
    assert not cooldown.defers(at_once=True)
    assert not host.waiting
    assert not runs


def test_a_run_that_took_long_is_followed_by_a_longer_pause() -> None:
    cooldown = Cooldown(FakeHost(), 0.0, lambda: None)
    cooldown.begin(time.monotonic() - LONG)
    assert cooldown.defers()
