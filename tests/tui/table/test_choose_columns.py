"""Columns chosen by keys: what the table shows then, and what is found again the next time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.tui.table.saved_columns import SavedColumns, chosen, kept
from netwrix_tui.tui.table.table_columns import (
    ALL_COLUMNS,
    AS_IT_COMES,
    CHANGES,
    COLUMNS,
    GAP,
    RID,
    UNDONE,
    WHEN,
    WHO,
    WORKSTATION,
    Column,
    ColumnChoice,
    layout,
    narrowest,
)
from tests.demo_process import Demo
from tests.posix import is_private
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.keeping import drive_keeping

CHOICES = st.builds(
    lambda order, hidden, widths: ColumnChoice(
        tuple(order), frozenset(hidden), {c: max(narrowest(c), w) for c, w in widths.items()}
    ),
    st.permutations(ALL_COLUMNS) | st.just(ALL_COLUMNS),
    st.sets(st.sampled_from(ALL_COLUMNS), max_size=len(ALL_COLUMNS) - 1),
    st.dictionaries(st.sampled_from(ALL_COLUMNS), st.integers(6, 200)),
)


def titles(driver: Driver) -> list[str]:
    return [place.column.title for place in driver.explorer.table.columns]


def choosing(driver: Driver) -> Callable[[], bool]:
    return lambda: type(driver.app.screen).__name__ == "ChooseColumns"


# Pure


def test_columns_of_a_newer_version_stay_where_they_are() -> None:
    before = SavedColumns(
        order=["when", "risk", "who"],
        hidden=["rid", "score"],
        widths={"risk": 9, "who": 20},
        unknown_fields={"frozen": 2},
    )
    after = kept(chosen(before).toggled(WHO).sized(WHEN, 30), before)
    assert after is not None
    assert after.order[:3] == ["when", "risk", "who"]
    assert {"who", "score"} <= set(after.hidden)
    assert after.widths == {"risk": 9, "who": 20, "when": 30}
    assert after.unknown_fields == {"frozen": 2}
    again = kept(AS_IT_COMES, after)
    assert again is not None  # there is something to remember of the newer version's
    assert chosen(again) == AS_IT_COMES
    assert ("risk" in again.order, again.widths) == (True, {"risk": 9})


@settings(max_examples=300, deadline=None)
@given(CHOICES, st.integers(0, 400))
def test_any_choice_is_placed_whole_and_without_gaps(choice: ColumnChoice, width: int) -> None:
    placed = layout(width, choice)
    assert {place.column for place in placed} == set(choice.shown)
    assert len(placed) == len(choice.shown)
    assert placed[0].x == 0
    for left, right in pairwise(placed):
        assert right.x == left.end + GAP
    for place in placed:
        assert place.width == choice.widths.get(place.column, place.width)
        assert place.width >= narrowest(place.column)
    in_view = [place for place in placed if place.in_view]
    assert in_view
    assert in_view == list(placed[: len(in_view)])
    order = [choice.order.index(place.column) for place in in_view]
    assert order == sorted(order)
    if any(place.column not in choice.widths for place in in_view):
        assert in_view[-1].end >= width


@settings(max_examples=200, deadline=None)
@given(CHOICES)
def test_a_choice_that_was_kept_comes_back(choice: ColumnChoice) -> None:
    assert chosen(kept(choice)) == choice


@settings(max_examples=200, deadline=None)
@given(CHOICES, st.sampled_from(ALL_COLUMNS), st.integers(-20, 20))
def test_moving_and_hiding_lose_no_column(choice: ColumnChoice, column: Column, by: int) -> None:
    changed = choice.moved(column, by).toggled(column).sized(column, by)
    assert sorted(c.title for c in changed.order) == sorted(c.title for c in ALL_COLUMNS)
    assert changed.shown
    assert changed.moved(column, 0) == changed


def test_a_column_that_is_new_has_its_usual_place() -> None:
    known = [column.field for column in ALL_COLUMNS if column is not WHO]
    choice = chosen(SavedColumns(order=known, hidden=["when", "a field to come"]))
    assert choice.order == ALL_COLUMNS
    assert WHO in choice.shown
    assert WHEN not in choice.shown


def test_changes_are_new_to_a_choice_that_was_kept() -> None:
    """A choice in an order of one's own is left as it was; any other gets the column."""
    before = [column for column in ALL_COLUMNS if column is not CHANGES]
    usual = chosen(SavedColumns(order=[column.field for column in before], hidden=["rid"]))
    assert usual.order == ALL_COLUMNS
    assert CHANGES in usual.shown
    own = [before[1], before[0], *before[2:]]
    choice = chosen(SavedColumns(order=[column.field for column in own], hidden=["rid"]))
    assert [column for column in choice.order if column is not CHANGES] == own
    assert CHANGES not in choice.shown
    assert CHANGES in choice.toggled(CHANGES).shown


