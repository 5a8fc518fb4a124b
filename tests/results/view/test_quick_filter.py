"""What a line of the quick filter means: words, columns, and times as the column shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui import clock
from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter, Term
from netwrix_tui.results.view.view import View
from tests.results.records import page_of, rid


def shown(view: View) -> list[int]:
    return [view.store_row(row) for row in range(len(view))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("", ()),
        ("who:Jane", (Term("jane", ("who",)),)),
        ("-type:user", (Term("user", ("object_type",), excludes=True),)),
        ('what:"Domain Admins" x', (Term("domain admins", ("what",)), Term("x"))),
        ("C:\\temp", (Term("c:\\temp"),)),
        ('"not closed', (Term("not closed"),)),
        ("-", (Term("-"),)),
        ('"jane\u00a0doe" who:j', (Term("jane doe"), Term("j", ("who",)))),
        ("what:30 Nov", (Term("30", ("what",)), Term("nov"))),
        ("30 novices", (Term("30"), Term("novices"))),
        ("who:", (Term("who:"),)),
    ],
)
def test_a_line_means_words_and_columns(line: str, terms: tuple[Term, ...]) -> None:
    assert QuickFilter.parse(line).terms == terms


def test_only_what_looks_like_a_time_is_looked_for_in_times() -> None:
    assert "when" in QuickFilter.parse("2026-03").terms[0].fields
    assert "when" in QuickFilter.parse("09:37").terms[0].fields
    assert "when" not in QuickFilter.parse("2026").terms[0].fields


@given(st.text())
def test_every_line_means_something(line: str) -> None:
    assert all(term.text for term in QuickFilter.parse(line).terms)


# What times are typed as

BERLIN = ShownZone("local time", timezone(timedelta(hours=1)))
MOMENTS = (
    "2025-11-30T12:00:00Z",
    "2026-11-28T22:59:59Z",
    "2026-11-29T23:30:00Z",  # the 30th in Berlin
    "2026-11-30T13:02:31Z",
    "2026-11-30T14:02:31+01:00",
    "2026-11-30T23:15:00Z",  # the 1st of December there
    "soon",
)


def times_found(line: str, zone: ShownZone) -> list[int]:
    store = Store()
    store.append(page_of([Row(rid(n), when=when) for n, when in enumerate(MOMENTS)]))
    view = View(store)
    view.adopt(finished(view.order_rows((), QuickFilter.parse(line, zone))))
    return shown(view)


@pytest.fixture
def _at_half_past_three(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
    monkeypatch.setenv(clock.VARIABLE, clock.shift_to(moment))


@pytest.mark.usefixtures("_at_half_past_three")
@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("when:today", [2, 3, 4]),
        ("when:TODAY", [2, 3, 4]),
        ("-when:today", [0, 1, 5, 6]),
        ("when:yesterday", []),
        ("when:LastSevenDays", [1, 2, 3, 4]),
        ("when:2h", [3, 4, 5]),
        ("30 Nov", [0, 2, 3, 4]),
        ("30 nov 2026", [2, 3, 4]),
        ("Mon 30 Nov", [2, 3, 4]),
        ("Sun 30 Nov", [0]),
        ("30Nov25", [0]),
        ("when:30 Nov", [0, 2, 3, 4]),
        ('when:"30 Nov"', [0, 2, 3, 4]),
        ("30 November 14:02", [3, 4]),
        ("when:Nov", [0, 1, 2, 3, 4]),
        ("when:Mon", [2, 3, 4]),
        ("31 Nov", []),
        ("14:02:31", [3, 4]),
        ("13:02", []),
        ("2026-11-30", [2, 3, 4]),
        ("when:2026-11-30", [2, 3, 4]),
        ("when:2026-11", [1, 2, 3, 4]),
        ("2026-11-30T14", [3, 4]),
        ("2026-11-30T14:02", [3, 4]),
        ("2026-11-30T13:02:31Z", [3, 4]),
        ("2026-11-30T13:02Z", [3, 4]),
        ("2026-11-29..2026-11-30", [2, 3, 4]),
        ("when:soon", [6]),
    ],
)
def test_a_time_is_what_the_column_shows(line: str, rows: list[int]) -> None:
    assert times_found(line, BERLIN) == rows


def test_the_day_is_the_one_of_the_zone_that_is_shown() -> None:
    assert times_found("30 Nov 2026", UTC_ZONE) == [3, 4, 5]
    assert QuickFilter.parse("14:02", UTC_ZONE) != QuickFilter.parse("14:02", BERLIN)
    assert QuickFilter.parse("jane", UTC_ZONE) == QuickFilter.parse("jane", BERLIN)


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("jane", ""),
        ("when:today", ""),
        ("when:yesturday", "when: takes today, 7d, 30 Nov, 2026-11-30, 14:02"),
        ("jane*", "no wildcards: type a part of it"),
        ("what:%finance%", "no wildcards: type a part of it"),
        ("a%20b 90%", ""),
    ],
)
def test_what_may_be_a_slip_is_told_where_nothing_matches(line: str, doubt: str) -> None:
    assert QuickFilter.parse(line).doubt == doubt


@pytest.mark.parametrize("typed", ["1 234", "1\u00a0234", '"1\u202f234"'])
def test_a_space_finds_every_space(typed: str) -> None:
    store = Store()
    whats = ["1 234", "1\u00a0234", "1\u202f234", "1\u3000234", "1234", "1_234"]
    store.append(page_of([Row(rid(n), what=what) for n, what in enumerate(whats)]))
    view = View(store)
    line = typed if typed.startswith('"') else f'what:"{typed}"'
    view.adopt(finished(view.order_rows((), QuickFilter.parse(line))))
    assert shown(view) == [0, 1, 2, 3]
