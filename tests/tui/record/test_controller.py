"""The controller of the record pane, built without the screen."""

from __future__ import annotations

from types import SimpleNamespace

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.view import View
from netwrix_tui.tui.record.controller import RecordController
from tests.demo_process import DemoServers
from tests.results.records import page_of
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost


def test_the_pane_waits_for_the_cursor_to_rest_where_anybody_looks() -> None:
    host, cleared = FakeHost(), []
    table = SimpleNamespace(
        store=Store(), view=View(Store()), record_row=None, cursor_row=0, note_of=None,
        note_is_kept=lambda _: True,
        move_to=lambda row: None,
    )  # fmt: skip
    viewer = SimpleNamespace(clear=lambda: cleared.append(True))
    pane = SimpleNamespace(record_is_shown=False)
    record = RecordController(
        host,
        table,
        viewer,
        pane,
        fetch=lambda rid, wire: None,
        is_whole=lambda: True,
        shown=lambda: None,
    )
    record.follow_cursor()
    assert not host.waiting
    pane.record_is_shown = True
    record.follow_cursor()
    record.follow_cursor()
    assert len(host.waiting) == 1
    host.waiting[0]()
    assert cleared == [True]
    record.step(-1)
    record.step(1)
    assert host.said == ["That is the first record.", "That is the last record."]


def test_the_pane_follows_a_single_key_at_once_and_is_held_back_while_keys_repeat() -> None:
    host, times = FakeHost(), [10.0, 10.12, 10.15, 10.18, 10.27, 10.5]
    table = SimpleNamespace(store=Store(), view=View(Store()), record_row=None, cursor_row=0)
    record = RecordController(
        host,
        table,
        SimpleNamespace(clear=lambda: None),
        SimpleNamespace(record_is_shown=True),
        fetch=lambda rid, wire: None,
        is_whole=lambda: True,
        shown=lambda: None,
        clock=lambda: times.pop(0),
    )
    while times:
        record.follow_cursor()
    assert [delay < 0.04 for delay in host.delays] == [True, True, False, False, False, True]


def test_the_place_of_a_record_is_told_anew_as_more_is_loaded() -> None:
    """Not “1 of 76+” below “all 76 loaded”."""
    told: list[str] = []
    store = Store()
    store.append(page_of([Row("1"), Row("2")]))
    table = SimpleNamespace(
        store=store, view=View(store), record_row=0, cursor_row=0, note_of=None,
        note_is_kept=lambda _: True,
        move_to=lambda row: None,
    )  # fmt: skip
    viewer = SimpleNamespace(has_record=True, show_position=told.append)
    pane = SimpleNamespace(record_is_shown=True)
    whole = False
    record = RecordController(
        FakeHost(),
        table,
        viewer,
        pane,
        fetch=lambda rid, wire: None,
        is_whole=lambda: whole,
        shown=lambda: None,
    )
    record.catch_up()
    whole = True
    record.catch_up()
    assert told == ["1 of 2+", "1 of 2"]


def test_the_last_page_takes_the_plus_away(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=2_000)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        driver.explorer.navigation.begin(SearchPlan())
        await driver.until_loaded()
        await driver.press("enter")
        await driver.until(lambda: "1 of 300+" in driver.screen_text(), "the place")
        await driver.press("L")
        await driver.until(lambda: "1 of 2,000" in driver.screen_text(), "the place of all")
        await driver.until(lambda: "2,000+" not in driver.screen_text(), "no plus")

    drive(connection_to(demo, page_size=300), story)
