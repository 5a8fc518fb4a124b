"""Whether a batch of which nobody knows has arrived: its records are looked for by a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from netwrix_tui.errors import NetwrixTuiError, ServerRepeats, SignInFailed, WireError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange, instant
from netwrix_tui.results.walk import each_once
from netwrix_tui.wire.page import Page
from netwrix_tui.writing.run import RecordSink

DATA_SOURCE = "Netwrix API"
"""What every written record is given for its data source."""

_Key = tuple[float, str, str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many of a batch's records a search finds; ``hidden`` ones are for the archive alone."""

    found: int
    wanted: int
    hidden: int = 0

    @property
    def is_whole(self) -> bool:
        """True where all are there that a search can find."""
        return 0 < self.wanted == self.found

    @property
    def is_none(self) -> bool:
        """True where not one is there, and some could be."""
        return self.found == 0 < self.wanted

    def __str__(self) -> str:
        if not self.wanted:
            return "they are for the archive alone, where no search finds them"
        if self.is_whole:
            text = (
                "a search finds it" if self.wanted == 1 else f"a search finds all {self.wanted:,}"
            )
        elif self.is_none:
            text = "a search finds none of them"
        else:
            text = f"a search finds {self.found:,} of {self.wanted:,}"
        return f"{text} ({self.hidden:,} are for the archive alone)" if self.hidden else text


async def look_for(
    sink: RecordSink,
    records: Sequence[NewRecord],
    accepted: Iterable[NewRecord],
    on_page: Callable[[int], None] = lambda _: None,
) -> Arrival:
    """Look for the records by When, Who, What and Action. Raises NetwrixTuiError.

    WireError, too, where the server repeats its pages before all of them are found.

    ``accepted`` are records of the same input that are known to be in: where they are alike, they
    do not count for these. ``on_page`` is told how many records have been looked at.
    """
    visible = [record for record in records if not record.is_archive_only]
    hidden = len(records) - len(visible)
    wanted = Counter(key for record in visible if (key := _key(record)) is not None)
    if not wanted:
        return Arrival(0, 0, hidden)
    there: Counter[_Key] = Counter()
    looked_at = 0
    repeats: ServerRepeats | None = None
    try:
        async with aclosing(each_once(partial(_page, sink, written_search(visible)))) as pages:
            async for page in pages:
                for row in page.rows:
                    moment = instant(row.when)
                    if moment is not None:
                        there[moment.timestamp(), row.who.casefold(), row.what, row.action] += 1
                looked_at += len(page)
                on_page(looked_at)
    except ServerRepeats as error:
        repeats = error
    there -= Counter(key for record in accepted if (key := _key(record)) in wanted and key)
    found = sum(min(count, there[key]) for key, count in wanted.items())
    if repeats is not None and found < sum(wanted.values()):
        raise WireError(
            f"Whether it arrived cannot be looked up. {repeats.what}",
            cause=repeats.cause,
            next_step="It stays in doubt; look again later.",
        ) from repeats
    return Arrival(found, sum(wanted.values()), hidden)


def written_search(records: Sequence[NewRecord]) -> SearchParameters:
    """The search that finds these records once they are written, and little else."""
    moments = [moment for record in records if (moment := instant(record.when)) is not None]
    filters = [Filter("DataSource", Operator.EQUALS, DATA_SOURCE)]
    if moments:
        filters.append(Filter("When", Operator.EQUALS, _span(moments)))
    for name, attribute in (("MonitoringPlan", "monitoring_plan"), ("Who", "who")):
        values = {getattr(record, attribute) for record in records}
        if len(values) == 1 and (value := values.pop()):
            filters.append(Filter(name, Operator.EQUALS, value))
    return SearchParameters().with_(*filters)


def _span(moments: Sequence[datetime]) -> TimeRange:
    return TimeRange(min(moments), max(moments))


async def _page(sink: RecordSink, search: SearchParameters, mark: str | None) -> Page:
    try:
        return await sink.search(search, mark)
    except SignInFailed as error:
        raise NetwrixTuiError(
            "Whether it arrived cannot be looked up: this account may not read.",
            cause=error.what,
            next_step="Look with another account that may, on the same records and result file.",
        ) from error


def _key(record: NewRecord) -> _Key | None:
    moment = instant(record.when)
    if moment is None:
        return None
    return moment.timestamp(), record.who.casefold(), record.what, record.action
