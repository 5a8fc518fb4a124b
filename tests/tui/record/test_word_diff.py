"""Values told apart word by word, and two records beside each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.record.changes_layout import ChangeLayout
from netwrix_tui.tui.record.compare_layout import CompareLayout, Pair, pairs_of
from netwrix_tui.tui.record.line_diff import Sign, line_diff
from netwrix_tui.tui.record.word_diff import word_diff
from netwrix_tui.tui.text.lines import Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import styled_rows

TEXTS = st.lists(st.sampled_from(["read", "write", " ", "; ", "\\", "Jane", "\x1b[31m", "漢"])).map(
    "".join
)


def marked(runs: list[tuple[str, bool]]) -> str:
    return "".join(text if common else f"[{text}]" for text, common in runs)


def test_only_the_words_that_changed_are_told_apart() -> None:
    told = word_diff("Senior analyst in Berlin", "Senior auditor in Berlin")
    assert told is not None
    assert marked(told[0]) == "Senior [analyst] in Berlin"
    assert marked(told[1]) == "Senior [auditor] in Berlin"


def test_a_word_that_came_in_stands_on_one_side_alone() -> None:
    told = word_diff("Allow read", "Allow read, write")
    assert told is not None
    assert marked(told[0]) == "Allow read"
    assert marked(told[1]) == "Allow read[, write]"


def test_values_with_little_in_common_are_not_compared() -> None:
    assert word_diff("alpha beta gamma", "one two three four five") is None
    assert word_diff("same", "same") is None


def test_a_long_value_is_compared_where_it_differs_in_the_middle() -> None:
    before = "word " * 5_000
    told = word_diff(before + "old " + before, before + "new " + before)
    assert told is not None
    assert [run.text for run in told[0] if not run.is_common] == ["old"]


@given(TEXTS, TEXTS)
def test_runs_joined_are_the_values(before: str, after: str) -> None:
    told = word_diff(before, after)
    if told is None:
        return
    assert "".join(run.text for run in told[0]) == before
    assert "".join(run.text for run in told[1]) == after
    # Repeated words may be matched either way: what is common has to be so on both sides.
    left, right = ("".join(r.text for r in runs if r.is_common) for runs in told)
    assert left.replace(" ", "") == right.replace(" ", "")


@given(
    st.lists(st.tuples(TEXTS, st.sampled_from([SemanticStyle.PLAIN, SemanticStyle.ADDED]))),
    st.integers(4, 30),
)
def test_tinted_rows_lose_nothing_but_the_spaces_at_their_ends(
    parts: list[tuple[str, SemanticStyle]], width: int
) -> None:
    rows = list(styled_rows([Span(*part) for part in parts], width))
    text = "".join(span.text for row in rows for span in row)
    whole = "".join(visible(part[0]) for part in parts)
    assert text.replace(" ", "") == whole.replace(" ", "")
    assert all(sum(cell_len(span.text) for span in row) <= width for row in rows)


LEFT = ActivityRecord(
    rid="1",
    who="CORP\\jane",
    action="Modified",
    what="Ann Lee",
    details=(Detail("title", None, "Analyst", "Lead"), Detail("office", None, "Berlin", None)),
)
RIGHT = ActivityRecord(
    rid="2",
    who="CORP\\jane",
    action="Removed",
    what="Ann Lee",
    workstation="WS7",
    details=(Detail("title", None, "Analyst", "Senior"), Detail("phone", None, None, "7")),
)


def test_records_are_compared_field_by_field_and_property_by_property() -> None:
    differing = [pair.name for pair in pairs_of(LEFT, RIGHT, UTC_ZONE) if pair.differs]
    assert differing == ["Action", "Workstation", "RID", "title", "office", "phone"]
    assert Pair("Workstation", None, "WS7") in pairs_of(LEFT, RIGHT, UTC_ZONE)


@given(st.integers(20, 200), st.booleans())
def test_a_comparison_fits_its_width(width: int, only_differences: bool) -> None:
    pairs = pairs_of(LEFT, RIGHT, UTC_ZONE)
    for line in CompareLayout(pairs, width, only_differences=only_differences).lines():
        assert sum(cell_len(span.text) for span in line) <= max(width, 2 * 8 + 14 + 4)


def test_what_is_the_same_can_be_left_out() -> None:
    pairs = pairs_of(LEFT, RIGHT, UTC_ZONE)
    text = "\n".join(
        "".join(span.text for span in line)
        for line in CompareLayout(pairs, 80, only_differences=True).lines()
    )
    assert "CORP\\jane" not in text
    assert "2 fields are the same and left out" in text
    assert "≠ Action" in text


LINES = st.lists(st.sampled_from(["Jane: Read", "Jane: Full", "Tom: Read", "", "one two"]))


@given(LINES, LINES)
def test_lines_that_stayed_or_went_are_the_value_before(
    before: list[str], after: list[str]
) -> None:
    changes = list(line_diff(before, after))

    def told(other: Sign) -> list[str]:
        return ["".join(r.text for r in c.runs) for c in changes if c.sign in (Sign.SAME, other)]

    assert told(Sign.REMOVED) == before
    assert told(Sign.ADDED) == after


def test_in_very_long_lists_a_line_is_there_or_not() -> None:
    names = [f"member {number}" for number in range(20_000)]
    changes = list(line_diff(names, [*reversed(names[1:]), "one more"]))
    changed = [(c.sign, c.runs[0].text) for c in changes if c.sign is not Sign.SAME]
    assert changed == [(Sign.REMOVED, "member 0"), (Sign.ADDED, "one more")]


def test_lines_and_values_that_differ_in_a_space_alone_name_it() -> None:
    changes = list(line_diff(["a", "1 024", "b"], ["a", "1\u00a0024", "c"]))
    told = [(c.sign, "".join(run.text for run in c.runs)) for c in changes]
    assert (Sign.REMOVED, "1 024") in told
    assert (Sign.ADDED, "1‹U+00A0›024") in told
    detail = Detail("size", before="1\u00a0024", after="1 024")
    for width in (60, 120):
        lines = ["".join(s.text for s in line) for line in ChangeLayout(width).lines(detail)]
        assert "1‹U+00A0›024" in " ".join(lines)
    pair = Pair("Where", "dc 1", "dc\u20071")
    layout = CompareLayout([pair], 80, only_differences=False)
    assert "dc‹U+2007›1" in "".join(s.text for line in layout.lines() for s in line)
