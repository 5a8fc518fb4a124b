"""Tickets from the table, from the list of marks and notes, from the facets, and into a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.dialogs.choose_ticket_format import ChooseTicketFormat
from netwrix_tui.tui.notes.marked_list import MarkedRecordsScreen
from netwrix_tui.tui.output.choose_file import ChooseFile
from netwrix_tui.tui.output.choose_format import ChooseFormat
from netwrix_tui.tui.record.plain_text import PlainScreen
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.output.terminal import Terminal, said


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


async def copied(driver: Driver, terminal: Terminal, *keys: str) -> str:
    """What the keys send to the clipboard."""
    before = len(terminal.written)
    await driver.press(*keys)
    await driver.until(lambda: len(terminal.written) > before, "something was copied")
    return terminal.clipboard


async def noted(driver: Driver, text: str) -> None:
    table = driver.explorer.table
    record = table.record_row
    assert record is not None
    await driver.press("n")
    await driver.press_at_once(*text, "enter")
    rid = table.store.rid(record)
    await driver.until(lambda: table.note_of is not None and table.note_of(rid) == text, "note")


def test_marked_records_are_told_under_what_was_searched(demo: Demo, terminal: Terminal) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.builder.plan = SearchPlan.of(
            Filter("DataSource", Operator.EQUALS, "File Servers")
        )
        await driver.press("f5")
        await driver.until_loaded()
        await driver.press("u", "space", "space", "up")
        await noted(driver, "asked | twice")
        store, session = driver.explorer.table.store, driver.explorer.current_search.session
        text = await copied(driver, terminal, "c")
        top, summary, lines = text.rstrip("\n").split("\n\n")
        facts = dict(line.split("  ", 1) for line in top.splitlines())
        assert facts["Search"].strip() == "Everything on File Servers, at any time"
        assert facts["Query"].strip() == 'source="File Servers"'
        assert facts["Server"].strip() == session.server
        assert facts["Account"].strip() == session.account
        assert facts["Records"].strip().startswith(f"2 marked, of {len(store):,} loaded, more")
        assert facts["Times"].strip() == "UTC"
        assert facts["Searched"].endswith(" UTC")
        assert summary.startswith("2 records by “")
        assert [store.row(row).what in line for row, line in enumerate(lines.splitlines())] == [
            True, True,
        ]  # fmt: skip
        assert lines.endswith(" · note: asked | twice")

        table = await copied(driver, terminal, "C", "m")
        assert table.count("\n| ") == 4
        assert "`asked `&#124;` twice`" in table
        assert "\n  RID  " not in table
        whole = await copied(driver, terminal, "C", "d", "a")
        assert whole.count("\n  RID  ") == 2
        assert "\nWhen                 Who" in whole

    drive(connection_to(demo, page_size=300), story)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_question_for_the_form_says_whether_details_come_along(
    demo: Demo, terminal: Terminal, size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("C")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFormat))
        await driver.until(lambda: "Ticket text with the details" in driver.screen_text())
        await driver.press("d")
        await driver.until(lambda: "Ticket text without the details" in driver.screen_text())
        text = await copied(driver, terminal, "t")
        assert "\n  RID  " not in text
        assert "Records   the one under the cursor, of " in text

    drive(connection_to(demo), story, size=size)


def test_the_list_of_marks_copies_them_and_else_what_is_noted(
    demo: Demo, terminal: Terminal
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        await noted(driver, "asked")
        await driver.press("M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        text = await copied(driver, terminal, "c")
        assert "Records   1 with a note, of " in text
        assert store.rid(0) in text

        # Also from an open record, which c alone would copy.
        await driver.press("down", "space", "space", "home", "enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus_within, "the record")
        await driver.press("M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        text = await copied(driver, terminal, "C", "a")
        assert "Records   2 marked, of " in text
        assert store.row(1).what in text
        assert store.row(2).what in text

    drive(connection_to(demo), story)


def test_counts_go_out_with_the_search_and_the_filter_that_they_are_of(
    demo: Demo, terminal: Terminal
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        pane = driver.explorer.query_one(Facets)
        await driver.press("slash", *"jane", "enter")
        await driver.until_status(" match")
        await driver.press("f3", "2")
        await driver.until(
            lambda: pane.lines.column is pane.column and pane.lines.is_filtered, "counts"
        )
        shown = len(driver.explorer.table.view)
        text = await copied(driver, terminal, "c")
        assert text.startswith("Search    ")
        assert "\nFilter    jane\n" in text
        assert f"\n\nAction, of the {shown:,} shown, of " in text
        await driver.press("C")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseTicketFormat))
        table = await copied(driver, terminal, "m")
        first = pane.lines.top.values[0]
        assert f"\n| `{first.value}` | {first.count:,} | " in table
        await said(driver, f"{len(pane.lines):,} values of Action, ")

    drive(connection_to(demo), story)


def test_a_saved_text_begins_with_the_search_and_its_summary(
    demo: Demo, terminal: Terminal, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.press_at_once("ctrl+u", *f"{tmp_path}/found.txt", "enter")
        await said(driver, "2 records, ", "saved to")
        text = (tmp_path / "found.txt").read_text()
        assert text.startswith("Search    ")
        assert "\nRecords   2 marked, of " in text
        assert "\n\n2 records by “" in text
        assert text.count("\n  RID  ") == 2

    drive(connection_to(demo), story)


def test_plain_text_tells_the_ticket_whole(demo: Demo, terminal: Terminal) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "v")
        await driver.until(lambda: isinstance(driver.app.screen, PlainScreen))
        await driver.until(lambda: "2 marked, of " in driver.screen_text())
        assert "\n  RID " in driver.screen_text()

    drive(connection_to(demo), story)
