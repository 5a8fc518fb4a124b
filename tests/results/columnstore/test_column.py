"""The column of codes: equal to a plain list, at any number of distinct values."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.results.columnstore.column import Column
from tests.results.records import texts


@given(st.lists(st.lists(texts, max_size=8), max_size=6))
def test_it_gives_back_what_was_put_in(pages: list[list[str]]) -> None:
    column = Column()
    for page in pages:
        column.extend(page)
    expected = [text for page in pages for text in page]
    assert [column[row] for row in range(len(expected))] == expected


@given(st.lists(st.sampled_from("abcdef"), max_size=40))
def test_the_most_frequent_come_first(values: list[str]) -> None:
    column = Column()
    column.extend(values)
    found = column.most_frequent(4)
    counts = Counter(values)
    assert [counts[text] for text in found] == sorted(counts.values(), reverse=True)[:4]


def test_empty_text_is_no_value_to_offer() -> None:
    column = Column()
    column.extend(["", "", "x"])
    assert column.most_frequent(9) == ["x"]


def test_it_widens_beyond_two_bytes() -> None:
    column = Column()
    before = [str(number) for number in range(65_530)]
    across = [str(number) for number in range(65_520, 65_560)]
    column.extend(before)
    for text in across:
        column.extend([text])
    assert column.distinct == 65_560
    assert [column[row] for row in range(65_570)] == before + across
