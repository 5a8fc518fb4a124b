"""What was there before ``follow`` began is put in order, whatever the order it came in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.headless.backlog import MOST_HELD, Backlog, oldest_first
from netwrix_tui.records.record import Row
from netwrix_tui.results.following.follower import NewRecords
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_BEGAN = datetime(2026, 11, 5, tzinfo=UTC)
_PLACE = ResumePoint(start=_BEGAN, since=_BEGAN)


def _new_records(*whens: str, place: ResumePoint = _PLACE) -> NewRecords:
    rows = [Row(rid=str(number), when=when) for number, when in enumerate(whens)]
    return NewRecords(Page(WireFormat.JSON, rows, [b"{}"] * len(rows)), place)


def _at(second: int) -> str:
    return f"2026-11-05T00:00:{second:02}Z"


def _rids(*whens: str) -> str:
    backlog = Backlog(_BEGAN)
    backlog.add(_new_records(*whens))
    return "".join(record.row.rid for record in backlog.take())


def test_the_newest_first_is_turned_around_within_a_second_too() -> None:
    assert _rids(_at(9), _at(7), _at(7), _at(3)) == "3210"


def test_the_oldest_first_stays_as_it_came() -> None:
    assert _rids(_at(3), _at(7), _at(7), _at(9)) == "0123"


def test_what_has_no_readable_time_comes_last() -> None:
    assert _rids("soon", _at(9), "", _at(3)) == "3102"


@given(st.lists(st.integers(0, 59).map(_at)))
def test_any_order_becomes_one(whens: list[str]) -> None:
    backlog = Backlog(_BEGAN)
    for when in whens:
        backlog.add(_new_records(when))
    assert [record.row.when for record in backlog.take()] == sorted(whens)
    assert backlog.before is None
    assert oldest_first([]) == []


def test_it_holds_so_many_and_knows_the_place_before_them() -> None:
    backlog = Backlog(_BEGAN)
    other = ResumePoint(start=_BEGAN, since=_BEGAN, caught_up=True)
    backlog.add(_new_records(*[_at(1)] * (MOST_HELD - 1)))
    assert not backlog.is_full
    backlog.add(_new_records(_at(1), place=other))
    assert backlog.is_full
    assert backlog.before is _PLACE
    assert len(backlog.take()) == MOST_HELD
    assert not backlog.is_full


_OLD, _NEW = "2026-11-04T23:59:59Z", _at(1)


@pytest.mark.parametrize(
    ("pages", "is_over"),
    [
        ([[_OLD, _OLD], [_NEW]], True),
        ([[_OLD], [_NEW, _OLD]], False),
        ([[_OLD], [_NEW, "soon"]], False),
        # The newest first, as on a busy server or by a clock that is ahead.
        ([[_NEW, _NEW], [_NEW], [_NEW, _OLD], [_OLD]], False),
        ([[_NEW]], False),
    ],
)
def test_new_records_behind_old_ones_end_the_backlog(pages: list[list[str]], is_over: bool) -> None:
    backlog = Backlog(_BEGAN)
    for page in pages:
        backlog.add(_new_records(*page))
    assert backlog.is_complete is is_over
