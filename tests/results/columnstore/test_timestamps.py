"""When: the number and the exact text of it, for every way to write a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.results.columnstore.timestamps import TimestampColumn
from tests.results.records import times

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _column(texts: list[str]) -> TimestampColumn:
    column = TimestampColumn()
    column.extend(texts)
    return column


@given(st.lists(times, max_size=8))
def test_the_text_comes_back_as_it_was(texts: list[str]) -> None:
    column = _column(texts)
    assert [column.text(row) for row in range(len(texts))] == texts


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2020, 1, 3)), max_size=8))
def test_the_number_is_the_moment(timestamps: list[datetime]) -> None:
    column = _column([moment.isoformat() + "Z" for moment in timestamps])
    for row, moment in enumerate(timestamps):
        value = column.timestamp(row)
        assert value is not None
        assert _EPOCH + timedelta(microseconds=value) == moment.replace(tzinfo=UTC)


@given(st.lists(times, min_size=1, max_size=4))
def test_any_moment_fits_into_any_zone(texts: list[str]) -> None:
    column = _column(texts)
    for row in range(len(texts)):
        value = column.timestamp(row)
        if value is not None:
            moment = _EPOCH + timedelta(microseconds=value)
            for hours in (-23, 23):
                assert moment.astimezone(timezone(timedelta(hours=hours))) == moment


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("2026-03-17T10:37:11+01:00", "2026-03-17T09:37:11Z"),
        ("2026-03-17 09:37:11", "2026-03-17T09:37:11Z"),
        ("2026-W12-2T09:37:11Z", "2026-03-17T09:37:11Z"),
    ],
)
def test_other_ways_to_write_a_moment(text: str, same_as: str) -> None:
    column = _column([text, same_as])
    assert column.timestamp(0) == column.timestamp(1) is not None
    assert (column.text(0), column.text(1)) == (text, same_as)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30T00:00:00Z", "0001-01-01", "\ud83d"])
def test_what_names_no_moment_is_kept_as_text(text: str) -> None:
    column = TimestampColumn()
    assert column.extend([text]) == []
    assert column.timestamp(0) is None
    assert column.text(0) == text
