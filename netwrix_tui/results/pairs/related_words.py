"""What belongs to a record in words: a line each for the record, a few cells for the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from netwrix_tui.errors import UsageError
from netwrix_tui.records.amounts import span_words
from netwrix_tui.records.effects import Effect, EffectKind
from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.pairs.pairing import Counter
from netwrix_tui.results.pairs.related import AllRelated, Related
from netwrix_tui.results.pairs.runs import Run
from netwrix_tui.sanitize import visible

_ROOM = 40
"""Cells of a name or a value."""


class RelatedKind(StrEnum):
    """How a record, or several, belong to another."""

    UNDONE = "undone"
    UNDOES = "undoes"
    BEFORE = "before"
    AFTER = "after"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """One sentence, and where it leads: to a row of the store, or to a search."""

    kind: RelatedKind
    words: str
    row: int | None = None
    plan: SearchPlan | None = None


def related_lines(store: Store, related: Related) -> list[RelatedLine]:
    """The sentences, the most telling first; none where nothing belongs to the record."""
    return list(_lines(store, related))


def not_undone(related: Related) -> bool:
    """True where a record changed what can be undone, and nothing loaded undoes it.

    Of one that undoes another, nobody asks.
    """
    return related.changes and not related.undone_by and not related.undoes


def _lines(store: Store, related: Related) -> Iterator[RelatedLine]:
    row, told = related.row, set[int]()
    if related.undone_by:
        counter = related.undone_by[0]
        told.add(counter.row)
        yield RelatedLine(RelatedKind.UNDONE, undone_words(store, related), counter.row)
    if related.undoes:
        counter = related.undoes[0]
        told.add(counter.row)
        span, who = _apart(store, counter.row, row), _by(store, counter.row, row)
        yield RelatedLine(
            RelatedKind.UNDOES,
            f"Undoes what {who} did {span} before: {_again(counter.effect)}.",
            counter.row,
        )
    if related.run is not None:
        plan = run_plan(store, row, related.run)
        yield RelatedLine(RelatedKind.RUN, run_words(store, row, related.run), plan=plan)
    if related.before is not None and related.before not in told:
        words = f"Same object, {_apart(store, related.before, row)} before: "
        yield RelatedLine(
            RelatedKind.BEFORE, words + _deed(store, related.before, row), related.before
        )
    if related.after is not None and related.after not in told:
        words = f"Same object, {_apart(store, row, related.after)} later: "
        yield RelatedLine(
            RelatedKind.AFTER, words + _deed(store, related.after, row), related.after
        )


def undone_words(store: Store, related: Related) -> str:
    """``Undone 31 min later by the same account: Tom Reed removed again.``"""
    counter = related.undone_by[0]
    head = "Restored" if is_restored(counter) else "Undone"
    if not related.undone_whole:
        head = f"Partly {head.lower()}"
    span, who = _apart(store, related.row, counter.row), _by(store, counter.row, related.row)
    return f"{head} {span} later by {who}: {_put_back(counter.effect)}."


def run_words(store: Store, row: int, run: Run) -> str:
    """``35 more like this within 27 s: Removed by jane.doe.``"""
    action = visible(store.column("action")[row]) or "no action named"
    if run.by_station:
        station = _name(store.column("workstation")[row])
        of = f"{action} from {station}, by {run.accounts:,} accounts"
    else:
        of = f"{action} by {_name(store.column('who')[row]) or 'nobody named'}"
    return f"{run.count - 1:,} more like this within {_run_span(run)}: {of}."


def run_plan(store: Store, row: int, run: Run) -> SearchPlan | None:
    """The search for a run; None where the API cannot say it."""
    first, last = (EPOCH + timedelta(microseconds=at) for at in (run.first, run.last))
    end = last if not last.microsecond else last + timedelta(seconds=1)
    span = TimeRange(first.replace(microsecond=0), end.replace(microsecond=0))
    named = {"Workstation": "workstation"} if run.by_station else {"Who": "who"}
    values = {
        name: store.column(field)[row] for name, field in (named | {"Action": "action"}).items()
    }
    if not all(values.values()):
        return None
    try:
        filters = [Filter(name, Operator.EQUALS, value) for name, value in values.items()]
    except UsageError:
        return None
    return SearchPlan.of(Filter("When", Operator.EQUALS, span), *filters)


def short_words(store: Store, every: AllRelated, row: int) -> str:
    """For a column of the table: ``undone after 31 min``, ``undoes 31 min before``, ``36 in 27 s``.

    Empty where nothing belongs to the row.
    """
    parts = []
    undone_by, undoes = every.pairs.undone_by.get(row), every.pairs.undoes.get(row)
    if undone_by:
        head = "restored" if is_restored(undone_by[0]) else "undone"
        if not every.pairs.is_whole(row):
            head = f"partly {head}"
        parts.append(f"{head} after {_apart(store, row, undone_by[0].row, 1)}")
    if undoes:
        parts.append(f"undoes {_apart(store, undoes[0].row, row, 1)} before")
    run = every.run(row)
    if run is not None:
        parts.append(f"{run.count:,} in {_run_span(run)}")
    return " · ".join(parts)


def is_restored(counter: Counter) -> bool:
    """True where what was undone is that something was taken away."""
    return counter.effect.kind is EffectKind.EXISTENCE and not counter.effect.after


def _put_back(effect: Effect) -> str:
    """What the counter-action of an effect did."""
    match effect.kind:
        case EffectKind.EXISTENCE:
            return "removed again" if effect.after else "there again"
        case EffectKind.MEMBER:
            return f"{_name(effect.shown)} {'removed' if effect.after else 'added'} again"
        case EffectKind.PLACE:
            return f"back at {_name(effect.was)}"
        case EffectKind.VALUE:
            prop, was = _name(effect.shown) or "the value", shortened(effect.was, _ROOM)
            return f"{prop} is {was or 'empty'} again"


def _again(effect: Effect) -> str:
    """What an effect that undoes another one did itself."""
    match effect.kind:
        case EffectKind.EXISTENCE:
            return "there again" if effect.after else "removed again"
        case EffectKind.MEMBER:
            return f"{_name(effect.shown)} {'added' if effect.after else 'removed'} again"
        case EffectKind.PLACE:
            return "back where it was"
        case EffectKind.VALUE:
            return f"{_name(effect.shown) or 'the value'} as it was"


def _deed(store: Store, row: int, of: int) -> str:
    action = visible(store.column("action")[row]) or "no action named"
    return f"{action} by {_by(store, row, of)}."


def _by(store: Store, row: int, of: int) -> str:
    """Who did it, against who did the other."""
    who, other = store.column("who")[row], store.column("who")[of]
    if not who:
        return "nobody named"
    return "the same account" if who.casefold() == other.casefold() else _name(who)


def _apart(store: Store, earlier: int, later: int, units: int = 2) -> str:
    return span_words(max(0, store.timestamps[later] - store.timestamps[earlier]), units)


def _run_span(run: Run) -> str:
    return span_words(max(1_000_000, run.last - run.first))


def _name(text: str) -> str:
    """A name as it is told: a path by its last part."""
    last = text.rstrip("\\/").replace("/", "\\").rpartition("\\")[2] or text
    return shortened(last, _ROOM)
