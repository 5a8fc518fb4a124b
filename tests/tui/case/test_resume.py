"""A session that was left: it stands as it was, and asks for nothing before one goes further."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import ServerRefused
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.notes.marked_list import MarkedRecordsScreen
from netwrix_tui.tui.session.case_session import case_session
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.case.case_driving import (
    PAGE,
    counted_requests,
    drive_session,
    is_held,
    kept_session,
    rids,
    told,
)
from tests.tui.driving import Driver
from tests.tui.output.terminal import Terminal


async def investigate(driver: Driver) -> None:
    """Two searches: of the first 300 records with two marks and a note, the second sorted."""
    await driver.until_loaded()
    while len(driver.explorer.table.store) < 3 * PAGE:
        await driver.press("end")
        await driver.until_loaded()
    await driver.press("home", *["down"] * 7, "space", "space", "n", *"odd", "enter")
    await driver.press("f4", ":", "ctrl+u", *"action:Read", "enter")
    await driver.until_loaded()
    await driver.press("down", "down", "S")
    await driver.until(lambda: bool(driver.explorer.table.view.sort_keys), "sorted")
    await driver.press(*["down"] * 5)
    await driver.until_loaded()


@pytest.mark.parametrize("wire", list(WireFormat))
def test_a_session_stands_as_it_was_left_without_a_request(demo: Demo, wire: WireFormat) -> None:
    left: dict[str, object] = {}

    async def first(driver: Driver) -> None:
        await investigate(driver)
        table = driver.explorer.table
        left.update(
            row=table.record_row,
            keys=table.view.sort_keys,
            rids=rids(driver),
            labels=[step.label for step in driver.explorer.current_search.trail.steps],
        )

    path = drive_session(kept_session(demo, wire=wire), first)
    assert path is not None
    with CaseReader(path) as case:
        assert case.trail()[0].records >= 3 * PAGE
        (source,) = case.sources()
        assert source.certificate == (demo.sha256 or "").replace(" ", "").lower()
        assert (source.scheme, abs(source.clock_difference or 99) < 5) == ("NTLM", True)
        assert [note.text for note in case.notes()] == ["odd"]

    async def second(driver: Driver) -> None:
        search, table = driver.explorer.current_search, driver.explorer.table
        await driver.until(lambda: rids(driver) == left["rids"], "the same records")
        await driver.until(lambda: driver.explorer.table.view.sort_keys == left["keys"], "sorted")
        await driver.until(lambda: table.record_row == left["row"], "the cursor")
        assert [step.label for step in search.trail.steps] == left["labels"]
        assert search.loaded is not None
        await driver.until(lambda: is_held(driver), "all that was kept")
        assert driver.explorer.has_class("-timeline-open")
        await driver.press("less_than_sign")
        await driver.until(lambda: len(driver.explorer.table.store) >= 3 * PAGE, "the first search")
        assert sorted(driver.explorer.table.marks) == [7, 8]
        await driver.until(lambda: driver.explorer.table.record_row == 9, "its cursor")
        assert asked == []

    with counted_requests() as asked:
        drive_session(replace(kept_session(demo, wire=wire), case=path), second)


def test_going_further_asks_for_exactly_what_was_missing(demo: Demo) -> None:
    whole: list[str] = []

    async def load(driver: Driver) -> None:
        await driver.until_loaded()

    async def load_more(driver: Driver) -> None:
        await driver.until_loaded()
        while len(driver.explorer.table.store) < 4 * PAGE:
            await driver.press("end")
            await driver.until_loaded()
        whole.extend(rids(driver))

    path = drive_session(kept_session(demo), load)
    drive_session(kept_session(demo), load_more)

    async def go_on(driver: Driver) -> None:
        table = driver.explorer.table
        await driver.until(lambda: is_held(driver), "all that was kept")
        kept = len(table.store)
        assert asked == []
        await driver.press("end")
        await driver.press("down")
        await driver.until(lambda: len(table.store) > kept, "more")
        await driver.until_loaded()
        came = rids(driver)
        assert came == whole[: len(came)]
        assert asked[0][1] is not None

    with counted_requests() as asked:
        drive_session(replace(kept_session(demo), case=path), go_on)


def test_a_mark_that_is_refused_falls_back_to_time(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def load(driver: Driver) -> None:
        await driver.until_loaded()

    path = drive_session(kept_session(demo), load)
    search = AuditorClient.search

    async def refusing(
        self: AuditorClient,
        parameters: SearchParameters,
        mark: str | None = None,
        count: int | None = None,
        wire: WireFormat | None = None,
    ) -> Page:
        if mark is not None and len(asked) == 1:
            raise ServerRefused("The mark is of another day.", status=400)
        return await search(self, parameters, mark, count, wire)

    async def go_on(driver: Driver) -> None:
        table = driver.explorer.table
        await driver.until(lambda: is_held(driver), "what was kept")
        before = rids(driver)
        await driver.press("end", "down")
        await driver.until(lambda: len(table.store) > len(before), "more, by time")
        await driver.until(lambda: told(driver, "goes on by time"), "the sentence")
        after = rids(driver)
        assert after[: len(before)] == before
        assert len(set(after)) == len(after)

    monkeypatch.setattr(AuditorClient, "search", refusing)
    with counted_requests() as asked:
        drive_session(replace(kept_session(demo), case=path), go_on)


def test_the_next_start_offers_to_go_on(demo: Demo) -> None:
    path = drive_session(kept_session(demo), investigate)

    async def take(driver: Driver) -> None:
        explorer = driver.explorer
        await driver.until(lambda: explorer.case_navigation.can_resume, "an offer")
        await driver.until(lambda: "R goes on with it" in driver.screen_text(), "its line")
        await driver.press("R")
        await driver.until(lambda: len(explorer.current_search.trail.steps) == 2, "the trail")
        assert driver.app.keeper is not None
        assert driver.app.keeper.path == path

    drive_session(kept_session(demo), take)


def test_a_case_is_named_and_opened_without_its_server(
    demo: Demo, tmp_path: Path, terminal: Terminal
) -> None:
    named = tmp_path / "payroll.nwcase"

    async def name(driver: Driver) -> None:
        await investigate(driver)
        await driver.press("ctrl+s", "ctrl+u", *str(named), "enter")
        await driver.until(lambda: told(driver, "is kept there from now on"), "saved")

    assert drive_session(kept_session(demo), name) == named

    async def look(driver: Driver) -> None:
        explorer = driver.explorer
        await driver.until(lambda: "as captured" in driver.status, "the kept search")
        assert "case payroll" in driver.screen_text().splitlines()[0]
        assert "offline" in driver.screen_text().splitlines()[0]
        kept = explorer.current_search.trail.current
        assert kept is not None
        assert isinstance(kept.kept, KeptSearch)
        facts, shown = await head(driver), f"{kept.kept.facts.started:%Y-%m-%d %H:%M:%S} UTC"
        assert facts["Source"].startswith("from the case “payroll”, captured 20")
        assert (facts["Server"], facts["Searched"]) == (kept.kept.source.server, shown)
        assert facts["Records"].endswith(" captured, the server had more")
        await driver.press(":", "ctrl+u", *"action:Removed", "enter")
        await driver.until(lambda: "in the case:" in driver.status, "an answer")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END, "all")
        assert " that were found in the case of " in (await head(driver))["Records"]
        assert all(
            explorer.table.store.row(row).action == "Removed"
            for row in range(len(explorer.table.store))
        )
        await driver.press(":", "ctrl+u", *"who@=CORP\\admins", "enter")
        await driver.until(
            lambda: "a group are not in a case" in " ".join(driver.screen_text().split()),
            "why not",
        )

    async def head(driver: Driver) -> dict[str, str]:
        """The facts on top of a ticket, in UTC."""
        before = len(terminal.written)
        driver.explorer.show_zone(UTC_ZONE)
        await driver.press("c")
        await driver.until(lambda: len(terminal.written) > before, "a ticket")
        lines = terminal.clipboard.partition("\n\n")[0].splitlines()
        return {label: said.strip() for label, _, said in (line.partition("  ") for line in lines)}

    before = named.read_bytes()
    with counted_requests() as asked:
        drive_session(case_session(named, read_only=True), look)
        assert named.read_bytes() == before
        drive_session(case_session(named), look)
    assert asked == []
    with CaseReader(named) as case:
        acts = [entry.act for entry in case.custody()]
        assert [act for act in acts if act != "changed"] == ["created", "named", "opened"]
        assert len(case.trail()) == 4


def test_the_story_is_told_in_an_order_of_the_users(demo: Demo) -> None:
    left: list[str] = []

    async def tell(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("home", "space", "space", "space", "M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        screen = driver.app.screen
        assert isinstance(screen, MarkedRecordsScreen)
        first = rids(driver)[:3]
        await driver.press("down", "K")  # the second one up
        await driver.press("a", *"it began", "enter")
        await driver.until(lambda: "it began" in driver.screen_text(), "the words")
        await driver.press("end", "d", "u", "d")
        await driver.press("escape")
        left.extend([first[1], "it began", first[0]])

    path = drive_session(kept_session(demo), tell)
    assert path is not None
    with CaseReader(path) as case:
        assert [finding.rid or finding.text for finding in case.findings()] == left

    async def look(driver: Driver) -> None:
        explorer = driver.explorer
        await driver.until(lambda: len(explorer.table.marks) == 3, "the marks")
        await driver.press("M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        await driver.until(lambda: "it began" in driver.screen_text(), "the words")

    drive_session(replace(kept_session(demo), case=path), look)


def test_the_story_in_a_case_tells_of_all_that_is_marked(demo: Demo, tmp_path: Path) -> None:
    named = tmp_path / "leak.nwcase"
    marked: list[str] = []

    async def mark(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("home", "space", "space")
        await driver.press("ctrl+s", "ctrl+u", *str(named), "enter")
        await driver.until(lambda: told(driver, "is kept there from now on"), "saved")
        marked.extend(rids(driver)[:3])
        with CaseReader(named) as case:
            assert [finding.rid for finding in case.findings()] == marked[:2]
        await driver.press("space")

    drive_session(kept_session(demo), mark)
    with CaseReader(named) as case:  # left without a look at the list
        assert [finding.rid for finding in case.findings()] == marked


def test_a_search_that_was_cut_off_comes_back_with_its_records(demo: Demo) -> None:
    cut: list[str] = []

    async def come_back(driver: Driver) -> None:
        """From the end of the trail to the one that is cut off: as it was, of what is kept."""
        await driver.until(lambda: "⋮ 1 more" in driver.screen_text(), "what was cut off")
        with counted_requests() as asked:
            await driver.press(">")
            await driver.until(lambda: isinstance(driver.app.screen, ChooseOne), "the list")
            await driver.press("enter")
            await driver.until(lambda: len(rids(driver)) == len(cut), "its records")
            await driver.until(lambda: is_held(driver), "all that was kept")
        assert rids(driver) == cut
        assert len(driver.explorer.table.marks) == 1
        assert not asked

    async def cut_off(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press(":", "ctrl+u", *"action:Read", "enter")
        await driver.until_loaded()
        await driver.press("down", "space")
        cut.extend(rids(driver))
        await driver.press("<", ":", "ctrl+u", *"action:Removed", "enter")
        await driver.until_loaded()
        await come_back(driver)
        assert "⋮" not in driver.screen_text()
        await driver.press("<", ":", "ctrl+u", *"action:Modified", "enter")
        await driver.until_loaded()

    path = drive_session(kept_session(demo), cut_off)

    async def another_day(driver: Driver) -> None:
        await driver.until(lambda: is_held(driver), "the trail")
        await come_back(driver)

    drive_session(replace(kept_session(demo), case=path), another_day)
