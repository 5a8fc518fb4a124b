"""Is it normal? Answered with the figures that the data set has, within ten requests."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from netwrix_tui.errors import ConnectionLost
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.history.answers import answers, read_words
from netwrix_tui.results.history.inquiry import Bounds, Inquiry
from netwrix_tui.results.history.questions import DAYS, QuestionKind, Subject
from netwrix_tui.results.history.usual_hours import usual_hours
from netwrix_tui.wire.page import Page
from tests.results.history.told_source import ToldSource

pytestmark = pytest.mark.lengthy

NOW = 1_790_000_000
BOUNDS = Bounds(10, 60.0)
BERLIN = ShownZone("Europe/Berlin", ZoneInfo("Europe/Berlin"))


@cache
def demo() -> ToldSource:
    return ToldSource.of_demo(60_000, NOW)


def subject_of(record: ActivityRecord, zone: ShownZone = UTC_ZONE) -> Subject:
    fields = {name: getattr(record, name) for name in Row.__struct_fields__}
    return Subject.of(Row(**fields), record.details, zone)


def asked(
    source: ToldSource, record: ActivityRecord, *, zone: ShownZone = UTC_ZONE,
    bounds: Bounds = BOUNDS, thorough: bool = False,
) -> Inquiry:  # fmt: skip
    inquiry = Inquiry(subject_of(record, zone), source.page_size)
    source.requests = 0
    asyncio.run(inquiry.ask(source.answer, lambda: None, bounds, thorough=thorough))
    return inquiry


def moment(record: ActivityRecord) -> datetime:
    return datetime.fromisoformat(record.when)


def earlier(
    source: ToldSource, record: ActivityRecord, kind: QuestionKind, zone: ShownZone = UTC_ZONE
) -> list[ActivityRecord]:
    """What a person with a pencil finds: of the days before, other than the record itself."""
    at, by_what = moment(record), kind is QuestionKind.OBJECT
    places = source.by_what[record.what.casefold()] if by_what else source.by_who.get(
        record.who.casefold(), [])  # fmt: skip
    start = at - timedelta(days=DAYS)
    there = at.astimezone(zone.tzinfo)

    def is_meant(other: ActivityRecord) -> bool:
        match kind:
            case QuestionKind.WORKSTATION:
                return other.workstation == record.workstation
            case QuestionKind.DEED:
                return (other.action, other.object_type) == (record.action, record.object_type)
            case QuestionKind.PLACE:
                return other.where == record.where
            case QuestionKind.HOUR:
                its = moment(other).astimezone(zone.tzinfo)
                return (its.weekday(), its.hour) == (there.weekday(), there.hour)
            case _:
                return True

    others = [source.records[place] for place in places]
    return [o for o in others if start <= moment(o) < at and o.rid != record.rid and is_meant(o)]


def planted(source: ToldSource, count: int) -> list[ActivityRecord]:
    stories = [r for r in source.records if is_of_a_story(r)]
    return random.Random(17).sample(stories, count)


@cache
def story_keys() -> frozenset[tuple[str, str, str, str]]:
    from netwrix_tui.demo.company import build_company
    from netwrix_tui.demo.dataset import when_text
    from netwrix_tui.demo.stories import all_stories

    scripted = all_stories(build_company(7), 7, NOW)
    return frozenset((when_text(ms // 1000), r.who, r.action, r.what) for ms, r in scripted)


def is_of_a_story(record: ActivityRecord) -> bool:
    return (record.when, record.who, record.action, record.what) in story_keys()


def ordinary(source: ToldSource, count: int) -> list[ActivityRecord]:
    # Those of the last days: there are thirty days before each of them.
    recent = [r for r in source.records[:30_000] if not is_of_a_story(r)]
    return random.Random(18).sample(recent, count)


KINDS = [
    QuestionKind.WORKSTATION, QuestionKind.DEED, QuestionKind.HOUR, QuestionKind.PLACE,
    QuestionKind.OBJECT,
]  # fmt: skip


def failures(source: ToldSource, record: ActivityRecord) -> Iterator[str]:
    """What is not true of the answers about one record."""
    inquiry = asked(source, record)
    if source.requests > BOUNDS.requests or inquiry.requests != source.requests:
        yield f"{source.requests} requests"
    lines = [line.words for line in answers(inquiry)]
    told = " ".join(lines)
    for kind in KINDS:
        if inquiry.questions[kind].plan is None:
            continue
        tally, truth = inquiry.tally(kind), earlier(source, record, kind)
        if tally is None or not tally.is_certain:
            yield f"{kind}: nothing known of {len(truth)}"
            continue
        if tally.is_whole and tally.count != len(truth):
            yield f"{kind}: {tally.count} for {len(truth)}"
        if tally.count > len(truth) or (not tally.count and truth):
            yield f"{kind}: {tally.count} of {len(truth)}"
        if truth and tally.is_whole:
            last = max(map(moment, truth))
            assert tally.last is not None
            if datetime.fromtimestamp(tally.last / 1e6, UTC) != last:
                yield f"{kind}: last {tally.last} for {last}"
    if "(" not in told and "usually" in told:
        yield f"no figures: {told}"
    words = read_words(inquiry, "nwx01 as CORP\\jane", is_case=False)
    if f"{inquiry.read:,} record" not in words or f"{inquiry.requests} request" not in words:
        yield words


@pytest.mark.parametrize(
    ("which", "page_size", "number"),
    [
        (planted, 60, 60),
        (ordinary, 60, 60),
        (planted, 1000, 100),
        (ordinary, 1000, 100),
        pytest.param(planted, 1000, 300, marks=pytest.mark.slow),
        pytest.param(ordinary, 1000, 300, marks=pytest.mark.slow),
    ],
)
def test_the_figures_are_those_of_the_data_set(
    which: Callable[[ToldSource, int], list[ActivityRecord]], page_size: int, number: int
) -> None:
    source = demo()
    source.page_size = page_size
    wrong = [
        (record, said) for record in which(source, number) for said in failures(source, record)
    ]
    assert not wrong, (len(wrong), wrong[:5])


def made(
    minutes: int, who: str = "jane", workstation: str = "ws-1", action: str = "Modified",
    what: str = "x", where: str = "dc01",
) -> ActivityRecord:  # fmt: skip
    """A record so many minutes before the moment that all is about, a Saturday 02:58 in Berlin."""
    when = datetime(2026, 11, 28, 1, 58, tzinfo=UTC) - timedelta(minutes=minutes)
    return ActivityRecord(
        rid=f"{minutes:049}", who=who, action=action, what=what, where=where, object_type="group",
        workstation=workstation, when=when.strftime("%Y-%m-%dT%H:%M:%SZ"), data_source="AD",
    )  # fmt: skip


def lines(source: ToldSource, record: ActivityRecord, **how: object) -> list[str]:
    return [each.words for each in answers(asked(source, record, **how))]  # type: ignore[arg-type]


def working_days(count: int) -> list[ActivityRecord]:
    """Records on the weekdays before, from nine to five in Berlin."""
    found = []
    for day in range(1, 29):
        if (5 - day) % 7 < 5:
            found += [made(day * 1440 - 60 * hour - 2) for hour in range(7, 7 + count)]
    return sorted(found, key=lambda record: record.when, reverse=True)


def test_what_never_was_is_told_first_and_usual_hours_with_their_figures() -> None:
    before = working_days(8)
    record = made(0, workstation="ws-77")
    told = lines(ToldSource([record, *before], NOW), record, zone=BERLIN)
    count = len(before)
    counted = sum(at <= datetime(2026, 11, 27, 13, 58, tzinfo=UTC) for at in map(moment, before))
    assert told[0] == (
        f"jane from ws-77: never in the 30 days before ({count} records of the account read)."
    )
    usual = next(line for line in told if "usually" in line)
    assert re.fullmatch(
        rf"jane: usually \d\d to \d\d on weekdays \([\d,]+ of {counted}, until 12 h before it\); "
        rf"this was Saturday 02:58\.",
        usual,
    )
    assert any(line.startswith("jane on Saturdays 02 to 03: never") for line in told)
    deed = next(line for line in told if line.startswith("jane: Modified group"))
    assert f"{count} earlier, last on 27 Nov" in deed


def of_the_night(count: int) -> list[ActivityRecord]:
    """Records of 6 min 19 s before it until 4 min before it, newest first."""
    at = datetime(2026, 11, 28, 1, 58, tzinfo=UTC)
    return [
        replace(
            made(0, workstation="ws-77"), rid=f"{9000 + place:049}",
            when=(at - timedelta(seconds=240 + 139 * place // (count - 1) if count > 1 else 379))
            .strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for place in range(count)
    ]  # fmt: skip


def test_what_all_came_in_the_same_night_is_told_so_and_is_no_habit() -> None:
    record = made(0, workstation="ws-77")
    told = lines(ToldSource([record, *of_the_night(15)], NOW), record)
    assert "jane on Saturdays 01 to 02: 15 earlier, all within the 7 min before it." in told
    assert "jane from ws-77: 15 earlier, all within the 7 min before it." in told
    assert "jane on dc01: 15 earlier, all within the 7 min before it." in told
    assert "x: 15 earlier, all by the same account, all within the 7 min before it." in told
    assert (
        "jane: 15 other records in the 30 days before, all within the 7 min before it; "
        "this was Saturday 01:58."
    ) in told
    assert not any("usual" in line or "weeks" in line for line in told)


def test_one_earlier_record_of_the_night_is_told_with_its_distance() -> None:
    record = made(0, workstation="ws-77")
    elder = [made(1440 * day, where="dc02") for day in range(2, 20)]
    told = lines(ToldSource([record, *of_the_night(1), *elder], NOW), record)
    assert "jane from ws-77: 1 earlier, 7 min before it." in told
    assert any(re.match(r"jane: Modified group: 19 earlier, last on 28 Nov", line) for line in told)


def test_the_weeks_are_those_in_which_there_was_any() -> None:
    record = made(0)
    weeks = [made(10_080 * week + 3) for week in (1, 3)]
    told = lines(ToldSource([record, *of_the_night(15), *weeks], NOW), record)
    assert (
        "jane on Saturdays 01 to 02: 17 earlier, in this hour of 3 of the 5 weeks asked, "
        "last on 28 Nov 01:54."
    ) in told


def test_hours_of_the_same_night_are_not_usual() -> None:
    """However many there are that night: its usual hours are those of the days before."""
    record, before = made(0), [r for r in working_days(8) if r.when < "2026-11-27T13"]
    told = lines(ToldSource([record, *of_the_night(200), *before], NOW), record, zone=BERLIN)
    (usual,) = [line for line in told if "usually" in line]
    assert re.search(rf"usually \d\d to 1\d on weekdays \([\d]+ of {len(before)}, until", usual)
    few = lines(ToldSource([record, *of_the_night(15), *before[:2]], NOW), record)
    assert (
        "jane: 17 other records in the 30 days before, 15 of them in the 12 h before it, too few "
        "to call any hour usual; this was Saturday 01:58."
    ) in few


def test_of_what_was_not_all_read_the_night_is_told_of_what_was_read() -> None:
    record = made(0, workstation="ws-77")
    source = ToldSource([record, *of_the_night(60), *working_days(8)], NOW, page_size=10)
    inquiry = asked(source, record, bounds=Bounds(1, 60.0))
    told = " ".join(line.words for line in answers(inquiry))
    assert "9 or more earlier, those that were read all within the 5 min before it." in told


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 s"), (119, "1 min 59 s"), (379, "7 min"), (7199, "120 min"), (43_200, "12 h"),
     (7_201, "3 h")],
)  # fmt: skip
def test_a_span_is_never_told_too_short(seconds: int, words: str) -> None:
    record = made(0)
    at = moment(record) - timedelta(seconds=seconds)
    earlier_one = replace(record, rid="7" * 49, when=at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    told = lines(ToldSource([record, earlier_one], NOW), record)
    assert f"jane from ws-1: 1 earlier, {words} before it." in told


def test_the_demos_night_is_not_called_usual() -> None:
    """Who was added to Domain Admins at night: the failed logons just before are that night's."""
    source = demo()
    source.page_size = 1000
    (first,) = [
        r for r in source.records
        if is_of_a_story(r) and r.what.endswith("Domain Admins") and "Added" in str(r.details)
    ]  # fmt: skip
    told = lines(source, first)
    (hour,) = [line for line in told if re.search(r" on \w+days \d\d to \d\d: ", line)]
    assert hour.endswith(": 15 earlier, all within the 7 min before it.")
    (usual,) = [line for line in told if "usually" in line]
    assert not re.search(r"usually 0[0-4] ", usual)
    assert ", until 12 h before it)" in usual


