"""The table of counts on the screen, against a demo server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from textual.widgets import Static

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.choose_ticket_format import ChooseSheetFormat
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.summary.choose_keys import ChooseKeys
from netwrix_tui.tui.summary.summary_screen import SummaryScreen
from netwrix_tui.tui.summary.summary_work import Result, Shape
from netwrix_tui.tui.terminal import beside_frames
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


class Counting:
    """A driver on the table of counts."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    @property
    def screen(self) -> SummaryScreen:
        assert isinstance(self.driver.app.screen, SummaryScreen)
        return self.driver.app.screen

    @property
    def result(self) -> Result:
        assert self.screen.result is not None
        return self.screen.result

    @property
    def is_there(self) -> bool:
        screen = self.driver.app.screen
        return isinstance(screen, SummaryScreen) and screen.result is not None

    @property
    def is_up_to_date(self) -> bool:
        return self.is_there and self.result.counted == len(self.driver.explorer.table.store)

    async def open(self) -> None:
        await self.driver.until_loaded()
        await self.driver.press("t")
        await self.driver.until(lambda: self.is_up_to_date, "counts")

    async def press(self, *keys: str) -> None:
        await self.driver.press(*keys)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        await self.driver.until(holds, what)

    def groups(self) -> dict[tuple[str, ...], int]:
        """The counts by the values of the groups, as the sheet has them."""
        keys = len(self.result.wish.keys)
        return {
            tuple(map(str, row[:keys])): int(row[keys] or 0) for row in self.result.shown.sheet.rows
        }

    def loaded(self, *fields: str) -> Counter[tuple[str, ...]]:
        """The same, counted anew from the rows of the store."""
        store = self.driver.explorer.table.store
        rows = [store.row(at) for at in range(len(store))]
        return Counter(tuple(getattr(row, field) for field in fields) for row in rows)


