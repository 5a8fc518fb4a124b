"""What is unusual among loaded records: what looking at them one by one finds, in any order."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.records.when import instant
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view import unusual as unusual_module
from netwrix_tui.results.view.baseline import Baseline
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import MOST_UNUSUAL
from netwrix_tui.results.view.unusual import BURST, Reason, Unusual, find_unusual
from netwrix_tui.results.view.unusual_words import badge, unusual_words
from netwrix_tui.results.view.view import View
from netwrix_tui.results.view.working_day import WorkingDay
from tests.results.records import page_of, rid
from tests.results.records import rows as any_rows

INDIA = ShownZone("UTC+5:30", timezone(timedelta(hours=5, minutes=30)))
MONDAY = datetime(2026, 3, 16, 10, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=14)
DAY = WorkingDay(UTC_ZONE)


def row(number: int, moment: datetime, who: str = "jane", action: str = "Modified",
        workstation: str = "ws-1") -> Row:  # fmt: skip
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Row(rid(number), when, who=who, action=action, workstation=workstation)


def stored(rows: list[Row]) -> Store:
    store = Store()
    store.append(page_of(rows))
    return store


def found(store: Store, day: WorkingDay = DAY, baseline: Baseline | None = None) -> Unusual:
    return finished(find_unusual(store, len(store), day, baseline))


def before(rows: list[Row], days: int = 14, *, same_hours: bool = False) -> Baseline:
    """Rows of the days before what is loaded."""
    return Baseline(stored(rows), 0, 1, days, same_hours, is_whole=True)


def told(
    rows: list[Row], place: int, day: WorkingDay = DAY, baseline: Baseline | None = None
) -> str:
    store = stored(rows)
    return " ".join(unusual_words(store, place, found(store, day, baseline)))


records = st.lists(
    st.tuples(
        st.integers(0, 60 * 24 * 9),
        st.sampled_from(["", "jane", "bob"]),
        st.sampled_from(["", "ws-1", "ws-2", "ws-3"]),
        st.sampled_from(["Modified", "Read", "Failed Logon"]),
    ),
    max_size=60,
)


@given(records, records, st.sampled_from([UTC_ZONE, INDIA]))
def test_the_reasons_are_those_that_looking_at_each_record_finds(
    given_records: list[tuple[int, str, str, str]],
    earlier: list[tuple[int, str, str, str]],
    zone: ShownZone,
) -> None:
    rows, old = (
        [
            row(number, start + timedelta(minutes=minute), who.upper() if old else who, action, at)
            for number, (minute, who, at, action) in enumerate(some)
        ]
        for some, start, old in ((given_records, MONDAY, False), (earlier, BEFORE, True))
    )
    result = found(stored(rows), WorkingDay(zone), before(old))
    known = {(each.who.casefold(), each.workstation) for each in old}
    accounts_known = {who for who, _ in known}
    timestamps = [MONDAY + timedelta(minutes=minute) for minute, *_ in given_records]
    earliest: dict[tuple[str, str], datetime] = {}
    for each, moment in zip(rows, timestamps, strict=True):
        if each.who:
            pair = (each.who, each.workstation)
            earliest[pair] = min(moment, earliest.get(pair, moment))
    firsts = Counter[tuple[str, str]]()
    for place, (each, moment) in enumerate(zip(rows, timestamps, strict=True)):
        reasons = result.of(place)
        there = moment.astimezone(zone.tzinfo)
        outside = there.weekday() > 4 or not 8 <= there.hour < 18
        assert bool(reasons & (Reason.HOURS | Reason.HOURS_AS_USUAL)) == outside
        if reasons & (Reason.NEW_ACCOUNT | Reason.NEW_WORKSTATION):
            pair = (each.who, each.workstation)
            assert moment == earliest[pair]
            firsts[pair] += 1
        assert not reasons & (Reason.BURST | Reason.BURST_AS_USUAL)
    new = {who for who, _ in earliest if who not in accounts_known}
    accounts = sum(bool(result.of(place) & Reason.NEW_ACCOUNT) for place in range(len(rows)))
    assert accounts == len(new)
    assert {pair for pair in firsts if pair[0] not in new} == {
        pair for pair in earliest if pair[0] not in new and pair[1] and pair not in known
    }


@given(st.integers(1, 3 * BURST), st.integers(0, 100))
def test_many_changes_within_minutes_are_a_burst_and_fewer_are_not(count: int, reads: int) -> None:
    begin = MONDAY
    rows = [row(number, begin + timedelta(seconds=number)) for number in range(count)]
    rows += [row(1_000 + n, begin + timedelta(seconds=n), action="Read") for n in range(reads)]
    rows.append(row(9_999, begin, who="bob"))
    result = found(stored(rows))
    is_burst = count >= BURST
    assert [bool(result.of(place) & Reason.BURST) for place in range(count)] == [is_burst] * count
    assert not any(result.of(place) & Reason.BURST for place in range(count, len(rows)))


@given(st.integers(0, 600))
def test_a_burst_is_one_wherever_the_clock_cuts_it(second: int) -> None:
    """Twenty changes within four minutes, half of them before any full five minutes."""
    begin = MONDAY + timedelta(seconds=second)
    rows = [row(number, begin + timedelta(seconds=12 * number)) for number in range(BURST)]
    result = found(stored(rows))
    assert all(result.of(place) & Reason.BURST for place in range(BURST))
    apart = [row(number, begin + timedelta(seconds=16 * number)) for number in range(BURST)]
    assert not any(found(stored(apart)).of(place) & Reason.BURST for place in range(BURST))


def test_bursts_of_every_day_are_a_habit() -> None:
    rows = [
        row(100 * day + number, MONDAY + timedelta(days=day, seconds=number), who="svc")
        for day in range(12)
        for number in range(BURST)
    ]
    result = found(stored(rows))
    assert result.of(5) & Reason.BURST_AS_USUAL
    assert not result.of(5) & Reason.BURST
    assert "as this account often does" in told(rows, 5)


def test_hours_that_an_account_keeps_are_told_from_those_that_it_does_not() -> None:
    night = MONDAY + timedelta(hours=13)
    rows = [row(number, MONDAY + timedelta(minutes=30 * (number % 9))) for number in range(19)]
    rows.append(row(19, night))
    rows += [row(20 + number, night + timedelta(minutes=number), who="svc") for number in range(9)]
    result = found(stored(rows))
    assert result.of(19) & Reason.HOURS
    assert result.of(25) & Reason.HOURS_AS_USUAL
    words = told(rows, 19)
    assert "outside Mon–Fri 08:00–18:00, UTC, as is 1 of the 20 loaded records of jane" in words


def test_each_reason_explains_itself_among_the_loaded() -> None:
    rows = [row(number, MONDAY + timedelta(seconds=number)) for number in range(BURST + 4)]
    rows.append(row(99, MONDAY + timedelta(hours=1), workstation="ws-7\x1b[2J"))
    old = [row(number, BEFORE + timedelta(days=number)) for number in range(3)]
    last = told(rows, len(rows) - 1, DAY, before(old))
    assert "New: jane was not seen on ws-7" in last
    assert "in the 14 days before (3 records read)" in last
    assert "\x1b" not in last
    assert told(rows, 3) == (
        "Burst: One of 24 changes or failed attempts of jane from 10:00:00 to 10:00:23, among the "
        "loaded."
    )
    said = told(rows, 0, DAY, before([row(1, BEFORE, who="bob")], same_hours=True))
    assert (
        "New: jane was not seen at all in the same hours of the 14 days before (1 record read); "
        "here on ws-1." in said
    )


def test_without_a_baseline_nothing_is_new() -> None:
    rows = [row(number, MONDAY, who=f"w{number}", workstation=f"s{number}") for number in range(9)]
    new = Reason.NEW_ACCOUNT | Reason.NEW_WORKSTATION
    none = Baseline(stored([]), 0, 1, 0)
    for baseline in (None, none):
        result = found(stored(rows), DAY, baseline)
        assert result.habits is None
        assert not any(result.of(place) & new for place in range(9))
    assert sum(bool(found(stored(rows), DAY, before([])).of(p) & new) for p in range(9)) == 9


@pytest.mark.parametrize(
    "who", ["System", "NT AUTHORITY\\SYSTEM", "CORP\\WS-BER-101$", "Not applicable", "",
            "NT AUTHORITY\\LOCAL SERVICE"],
)  # fmt: skip
def test_accounts_of_machines_do_not_float_up_for_being_themselves(who: str) -> None:
    night = MONDAY + timedelta(hours=13)
    rows = [row(n, night + timedelta(seconds=n), who=who, workstation="x") for n in range(30)]
    store = stored(rows)
    striking = Reason.BURST | Reason.HOURS | Reason.NEW_ACCOUNT | Reason.NEW_WORKSTATION
    for baseline in (None, before([]), before([row(1, BEFORE, who="bob")])):
        assert not any(found(store, DAY, baseline).of(place) & striking for place in range(30))


def test_a_service_does_by_night_what_it_did_in_the_nights_before() -> None:
    night = MONDAY + timedelta(hours=15)
    rows = [row(n, night + timedelta(seconds=n), who="svc", workstation="a") for n in range(30)]
    old = [
        row(100 * day + n, night + timedelta(days=day - 14, seconds=n), who="svc", workstation="a")
        for day in range(14)
        for n in range(BURST + 12)
    ]
    usual = found(stored(rows), DAY, before(old, same_hours=True))
    assert usual.of(3) == Reason.BURST_AS_USUAL | Reason.HOURS_AS_USUAL
    other = found(stored([row(0, night)]), DAY, before(old, same_hours=True))
    assert other.of(0) == Reason.HOURS | Reason.NEW_ACCOUNT
    words = told([row(0, night, who="svc", workstation="a")], 0, DAY, before(old, same_hours=True))
    assert "as svc was on 14 days of the same hours of the 14 days before" in words


def test_hours_are_those_of_the_zone() -> None:
    rows = [row(0, datetime(2026, 3, 16, 15, tzinfo=UTC))]
    assert not found(stored(rows)).of(0) & Reason.HOURS_AS_USUAL
    assert found(stored(rows), WorkingDay(INDIA)).of(0) & Reason.HOURS_AS_USUAL
    assert "UTC+5:30" in told(rows, 0, WorkingDay(INDIA))


@pytest.mark.parametrize(
    ("reasons", "letter"),
    [
        (Reason(0), ""),
        (Reason.HOURS_AS_USUAL | Reason.BURST, "B"),
        (Reason.NEW_WORKSTATION | Reason.HOURS, "N"),
        (Reason.HOURS, "H"),
        (Reason.NEW_ACCOUNT | Reason.HOURS_AS_USUAL, "N"),
        (Reason.BURST_AS_USUAL, "b"),
    ],
)
def test_badges(reasons: Reason, letter: str) -> None:
    assert badge(reasons) == letter


@given(st.lists(any_rows, max_size=30))
def test_nothing_that_a_record_holds_breaks_it(given_rows: list[Row]) -> None:
    store = stored(given_rows)
    result = found(store, WorkingDay(INDIA))
    assert len(result.reasons) == len(store)
    for place in range(len(store)):
        assert bool(badge(result.of(place))) == bool(unusual_words(store, place, result))
        assert all(word.isprintable() for word in unusual_words(store, place, result))


@given(records, st.sampled_from(["", "jane"]))
def test_the_most_unusual_come_first_and_more_records_change_what_that_is(
    given_records: list[tuple[int, str, str, str]], line: str
) -> None:
    rows = [
        row(number, MONDAY + timedelta(minutes=minute), who, action, workstation)
        for number, (minute, who, workstation, action) in enumerate(given_records)
    ]
    store = Store()
    view = View(store)
    quick_filter = QuickFilter.parse(line)
    for half in (rows[::2], rows[1::2]):
        store.append(page_of(half))
        view.adopt(finished(view.order_rows(MOST_UNUSUAL, quick_filter, DAY)))
        result = found(store)
        assert view.unusual is not None
        assert view.unusual.reasons == result.reasons
        scores = result.scores()
        shown = [view.store_row(place) for place in range(len(view))]
        assert shown == sorted(shown, key=lambda place: (-scores[place], place))
    view.adopt(finished(view.order_rows((), QuickFilter())))
    assert view.unusual is None


def test_a_calendar_s_ends_have_no_hours() -> None:
    ends = ["0001-01-03T00:00:00Z", "9999-12-29T00:00:00Z", "soon"]
    store = stored([Row(rid(number), when, who="jane") for number, when in enumerate(ends)])
    result = found(store, WorkingDay(INDIA))
    assert len(result.reasons) == 3
    assert result.of(2) == Reason(0)
    assert instant("soon") is None


def test_pairs_beyond_those_told_apart_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unusual_module, "MOST_PAIRS", 2)
    rows = [row(number, MONDAY, workstation=f"ws-{number}") for number in range(5)]
    result = found(stored(rows), DAY, before([row(9, BEFORE, workstation="")]))
    new = Reason.NEW_ACCOUNT | Reason.NEW_WORKSTATION
    assert sum(bool(result.of(place) & new) for place in range(5)) == 2


def test_other_working_hours_have_other_odd_hours() -> None:
    rows = [row(0, MONDAY.replace(hour=19)), row(1, MONDAY.replace(hour=9))]
    late = WorkingDay(UTC_ZONE, WorkingHours.parse("12:00-20:00"))
    result = found(stored(rows), late)
    odd = Reason.HOURS | Reason.HOURS_AS_USUAL
    assert [bool(result.of(place) & odd) for place in range(2)] == [False, True]
    assert "Mon–Fri 12:00–20:00" in told(rows, 1, late)