def test_few_records_make_nothing_usual() -> None:
    record = made(0)
    told = lines(ToldSource([record, made(1440), made(2880)], NOW), record)
    assert not any("usually" in line for line in told)
    assert any("2 other records in the 30 days before, too few" in line for line in told)
    assert usual_hours([0] * 50, UTC_ZONE) is None, "one day makes no habit"


def test_nothing_is_new_where_not_all_was_read() -> None:
    """A server that stops answering after the first page: what it held is all that is said."""
    record = made(0, workstation="ws-77")
    source = ToldSource([record, *working_days(8)], NOW, page_size=10)

    async def once(parameters: SearchParameters, mark: str | None) -> Page:
        if mark is not None or source.requests:
            raise ConnectionLost("The connection ended.")
        return await source.answer(parameters, mark)

    inquiry = Inquiry(subject_of(record), 10)
    asyncio.run(inquiry.ask(once, lambda: None, BOUNDS))
    told = [line.words for line in answers(inquiry)]
    assert inquiry.error is not None
    assert not any("never" in line or "usually" in line for line in told)
    assert "9 or more earlier" in " ".join(told)
    assert "Not all was read: stopped by an error" in read_words(inquiry, "x", is_case=False)


def test_it_stops_at_its_bounds_and_goes_on_from_there() -> None:
    record = made(0)
    source = ToldSource([record, *working_days(8)], NOW, page_size=7)
    inquiry = Inquiry(subject_of(record), 7)
    asyncio.run(inquiry.ask(source.answer, lambda: None, Bounds(3, 60.0)))
    assert inquiry.requests == 3
    assert "stopped after 3 requests" in read_words(inquiry, "x", is_case=False)
    for _ in range(60):
        if not inquiry.is_due:
            break
        asyncio.run(inquiry.ask(source.answer, lambda: None, Bounds(3, 60.0), thorough=True))
    assert not inquiry.is_due
    assert "m reads on" not in read_words(inquiry, "x", is_case=False)
    for kind in KINDS:
        tally = inquiry.tally(kind)
        assert tally is not None
        assert (tally.count, tally.is_whole) == (len(earlier(source, record, kind)), True)


