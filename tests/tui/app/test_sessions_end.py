"""What was started for a session ends with it, and what nobody waits for any more is let go of."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from netwrix_tui.config.profile import Profile
from netwrix_tui.demo import child
from netwrix_tui.demo.child import DemoProcess
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.demo_session import Belongings, demo_session
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from tests.demo_process import Demo
from tests.tui.connect.connect_driving import ConnectDriver
from tests.tui.driving import connection_to
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[DemoProcess]:
    """The demo servers that sessions start."""
    servers: list[DemoProcess] = []
    start = child.start_demo

    def noted(**options: Any) -> DemoProcess:
        servers.append(start(**options | {"records": 300}))
        return servers[-1]

    monkeypatch.setattr(child, "start_demo", noted)
    return servers


def runs(server: DemoProcess) -> bool:
    return server.is_running


def test_a_demo_that_is_left_ends_before_the_next(
    demo: Demo, started: list[DemoProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "config.toml"))

    async def run() -> None:
        app = NetwrixTui(profile_session(connection_to(demo), Profile(server=demo.url)))
        async with app.run_test(size=(80, 24)) as pilot:
            driver = ConnectDriver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            for number in (1, 2, 3):
                app.open_session(demo_session())
                await driver.until(lambda n=number: len(started) == n, "a demo")  # type: ignore[misc]
                await driver.until_loaded()
            await driver.until(lambda: sum(map(runs, started)) == 1, "one demo")
            assert runs(started[-1])

    asyncio.run(run())
    assert not any(map(runs, started))


def test_an_opening_that_is_given_up_leaves_no_worker(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers: list[ApiWorker] = []
    make = ApiWorker.__init__

    def noted(worker: ApiWorker, *given: Any, **more: Any) -> None:
        make(worker, *given, **more)
        workers.append(worker)

    monkeypatch.setattr(ApiWorker, "__init__", noted)
    asked: list[NetwrixTui] = []
    made = NetwrixTui.make_explorer
    monkeypatch.setattr(NetwrixTui, "make_explorer", lambda app: (asked.append(app), made(app))[1])

    async def run() -> None:
        session = profile_session(connection_to(demo), Profile(server=demo.url))
        app = NetwrixTui(session)
        async with app.run_test(size=(80, 24)) as pilot:
            driver = ConnectDriver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            first = app.worker
            for _ in range(4):
                app.open_session(session)
                await asyncio.sleep(0)

            def rests() -> bool:
                # Each is made on a thread: the last to be made need not be the last asked for.
                is_opening = any(w.group == "opening" and not w.is_finished for w in app.workers)
                alive = [worker for worker in workers if not worker.has_ended]
                is_new = app.worker is not first and len(workers) == len(asked)
                return is_new and not is_opening and alive == [app.worker] and driver.stands

            await driver.until(rests, "the last, and the end of the others")

    asyncio.run(run())
    assert all(worker.has_ended for worker in workers)


def test_what_starts_after_the_end_ends_at_once() -> None:
    ended: list[str] = []
    belongings = Belongings()
    belongings.take(lambda: ended.append("first"))
    belongings.end()
    belongings.take(lambda: ended.append("late"))
    belongings.end()
    assert ended == ["first", "late"]


def test_a_sort_that_nobody_wants_any_more_is_dropped() -> None:
    begun = threading.Event()

    class EndlessView:
        sort_keys, quick_filter = (), QuickFilter.parse("")

        def order_rows(self, *_: object) -> Any:
            yield
            begun.set()
            while True:
                yield

    async def given_up() -> SortFilterController:
        table: Any = SimpleNamespace(zone=UTC_ZONE)
        nothing: Any = None
        sorting = SortFilterController(
            nothing, table, nothing, nothing, show_work=lambda _: None, changed=lambda: None
        )
        work = asyncio.ensure_future(sorting.work_out(EndlessView(), (), None, 0))  # type: ignore[arg-type]
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        work.cancel()
        await asyncio.wait([work])
        return sorting

    sorting = asyncio.run(given_up())
    began = time.monotonic()
    done = sorting.thread.submit(lambda: time.monotonic() - began)
    wait_until(done.done)
