"""The search builder, driven by keys and mouse."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot

from netwrix_tui.records.concrete import ANYWHERE_FIELDS
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.when import Timeframe, TimeRange, parse_moment
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.search.filter_editor import FilterEditor
from netwrix_tui.tui.search.search_builder import SearchBuilder
from tests.tui.settling import click, press, settle
from tests.tui.textual_internals import screen_text, toasts

WEEK = Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS)
NOT_SVC = Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\svc-backup")
REMOVED = Filter("Action", Operator.EQUALS, "Removed")
MODIFIED = Filter("Action", Operator.EQUALS, "Modified")
PLAN = SearchPlan.of(WEEK, REMOVED, NOT_SVC, MODIFIED)
SIZES = [(80, 24), (120, 40)]


class Host(App[None]):
    """A builder 32 cells wide, and every search that it was changed to."""

    CSS = "SearchBuilder { width: 32; }"

    def __init__(self, plan: SearchPlan) -> None:
        super().__init__()
        self.start = plan
        self.told: list[SearchPlan] = []

    def compose(self) -> ComposeResult:
        yield SearchBuilder(lambda _field: [])

    def on_mount(self) -> None:
        builder = self.query_one(SearchBuilder)
        builder.zone = UTC_ZONE
        builder.plan = self.start
        builder.focus()
        self.watch(builder, "plan", self._changed, init=False)

    def _changed(self, plan: SearchPlan) -> None:
        self.told.append(plan)


def run(
    *keys: str,
    plan: SearchPlan = PLAN,
    size: tuple[int, int] = (80, 24),
    then: Callable[[Pilot[None]], Awaitable[None]] | None = None,
) -> list[SearchPlan]:
    app = Host(plan)

    async def drive() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            await settle(pilot)
            if then is not None:
                await then(pilot)
                await settle(pilot)

    asyncio.run(drive())
    return app.told


def lines(pilot: Pilot[None]) -> list[str]:
    builder = pilot.app.query_one(SearchBuilder)
    return [builder.render_line(y).text for y in range(builder.size.height)]


@pytest.mark.parametrize("size", SIZES)
def test_the_filters_stand_under_each_other_in_few_words(size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert [line.rstrip() for line in lines(pilot)[:6]] == [
            " SEARCH",
            "▌ When       last seven days",
            "  Who    not CORP\\svc-backup",
            "  Action is  Removed",
            "         or  Modified",
            "  + add filter",
        ]
        assert {len(line) for line in lines(pilot)} == {32}

    assert run(size=size, then=look) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_filter_is_added(size: tuple[int, int]) -> None:
    told = run("a", *"who", "enter", *"ann", "enter", size=size)
    assert told == [PLAN.add(Filter("Who", Operator.CONTAINS, "ann"))]


def test_enter_on_the_last_row_adds_too() -> None:
    told = run(*["down"] * 5, "enter", *"rid", "enter", "7", "enter")
    assert told == [PLAN.add(Filter("RID", Operator.CONTAINS, "7"))]


def test_the_filter_under_the_cursor_is_changed() -> None:
    # The rows are grouped: the fourth is the plan's fourth, the third its second.
    told = run("down", "down", "enter", "end", *"x", "enter")
    assert told == [PLAN.change(1, Filter("Action", Operator.EQUALS, "Removedx"))]


def test_a_change_may_add_more_values() -> None:
    told = run("down", "down", "enter", "ctrl+n", *"sent", "enter")
    assert told == [PLAN.add(Filter("Action", Operator.EQUALS, "Sent"))]


def test_a_filter_is_switched_off_and_on() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert lines(pilot)[3].startswith("▌○Action")
        await press(pilot, "space")

    assert run("down", "down", "space", then=look) == [PLAN.toggle(1), PLAN]


@pytest.mark.parametrize("key", ["d", "delete"])
def test_a_filter_is_removed_and_the_cursor_stays(key: str) -> None:
    assert run("down", "down", key, key) == [PLAN.remove(1), SearchPlan.of(WEEK, NOT_SVC)]


def test_on_the_last_row_there_is_nothing_to_switch_or_remove() -> None:
    assert run(*["down"] * 5, "space", "d") == []
    assert run("space", "d", "enter", "escape", plan=SearchPlan()) == []


def test_leaving_the_editor_changes_nothing_and_keeps_the_focus() -> None:
    async def look(pilot: Pilot[None]) -> None:
        builder = pilot.app.query_one(SearchBuilder)
        assert builder.has_focus
        assert builder.cursor == 1

    assert run("down", "enter", "escape", then=look) == []
    assert run("down", "enter", "enter", then=look) == []


def test_clicks_select_switch_change_and_add() -> None:
    async def clicks(pilot: Pilot[None]) -> None:
        builder = pilot.app.query_one(SearchBuilder)
        await click(pilot, builder, offset=(5, 4))
        assert builder.cursor == 3
        await click(pilot, builder, offset=(1, 3))
        assert builder.plan == PLAN.toggle(1)
        await click(pilot, builder, offset=(5, 3))
        assert isinstance(pilot.app.screen, FilterEditor)
        await press(pilot, "escape")
        await click(pilot, builder, offset=(5, 5))
        assert isinstance(pilot.app.screen, FilterEditor)

    assert run(then=clicks) == [PLAN.toggle(1)]


def test_a_long_plan_scrolls_with_the_cursor() -> None:
    many = SearchPlan.of(*(Filter("RID", Operator.EQUALS, f"r{i}") for i in range(26)))

    async def look(pilot: Pilot[None]) -> None:
        assert any("▌" in line and "r24" in line for line in lines(pilot))
        pilot.app.query_one(SearchBuilder).cursor = 0
        await settle(pilot)
        assert lines(pilot)[0].strip() == "SEARCH"

    assert run(*["down"] * 24, plan=many, then=look) == []


def test_hostile_values_and_long_ranges_stay_in_their_row() -> None:
    span = TimeRange(
        parse_moment("2026-11-05 08:00:01Z", UTC_ZONE.tzinfo),
        parse_moment("2026-12-06 09:00:01Z", UTC_ZONE.tzinfo),
    )
    plan = SearchPlan.of(
        Filter("When", Operator.EQUALS, span),
        Filter("What", Operator.CONTAINS, "[red]\u202e\t漢字漢字漢字漢字漢字漢字漢字"),
        Filter("Workstation", Operator.NOT_EQUAL_TO, "x" * 3_000_000),
        Filter("Workstation", Operator.DOES_NOT_CONTAIN, "y"),
    )

    async def look(pilot: Pilot[None]) -> None:
        builder = pilot.app.query_one(SearchBuilder)
        for y in range(6):
            strip = builder.render_line(y)
            assert strip.cell_length == 32
            assert strip.text.isprintable()
        assert "…" in lines(pilot)[1]

    assert run(plan=plan, then=look) == []


BODY = '{"ContinuationMark": "bWFyaw==", "FilterList": {"Severity": "high", "Action": "Removed"}}'
FILLED = SearchPlan.of(Filter("Severity", Operator.CONTAINS, "high"), REMOVED)


@pytest.mark.parametrize("size", SIZES)
def test_p_fills_the_rows_from_a_pasted_body(size: tuple[int, int]) -> None:
    async def paste(pilot: Pilot[None]) -> None:
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(Paste(BODY[:-1]))
        await settle(pilot)
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert "Line 1, column" in said(pilot)
        await press(pilot, "end", "}", "f5")
        await settle(pilot)
        assert "mark was left out" in " ".join(toasts(pilot.app))
        assert any("Severity" in line for line in lines(pilot))

    assert run("p", then=paste, size=size) == [FILLED]


def test_p_takes_a_query_line_and_esc_leaves_all_as_it_is() -> None:
    async def paste(pilot: Pilot[None]) -> None:
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(Paste("action:Removed \x1b[31m"))
        await settle(pilot)
        assert "␛[31m" in said(pilot)
        assert "\x1b" not in said(pilot)
        await press(pilot, "end", *["backspace"] * 6, "ctrl+s")

    assert run("p", then=paste) == [SearchPlan.of(REMOVED)]
    assert run("p", "x", "escape") == []
    assert run("o", "x", "escape") == []


def test_o_opens_a_file(tmp_path: Path) -> None:
    (tmp_path / "search.json").write_bytes(BODY.encode("utf-16"))
    name = str(tmp_path / "search.json")

    async def open_it(pilot: Pilot[None]) -> None:
        assert pilot.app.focused is not None
        pilot.app.focused.post_message(Paste(name + ".missing"))
        await press(pilot, "enter")
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        assert "cannot be read" in said(pilot)
        await press(pilot, *["backspace"] * len(".missing"), "enter")
        await pilot.app.workers.wait_for_complete()

    assert run("o", then=open_it) == [FILLED]


def said(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app.screen)


def test_rows_that_together_cannot_be_sent_say_so_beside_them() -> None:
    taken = [Filter(name, Operator.CONTAINS, "x") for name in ANYWHERE_FIELDS]
    plan = SearchPlan.of(*taken, Filter(ANYWHERE, Operator.CONTAINS, "y"))

    async def look(pilot: Pilot[None]) -> None:
        text = " ".join(line.strip() for line in lines(pilot))
        assert "! No field is left to look anywhere in." in text
        await press(pilot, "space")
        await settle(pilot)
        assert "No field is left" not in " ".join(line.strip() for line in lines(pilot))

    assert len(run(plan=plan, then=look)) == 1
