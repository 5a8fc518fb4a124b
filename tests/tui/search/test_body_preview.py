"""F7 shows what a search sends, F8 sends it in the other format."""

from __future__ import annotations

import re

import pytest

from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.tui.record.record_viewer import RecordView, RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.body_text import BodyFormat
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

SIZES = [(80, 24), (120, 24), (160, 50)]
WHO = Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\svc-sync")


def preview(driver: Driver) -> BodyPreview:
    return driver.explorer.query_one(BodyPreview)


def shown(driver: Driver) -> str:
    """The rows of the pane, its line breaks at the edge taken out."""
    source = preview(driver).lines_view.source
    assert source is not None
    return "\n".join("".join(span.text for span in source.line(n)) for n in range(len(source)))


@pytest.mark.parametrize("size", SIZES)
def test_the_body_is_shown_live_beside_the_builder(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f7")
        await driver.until(lambda: '"LastSevenDays": ""' in shown(driver))
        assert preview(driver).has_focus
        tints = {span.style for n in range(3) for span in preview(driver).lines_view.source.line(n)}
        assert SemanticStyle.NAME in tints
        driver.explorer.builder.plan = SearchPlan.of(WHO)
        await driver.until(lambda: '"NotEqualTo": "CORP\\\\svc-sync"' in shown(driver))
        assert "LastSevenDays" not in shown(driver)
        await driver.press("2")
        await driver.until(lambda: '<Who Operator="NotEqualTo">' in shown(driver))
        await driver.press("tab")
        await driver.until(lambda: "curl --ntlm" in shown(driver))
        await driver.press("4")
        await driver.until(lambda: "Get-Credential" in shown(driver))
        text = driver.screen_text()
        await driver.press("f7")
        await driver.until(lambda: not preview(driver).display)
        assert "Get-Credential" in text
        assert "Get-Credential" not in driver.screen_text()
        assert demo.reviewer.password not in text

    drive(connection_to(demo), story, size)


def test_esc_takes_away_what_covers_the_results(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("b", "f7")
        await driver.until(lambda: preview(driver).display)
        await driver.press("escape")
        await driver.until(lambda: driver.explorer.table.has_focus)
        assert not preview(driver).display
        await driver.press("f7", "f5")
        await driver.until(lambda: driver.explorer.table.has_focus)
        await driver.until_loaded()
        assert not preview(driver).display

    drive(connection_to(demo), story, (80, 24))


def test_several_searches_and_moving_times_are_told(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        driver.explorer.builder.plan = SearchPlan.of(
            Filter(ANYWHERE, Operator.CONTAINS, "finance"),
            Filter("When", Operator.EQUALS, RelativeSpan(2, SpanUnit.HOURS)),
        )
        await driver.press("f7")
        pane = preview(driver)
        await driver.until(lambda: "search 1 of 6: looks in Who" in pane.note)
        assert re.search(r"last 2h is from \d{4}-.*Z on; it moves until sent", pane.note)
        assert re.search(r'"From": "\d{4}-', shown(driver))
        await driver.press("n")
        await driver.until(lambda: "search 2 of 6: looks in What" in pane.note)
        assert '"What": "finance"' in shown(driver)
        await driver.press("p", "p")
        await driver.until(lambda: "search 6 of 6: looks in Item" in pane.note)

    drive(connection_to(demo), story, (160, 50))


def test_line_builder_and_body_are_one_plan(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        await driver.press("f7")
        await driver.until(lambda: "LastSevenDays" in shown(driver))
        await driver.press("colon", "home", "ctrl+k", *"-who=jane")
        jane = Filter("Who", Operator.NOT_EQUAL_TO, "jane")
        await driver.until(lambda: '"NotEqualTo": "jane"' in shown(driver))
        assert explorer.builder.plan == explorer.sentence.plan == SearchPlan.of(jane)
        assert "LastSevenDays" not in shown(driver)
        await driver.press("escape")
        await driver.until(lambda: "LastSevenDays" in shown(driver))
        explorer.builder.plan = SearchPlan.of(Filter("What", Operator.CONTAINS, "finance"))
        await driver.until(lambda: '"What": "finance"' in shown(driver))
        await driver.until(lambda: "what:finance" in driver.screen_text())

    drive(connection_to(demo), story, (160, 50))


def test_copying_gives_the_exact_body(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    async def story(driver: Driver) -> None:
        monkeypatch.setattr(
            driver.explorer.body_preview, "copy_text", lambda text, *_: copied.append(text)
        )
        await driver.until_loaded()
        driver.explorer.builder.plan = SearchPlan.of(WHO)
        await driver.press("f7", "c", "2", "c", "3", "c")
        await driver.until(lambda: len(copied) == 3)

    drive(connection_to(demo), story)
    parameters = SearchPlan.of(WHO).parameters()
    for text, wire in zip(copied, WireFormat, strict=False):
        assert text.encode() == codec(wire).encode_search(parameters)
    assert copied[2].startswith("# ")


@pytest.mark.parametrize("wire", list(WireFormat))
def test_f8_sends_the_searches_that_follow_in_the_other_format(
    demo: Demo, wire: WireFormat
) -> None:
    other = next(w for w in WireFormat if w is not wire)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        assert explorer.table.store.format(0) is wire
        assert f"{wire.upper()} · " in driver.screen_text()
        await driver.press("f8")
        assert explorer.table.store.format(0) is wire
        await driver.press("f5")
        await driver.until(lambda: driver.loaded == len(explorer.table.store) > 0)
        assert explorer.table.store.format(0) is other
        assert f"{other.upper()} · " in driver.screen_text()
        await driver.press("f7")
        await driver.until(lambda: preview(driver).body_format is BodyFormat(other.value))
        await driver.press("f7", "escape", "enter")
        viewer = explorer.query_one(RecordViewer)
        for view in (RecordView.JSON, RecordView.XML):
            viewer.view = view
            await driver.until(lambda: viewer.lines_view.complete and "RID" in screen(driver))

    def screen(driver: Driver) -> str:
        return driver.screen_text()

    drive(connection_to(demo, wire=wire), story, (80, 24))
