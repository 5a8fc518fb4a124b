"""What the column When shows is true of every row: heading, days of two offsets, the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot

from netwrix_tui.records.zone import named_zone
from netwrix_tui.results.columnstore.store import Store
from tests.tui.settling import press, settle
from tests.tui.table_playing import TableApp, page, row, run


def store_at(*moments: datetime) -> Store:
    store = Store()
    texts = [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in moments]
    store.append(page([row(n, when=text) for n, text in enumerate(texts)]))
    return store


def test_the_heading_has_the_offset_of_all_rows_seen_or_the_zone() -> None:
    winter, summer = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 7, 20, tzinfo=UTC)
    store = store_at(*([winter] * 60), *([summer] * 60))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.zone = named_zone("Europe/Berlin")
        await settle(pilot)
        assert "When (UTC+1)" in app.lines()[0]
        await press(pilot, "end")
        assert "When (UTC+2)" in app.lines()[0]
        app.table.move_to(60)
        await settle(pilot)
        app.table.scroll_to(y=50, animate=False)
        await settle(pilot)
        heading, *rows = app.lines()
        assert {"01:00:00", "02:00:00"} <= {word for line in rows for word in line.split()}
        assert "When (Berlin)" in heading

    run(store, steps)


@pytest.mark.parametrize(
    ("zone", "moments", "narrow", "wide"),
    [
        (
            "Europe/Berlin",
            [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)],
            ["25 Oct 02:30  +2", "25 Oct 02:30  +1"],
            ["25 Oct 02:30:00   +2", "25 Oct 02:30:00   +1"],
        ),
        (
            "Australia/Lord_Howe",
            [datetime(2026, 4, 4, 14, 45, tzinfo=UTC), datetime(2026, 4, 4, 15, 15, tzinfo=UTC)],
            [" 5 Apr 01:45 +11", " 5 Apr 01:45+10½"],
            [" 5 Apr 01:45:00  +11", " 5 Apr 01:45:00 +10½"],
        ),
    ],
)
def test_on_the_day_of_the_change_each_time_has_its_offset(
    zone: str, moments: list[datetime], narrow: list[str], wide: list[str]
) -> None:
    def steps(expected: list[str]):  # type: ignore[no-untyped-def]
        async def look(app: TableApp, pilot: Pilot[None]) -> None:
            app.table.zone = named_zone(zone)
            await settle(pilot)
            for line, text in zip(app.lines()[1:3], expected, strict=True):
                assert line[3:].startswith(text)

        return look

    run(store_at(*moments), steps(narrow))
    run(store_at(*moments), steps(wide), size=(240, 30))


def test_a_time_ahead_of_the_servers_clock_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    monkeypatch.setattr("netwrix_tui.tui.table.view_window.epoch", noon.timestamp)
    store = store_at(noon + timedelta(hours=3), noon + timedelta(minutes=1), noon)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await settle(pilot)
        assert ["›" in line[:20] for line in app.lines()[1:4]] == [True, False, False]
        assert app.table.seconds_ahead(app.table.view.store_row(0)) == 10_800
        app.table.server_ahead = lambda: 4 * 3600.0
        app.table.refresh()
        await settle(pilot)
        assert not any("›" in line[:20] for line in app.lines()[1:4])
        app.table.server_ahead = lambda: -600.0
        app.table.refresh()
        await settle(pilot)
        assert all("›" in line[:20] for line in app.lines()[1:4])

    run(store, steps)
