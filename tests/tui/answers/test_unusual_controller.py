"""! fetches what it compares with, says so, and calls nothing new where there is no baseline."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from netwrix_tui.errors import ConnectionLost
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.view.unusual import Reason
from netwrix_tui.wire.page import Page
from tests.demo_process import Demo
from tests.tui.answers.test_history_controller import SlowSource, play
from tests.tui.answers.test_related_controller import search, text
from tests.tui.driving import Driver, connection_to, drive

NEW = Reason.NEW_ACCOUNT | Reason.NEW_WORKSTATION


def said(driver: Driver) -> str:
    return " ".join(note.message for note in driver.app._notifications)


async def found_unusual(driver: Driver) -> None:
    """Press !, and wait until what it says has been said."""
    await driver.press("exclamation_mark")
    await driver.until(lambda: "Most unusual first" in said(driver), "what it is compared with")
    await driver.until_status("most unusual first")
    await driver.until(lambda: driver.explorer.sort_filter.at_rest)


def test_what_is_new_was_not_in_the_days_before(demo: Demo) -> None:
    """Counted over the records that the server has, by other means."""

    async def story(driver: Driver) -> None:
        await search(driver, 'action:"Successful Logon" when:7d')
        await driver.press("L")
        await driver.until_status("all ")
        table = driver.explorer.table
        store = table.store
        loaded = [store.row(row) for row in range(len(store))]
        await found_unusual(driver)
        result = table.view.unusual
        assert result is not None
        assert "against the 14 days before" in said(driver)
        earliest = min(datetime.fromisoformat(row.when) for row in loaded)
        with demo.http() as http:
            start, end = earliest - timedelta(days=14), earliest - timedelta(seconds=900)
            body = {"FilterList": {
                "Action": "Successful Logon",
                "When": {"From": f"{start:%Y-%m-%dT%H:%M:%SZ}", "To": f"{end:%Y-%m-%dT%H:%M:%SZ}"},
            }}  # fmt: skip
            answer = http.post("search", params={"format": "json", "count": "20000"}, json=body)
        before = {(r["Who"], r.get("Workstation", "")) for r in answer.json()["ActivityRecordList"]}
        accounts = {who for who, _ in before}
        flagged = Counter[str]()
        for number, row in enumerate(loaded):
            reasons = result.of(number)
            if reasons & Reason.NEW_WORKSTATION:
                assert row.who in accounts
                assert (row.who, row.workstation) not in before
            if reasons & Reason.NEW_ACCOUNT:
                assert row.who not in accounts
            flagged.update(name.name for name in reasons if name & NEW and name.name)
        assert flagged["NEW_WORKSTATION"]
        assert not any(
            result.of(n) & NEW for n, row in enumerate(loaded) if row.who.endswith(("$", "SYSTEM"))
        )

    drive(connection_to(demo), story, (100, 30))


def test_is_last_night_unusual_in_four_keys_from_the_start(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f6", *"logons outside", "enter", "enter")
        await driver.until_loaded()
        await found_unusual(driver)
        await driver.press("enter")
        await driver.until(lambda: "! New: " in text(driver) and "days before" in text(driver))

    drive(connection_to(demo), story, (100, 30))


def test_without_anything_before_nothing_is_called_new(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        driver.explorer.navigation.begin(SearchPlan())
        await driver.press("L")
        await driver.until_status("all 20,000 loaded")
        await found_unusual(driver)
        assert "there is no baseline, as the source has no record of the 14 days" in said(driver)
        assert "Nothing is called new" in said(driver)
        result = driver.explorer.table.view.unusual
        assert result is not None
        assert not any(result.of(row) & NEW for row in range(20_000))

    drive(connection_to(demo), story, (100, 30))


class HoldingSource(SlowSource):
    """Answers the first search; the baseline is held up, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error_then = error

    async def search(
        self, parameters: SearchParameters, mark: str | None = None, *, wire: object = None
    ) -> Page:
        spans = [f.value for f in parameters.named("When")]
        if not any(getattr(span, "end", None) is not None for span in spans):
            return await super().search(parameters, mark)
        self.asked.append(parameters)
        if self.error_then is not None:
            raise self.error_then
        while not self.is_begun:
            await asyncio.sleep(0.005)
        return await super().search(SearchParameters(), "end")


def test_escape_ends_the_reading_and_it_says_that_there_is_no_baseline() -> None:
    source = HoldingSource()

    async def story(driver: Driver) -> None:
        await driver.press("exclamation_mark")
        await driver.until(lambda: bool(source.asked), "a question")
        await driver.until_status("reading the 14 days before", "esc stops")
        await driver.press("j", "k")
        await driver.press("escape")
        await driver.until(lambda: "there is no baseline, stopped by esc" in said(driver))
        assert "most unusual first" in driver.status
        assert "reading" not in driver.status
        await driver.press("exclamation_mark")
        await driver.until(lambda: "most unusual first" not in driver.status)

    play(source, story)


def test_an_error_is_said_and_nothing_is_called_new() -> None:
    source = HoldingSource(ConnectionLost("The connection ended in the middle."))

    async def story(driver: Driver) -> None:
        await found_unusual(driver)
        assert "could not be asked: The connection ended in the middle" in said(driver)
        result = driver.explorer.table.view.unusual
        assert result is not None
        assert not any(result.of(row) & NEW for row in range(len(driver.explorer.table.store)))

    play(source, story)


def test_another_search_lets_the_baseline_go() -> None:
    source = HoldingSource()

    async def story(driver: Driver) -> None:
        await driver.press("exclamation_mark")
        await driver.until(lambda: bool(source.asked))
        await driver.press("f5")
        await driver.until_loaded()
        assert "reading" not in driver.status
        source.is_begun = True
        await found_unusual(driver)
        assert len(source.asked) == 2

    play(source, story)
