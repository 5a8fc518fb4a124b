"""Find in a record: every hit, whatever is wrapped, in each view and at any size."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from textual.pilot import Pilot

from netwrix_tui.records.record import Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.record.fields_layout import RecordLayout
from netwrix_tui.tui.record.find_line import FindLine
from netwrix_tui.tui.record.record_viewer import RecordView
from netwrix_tui.tui.text.line_finder import MOST_HITS, LineFinder
from netwrix_tui.tui.text.lines import GrowingLines, LineSource
from netwrix_tui.tui.text.raw_lines import RawLines
from netwrix_tui.tui.text.wrapping import wrap, wrapped
from netwrix_tui.wire.wire_format import WireFormat
from tests.tui.record_playing import ANN, HOSTILE_TEXT, Stage, as_shown, play, until
from tests.tui.settling import press
from tests.tui.textual_internals import strips_of

FOREVER = float("inf")
LETTERS = st.text(st.sampled_from("abAB \x1b\u202e漢e\u0301"), max_size=60)


def found(source: LineSource, needle: str) -> LineFinder:
    source.grow(FOREVER)
    finder = LineFinder(source, needle)
    finder.search(FOREVER)
    assert finder.complete
    return finder


def texts(source: LineSource, finder: LineFinder) -> list[str]:
    """What is marked, hit by hit."""
    return [
        "".join(
            "".join(span.text for span in source.line(part.row))[part.start : part.end]
            for part in hit
        )
        for hit in finder.hits
    ]


@pytest.mark.parametrize("needle", ["1 234", "1\u202f234", "1\u00a0234"])
def test_a_typed_space_finds_every_space(needle: str) -> None:
    source = RawLines("1\u00a0234 and 1\u3000234 and 1 234", 20)
    assert texts(source, found(source, needle)) == ["1 234"] * 3


@settings(max_examples=300, deadline=None)
@given(st.lists(LETTERS, max_size=5), LETTERS, st.integers(4, 30))
def test_in_raw_text_each_hit_is_found_once(lines: list[str], needle: str, width: int) -> None:
    assume(needle)
    source = RawLines("\n".join(lines), width)
    finder = found(source, needle)
    pattern = re.compile(re.escape(visible(needle)), re.IGNORECASE)
    there = [match[0] for line in lines for match in pattern.finditer("".join(wrap(line, width)))]
    assert texts(source, finder) == there
    assert all(one < other for one, other in pairwise(finder.hits))
    for hit in finder.hits:
        for stretch in hit:
            assert (stretch, hit) in finder.in_row(stretch.row)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.sampled_from("abc"), min_size=1, max_size=9), min_size=2), st.data())
def test_words_are_found_where_a_row_ends_between_them(
    words: list[str], data: st.DataObject
) -> None:
    width = data.draw(st.integers(6, 20))
    at = data.draw(st.integers(0, len(words) - 2))
    needle = f"{words[at]} {words[at + 1]}".upper()
    source = GrowingLines((row,) for row in wrapped(" ".join(words), width))
    hits = texts(source, found(source, needle))
    assert hits
    for hit in hits:
        assert hit.replace(" ", "").upper() == needle.replace(" ", "")


@settings(max_examples=50, deadline=None)
@given(st.lists(LETTERS, max_size=40), st.sampled_from(["a", "ab", "B "]))
def test_what_is_searched_while_it_is_made_is_found_as_well(lines: list[str], needle: str) -> None:
    text = "\n".join(lines * 8)
    growing = RawLines(text, 7)
    finder = LineFinder(growing, needle)
    while not growing.complete:
        finder.search(0.0)
        growing.grow(0.0)
    finder.search(FOREVER)
    assert finder.hits == found(RawLines(text, 7), needle).hits


def test_texts_that_only_stand_below_each_other_are_two() -> None:
    record = replace(ANN, who="CORP\\ab", where="cd", details=(), extra=())
    for width in (60, 120):
        layout = RecordLayout(record, width, UTC_ZONE, damaged=False, raw_view="json")
        source = GrowingLines(layout.fields())
        assert found(source, "Ann Lee").hits
        assert not found(source, "abcd").hits
        assert not found(source, "Who Workstation").hits


def test_it_ends_at_a_number_that_nobody_walks_through() -> None:
    assert len(found(RawLines("ab" * 20_000, 80), "a").hits) == MOST_HITS


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.parametrize("view", list(RecordView))
def test_in_each_view_hits_are_counted_walked_and_left(
    view: RecordView, size: tuple[int, int]
) -> None:
    details = tuple(Detail(f"property {n}", None, "a", f"NEEDLE {n}") for n in range(60))
    shown = as_shown(replace(ANN, details=details))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        viewer, line = stage.viewer, stage.viewer.query_one(FindLine)
        viewer.view = view
        if view is RecordView.XML:
            raw = as_shown(shown.record, WireFormat.XML).raw
            viewer.show_other_format(WireFormat.XML, raw, "")
        await until(pilot, lambda: "RECORD" in stage.text())
        await press(pilot, "slash", *"needle")
        await until(pilot, lambda: "1 of 60" in stage.text())
        assert "NEEDLE 0" in stage.text()
        await press(pilot, "enter", "comma")
        await until(pilot, lambda: "60 of 60 · from the end" in stage.text())
        assert "NEEDLE 59" in stage.text()
        await press(pilot, "full_stop", "full_stop")
        await until(pilot, lambda: "2 of 60" in stage.text())
        assert "NEEDLE 1" in stage.text()
        assert viewer.has_focus
        await press(pilot, "escape")
        await until(pilot, lambda: "of 60" not in stage.text())
        assert not line.is_open
        assert viewer.has_focus
        assert viewer.lines_view.finder is None

    play(shown, story, size=size)


def test_what_is_found_is_marked_by_more_than_colour() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"analyst", "enter")
        await until(pilot, lambda: "1 of 2" in stage.text())
        marked = [
            (segment.text, bool(segment.style.reverse), bool(segment.style.underline))
            for strip in strips_of(stage.screen)
            for segment in strip
            if segment.style and segment.text.casefold() == "analyst"
        ]
        assert ("Analyst", True, False) in marked
        assert ("analyst", False, True) in marked

    play(as_shown(ANN), story)


def test_the_next_record_and_the_next_view_are_searched_for_the_same() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"lee", "enter")
        await until(pilot, lambda: "1 of 2" in stage.text())
        await press(pilot, "3")
        await until(pilot, lambda: "1 of 1" in stage.text())
        stage.viewer.show(as_shown(replace(ANN, what="Lee, Lee and Lee")))
        await until(pilot, lambda: "1 of 3" in stage.text())
        stage.viewer.show(as_shown(replace(ANN, what="nobody")))
        await until(pilot, lambda: "not found" in stage.text())

    play(as_shown(ANN), story)


def test_hostile_text_is_looked_for_as_it_is_seen() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "2", "slash")
        stage.viewer.query_one("FindLine VisibleInput").value = "[RED]a\u202eb"  # type: ignore[attr-defined]
        # Once in the title, once among the changes.
        await until(pilot, lambda: "1 of 2" in stage.text())
        assert all(cell_len(row) <= 80 for row in stage.rows())

    play(
        as_shown(replace(ANN, details=(Detail("x", None, None, HOSTILE_TEXT),))),
        story,
    )


def test_a_record_of_megabytes_is_laid_out_beside_the_keys_and_searched() -> None:
    details = tuple(Detail(f"property {n}", None, "a", "b" * 60) for n in range(20_000))
    record = replace(ANN, details=(*details, Detail("the last", None, None, "needle")))

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        viewer = stage.viewer
        viewer.view = RecordView.XML
        await until(pilot, lambda: "laying it out" in stage.text())
        # Given up for another view, it does not come back over it.
        await press(pilot, "1")
        await until(pilot, lambda: "Ann Lee" in stage.text())
        await press(pilot, "4", "slash", *"needle", "enter")
        await until(pilot, lambda: "1 of 1" in stage.text())
        assert "needle" in stage.text()
        assert "indented" in stage.text()

    play(as_shown(record, WireFormat.XML), story)
