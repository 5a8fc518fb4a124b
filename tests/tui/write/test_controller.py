"""Writing from the explorer: only where allowed, looked at first, each record at most once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.actions.action import Pane
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.write import controller
from netwrix_tui.tui.write.choose_records import ChooseRecords
from netwrix_tui.tui.write.confirm_write import ConfirmWrite
from netwrix_tui.tui.write.controller import WriteController
from netwrix_tui.tui.write.record_form import RecordForm
from netwrix_tui.tui.write.write_preview import WritePreview
from netwrix_tui.tui.write.write_progress import WriteProgress
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost
from tests.tui.settling import settle
from tests.written import new_record, stored, times_stored


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Result files go here; typed paths are short."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def served(servers: DemoServers, *faults: str) -> Demo:
    arguments = [word for fault in faults for word in ("--fault", fault)]
    return servers.fresh(records=200, arguments=arguments)


def a_file(directory: Path, records: Iterable[Any]) -> None:
    (directory / "new").write_text(json.dumps(list(records)))


async def type_text(driver: Driver, text: str) -> None:
    """Put a text into the field that has the focus, as a paste does."""
    field = driver.app.focused
    assert field is not None
    field.insert_text_at_cursor(text)  # type: ignore[attr-defined]
    await settle(driver.pilot)


async def shown(driver: Driver, screen: type[Any]) -> Any:
    """Wait until a screen of this kind is on top; returns it."""
    await driver.until(
        lambda: isinstance(driver.app.screen, screen) and driver.app.screen.is_mounted,
        screen.__name__,
    )
    return driver.app.screen


async def preview_of_file(driver: Driver) -> WritePreview:
    """Press w and choose the file."""
    await driver.until_loaded()
    await driver.press("w")
    await shown(driver, ChooseRecords)
    await driver.until(lambda: driver.app.focused is not None)
    await type_text(driver, "new")
    await driver.press("enter")
    preview: WritePreview = await shown(driver, WritePreview)
    await driver.until(lambda: preview.query_one(ResultsTable).has_focus, "the preview's table")
    return preview


def words_on(driver: Driver) -> str:
    """What the screen says, wherever its lines break."""
    return " ".join(driver.screen_text().split())


async def ended(driver: Driver, title: str, *parts: str) -> WriteProgress:
    """Wait until the write has ended this way, and the screen says so."""
    progress: WriteProgress = await shown(driver, WriteProgress)
    for part in (title, *parts):
        await driver.until(lambda part=part: part in words_on(driver), part)
    return progress


def test_where_nothing_may_be_written_the_key_says_what_would_allow_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("w")

        def said() -> bool:
            return any("writable = true" in toast for toast in driver.toasts)

        await driver.until(said, "what would allow it")
        assert driver.stands

    drive(connection_to(demo), story)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_a_file_is_looked_at_confirmed_written_and_found(
    demo_servers: DemoServers, tmp_path: Path, size: tuple[int, int]
) -> None:
    server = served(demo_servers)
    a_file(tmp_path, [new_record(n, MonitoringPlan="Integrations") for n in range(1200)])

    async def story(driver: Driver) -> None:
        preview = await preview_of_file(driver)
        text = driver.screen_text()
        assert "TO WRITE  1,200 records" in text
        assert "nothing has been sent" in text
        assert preview.query_one(ResultsTable).store.row(7).what == "\\orders\\000007"
        assert preview.query_one(ResultsTable).store.row(7).rid == ""
        await driver.press("down", "enter")
        await driver.until(lambda: preview.query_one(RecordViewer).has_focus)
        for key, part in (("4", "<What>\\orders\\000001</What>"), ("3", '"What"')):
            await driver.press(key)
            await driver.until(lambda part=part: part in driver.screen_text(), part)
        await driver.press("escape", "w")

        await shown(driver, ConfirmWrite)
        await driver.press("enter")  # typed ahead, it says nothing
        text = driver.screen_text()
        assert f"Server       127.0.0.1:{server.url.split(':')[2].split('/')[0]}" in text
        assert f"Account      {server.accounts[0].user}" in text
        assert "1,200 records (" in text
        assert ", 2 batches)" in text
        assert not stored(server)
        await driver.press("y")
        part = "Batch 2 (records 1,001 to 1,200): accepted"
        await ended(driver, "All of it was accepted", part, "The result file: ", ".ndjson")
        assert len(stored(server)) == 1200

        await driver.press("f")
        await driver.until(lambda: driver.stands)
        await driver.until_loaded()
        rows = driver.explorer.current_search.store
        assert rows.row(0).data_source == "Netwrix API"
        assert rows.row(0).what.startswith("\\orders\\")
        assert {f.name for f in driver.explorer.current_search.parameters.filters} == {  # type: ignore[union-attr]
            "DataSource", "When", "MonitoringPlan", "Who",
        }  # fmt: skip

    drive(connection_to(server), story, size, writable=True)
    assert set(times_stored(server).values()) == {1}


def test_what_is_wrong_is_shown_and_cannot_be_written(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers)
    a_file(tmp_path, [new_record(1), new_record(2, Who="", What="a\x1b[31m[red]b")])

    async def story(driver: Driver) -> None:
        await preview_of_file(driver)
        text = driver.screen_text()
        assert "1 of them cannot be written." in text
        assert "new, line 1, record 2: Who is missing." in text
        assert "\x1b" not in text
        await driver.press("w")
        await settle(driver.pilot)
        assert isinstance(driver.app.screen, WritePreview)
        await driver.press("escape")
        await driver.until(lambda: driver.stands)

    drive(connection_to(server), story, writable=True)
    assert not stored(server)


def test_a_file_that_cannot_be_read_is_told_in_place(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("[{")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("w")
        await shown(driver, ChooseRecords)
        for name, says in (("nowhere", "There is no file nowhere"), ("broken", "not JSON")):
            await driver.until(lambda: driver.app.focused is not None)
            await driver.press("ctrl+u")
            await type_text(driver, name)
            await driver.press("enter")
            await driver.until(lambda says=says: says in driver.screen_text(), says)
        await driver.press("escape")
        await driver.until(lambda: driver.stands)

    drive(connection_to(demo), story, writable=True)


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (160, 50)])
def test_a_single_record_is_typed(demo_servers: DemoServers, size: tuple[int, int]) -> None:
    server = served(demo_servers)
    texts = {
        "Who": "CORP\\jane",
        "Action": "Added",
        "What": "\\orders\\000009",
        "Where": "erp01",
        "ObjectType": "Order",
        "DetailList/Detail[1]/After": "shipped",
    }

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("w")
        await shown(driver, ChooseRecords)
        await driver.press("ctrl+n")
        form: RecordForm = await shown(driver, RecordForm)
        await driver.until(lambda: driver.app.focused is not None)
        await driver.press("enter")
        await driver.until(lambda: "Where is" in driver.screen_text(), "a word beside the field")
        assert form.line("Who").has_focus
        for path, text in texts.items():
            form.line(path).value = text
        form.line("When").value = "5 May"
        await driver.press("enter")
        await driver.until(lambda: form.line("When").has_focus)
        assert "'5 May'" in driver.screen_text()
        form.line("When").value = "2026-11-05 14:30 +01:00"
        await driver.press("enter")  # the change still has no name
        await driver.until(lambda: form.line("DetailList/Detail[1]/PropertyName").has_focus)
        await type_text(driver, "Status")
        await driver.press("enter")
        await shown(driver, WritePreview)
        await driver.press("escape")  # back in the form, as it was
        form = await shown(driver, RecordForm)
        await driver.until(lambda: driver.app.focused is not None)
        assert form.line("Who").value == "CORP\\jane"
        await driver.press("enter")
        await shown(driver, WritePreview)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        await ended(driver, "All of it was accepted")

    drive(connection_to(server), story, size, writable=True)
    (record,) = stored(server)
    assert record["When"] == "2026-11-05T14:30:00+01:00"
    assert record["DetailList"] == [{"PropertyName": "Status", "After": "shipped"}]


@pytest.mark.parametrize(("fault", "arrived"), [("write-lost", False), ("write-cut", True)])
def test_what_is_in_doubt_is_looked_for_before_it_is_sent_again(
    demo_servers: DemoServers, tmp_path: Path, fault: str, arrived: bool
) -> None:
    server = served(demo_servers, f"{fault}:2")
    a_file(tmp_path, map(new_record, range(2500)))

    async def story(driver: Driver) -> None:
        await preview_of_file(driver)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        progress = await ended(
            driver,
            "Something is in doubt",
            "Batch 1 (records 1 to 1,000): accepted",
            "Batch 2 (records 1,001 to 2,000): in doubt",
            "Batch 3 (records 2,001 to 2,500): not sent",
        )
        await driver.press("g")
        await driver.until(lambda: driver.app.screen is not progress)
        part = "Batch 3 (records 2,001 to 2,500): accepted"
        progress = await ended(driver, "Something is in doubt", part)
        await driver.press("d")
        await driver.until(lambda: driver.app.screen is not progress)
        if arrived:
            await ended(driver, "All of it was accepted", "a search finds all")
        else:
            progress = await ended(driver, "Something is in doubt", "a search finds none")
            await driver.press("R")
            await driver.until(lambda: driver.app.screen is not progress)
            await ended(driver, "All of it was accepted")
        await driver.press("escape")
        await driver.until(lambda: driver.stands)

        # The same file again: nothing is left to send.
        await preview_of_file(driver)
        await driver.press("w")
        await ended(driver, "All of it was accepted")

    drive(connection_to(server), story, writable=True)
    assert set(times_stored(server).values()) == {1}
    assert len(stored(server)) == 2500


def test_escape_ends_it_between_two_batches(
    demo_servers: DemoServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "STEP_SECONDS", 60)  # however slow this machine is just now
    server = served(demo_servers, "write-delay:1:1")
    a_file(tmp_path, map(new_record, range(2500)))

    async def story(driver: Driver) -> None:
        await preview_of_file(driver)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        await shown(driver, WriteProgress)
        await driver.until(lambda: "sending" in driver.screen_text(), "a batch under way")
        await driver.press("escape")
        part = "1,000 records accepted, 1,500 not sent"
        await ended(driver, "Not all of it was written", part)
        await driver.press("escape")
        await driver.until(lambda: driver.stands)
        assert len(stored(server)) == 1000

        await preview_of_file(driver)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        text = driver.screen_text()
        assert "1,500 records (" in text
        assert "1,000 records accepted, 1,500 not sent" in text
        await driver.press("y")
        await ended(driver, "All of it was accepted")

    drive(connection_to(server), story, writable=True)
    assert set(times_stored(server).values()) == {1}
    assert len(stored(server)) == 2500


def test_who_may_write_need_not_read(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = served(demo_servers)
    account = server.account("Contributor")
    a_file(tmp_path, [new_record(1)])

    async def story(driver: Driver) -> None:
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.FAILED)
        await driver.press("w")
        await shown(driver, ChooseRecords)
        await driver.until(lambda: driver.app.focused is not None)
        await type_text(driver, "new")
        await driver.press("enter")
        preview = await shown(driver, WritePreview)
        await driver.until(lambda: preview.query_one(ResultsTable).has_focus)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        # The search was refused: the password is not sent again until it is typed again.
        progress = await ended(driver, "Not all of it was written", "p types the password")
        assert not stored(server)
        await driver.press("p")
        await shown(driver, AskPassword)
        await driver.until(lambda: driver.app.focused is not None)
        await type_text(driver, account.password)
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is not progress)
        await ended(driver, "All of it was accepted")

    drive(connection_to(server, role="Contributor"), story, writable=True)
    assert len(stored(server)) == 1


def test_no_key_of_table_or_record_harms_the_preview(demo: Demo, tmp_path: Path) -> None:
    before = len(stored(demo))
    a_file(tmp_path, [new_record(n, What="[red]\x85\u202e" * 9) for n in range(40)])
    keys = [
        key
        for pane in (Pane.TABLE, Pane.RECORD)
        for action in ACTIONS
        if action.pane is pane
        for key in action.keys.split(",")
    ]

    async def story(driver: Driver) -> None:
        preview = await preview_of_file(driver)
        for key in keys:
            await driver.press(key)
        await driver.until(lambda: driver.app.screen is preview or driver.app.screen.is_modal)
        while driver.app.screen is not driver.explorer:
            await driver.press("escape")
        assert "\u202e" not in driver.screen_text()

    drive(connection_to(demo), story, (80, 24), writable=True)
    assert len(stored(demo)) == before


def test_without_the_screen_a_session_that_may_not_write_is_told_so() -> None:
    host = FakeHost()
    session = SimpleNamespace(writable=False, archive=None, parts=())
    writing = WriteController(
        host, None, session=lambda: session, wire=lambda: None, zone=lambda: None,
        search=lambda plan, **_: None,
    )  # fmt: skip
    writing.begin()
    assert "writable = true" in host.said[-1]
    assert not host.works
    session.writable = True
    writing.begin()
    assert len(host.works) == 1
