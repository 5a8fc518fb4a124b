"""A server that sends the same again and again, and what the explorer says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.following.live_follow import FollowPhase, FollowState
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.table.follow_controller import follow_status
from tests.client.repeating_server import SHAPES, RepeatingServer
from tests.results.records import rid
from tests.tui.driving import Driver, drive
from tests.tui.output.test_save_controller import order, said

REPEATS = "The server repeats pages that it has sent"


def test_loading_and_saving_all_end_and_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shape = SHAPES["a long circle under new marks"]

    async def story(driver: Driver) -> None:
        driver.explorer.navigation.begin(SearchPlan())
        await driver.until_loaded()
        await driver.press("L")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.FAILED)
        await said(driver, REPEATS)
        assert driver.loaded == shape.records
        await driver.until_status("failed")
        await order(driver, "all.ndjson", "down", "down")
        await said(driver, "120 records, ", "saved to", REPEATS)

    with RepeatingServer(shape) as server:
        drive(Connection(server.url, "CORP\\jane", Secret("secret"), page_size=3), story)
    lines = (tmp_path / "all.ndjson").read_text().splitlines()
    assert [json.loads(line)["RID"] for line in lines] == [rid(n) for n in range(shape.records)]


def test_what_is_followed_says_it_in_the_status_line() -> None:
    state = FollowState(FollowPhase.WAITING, 3, 0.0, 10.0, repeats=True)
    assert "the server repeats pages" in follow_status(state, 1.0, 80)
    assert "the server repeats pages" not in follow_status(replace(state, repeats=False), 1.0, 80)


def test_the_line_of_a_followed_search_says_what_its_mark_left_out() -> None:
    state = FollowState(FollowPhase.WAITING, 3, 0.0, 10.0, left_out=2)
    assert "2 that its mark left out" in follow_status(state, 1.0, 80)
