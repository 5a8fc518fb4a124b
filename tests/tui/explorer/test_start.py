"""The start of the explorer: what stands on the screen stays where it is."""

from __future__ import annotations

import pytest

from netwrix_tui.tui.explorer.explorer_screen import Explorer
from tests.demo_process import Demo
from tests.tui.case.case_driving import drive_session, kept_session
from tests.tui.driving import Driver
from tests.tui.textual_internals import note_layouts


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_no_frame_at_the_start_has_another_layout(
    demo: Demo, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where an earlier session is offered, which is known a moment later."""
    drive_session(kept_session(demo), _loaded)
    regions: list[tuple[int, int, int]] = []

    def noting(explorer: Explorer) -> None:
        region = explorer.table.region
        regions.append((region.x, region.y, region.width))

    async def start(driver: Driver) -> None:
        await _loaded(driver)
        await driver.until(lambda: "R goes on with it" in driver.screen_text(), "the offer")
        assert len({each for each in regions if each[2]}) == 1

    note_layouts(monkeypatch, Explorer, noting)
    drive_session(kept_session(demo), start, size=size)


async def _loaded(driver: Driver) -> None:
    await driver.until_loaded()