def count(
    demo: Demo,
    story: Callable[[Counting], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
) -> None:
    """Open the table of counts on the demo, and do something there."""

    async def run(driver: Driver) -> None:
        counting = Counting(driver)
        await counting.open()
        await story(counting)

    drive(connection_to(demo, role="Global reviewer"), run, size)


def test_what_is_loaded_is_counted_and_said(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        assert on.groups() == dict(on.loaded("who", "action"))
        text = on.driver.screen_text()
        assert "COUNTS  by Who, Action" in text
        assert "of the 1,000 records loaded · more available · L loads all" in text
        assert f"Total 1,000 records in {len(on.groups()):,} groups" in text
        counts = list(on.groups().values())
        assert counts == sorted(counts, reverse=True)
        await on.press("escape")
        await on.until(lambda: isinstance(on.driver.app.screen, Explorer), "the records")

    count(demo, story)


@pytest.mark.parametrize(
    ("size", "titles"),
    [
        ((80, 24), ("Who", "Action", "Count", "Last")),
        ((120, 40), ("Who", "Action", "Count", "Over time", "First", "Last")),
        ((200, 60), ("Who", "Action", "Count", "Over time", "First", "Last", "Objects",
                     "Workstations")),
    ],
)  # fmt: skip
def test_what_matters_most_is_there_at_any_size(
    demo: Demo, size: tuple[int, int], titles: tuple[str, ...]
) -> None:
    async def story(on: Counting) -> None:
        lines = on.driver.screen_text().splitlines()
        header = next(line for line in lines if "Count" in line and "Who" in line)
        places = [header.find(title) for title in titles]
        assert -1 not in places, header
        assert places == sorted(places)
        on.screen.table.to_column(len(on.result.shown.sheet.columns) - 1)
        assert on.screen.table.column < len(on.result.shown.sheet.columns)
        await on.press("right", "right", "left")

    count(demo, story, size)


def test_other_keys_a_minimum_and_an_order(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        await on.press("g")
        await on.until(lambda: isinstance(on.driver.app.screen, ChooseKeys), "the keys")
        await on.press("down", "down", "space", "up", "up", "space", "enter")
        await on.until(
            lambda: on.is_there and [k.name for k in on.result.wish.keys] == ["ObjectType", "Who"],
            "other counts",
        )
        assert on.groups() == dict(on.loaded("object_type", "who"))
        await on.press("m")
        await on.until(lambda: isinstance(on.driver.app.screen, AskLine), "the question")
        await on.press("backspace", "9", "enter")
        await on.until(lambda: on.is_there and on.result.wish.minimum == 9, "a minimum")
        assert set(on.groups()) == {v for v, n in on.loaded("object_type", "who").items() if n >= 9}
        assert "of at least 9" in on.result.totals
        await on.press("S")  # by the object type, then the other way round
        await on.until(lambda: on.result.wish.sort.by == 0, "sorted")
        values = [values[0].casefold() for values in on.groups()]
        assert values == sorted(values)
        await on.press("S")
        await on.until(lambda: on.result.wish.sort.downwards, "turned round")
        assert [v[0].casefold() for v in on.groups()] == sorted(values, reverse=True)

    count(demo, story)


def test_a_group_is_opened_as_a_search_and_esc_comes_back(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        driver, explorer = on.driver, on.driver.explorer
        await on.press("down", "down")
        row = on.result.shown.sheet.rows[2]
        before = on.result
        await on.press("enter")
        await on.until(lambda: isinstance(driver.app.screen, Explorer), "the records")
        await driver.until_loaded()
        store = explorer.table.store
        assert {(store.row(at).who, store.row(at).action) for at in range(len(store))} == {row[:2]}
        assert len(store) >= int(row[2] or 0)
        assert len(explorer.current_search.trail.steps) == 2
        await on.press("enter")  # a record, and out of it
        await on.press("escape")
        await on.press("escape")
        await on.until(lambda: on.is_there, "the counts again")
        assert on.result.shown.sheet.rows == before.shown.sheet.rows
        assert on.screen.table.cursor_row == 2
        await on.press("escape")
        await on.until(lambda: isinstance(driver.app.screen, Explorer), "the records")
        assert explorer.current_search.trail.position == 0
        await on.press("escape")  # from here on it means what it always does
        assert isinstance(driver.app.screen, Explorer)

    count(demo, story)


def test_a_cross_table_and_two_lists_beside_each_other(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        await on.press("x")
        await on.until(lambda: on.result.wish.shape is Shape.CROSS, "a cross table")
        sheet, loaded = on.result.shown.sheet, on.loaded("who", "action")
        for row in sheet.rows[:-1]:
            for column, cell in zip(sheet.columns[1:-1], row[1:-1], strict=True):
                action = column.name.removeprefix("cell ")
                assert (cell or 0) == loaded[str(row[0]), action]
        assert sheet.rows[-1][-1] == 1_000
        await on.press("f")
        await on.until(lambda: on.result.wish.shape is Shape.BESIDE, "two lists")
        assert on.screen.inner.display
        await on.press("down")
        who = str(on.result.shown.sheet.rows[1][0])
        beside = {str(row[0]): row[1] for row in on.screen.inner.shown.sheet.rows}
        assert beside == {v[1]: n for v, n in loaded.items() if v[0] == who}
        await on.press("tab", "enter")
        await on.until(lambda: isinstance(on.driver.app.screen, Explorer), "the records")
        await on.driver.until_loaded()
        store = on.driver.explorer.table.store
        found = {(store.row(at).who, store.row(at).action) for at in range(len(store))}
        assert len(found) == 1
        assert next(iter(found))[0] == who

    count(demo, story)


def test_there_has_to_be_room_for_two_lists(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        await on.press("f")
        said = on.driver.toasts
        assert any("need 90 columns" in words for words in said)
        assert on.result.wish.shape is Shape.LIST

    count(demo, story, (80, 24))


def test_the_counts_follow_what_is_loaded_and_filtered(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        on = Counting(driver)
        await driver.until_loaded()
        await driver.press("slash", *"logon", "enter")
        view = driver.explorer.table
        await driver.until(lambda: bool(view.view.quick_filter), "the filter")
        await driver.press("t")
        await on.until(lambda: on.is_there and on.result.rows == len(view.view), "what is shown")
        assert f"of the {len(view.view):,} shown, of 1,000 loaded" in driver.screen_text()
        assert sum(on.groups().values()) == len(view.view) < 1_000
        await on.press("L")
        await on.until(
            lambda: driver.explorer.current_search.phase is PagerPhase.END
            and on.is_up_to_date and on.result.rows == len(view.view),
            "all of it",
        )  # fmt: skip
        assert sum(on.groups().values()) == len(view.view)
        assert "more available" not in driver.screen_text()

    drive(connection_to(demo, role="Global reviewer"), story)


def test_the_logons_of_each_account(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        await on.press("L")
        await on.until(
            lambda: on.driver.explorer.current_search.phase is PagerPhase.END
            and on.is_up_to_date, "all",
        )  # fmt: skip
        await on.press("o")
        await on.until(lambda: on.result.wish.shape is Shape.LOGONS, "logons")
        first = on.result.shown.sheet.rows[0]
        assert first[4] == 14  # the guessed password
        await on.press("right", "enter")  # its failures
        await on.until(lambda: isinstance(on.driver.app.screen, Explorer), "the records")
        await on.driver.until_loaded()
        store = on.driver.explorer.table.store
        assert {(store.row(at).who, store.row(at).action) for at in range(len(store))} == {
            (first[0], "Failed Logon")
        }

    count(demo, story)


@pytest.mark.parametrize(
    ("word", "common", "number"), [("spray", "203.0.113.77", 160), ("guess", "", 14)]
)
def test_eight_keys_from_the_start(demo: Demo, word: str, common: str, number: int) -> None:
    keys = ("f6", *word, "enter", "enter")
    assert len(keys) == 8

    async def story(driver: Driver) -> None:
        on = Counting(driver)
        await driver.until_loaded()
        await driver.press(*keys)
        await driver.until(
            lambda: on.is_there
            and driver.explorer.current_search.phase is PagerPhase.END and on.is_up_to_date,
            "the sequence",
        )  # fmt: skip
        (row,) = on.result.shown.sheet.rows
        assert row[1] == number
        assert common in ("", row[0])
        assert f"{number}" in driver.screen_text()
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Explorer), "its records")
        await driver.until_loaded()
        assert len(driver.explorer.table.store) >= number + 1

    drive(connection_to(demo, role="Global reviewer"), story)


def test_a_sentence_is_whole_or_ends_with_an_ellipsis(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        on = Counting(driver)
        await driver.until_loaded()
        await driver.press("f6", *"spray", "enter", "enter")
        await on.until(
            lambda: on.is_there and bool(on.result.totals) and bool(on.screen.table.region.height),
            "the sequences",
        )
        totals = on.result.totals
        assert len(totals) > 80

        def shown() -> str:
            return " ".join(driver.screen_text().split())

        await on.until(lambda: totals in shown(), "the pattern as a whole")
        on.screen.say_head("by " + "Who, " * 40)
        on.screen.say("counted " * 40)
        on.screen.query_one("#summary-search", Static).update("Everything " * 40)
        for where in ("head", "search", "status"):
            static = on.screen.query_one(f"#summary-{where}", Static)
            line = static.region.y
            await on.until(
                lambda line=line: driver.screen_text().splitlines()[line].rstrip().endswith("…"),  # type: ignore[misc]
                f"the {where} ends with an ellipsis",
            )

    drive(connection_to(demo, role="Global reviewer"), story, (80, 24))


def test_copies(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def write(_app: object, text: str) -> None:
        sent.append(text)

    monkeypatch.setattr(beside_frames, "write", write)

    async def story(on: Counting) -> None:
        copied: list[tuple[str, str, str]] = []
        monkeypatch.setattr(
            on.driver.explorer.summary, "copy_text", lambda *told: copied.append(told)
        )
        await on.press("c")
        (text, what, ending) = copied[-1]
        assert (what, ending) == (f"{len(on.groups())} lines of counts", ".txt")
        assert text.splitlines()[0].startswith("Search")
        assert "Counts by Who, Action" in text
        for key, sign, ending in (("m", "| Who | Action |", ".md"), ("v", "Who,Action,", ".csv")):
            await on.press("C")
            await on.until(lambda: isinstance(on.driver.app.screen, ChooseSheetFormat), "the forms")
            await on.press(key)
            await on.until(lambda: on.is_there, "the counts")
            assert sign in copied[-1][0]
            assert copied[-1][2] == ending
        await on.press("y")
        assert copied[-1][:2] == (str(on.result.shown.sheet.rows[0][0]), "Who")

    count(demo, story)


def test_the_help_explains_it(demo: Demo) -> None:
    async def story(on: Counting) -> None:
        await on.press("question_mark")
        await on.until(lambda: isinstance(on.driver.app.screen, HelpScreen), "the help")
        assert "Table of counts" in on.driver.screen_text()
        await on.press("escape")
        await on.until(lambda: on.is_there, "the counts")

    count(demo, story)


def test_hostile_values_act_on_nothing(hostile_demo: Demo) -> None:
    async def story(on: Counting) -> None:
        for keys in (("x",), ("x", "f"), ("f", "o"), ("o",)):
            await on.press(*keys)
            text = on.driver.screen_text()
            assert not any(char in text for char in "\x1b\x9b\u202e\u200b\x07")
        await on.press("down", "enter")
        await on.until(lambda: isinstance(on.driver.app.screen, Explorer), "the records")

    count(hostile_demo, story)
