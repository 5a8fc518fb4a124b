"""Saving from the screen as documents for other tools: by the ending, with tags and notes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat
from netwrix_tui.records.plan import SearchPlan
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.output.test_save_controller import order, said


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_forms_are_what_the_command_writes(demo_servers: DemoServers, directory: Path) -> None:
    small = demo_servers.shared(records=2_000)

    async def story(driver: Driver) -> None:
        driver.explorer.navigation.begin(SearchPlan())
        await driver.until_loaded()
        for form in DocumentFormat:
            await order(driver, f"all{form.extension}", "down", "down")
            await said(driver, "2,000 records, ", f"all{form.extension}")

    drive(connection_to(small, page_size=700), story)
    for form in DocumentFormat:
        saved = (directory / f"all{form.extension}").read_bytes()
        assert saved == run(small, "enum", "--as", form).out, form


def test_marks_letters_and_notes_go_to_timesketch(demo: Demo, directory: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("exclamation_mark")
        await driver.until(lambda: driver.explorer.table.view.unusual is not None)
        await driver.press("home", "space")
        await order(driver, "marked.jsonl")
        await said(driver, "1 record, ", "marked.jsonl")

    drive(connection_to(demo), story)
    (line,) = (directory / "marked.jsonl").read_bytes().splitlines()
    marked, letter = json.loads(line)["tag"]
    assert marked == "marked"
    assert letter in "BNHbnh"
