"""The demo keeps its company between starts, within a day."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from netwrix_tui.clock import VARIABLE
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.tui.session.demo_anchor import demo_anchor
from netwrix_tui.tui.session.demo_session import demo_session


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    return tmp_path


def test_two_starts_have_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    async def first_page() -> list[str]:
        session = demo_session(records=300, live=2.0)
        try:
            client = session.open_client()
            page = await client.search(SearchParameters())
            await client.aclose()
            return [row.rid for row in page.rows]
        finally:
            session.end()

    monkeypatch.setenv(VARIABLE, "+0h")
    before = asyncio.run(first_page())
    monkeypatch.setenv(VARIABLE, "+1h")
    after = asyncio.run(first_page())
    came = [rid for rid in after if rid not in before]
    assert after[len(came) :] == before  # what came since stands above
    assert len(came) > 60


def test_a_company_lasts_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "+0h")
    first = demo_anchor("7 300")
    monkeypatch.setenv(VARIABLE, "+23h")
    assert demo_anchor("7 300") == first
    assert demo_anchor("8 300") > first
    monkeypatch.setenv(VARIABLE, "+25h")
    assert demo_anchor("7 300") > first + 86_400
    monkeypatch.setenv(VARIABLE, "-30d")  # the clock was put back
    assert demo_anchor("7 300") < first


def test_where_nothing_can_be_kept_it_is_now(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "+0h")
    (state / "demo.json").write_text("no JSON")
    first = demo_anchor("7 300")
    monkeypatch.setenv(VARIABLE, "+2h")
    assert demo_anchor("7 300") >= first + 7_200
    assert (state / "demo.json").read_text() == "no JSON"
