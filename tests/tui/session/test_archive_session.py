"""The explorer on an archive: the same screen, and counts of everything that matches."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from netwrix_tui.archive import record_pages
from netwrix_tui.archive.layout import found_servers
from netwrix_tui.errors import UsageError
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.summaries.group_keys import GROUP_KEYS
from netwrix_tui.tui.answers.history_dialog import HistoryDialog
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.archive_session import archive_session, archives_session
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.summary.summary_screen import SummaryScreen
from tests.archive.listed_server import ListedServer, keep
from tests.case.sample import records
from tests.tui.driving import Driver

COUNT = 2_500
ELDER = "CORP\\elder"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of records of four days, the oldest of which somebody else did."""
    made = tmp_path_factory.mktemp("archive")
    keep(ListedServer(of_archive(), page=500), made)
    return made


@pytest.fixture(autouse=True)
def _whole_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is whole, however busy the machine is."""
    monkeypatch.setattr(record_pages, "ENOUGH_SECONDS", 600.0)


def of_archive() -> list[ActivityRecord]:
    found = records(COUNT)
    old = [msgspec.structs.replace(record, who=ELDER) for record in found[1_500:]]
    return [*found[:1_500], *old]


def explore(place: Path | Session, story: Callable[[Driver], Awaitable[None]]) -> None:
    async def run() -> None:
        app = NetwrixTui(archive_session(place) if isinstance(place, Path) else place)
        async with app.run_test(size=(120, 60)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await story(driver)

    asyncio.run(run())


def search(driver: Driver, line: str) -> None:
    driver.explorer.navigation.begin(plan_of(line, UTC_ZONE))


def test_it_counts_everything_that_matches_whatever_is_loaded(place: Path) -> None:
    whos = Counter(record.who for record in of_archive())

    async def story(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_status(f"1,000 loaded of all {COUNT:,} that match", "newest first")
        assert "archive of nwx01 as corp\\jane" in driver.screen_text()
        await driver.press("f3")
        await driver.until(
            lambda: f"of all {COUNT:,} that match" in driver.screen_text(), "the source's counts"
        )
        text = driver.screen_text()
        assert ELDER in text  # none of them is loaded
        assert f"{whos[ELDER]:,}" in text

    explore(place, story)


def test_the_table_of_counts_is_of_everything_that_matches_and_says_so(place: Path) -> None:
    groups = Counter((record.who, record.action) for record in of_archive())
    accounts = Counter(record.who for record in of_archive())

    async def story(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_status(f"1,000 loaded of all {COUNT:,} that match")
        await driver.press("t")

        def shown(names: tuple[str, ...]) -> dict[tuple[str, ...], int]:
            result = getattr(driver.app.screen, "result", None)
            if result is None or tuple(key.name for key in result.wish.keys) != names:
                return {}
            at = len(names)
            rows = result.shown.sheet.rows
            return {tuple(map(str, row[:at])): int(row[at] or 0) for row in rows}

        await driver.until(lambda: shown(("Who", "Action")) == groups, "all of them")
        said = f"of all {COUNT:,} that match, counted by the archive"
        await driver.until(lambda: said in driver.screen_text(), "who has counted")
        # By what it cannot tell, what is loaded is counted, and that is said.
        keys = [key.name for key in GROUP_KEYS]
        await driver.press("g", *["down"] * keys.index("Weekday"), "space", "enter")
        await driver.until(lambda: sum(shown(("Weekday",)).values()) == 1_000, "the loaded")
        await driver.until(lambda: "of the 1,000 records loaded" in driver.screen_text())
        await driver.press("g", "space", "enter")
        await driver.until(lambda: shown(("Who",)) == {(k,): n for k, n in accounts.items()})
        # A group of which nothing is loaded is opened as a search.
        screen = driver.app.screen
        assert isinstance(screen, SummaryScreen)
        place_of = [row[0] for row in screen.result.shown.sheet.rows].index(ELDER)  # type: ignore[union-attr]
        await driver.press(*["down"] * place_of, "enter")
        table = driver.explorer.table
        await driver.until(lambda: set(table.store.values("who")) == {ELDER}, "its records")

    explore(place, story)


def test_the_history_of_a_record_says_that_the_archive_answered(place: Path) -> None:
    async def story(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_status(f"1,000 loaded of all {COUNT:,} that match")
        await driver.press("H")
        await driver.until(
            lambda: (
                isinstance(screen := driver.app.screen, HistoryDialog)
                and not screen.state.is_asking
            ),
            "answers",
        )
        screen = driver.app.screen
        assert isinstance(screen, HistoryDialog)
        assert screen.state.read.startswith("Asked of the archive of nwx01 on this machine for ")
        assert "An archive holds what was fetched into it" in screen.state.read
        assert "jane" not in screen.state.read

    explore(place, story)


def test_deep_rows_come_page_by_page_and_a_record_opens(place: Path) -> None:
    async def story(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_loaded()
        await driver.press("L")
        await driver.until_status(f"all {COUNT:,} loaded")
        await driver.press("end", "enter")
        await driver.until(lambda: f"R{COUNT - 1:06}" in driver.screen_text(), "the oldest record")

    explore(place, story)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Nothing is written into an archive"),
        ("who@=x", "The members of a group are not in an archive"),
    ],
)
def test_what_an_archive_cannot_do_is_said(place: Path, line: str, words: str) -> None:
    async def story(driver: Driver) -> None:
        search(driver, line or "what:plan")
        if not line:
            await driver.until_loaded()
            await driver.press("w")

        def is_said() -> bool:
            notes = " ".join(driver.toasts)
            return words in f"{notes} {' '.join(driver.screen_text().split())}"

        await driver.until(is_said, words)

    explore(place, story)


def test_an_archive_of_two_servers_asks_which_where_one_is_meant(tmp_path: Path) -> None:
    for name in ("server=a", "server=b"):
        (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match="holds 2 servers"):
        archive_session(tmp_path)
    with pytest.raises(UsageError, match="has nothing of nwx01"):
        archive_session(tmp_path, "nwx01")
    assert archive_session(tmp_path, "b").server == "b"


def test_the_archives_of_several_servers_are_one_table(place: Path, tmp_path: Path) -> None:
    for name in ("nwx01", "nwx02"):
        shutil.copytree(place / "server=nwx01", tmp_path / f"server={name}")

    async def story(driver: Driver) -> None:
        search(driver, "what:plan")
        await driver.until_loaded()
        assert "archive of nwx01, nwx02 as corp\\jane" in driver.screen_text()
        store = driver.explorer.table.store
        await driver.until(lambda: len(store) > 3, "records of both")
        assert {store.row(row).server for row in range(4)} == {"nwx01", "nwx02"}
        await driver.press("L")
        await driver.until_status(f"all {2 * COUNT:,} loaded")
        search(driver, "what:plan server:nwx02")
        await driver.until_loaded()
        await driver.until(lambda: len(driver.explorer.table.store) > 8, "records of one")
        assert {driver.explorer.table.store.row(row).server for row in range(9)} == {"nwx02"}

    session = archives_session(tmp_path, found_servers(tmp_path))
    explore(session, story)
