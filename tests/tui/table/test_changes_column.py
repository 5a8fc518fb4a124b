"""The column Changes: read from the list who was put into a group, without opening a record."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from netwrix_tui.demo import stories
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.table.table_columns import CHANGES, WHAT, WORKSTATION, ColumnChoice
from netwrix_tui.wire.wire_format import WireFormat
from tests.company_time import usual_time
from tests.demo_process import Demo
from tests.results.records import rid, wire_page
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import settle
from tests.tui.table.test_results_table import TableApp

GROUP = (
    Filter("What", Operator.EQUALS, "\\local\\corp\\Users\\Domain Admins"),
    Filter("Action", Operator.EQUALS, "Modified"),
)
LONG = Detail("body", after="x" * 40_000)


async def search_group(driver: Driver) -> None:
    await driver.until_loaded()
    before = driver.explorer.table.store
    driver.explorer.navigation.begin(SearchPlan.of(*GROUP), words="the group")
    await driver.until(lambda: driver.explorer.table.store is not before, "the search")
    await driver.until_loaded()


async def to_changes(driver: Driver) -> None:
    table = driver.explorer.table
    while table.cursor_column is not CHANGES:
        before = table.cursor_column
        await driver.press("right")
        assert table.cursor_column is not before


def members(driver: Driver) -> list[str]:
    """The names that the records tell, each of the record's own details."""
    store = driver.explorer.table.store
    messages = [store.record(row).details[0].message or "" for row in range(len(store))]
    return [message.rpartition("\\")[2].rstrip('"') for message in messages]


@pytest.mark.parametrize("wire", list(WireFormat))
def test_who_was_put_into_domain_admins_is_read_from_the_list(demo: Demo, wire: WireFormat) -> None:
    """On a wide terminal without a key; the night's story adds an account, and removes it."""

    async def story(driver: Driver) -> None:
        await search_group(driver)
        names = members(driver)
        assert len(names) >= 2
        text = driver.screen_text()
        lines = [line for line in text.splitlines() if "Domain Admins" in line and "│" in line]
        lines = [line for line in lines if "~ Modified" in line]
        assert len(lines) == len(names)
        for line, name in zip(lines, names, strict=True):
            assert "Group member, " in line
            assert name in line

    assert stories.intrusions.domain_admin_at_night in stories.STORIES
    drive(connection_to(demo, wire=wire), story, size=(220, 60))


