"""SQL on the screen, against a demo server and over a case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import OptionList

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.record_table import is_made
from netwrix_tui.case.sql_names import EXAMPLES
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.session.case_session import case_session
from netwrix_tui.tui.sql import sql_thread
from netwrix_tui.tui.sql.rows_table import RowsTable
from netwrix_tui.tui.sql.sql_line import SqlLine
from netwrix_tui.tui.sql.sql_screen import SqlScreen
from netwrix_tui.tui.terminal import beside_frames
from tests.case.sample import sample
from tests.demo_process import Demo
from tests.posix import is_private
from tests.tui.driving import Driver, connection_to, drive

ENDLESS = "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c"


class Asking:
    """A driver on the screen of SQL."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    @property
    def screen(self) -> SqlScreen:
        assert isinstance(self.driver.app.screen, SqlScreen)
        return self.driver.app.screen

    @property
    def table(self) -> RowsTable:
        return self.screen.query_one(RowsTable)

    @property
    def line(self) -> SqlLine:
        return self.screen.query_one(SqlLine)

    async def open(self) -> None:
        await self.driver.until_loaded()
        await self.driver.press("semicolon")
        await self.driver.until(lambda: isinstance(self.driver.app.screen, SqlScreen), "SQL")

    async def run(self, statement: str) -> None:
        """Type a statement into the line and run it to its rows."""
        self.line.edit()
        self.line.put(statement)
        await self.driver.press("enter")
        await self.driver.until(lambda: not self.screen.is_busy, "rows")

    async def until_said(self, part: str) -> None:
        """Wait for a notification."""
        await self.driver.until(lambda: any(part in toast for toast in self.driver.toasts), part)

    async def until_text(self, *parts: str) -> None:
        await self.driver.until(
            lambda: all(part in self.driver.screen_text() for part in parts), f"{parts}"
        )


def ask(
    demo: Demo, story: Callable[[Asking], Awaitable[None]], size: tuple[int, int] = (120, 40)
) -> None:
    """Do something on the screen of SQL over the first page of the demo."""

    async def on_it(driver: Driver) -> None:
        asking = Asking(driver)
        await asking.open()
        await story(asking)

    drive(connection_to(demo), on_it, size)