@settings(max_examples=100, deadline=None)
@given(st.integers(60, 400), st.integers(-9, 9), st.sampled_from([WHEN, WHO, RID]))
def test_changes_take_no_room_from_an_order_of_ones_own(width: int, by: int, moved: Column) -> None:
    def in_view(choice: ColumnChoice) -> set[Column]:
        return {place.column for place in layout(width, choice) if place.in_view}

    choice = AS_IT_COMES.moved(moved, by)
    assert in_view(choice.toggled(CHANGES)) <= in_view(choice) | {WORKSTATION}
    first = AS_IT_COMES.moved(CHANGES, -9)
    assert layout(width, first)[0].column is CHANGES


def test_where_all_are_hidden_the_usual_ones_are_shown() -> None:
    fields = [column.field for column in ALL_COLUMNS]
    assert chosen(SavedColumns(order=fields, hidden=fields)).shown == COLUMNS


# On the screen


def test_columns_are_hidden_moved_and_sized_on_the_living_table(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("O")
        await driver.until(choosing(driver))
        await driver.press("space")  # When
        assert titles(driver) == [c.title for c in COLUMNS if c is not WHEN]
        assert driver.explorer.table.cursor_column is WHO
        await driver.press("down", "greater_than_sign", "greater_than_sign")
        assert titles(driver)[:3] == ["Action", "Object type", "Who"]
        before = driver.explorer.table.columns[2].width
        await driver.press("right", "right", "left")
        assert driver.explorer.table.columns[2].width == before + 2
        await driver.press(*["down"] * 10, "space")
        assert titles(driver)[-2:] == [UNDONE.title, CHANGES.title]
        await driver.press("up", "space")
        assert RID.title in titles(driver)
        await driver.press("escape")
        await driver.until(lambda: not choosing(driver)())
        assert driver.explorer.table.has_focus
        await driver.until(lambda: "Who" in driver.screen_text())
        assert "When (" not in driver.screen_text()
        await driver.press("O", "r", "escape")
        assert titles(driver) == [column.title for column in COLUMNS]

    drive(connection_to(demo), story, size=(200, 50))


def test_the_last_column_cannot_be_hidden(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("O", *["space", "down"] * len(COLUMNS))
        assert titles(driver) == ["Workstation"]
        assert "not shown" in driver.screen_text()

    drive(connection_to(demo), story, size=(80, 24))


def remembering(demo: Demo, name: str, story: Callable[[Driver], Awaitable[None]]) -> None:
    async def loaded(driver: Driver) -> None:
        await driver.until_loaded()
        await story(driver)

    drive_keeping(
        demo, loaded, size=(200, 50), change=lambda session: replace(session, remembered_as=name)
    )


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    return tmp_path / "columns.json"


def test_columns_are_remembered_for_each_profile(demo: Demo, kept_in: Path) -> None:
    async def hide_when(driver: Driver) -> None:
        await driver.press("O", "space", "escape")
        await driver.until(kept_in.exists)

    async def without_when(driver: Driver) -> None:
        await driver.until(lambda: WHEN.title not in titles(driver))

    async def show_when(driver: Driver) -> None:
        await driver.until(lambda: WHEN.title not in titles(driver))
        await driver.press("O", "r", "escape")
        await driver.until(lambda: "corp" not in kept_in.read_text())

    async def with_when(driver: Driver) -> None:
        await driver.until(lambda: titles(driver) == [column.title for column in COLUMNS])

    remembering(demo, "corp", hide_when)
    assert is_private(kept_in)
    remembering(demo, "corp", without_when)
    remembering(demo, "dmz", with_when)
    assert "dmz" not in kept_in.read_text()
    remembering(demo, "corp", show_when)


@pytest.mark.parametrize("content", ["", "{ no JSON", "[]", '{"profiles": {"corp": 7}}', "\xff"])
def test_a_damaged_file_is_told_of_and_the_usual_columns_shown(
    demo: Demo, kept_in: Path, content: str
) -> None:
    kept_in.write_text(content, encoding="latin-1")

    async def story(driver: Driver) -> None:
        await driver.until(lambda: any("it is damaged" in toast for toast in driver.toasts))
        assert titles(driver) == [column.title for column in COLUMNS]
        await driver.press("O", "space", "escape")
        await driver.until(lambda: any("Not saved: " in toast for toast in driver.toasts))
        assert WHEN.title not in titles(driver)  # as long as the program runs

    remembering(demo, "corp", story)
    assert kept_in.read_bytes() == content.encode("latin-1")
    others = {file.name for file in kept_in.parent.iterdir()} - {"sessions", "names.json"}
    assert others == {kept_in.name}