def test_a_source_that_does_not_answer_is_left_in_time() -> None:
    record = made(0)

    async def never(_: SearchParameters, __: str | None) -> Page:
        await asyncio.Event().wait()
        raise AssertionError

    inquiry = Inquiry(subject_of(record), 1000)
    asyncio.run(inquiry.ask(never, lambda: None, Bounds(10, 0.01)))
    assert inquiry.why_stopped == "stopped after 0 s"
    assert answers(inquiry) == []


def test_was_it_undone_is_answered_with_who_and_when() -> None:
    source = demo()
    source.page_size = 1000
    (first,) = [
        r for r in source.records
        if is_of_a_story(r) and r.what.endswith("Domain Admins") and "Added" in str(r.details)
    ]  # fmt: skip
    told = lines(source, first)
    assert re.fullmatch(r"Undone 3\d min .*later by the same account: .* removed again\.", told[0])


def test_the_hour_is_that_of_the_clock_in_each_week() -> None:
    """Weeks around the end of summer time: 02:58 in Berlin is 00:58 UTC before, 01:58 after."""
    spring = datetime(2026, 11, 7, 1, 58, tzinfo=UTC)
    record = ActivityRecord(rid="1" * 49, who="jane", when="2026-11-07T01:58:00Z", what="x",
                            action="Read", workstation="w", where="s")  # fmt: skip
    hours = subject_of(record, BERLIN).hours()
    shown = [datetime.fromtimestamp(first / 1e6, BERLIN.tzinfo) for first, _ in hours]
    assert [(at.weekday(), at.hour) for at in shown] == [(5, 2)] * 5
    assert len({at.utcoffset() for at in shown}) == 2
    assert spring.timestamp() * 1e6 == hours[-1][1]


@pytest.mark.parametrize("missing", ["who", "workstation", "what", "where", "action"])
def test_what_a_record_does_not_name_is_not_asked(missing: str) -> None:
    record = replace(made(0), **{missing: ""})
    told = " ".join(lines(ToldSource([record, made(60)], NOW), record))
    name = {"who": "Who", "workstation": "Workstation", "what": "What", "where": "Where",
            "action": "Action"}[missing]  # fmt: skip
    assert f"the record names no {name}." in told
