"""Spans of time that are relative are spans like others, up to whatever is recorded next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.spans import spans_of

_NOW = 1_790_000_000


@given(st.integers(1, 400), st.sampled_from(list(SpanUnit)))
def test_a_relative_span_is_what_it_resolves_to(amount: int, unit: SpanUnit) -> None:
    span = RelativeSpan(amount, unit)
    ((begin, end),) = spans_of([Filter("When", Operator.EQUALS, span)], _NOW)
    assert _NOW - begin == span.length.total_seconds()
    assert end > _NOW
