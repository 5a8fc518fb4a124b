"""Reconciliation of a batch in doubt: a search tells whether its records were stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from netwrix_tui.errors import NetwrixTuiError, ServerRepeats, SignInFailed, WireError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange, instant
from netwrix_tui.results.loading.mark_walk import each_once
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.writing.agreement import DATA_SOURCE, LikelyKey, agrees, likely_key
from netwrix_tui.writing.record_identity import content
from netwrix_tui.writing.send_batches import RecordSink

_FRACTION = timedelta(seconds=1)
"""What a server may round a moment by."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How many of a batch's records a search finds; ``hidden`` ones are for the archive alone.

    ``alike`` is how many others it finds that may be of these and do not agree in every field;
    ``surplus`` how many more agree than were written. Neither proves anything: the batch then stays
    in doubt.
    """

    found: int
    wanted: int
    hidden: int = 0
    alike: int = 0
    surplus: int = 0

    @property
    def is_whole(self) -> bool:
        """True where all are there that a search can find, each as often as it was written."""
        return 0 < self.wanted == self.found and not self.surplus

    @property
    def is_none(self) -> bool:
        """True where not one is there, nor one that is like it, and some could be."""
        return self.found == 0 < self.wanted and not self.alike

    def __str__(self) -> str:
        if not self.wanted:
            return "they are for the archive alone, where no search finds them"
        if self.found == self.wanted:
            text = (
                "a search finds it" if self.wanted == 1 else f"a search finds all {self.wanted:,}"
            )
        elif not self.found:
            text = "a search finds none of them"
        else:
            text = f"a search finds {self.found:,} of {self.wanted:,}"
        if self.surplus:
            text += f", and {self.surplus:,} more that are the same, so that it stays in doubt"
        elif self.alike and self.found < self.wanted:
            text += f", and {self.alike:,} that differ in a field, so that it stays in doubt"
        return f"{text} ({self.hidden:,} are for the archive alone)" if self.hidden else text


async def look_for_records(
    sink: RecordSink,
    records: Sequence[NewRecord],
    accepted: Iterable[NewRecord],
    on_page: Callable[[int], None] = lambda _: None,
) -> Reconciliation:
    """Look for the records by all fields that the API gives back. Raises NetwrixTuiError.

    WireError, too, where the server repeats its pages before all of them are found.

    ``accepted`` are records of the same input that are known to be in: where they are alike, they
    do not count for these. ``on_page`` is told how many records have been looked at.
    """
    visible = [record for record in records if not record.is_archive_only]
    hidden = len(records) - len(visible)
    tally = _Tally(visible, accepted)
    if not tally.wanted:
        return Reconciliation(0, 0, hidden)
    looked_at = 0
    repeats: ServerRepeats | None = None
    try:
        async with aclosing(each_once(partial(_page, sink, _broad_search(visible)))) as pages:
            async for page in pages:
                for index in range(len(page)):
                    tally.take(page, index)
                looked_at += len(page)
                on_page(looked_at)
    except ServerRepeats as error:
        repeats = error
    found = tally.reconciliation(hidden)
    if repeats is not None and not found.is_whole:
        raise WireError(
            f"Whether it arrived cannot be looked up. {repeats.what}",
            cause=repeats.cause,
            next_step="It stays in doubt; look again later.",
        ) from repeats
    return found


class _Tally:
    """Counts what is found against what was written, record by record."""

    def __init__(self, wanted: Iterable[NewRecord], accepted: Iterable[NewRecord]) -> None:
        self._kinds: dict[LikelyKey, dict[str, NewRecord]] = {}
        """The different contents, by what they have in common with their stored form."""
        self._wanted = self._counted(wanted)
        keys = set(self._kinds)
        self._accepted = self._counted(
            one for one in accepted if not one.is_archive_only and likely_key(one) in keys
        )
        self._found: Counter[str] = Counter()
        self._alike = 0

    @property
    def wanted(self) -> int:
        """How many records are looked for."""
        return self._wanted.total()

    def take(self, page: Page, index: int) -> None:
        """Count one record of a page."""
        key = likely_key(page.rows[index])
        kinds = self._kinds.get(key) if key is not None else None
        if not kinds:
            return
        record = codec(page.format).decode_record(page.raws[index])
        agreeing = [kind for kind, written in kinds.items() if agrees(written, record)]
        if len(agreeing) == 1:
            self._found[agreeing[0]] += 1
        else:
            self._alike += 1

    def reconciliation(self, hidden: int) -> Reconciliation:
        """What all pages say."""
        found = surplus = 0
        for kind, wanted in self._wanted.items():
            there = max(self._found[kind] - self._accepted[kind], 0)
            found += min(there, wanted)
            surplus += max(there - wanted, 0)
        return Reconciliation(found, self.wanted, hidden, self._alike, surplus)

    def _counted(self, records: Iterable[NewRecord]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for record in records:
            key = likely_key(record)
            if key is not None:
                kind = content(record)
                counts[kind] += 1
                self._kinds.setdefault(key, {})[kind] = record
        return counts


def _broad_search(records: Sequence[NewRecord]) -> SearchParameters:
    """By the data source and the time alone: what else the server may have changed is looked at."""
    source, *others = written_search(records).filters
    return SearchParameters((source, *(one for one in others if one.name == "When")))


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
    with suppress(OverflowError):
        return TimeRange(min(moments) - _FRACTION, max(moments) + _FRACTION)
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
