"""The string arena: texts come back as they were put down, however they are asked for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore import column, string_arena
from netwrix_tui.results.columnstore.column import Column
from netwrix_tui.results.columnstore.string_arena import StringArena
from tests.results.records import texts

pages = st.lists(st.lists(texts | st.text("aBc\\", max_size=3), min_size=1, max_size=9), max_size=4)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few texts are of several blocks, and a few values too many to be known again."""
    monkeypatch.setattr(string_arena, "BITS", 2)
    monkeypatch.setattr(string_arena, "BLOCK", 4)
    monkeypatch.setattr(string_arena, "WITHIN", 3)
    monkeypatch.setattr(column, "KNOWN", 3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages, st.data())
def test_all_ways_lead_to_the_same_texts(given_pages: list[list[str]], data: st.DataObject) -> None:
    arena, expected = StringArena(), []
    for page in given_pages:
        arena.append(page)
        expected += page
        assert [arena[number] for number in range(len(arena))] == expected
    first, last = sorted(data.draw(st.integers(0, len(expected))) for _ in range(2))
    some = data.draw(st.lists(st.sampled_from(range(len(expected))))) if expected else []
    assert arena.texts(range(first, last)) == expected[first:last]
    assert arena.texts(some) == [expected[number] for number in some]
    assert arena.folded(range(first, last)) == [folded(text) for text in expected[first:last]]
    assert arena.folded(some) == [folded(expected[number]) for number in some]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages, st.data())
def test_a_column_has_them_by_their_codes(
    given_pages: list[list[str]], data: st.DataObject
) -> None:
    values = Column()
    for page in given_pages:
        values.extend(page)
    rows = [text for page in given_pages for text in page]
    codes = list(values.codes)
    first, last = sorted(data.draw(st.integers(0, len(rows))) for _ in range(2))
    assert values.texts(codes) == rows
    assert values.texts(codes[first:last]) == rows[first:last]
    assert values.folded(codes[first:last]) == [folded(text) for text in rows[first:last]]
    there = range(values.distinct)
    if len(values.texts(there)) == values.distinct:
        assert values.folded(there) == [folded(text) for text in values.texts(there)]
    assert [values.texts([code])[0] for code in codes] == rows
