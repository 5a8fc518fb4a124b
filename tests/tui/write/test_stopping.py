"""A write that is ended while the server does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.tui.write.confirm_write import ConfirmWrite
from netwrix_tui.tui.write.write_progress import WriteProgress
from tests.demo_process import DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.write.test_controller import a_file, ended, preview_of_file, served, shown
from tests.written import new_record


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Result files go here; typed paths are short."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("keys", [["escape"], ["escape", "escape"]])
def test_escape_ends_it_also_where_a_batch_gets_no_answer(
    demo_servers: DemoServers, tmp_path: Path, keys: list[str]
) -> None:
    server = served(demo_servers, "write-delay:1:600")
    a_file(tmp_path, map(new_record, range(1500)))

    async def story(driver: Driver) -> None:
        await preview_of_file(driver)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        await shown(driver, WriteProgress)
        await driver.until(lambda: "sending" in driver.screen_text(), "a batch under way")
        await driver.press(*keys)
        await ended(driver, "Something is in doubt", "500 not sent")
        await driver.press("escape")
        await driver.until(lambda: driver.stands)

    drive(connection_to(server), story, writable=True)
