"""What property tests draw: hostile and ordinary texts, records, filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from netwrix_tui.records.filters import ANYWHERE, SPECS, Filter, is_xml_character, spec_of
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange

HOSTILE_PIECES = (
    "\x1b[31m", "\x1b]52;c;aGk=\x07", "\x9b2J", "\u202e", "\u200b", "\u200d", "[red]", "[/]",
    "\r\n", "\n", "\t", "\x00", "\x7f", "\ud83d", "\udcff", "\ufffe", "e\u0301\u0301\u0301\u0301",
    "\u6f22\u5b57", "\U0001f468\u200d\U0001f469", "&amp;", "<b>", "]]>", "'\"", "=cmd|x", "\\\\",
)  # fmt: skip


def _joined_surrogates(text: str) -> str:
    """The text with surrogate pairs joined: apart, no format can tell them from the character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


hostile_text = st.lists(st.sampled_from(HOSTILE_PIECES) | st.text(max_size=6), max_size=6).map(
    "".join
)
any_text = (st.text(st.characters(exclude_categories=()), max_size=20) | hostile_text).map(
    _joined_surrogates
)
xml_text = st.text(st.characters().filter(is_xml_character), max_size=20) | st.text(
    "who:\"'\\#-@=^$ \n\t", max_size=12
)
"""Anything that XML can carry, also what a query line reads as its own signs."""

details = st.builds(
    Detail,
    property_name=st.none() | any_text,
    message=st.none() | any_text,
    before=st.none() | any_text,
    after=st.none() | any_text,
)
records = st.builds(
    ActivityRecord,
    rid=any_text,
    who=any_text,
    action=any_text,
    what=any_text,
    when=st.just("2026-03-17T09:37:11Z") | any_text,
    where=any_text,
    object_type=any_text,
    monitoring_plan=any_text.map(str.strip),
    monitoring_plan_id=any_text.map(str.strip),
    data_source=any_text,
    item=any_text,
    workstation=any_text,
    details=st.lists(details, max_size=3).map(tuple),
)

_offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_moments = st.builds(
    lambda seconds, zone: datetime.fromtimestamp(seconds, zone),
    st.integers(0, 4_000_000_000),
    _offsets | st.just(UTC),
)


@st.composite
def _time_ranges(draw: st.DrawFn) -> TimeRange:
    start, end = sorted((draw(_moments), draw(_moments)))
    missing = draw(st.sampled_from(("none", "start", "end")))
    return TimeRange(None if missing == "start" else start, None if missing == "end" else end)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that is valid."""
    spec = draw(st.sampled_from(list(SPECS.values())))
    operator = draw(st.sampled_from(spec.operators))
    if spec.name == "When":
        value = draw(st.sampled_from(list(Timeframe)) | _time_ranges())
    elif spec.name == "WorkingHours":
        clocks = st.times(timezones=_offsets | st.just(UTC)).map(lambda t: t.replace(microsecond=0))
        value = HoursRange(draw(clocks), draw(clocks))
    else:
        value = draw(xml_text.filter(bool))
    return Filter(spec.name, operator, value)


@st.composite
def plan_filters(draw: st.DrawFn) -> Filter:
    """Any filter that a plan may hold: also relative times, our own, and undocumented ones."""
    kind = draw(st.sampled_from(("sent", "relative", "anywhere", "free")))
    if kind == "relative":
        span = RelativeSpan(draw(st.integers(1, 900)), draw(st.sampled_from(SpanUnit)))
        return Filter("When", draw(st.sampled_from(SPECS["When"].operators)), span)
    if kind == "sent":
        return draw(filters())
    name = (
        ANYWHERE
        if kind == "anywhere"
        else draw(st.from_regex("New[A-Za-z0-9_.-]{0,8}", fullmatch=True))
    )
    operator = draw(st.sampled_from(spec_of(name).operators))
    return Filter(name, operator, draw(xml_text.filter(bool)))


plans = st.lists(st.builds(PlanEntry, plan_filters(), st.booleans()), max_size=6).map(
    lambda entries: SearchPlan(tuple(entries))
)
searches = st.lists(filters(), max_size=6).map(lambda f: SearchParameters().with_(*f))

__all__ = ["any_text", "filters", "hostile_text", "plans", "records", "searches", "xml_text"]