def test_on_a_narrow_terminal_it_is_a_column_away(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search_group(driver)
        assert "Group member" not in driver.screen_text()
        await to_changes(driver)
        text = driver.screen_text()
        assert all(name in text for name in members(driver))

    drive(connection_to(demo), story, size=(80, 24))


def test_only_this_change_and_not_this_change(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search_group(driver)
        await to_changes(driver)
        table = driver.explorer.table
        found, first = len(table.store), table.store.record(0).details[0].message
        assert first
        store = table.store
        await driver.press("i")
        await driver.until(lambda: table.store is not store)
        await driver.until_loaded()
        details = [table.store.record(row).details for row in range(len(table.store))]
        assert all(any(first in (d.message or "") for d in each) for each in details)
        wanted = Filter("Detail", Operator.CONTAINS, first)
        assert wanted in driver.explorer.builder.plan.parameters().filters
        await driver.press("<")
        await driver.until(lambda: len(table.store) == found)
        store = table.store
        await driver.press("x")
        await driver.until(lambda: table.store is not store)
        await driver.until_loaded()
        assert len(table.store) < found
        assert first not in {
            table.store.record(r).details[0].message for r in range(len(table.store))
        }

    drive(connection_to(demo), story, size=(220, 60))


def test_what_cannot_be_done_with_it_is_said(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search_group(driver)
        await to_changes(driver)
        table = driver.explorer.table

        def notes() -> list[str]:
            return driver.toasts

        for key in ("S", "plus"):
            await driver.press(key)
            await driver.until(lambda: any("cannot be sorted by Changes" in n for n in notes()))
            driver.app.clear_notifications()
            assert table.view.sort_keys == ()
        await driver.press("f3")
        await driver.until(lambda: any("Changes cannot be counted" in n for n in notes()))
        await driver.press("f3")
        await driver.until(lambda: table.has_focus)
        store = Store()
        store.append(wire_page([ActivityRecord(rid=rid(1), details=(LONG,))], WireFormat.JSON))
        table.show(store)
        await to_changes(driver)
        for key in "ixo":
            await driver.press(key)
            await driver.until(lambda: any("no change of this record" in n for n in notes()))
            driver.app.clear_notifications()
        assert table.store is store

    drive(connection_to(demo), story, size=(220, 60))


# The table alone


def run(store: Store, steps: Callable[[TableApp], Awaitable[None]], size: tuple[int, int]) -> None:
    async def main() -> None:
        app = TableApp(store)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await steps(app)

    with usual_time():
        asyncio.run(main())


def store_of(count: int) -> Store:
    store = Store()
    store.append(
        wire_page(
            [
                ActivityRecord(
                    rid=rid(number),
                    when="2026-11-22T13:58:40Z",
                    what=f"object {number}",
                    details=(Detail("title", before="Analyst", after=f"Clerk {number}"),),
                )
                for number in range(count)
            ],
            WireFormat.JSON,
        )
    )
    return store


@pytest.mark.parametrize(("width", "in_view"), [(80, False), (160, False), (200, True)])
def test_nothing_is_decoded_but_for_rows_that_are_painted(
    monkeypatch: pytest.MonkeyPatch, width: int, in_view: bool
) -> None:
    store = store_of(1_000)
    asked: set[int] = set()
    changes = store.changes
    monkeypatch.setattr(store, "changes", lambda row: asked.add(row) or changes(row))

    async def steps(app: TableApp) -> None:
        height = app.table.size.height
        assert ("title: Analyst → Clerk 7" in "\n".join(app.lines())) is in_view
        assert asked == (set(range(height - 1)) if in_view else set())
        asked.clear()
        app.table.action_last()
        lines = "\n".join(app.lines())
        assert ("title: Analyst → Clerk 999" in lines) is in_view
        assert asked == (set(range(1_001 - height, 1_000)) if in_view else set())

    run(store, steps, (width, 30))


def test_a_record_too_long_to_look_into_shows_an_ellipsis() -> None:
    store = Store()
    records = [
        ActivityRecord(rid=rid(1), what="object 1", details=(LONG,)),
        ActivityRecord(rid=rid(2), what="object 2"),
        ActivityRecord(rid=rid(3), what="object 3", details=(Detail("a\x1b[31m", after="b\r\n"),)),
    ]
    store.append(wire_page(records, WireFormat.JSON))

    async def steps(app: TableApp) -> None:
        place = next(place for place in app.table.columns if place.column is CHANGES)
        cells = [line[3 + place.x : 3 + place.end].rstrip() for line in app.lines()[1:4]]
        assert cells == ["…", "", "a␛[31m: now b␍␊"]

    run(store, steps, (200, 30))


def test_any_scroll_to_the_side_shows_what_is_there() -> None:
    """Columns out of view are left out of a line; what is seen is the same as in a wide one."""
    store = store_of(3)
    lines: dict[int, list[str]] = {}

    async def wide(app: TableApp) -> None:
        app.table.show_columns(ColumnChoice(widths=dict.fromkeys((WHAT, CHANGES), 30)))
        lines[0] = app.lines()[1:4]

    run(store, wide, (260, 10))

    async def narrow(app: TableApp) -> None:
        app.table.show_columns(ColumnChoice(widths=dict.fromkeys((WHAT, CHANGES), 30)))
        placed = {place.column: place for place in app.table.columns}
        for at in range(int(app.table.max_scroll_x) + 1):
            app.table.scroll_to(x=at, animate=False, force=True)
            line = app.lines()[2][3:]
            for place in placed.values():
                if place.x >= at and place.end <= at + app.table.size.width - 4:
                    shown = line[place.x - at : place.end - at].strip()
                    assert not shown or shown in lines[0][1], (at, place.column.title)
                    if place.column is CHANGES:
                        assert shown == "title: Analyst → Clerk 1"

    run(store, narrow, (80, 10))


def test_the_whole_cell_is_what_is_copied() -> None:
    store = Store()
    details = (Detail("title", after="Clerk"), Detail("office", before="B" * 300, after="R"))
    store.append(wire_page([ActivityRecord(rid=rid(1), details=details)], WireFormat.JSON))

    async def steps(app: TableApp) -> None:
        while app.table.cursor_column is not CHANGES:
            app.table.action_right()
        assert app.table.cell_text() == f"title: now Clerk; office: {'B' * 300} → R"

    run(store, steps, (80, 10))


def test_y_copies_changes_that_the_table_does_not_look_into(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = Store()
        store.append(wire_page([ActivityRecord(rid=rid(1), details=(LONG,))], WireFormat.JSON))
        driver.explorer.table.show(store)
        await to_changes(driver)

        async def send(text: str, what: str, suffix: str) -> None:
            sent.append((text, what))

        monkeypatch.setattr(driver.explorer.copying, "send", send)
        await driver.press("y")
        await driver.until(lambda: bool(sent))

    drive(connection_to(demo), story, size=(220, 60))
    assert sent == [(f"body: now {'x' * 40_000}", "Changes")]


def test_where_it_fits_it_takes_the_place_of_the_machine_alone() -> None:
    async def steps(app: TableApp) -> None:
        in_view = [place.column for place in app.table.columns if place.in_view]
        assert CHANGES in in_view
        assert WORKSTATION not in in_view

    run(store_of(1), steps, (170, 10))
