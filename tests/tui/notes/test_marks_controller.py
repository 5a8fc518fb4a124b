"""Marks that go: what takes them away says so, and they can be brought back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.tui.notes.marks_controller import MarksController
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost


@dataclass
class _Table:
    marks: Marks = field(default_factory=Marks)
    changes: int = 0
    store: range = range(10)

    def marks_changed(self) -> None:
        self.changes += 1


def _controller(*rows: int) -> tuple[MarksController, _Table, FakeHost]:
    host, table = FakeHost(), _Table()
    table.marks.update(rows)
    return MarksController(host, table), table, host  # type: ignore[arg-type]


def _leaving() -> tuple[Callable[[], None], list[None]]:
    left: list[None] = []
    return lambda: left.append(None), left


def test_marks_that_were_taken_away_come_back_once() -> None:
    controller, table, host = _controller(3, 5)
    assert controller.clear()
    assert not table.marks
    assert host.said[-1] == "2 marks removed. U restores them."
    assert not controller.clear()
    table.marks.update([9])
    controller.bring_back()
    assert table.marks.sorted() == [3, 5, 9]
    controller.bring_back()
    assert "No marks were removed" in host.said[-1]


def test_marks_of_another_search_stay_there() -> None:
    controller, table, host = _controller(3)
    controller.clear()
    table.marks = Marks()
    controller.bring_back()
    assert not table.marks
    assert "< goes back" in host.said[-1]


def test_leaving_with_marks_is_told_once() -> None:
    controller, table, host = _controller(3)
    leave, left = _leaving()
    controller.leave(leave)
    assert not left
    assert "1 record is marked, and neither copied nor saved" in host.said[-1]
    table.marks.update([4])
    controller.leave(leave)  # others than were told of
    assert not left
    controller.leave(leave)
    assert len(left) == 1


def test_marks_that_were_copied_are_nothing_to_be_told_of() -> None:
    controller, table, host = _controller(3)
    table.marks.are_handed_over = True
    leave, left = _leaving()
    controller.leave(leave)
    assert len(left) == 1
    assert not host.said
    table.marks.toggle(4)
    controller.leave(leave)
    assert len(left) == 1


def test_escape_says_what_it_took_away_and_q_asks_once(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        def said(words: str) -> bool:
            return any(words in toast for toast in driver.toasts)

        await driver.until_loaded()
        await driver.press("space", "space", "escape")
        await driver.until(lambda: said("2 marks removed"), "what was taken away")
        assert not driver.explorer.table.marks
        await driver.press("U")
        assert len(driver.explorer.table.marks) == 2
        await driver.press("q")
        await driver.until(lambda: said("2 records are marked"), "the question")
        assert driver.app.is_running
        await driver.press("c")
        await driver.until(lambda: driver.explorer.table.marks.are_handed_over, "the copy")
        await driver.press("q")

    drive(connection_to(demo), story)
