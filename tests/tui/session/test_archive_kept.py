"""What one finds in an archive lasts: its marks are there when the session is gone on with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from netwrix_tui.archive import record_pages
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.config.directories import FILE_VARIABLE
from netwrix_tui.errors import UsageError
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.archive_session import archive_session
from netwrix_tui.tui.session.case_session import resumed_session
from tests.archive.listed_server import ListedServer, keep
from tests.case.sample import records
from tests.tui.driving import Driver
from tests.tui.session.test_archive_session import search

COUNT = 1_300


@pytest.fixture(autouse=True)
def _whole_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is whole, however busy the machine is."""
    monkeypatch.setattr(record_pages, "ENOUGH_SECONDS", 600.0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An archive of nwx01."""
    keep(ListedServer(records(COUNT), page=500), tmp_path / "archive")
    return tmp_path / "archive"


def explore(place: Path, story: Callable[[Driver], Awaitable[None]]) -> Path:
    """The explorer on it; returns the file in which the session was kept."""
    kept: list[Path] = []

    async def run() -> None:
        app = NetwrixTui(archive_session(place))
        async with app.run_test(size=(140, 40)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)
            assert app.keeper is not None
            assert app.keeper.path is not None
            kept.append(app.keeper.path)

    asyncio.run(run())
    return kept[0]


def marked(driver: Driver) -> list[str]:
    table = driver.explorer.table
    return [table.store.row(row).rid for row in table.marks.sorted()]


def test_marks_and_records_are_there_again(place: Path) -> None:
    async def find(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_status("1,000 loaded")
        driver.explorer.sort_filter.sort("when", further=False)
        await driver.until_status("sorted by When ▲")
        await driver.press("space", "space")
        assert marked(driver) == [f"R{COUNT - 1:06}", f"R{COUNT - 2:06}"]

    path = explore(place, find)
    with CaseReader(path) as case:
        (source,) = case.sources()
        assert (source.server, source.account) == ("nwx01 (archive)", "corp\\jane")

    async def go_on(driver: Driver) -> None:
        explorer = driver.explorer
        await driver.until(lambda: explorer.case_navigation.can_resume, "an offer")
        await driver.press("R")
        await driver.until(lambda: len(marked(driver)) == 2, "the marks")
        assert marked(driver) == [f"R{COUNT - 1:06}", f"R{COUNT - 2:06}"]
        await driver.until_status("1,000 loaded")
        # Behind what was kept, the archive goes on in the order that it had.
        await driver.press("L")
        await driver.until_status(f"all {COUNT:,} loaded")
        found = {explorer.table.store.row(row).rid for row in range(COUNT)}
        assert found == {record.rid for record in records(COUNT)}

    assert explore(place, go_on) == path


def test_a_session_is_resumed_where_a_profile_names_the_archive(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = tmp_path / "config.toml"
    monkeypatch.setenv(FILE_VARIABLE, str(profiles))

    async def find(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_status("1,000 loaded")

    path = explore(place, find)
    with CaseReader(path) as case:
        (source,) = case.sources()
    with pytest.raises(UsageError, match="no profile says where that is"):
        resumed_session(path, source)
    profiles.write_text(
        f"[profiles.corp]\nserver = 'nwx01'\nuser = 'CORP\\jane'\narchive = '{place}'\n"
    )
    profiles.chmod(0o600)
    session = resumed_session(path, source)
    assert session.archive == place / "server=nwx01"
    assert session.asks_server
    assert session.case == path
