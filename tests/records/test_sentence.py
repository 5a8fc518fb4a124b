"""A search in words: nothing left out, nothing made up, nothing that acts on the terminal."""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.cell_width import cells
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.filters import ACTIONS, SPECS, Filter, FilterValue, Operator
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sentence import sentence, short_sentence
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone
from netwrix_tui.sanitize import visible
from tests.posix import needs_tzset

BERLIN = ShownZone("local time", ZoneInfo("Europe/Berlin"))
WEEK = Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS)


def of(*filters: Filter) -> SearchParameters:
    return SearchParameters().with_(*filters)


def is_(name: str, *values: str) -> list[Filter]:
    return [Filter(name, Operator.EQUALS, value) for value in values]


def isnt(name: str, *values: str) -> list[Filter]:
    return [Filter(name, Operator.NOT_EQUAL_TO, value) for value in values]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([], "Everything, at any time"),
        (
            [WEEK, *is_("Action", "Removed", "Modified"), *isnt("Who", "svc-backup"),
             *is_("DataSource", "Active Directory")],
            "Everything removed or modified by anyone but svc-backup on Active Directory,"
            " last seven days",
        ),
        (
            [Filter("What", Operator.CONTAINS, "finance"), WEEK],
            "Everything, What contains “finance”, last seven days",
        ),
        (
            [Filter("Who", Operator.NOT_IN_GROUP, "CORP\\Admins"),
             *is_("Action", "Failed Logon", "Logoff"), *is_("Where", "dc01")],
            "Failed logons or logoffs by anyone but members of CORP\\Admins at dc01, at any time",
        ),
        (
            [*is_("Who", "ann", "tom", "bob"), *isnt("Who", "sue")],
            "Everything by ann, tom or bob but not sue, at any time",
        ),
        (
            is_("Action", "Removed", "Remove (Failed Attempt)"),
            "Everything, Action is Removed or Remove (Failed Attempt), at any time",
        ),
        (
            [*is_("Action", "Removed"), *isnt("Action", "Read")],
            "Everything, Action is Removed, but is not Read, at any time",
        ),
        (
            [Filter("What", Operator.CONTAINS, "a"), Filter("What", Operator.CONTAINS, "b"),
             Filter("What", Operator.ENDS_WITH, "c"),
             Filter("What", Operator.DOES_NOT_CONTAIN, "d"),
             Filter("What", Operator.DOES_NOT_CONTAIN, "e")],
            "Everything, What contains “a” or “b” or ends with “c”, but does not contain “d” and"
            " does not contain “e”, at any time",
        ),
        (
            [Filter("WorkingHours", Operator.EQUALS,
                    HoursRange(time(8, tzinfo=UTC), time(18, tzinfo=UTC)))],
            "Everything, within 08:00 to 18:00 UTC, at any time",
        ),
    ],
)  # fmt: skip
def test_searches_in_words(filters: list[Filter], said: str) -> None:
    assert sentence(of(*filters), UTC_ZONE) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (TimeRange(at("2026-11-04T23:00:00Z")), "since 2026-11-05 00:00 UTC+1"),
        (TimeRange(None, at("2026-07-05T12:30:15Z")), "until 2026-07-05 14:30:15 UTC+2"),
        (
            TimeRange(at("2026-11-05T07:00:00Z"), at("2026-11-05T17:00:00Z")),
            "2026-11-05 08:00 to 18:00 UTC+1",
        ),
        (
            TimeRange(at("2026-11-05T00:00:00+01:00"), at("2026-11-05T23:59:59+01:00")),
            "2026-11-05 UTC+1",
        ),
        (
            TimeRange(at("2026-10-24T00:00:00+02:00"), at("2026-10-26T23:59:59+01:00")),
            "2026-10-24 UTC+2 to 2026-10-26 UTC+1",
        ),
    ],
)
def test_times_are_said_in_the_zone_shown(span: TimeRange, said: str) -> None:
    assert sentence(of(Filter("When", Operator.EQUALS, span)), BERLIN) == f"Everything, {said}"
    without = Filter("When", Operator.NOT_EQUAL_TO, span)
    assert sentence(of(without), BERLIN) == f"Everything, not {said}"


def test_names_that_would_read_as_part_of_the_sentence_are_quoted() -> None:
    said = sentence(of(*is_("Who", "ann, last seven days", "tom or bob", "x on y")), UTC_ZONE)
    assert "“ann, last seven days”, “tom or bob” or “x on y”" in said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (98, "Everything removed or modified by anyone but CORP\\svc on Active Directory,"
             " last seven days"),
        (70, "Removed or modified not by CORP\\svc on Active Directory, 7 days"),
        (62, "Removed or modified not by CORP\\svc on Active Direct…, 7 days"),
        (50, "Removed or modified, 7 days … and 2 more filters"),
        (12, "5 filters"),
    ],
)  # fmt: skip
def test_the_short_form_gives_up_words_and_counts_what_it_leaves_out(width: int, said: str) -> None:
    search = of(WEEK, *is_("Action", "Removed", "Modified"), *isnt("Who", "CORP\\svc"),
                *is_("DataSource", "Active Directory"))  # fmt: skip
    assert short_sentence(search, UTC_ZONE, width) == said


moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-14)),
                                                  timezone(timedelta(hours=14))]))  # fmt: skip
clocks = st.times(timezones=st.just(UTC))
carried = st.characters(exclude_categories=["Cs"], exclude_characters="￾￿").filter(
    lambda c: c >= " " or c in "\t\n\r"
)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    spec = SPECS[draw(st.sampled_from(list(SPECS)))]
    value: FilterValue
    if spec.name == "When":
        start, end = sorted((draw(moments), draw(moments)))
        value = draw(
            st.sampled_from([*Timeframe, TimeRange(start), TimeRange(None, end),
                             TimeRange(start, end)])
        )  # fmt: skip
    elif spec.name == "WorkingHours":
        value = HoursRange(draw(clocks), draw(clocks))
    elif spec.name == "Action" and draw(st.booleans()):
        value = draw(st.sampled_from(ACTIONS))
    else:
        value = draw(st.text(carried, min_size=1, max_size=49))
    return Filter(spec.name, draw(st.sampled_from(spec.operators)), value)


searches = st.lists(filters(), max_size=8).map(lambda fs: of(*fs))
zones = st.sampled_from([UTC_ZONE, BERLIN, LOCAL])


@given(search=searches, zone=zones, width=st.integers(1, 120))
@settings(deadline=None)
def test_any_search_is_said_visibly_and_whole_and_fits_when_short(
    search: SearchParameters, zone: ShownZone, width: int
) -> None:
    said = sentence(search, zone)
    short = short_sentence(search, zone, width)
    for text in (said, short):
        assert text
        assert text.isprintable()
    assert cell_len(short) <= cells(short) <= width
    for condition in search.filters:
        if isinstance(condition.value, Timeframe | TimeRange | HoursRange):
            continue
        shown = shortened(condition.value, 60)
        happened = {"Failed Logon": "failed logons", "Discard check out": "discarded check-outs"}
        verb = condition.value.removesuffix(" (Failed Attempt)")
        words = {shown, happened.get(condition.value, ""), f"failed attempts to {verb.lower()}"}
        folded = said.casefold()
        assert any(word and word.casefold() in folded for word in words)


@given(text=st.text(carried, max_size=300), room=st.integers(1, 80))
@settings(deadline=None)
def test_shortened_text_fits_and_says_where_it_was_cut(text: str, room: int) -> None:
    short = shortened(text, room)
    assert cell_len(short) <= room
    assert short == visible(text) or "…" in short


def test_paths_are_cut_in_the_middle_and_megabytes_at_once() -> None:
    path = r"\\fs01\finance\reports\2026\archive\Q3 forecast.xlsx"
    assert shortened(path, 30) == r"\\fs01\finan…\Q3 forecast.xlsx"
    assert shortened("x" * 5_000_000, 10) == "xxxxxxxxx…"


def test_a_character_never_takes_more_cells_than_it_is_counted_for() -> None:
    # All but the large blocks of one width: Han, Hangul, private use, the empty planes.
    some = [*range(0x20, 0x3400), *range(0x4DC0, 0x4E00), *range(0xA000, 0xAC00),
            *range(0xF900, 0x20000)]  # fmt: skip
    wrong = [c for c in map(chr, some) if cell_len(c) > cells(c)]
    assert not [c for c in wrong if visible(c) == c]


@needs_tzset
def test_the_hour_that_comes_twice_keeps_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    clock.tzset()
    try:
        for text in ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"):
            assert at(text).astimezone(LOCAL.tzinfo).astimezone(UTC) == at(text)
        second = Filter("When", Operator.EQUALS, TimeRange(at("2026-10-25T01:30:00Z")))
        assert sentence(of(second), LOCAL) == "Everything, since 2026-10-25 02:30 UTC+1"
    finally:
        monkeypatch.undo()
        clock.tzset()


def test_where_no_condition_fits_the_filters_are_named() -> None:
    long = "\\\\fs01\\" + "folder" * 20
    plan = plan_of(f'what:"{long}" where:"{long}"', UTC_ZONE)
    assert short_sentence(plan.parameters(), UTC_ZONE, 12) == "What, Where"
    assert short_sentence(plan.parameters(), UTC_ZONE, 9) == "2 filters"
