"""The form for a record that is typed: nothing of it is lost, and monitoring plans are offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.tui.write.choose_records import ChooseRecords
from netwrix_tui.tui.write.confirm_write import ConfirmWrite
from netwrix_tui.tui.write.record_form import RecordForm
from netwrix_tui.tui.write.write_preview import WritePreview
from tests.demo_process import DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.write.test_controller import ended, served, shown
from tests.written import stored


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Result files go here."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def filled_form(driver: Driver, **texts: str) -> RecordForm:
    """Press w for a record that is typed, and fill its form in."""
    await driver.press("w")
    await shown(driver, ChooseRecords)
    await driver.press("ctrl+n")
    form: RecordForm = await shown(driver, RecordForm)
    await driver.until(lambda: driver.app.focused is not None)
    for path, text in texts.items():
        form.line(path).value = text
    return form


_TYPED = {
    "Who": "CORP\\jane", "Action": "Added", "What": "order 9", "Where": "erp01",
    "ObjectType": "Order",
}  # fmt: skip


def test_a_refused_record_stands_in_the_form_again(demo_servers: DemoServers) -> None:
    server = served(demo_servers, "write-status:1:400")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await filled_form(driver, **_TYPED)
        await driver.press("enter")
        await shown(driver, WritePreview)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        await ended(driver, "refused")
        assert "g sends what was refused once more" in driver.screen_text()
        await driver.press("escape")
        form: RecordForm = await shown(driver, RecordForm)
        await driver.until(lambda: driver.app.focused is not None)
        assert form.line("What").value == "order 9"
        await driver.press("enter")
        await shown(driver, WritePreview)
        await driver.press("w")
        await shown(driver, ConfirmWrite)
        await driver.press("y")
        await ended(driver, "All of it was accepted")
        await driver.press("escape")
        await driver.until(lambda: driver.stands, "the explorer")

    drive(connection_to(server), story, writable=True)
    (record,) = stored(server)
    assert record["What"] == "order 9"


def test_a_form_that_was_left_is_there_again_and_offers_monitoring_plans(
    demo_servers: DemoServers,
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        form = await filled_form(driver, **_TYPED)
        plans = driver.explorer.current_search.seen_values("monitoring_plan")
        plan = form.line("MonitoringPlan")
        plan.focus()
        await driver.until(lambda: plans[0] in driver.screen_text(), "a monitoring plan")
        await driver.press("down", "enter")
        await driver.until(lambda: plan.value == plans[0], "the plan")
        await driver.press("escape")
        await shown(driver, ChooseRecords)
        await driver.press("ctrl+n")
        again: RecordForm = await shown(driver, RecordForm)
        await driver.until(lambda: again.line("MonitoringPlan").value == plans[0])
        assert again.line("What").value == "order 9"
        await driver.press("enter")
        await shown(driver, WritePreview)
        await driver.press("escape", "escape", "escape")

    drive(connection_to(served(demo_servers)), story, writable=True)