def test_the_examples_come_again_by_the_key_that_says_so(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        await asking.until_text(EXAMPLES[0].asks)
        await asking.driver.press("enter")
        await asking.until_text("The statement is empty")
        await asking.driver.press("ctrl+u")
        await asking.until_text(EXAMPLES[0].asks)
        await asking.driver.press("down", "enter")
        assert asking.line.statement == EXAMPLES[0].statement

    ask(demo, story)


def test_an_example_is_taken_run_and_sorted(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        await asking.until_text("over the 1,000 records loaded", EXAMPLES[0].asks, "Removed, where")
        await asking.driver.press("down", "enter")
        assert asking.line.statement == EXAMPLES[0].statement
        await asking.driver.press("enter")
        await asking.driver.until(lambda: asking.table.has_focus, "rows")
        counts = [row[1] for row in asking.table.sheet.in_order()]
        assert counts == sorted(counts, key=lambda count: -int(str(count)))
        await asking.until_text("20 rows")
        for sign, order in (("▲", False), ("▼", True)):
            await asking.driver.press("S")
            await asking.until_text(f"who {sign}")
            names = [str(row[0]).casefold() for row in asking.table.sheet.in_order()]
            assert names == sorted(names, reverse=order)
        await asking.driver.press("S")
        assert [row[1] for row in asking.table.sheet.in_order()] == counts

    ask(demo, story)


def test_a_row_leads_to_its_record_and_the_rows_are_there_again(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        await asking.run("select who, RID from records order by time limit 5")
        await driver.press("down", "down")
        row = asking.table.row
        assert row is not None
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        explorer = driver.explorer
        await driver.until(lambda: explorer.viewer.has_record, "the record")
        assert explorer.table.record_row is not None
        assert explorer.table.store.rid(explorer.table.record_row) == row[1]
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, SqlScreen), "SQL")
        assert asking.table.row == row
        assert asking.table.has_focus

    ask(demo, story)


@pytest.mark.parametrize(("key", "sign"), [("i", "who="), ("x", "-who=")])
def test_a_value_is_searched_by(demo: Demo, key: str, sign: str) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        await asking.run("select count(*) as n, who from records group by who order by n desc")
        row = asking.table.row
        assert row is not None
        await driver.press(key)  # on n, which is no column of a record
        await asking.until_said("this column is none of them")
        await driver.press("right", key)
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until(lambda: len(driver.explorer.current_search.trail.steps) == 2, "a step")
        plan = driver.explorer.current_search.plan
        assert [str(entry.filter.value) for entry in plan.entries][-1] == row[1]

    ask(demo, story)


def test_rows_without_a_rid_open_nothing(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        await asking.run("select who from records limit 1")
        await asking.driver.press("enter")
        await asking.until_said("put rid into the SELECT")

    ask(demo, story)


def test_what_has_no_end_is_stopped_and_keys_are_answered_meanwhile(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        asking.line.put(ENDLESS)
        await driver.press("enter")
        await asking.until_text("Running", "esc stops it")
        await driver.press("ctrl+u")
        assert asking.line.statement == ""
        await driver.press_at_once(*"select 1")
        assert asking.line.statement == "select 1"
        assert asking.screen.is_busy
        await driver.press("escape")
        await asking.until_text("Stopped.")
        await driver.press("enter")
        await asking.until_text("1 row")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")

    ask(demo, story)


def test_leaving_while_it_runs_ends_it(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        asking.line.put(ENDLESS)
        await driver.press("enter")
        await asking.until_text("Running")
        thread = driver.explorer.sql.thread
        await driver.press("escape", "escape")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until(lambda: not thread.running, "the end of the thread")

    ask(demo, story)


def test_an_error_stands_under_its_word(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        await asking.run("select who, whoo from records")
        await asking.until_text("There is no column whoo. Did you mean who?")
        lines = asking.driver.screen_text().split("\n")
        typed = next(line for line in lines if "select who, whoo" in line)
        carets = next(line for line in lines if "^^^^" in line)
        assert carets.index("^^^^") == typed.index("whoo")
        await asking.run("delete from record")
        await asking.until_text("Only reading works here")

    ask(demo, story, (80, 24))


def test_completion_by_tab(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        await driver.press_at_once(*"select works")
        await asking.until_text("workstation")
        await driver.press("tab")
        await driver.press_at_once(*" from rec")
        await driver.press("tab", "enter")
        await driver.until(lambda: asking.table.has_focus, "rows")
        assert asking.line.statement == "select workstation from records"
        assert len(asking.table.sheet) == 1_000

    ask(demo, story)


def test_rows_are_capped_and_that_is_said(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_thread, "MOST_ROWS", 40)

    async def story(asking: Asking) -> None:
        await asking.run("select rid from records")
        await asking.until_text("The first 40 rows", "there are more")
        assert len(asking.table.sheet) == 40

    ask(demo, story)


def test_rows_are_copied_and_saved(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written: list[str] = []
    monkeypatch.setattr(beside_frames, "write", lambda _, data: written.append(data))

    async def story(asking: Asking) -> None:
        driver = asking.driver
        await asking.run("select '=1+1' as sum, 2 as n union all select 'b', 3")
        await driver.press("c")
        await asking.until_said("2 rows,")
        await driver.press("s")
        await driver.until(lambda: isinstance(driver.app.screen, AskLine), "the question")
        await driver.press("enter")
        await driver.until(lambda: (tmp_path / "rows.csv").exists(), "the file")
        assert (tmp_path / "rows.csv").read_bytes() == b"sum,n\r\n'=1+1,2\r\nb,3\r\n"
        assert is_private(tmp_path / "rows.csv")

    ask(demo, story)
    assert any("]52;" in data for data in written)


def test_the_help_has_the_examples(demo: Demo) -> None:
    async def story(asking: Asking) -> None:
        driver = asking.driver
        await driver.press("f1")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
        text = str(driver.app.screen.query_one("#keys-text").render())
        shown = " ".join(text.split())
        for example in EXAMPLES:
            assert example.statement in shown
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, SqlScreen), "SQL")

    ask(demo, story, (80, 24))


def test_marks_and_notes_are_asked_too(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "n")
        await driver.until(lambda: isinstance(driver.app.screen, AskLine), "the question")
        await driver.press_at_once(*"why?")
        await driver.press("enter")
        await driver.until(lambda: bool(driver.explorer.notes.all_notes()), "the note")
        asking = Asking(driver)
        await asking.open()
        await asking.run(
            "select n.text, m.rid is not null as marked, r.who from notes n"
            " join records r using (rid) left join marks m using (rid)"
        )
        table = driver.explorer.table
        assert asking.table.sheet.in_order() == [("why?", 0, table.store.row(1).who)]
        # Of the same records the tables are kept, with what is marked by now.
        await driver.press("escape", "space")
        await asking.open()
        await asking.run("select count(*) from marks")
        assert asking.table.sheet.in_order() == [(2,)]

    drive(connection_to(demo), story)


@pytest.mark.parametrize("read_only", [True, False], ids=["read-only", "to work in"])
def test_over_a_case_all_of_it_is_asked(tmp_path: Path, read_only: bool) -> None:
    directory = tmp_path / "cases"
    directory.mkdir()
    path = sample(directory / "a.nwcase")

    async def run() -> None:
        app = NetwrixTui(case_session(path, read_only=read_only))
        async with app.run_test(size=(120, 40)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await driver.until(lambda: driver.loaded > 0, "records")
            await driver.press("semicolon")
            await driver.until(lambda: isinstance(app.screen, SqlScreen), "SQL")
            asking = Asking(driver)
            await asking.until_text("over the whole case a")
            await asking.run("select count(*) from records")
            assert asking.table.sheet.in_order() == [(250,)]
            await asking.run("select rid, text from notes")
            assert asking.table.sheet.in_order() == [("R000003", "This is where it began.")]
            await driver.press("enter")
            await driver.until(lambda: isinstance(app.screen, Explorer), "the explorer")
            table = driver.explorer.table
            await driver.until(
                lambda: (
                    table.record_row is not None and table.store.rid(table.record_row) == "R000003"
                ),
                "the record",
            )

    before = path.read_bytes()
    asyncio.run(run())
    assert [each.name for each in directory.iterdir()] == [path.name]
    if read_only:
        assert path.read_bytes() == before
    with CaseReader(path) as case:
        assert is_made(case) is not read_only


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_esc_in_the_record_of_a_row_comes_back_to_the_rows(
    demo: Demo, size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        asking = Asking(driver)
        await asking.open()
        await asking.run("SELECT rid, who FROM records ORDER BY who LIMIT 9")
        for _ in range(2):
            await driver.press("down", "enter")
            await driver.until(lambda: driver.explorer.viewer.has_focus, "the record")
            row = driver.explorer.table.record_row
            await driver.press("escape")
            await driver.until(lambda: isinstance(driver.app.screen, SqlScreen), "the rows")
            assert asking.table.row is not None
            assert row is not None
            assert asking.table.row[0] == driver.explorer.table.store.rid(row)
        await driver.press("escape", "escape")
        await driver.until(lambda: driver.explorer.table.has_focus, "the table")
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus, "a record")
        await driver.press("escape")
        assert not isinstance(driver.app.screen, SqlScreen)

    drive(connection_to(demo), story, size)


def test_what_may_follow_an_old_statement_lies_not_over_its_rows(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        asking = Asking(driver)
        await asking.open()
        await asking.run("SELECT who FROM records ")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await asking.open()
        await driver.press("semicolon")
        options = asking.line.query_one(OptionList)
        assert not options.display
        await driver.press("space", *"wh")
        assert options.display

    drive(connection_to(demo), story, (80, 24))
