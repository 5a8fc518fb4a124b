"""What the options of ``summary`` ask for: groups, logons or a sequence. Checked before anything
is sent."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import timedelta

from netwrix_tui.errors import UsageError
from netwrix_tui.headless.choices import shown_zone, typed_query, typed_search
from netwrix_tui.headless.saved_options import answers_of, recipe_named
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sequence_pattern import Same, SequencePattern
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.summaries.group_keys import GroupKey, keys_named
from netwrix_tui.results.summaries.sequence_tests import around, check_part
from netwrix_tui.results.summaries.summary import Sort, sort_named

_LEAST = 5
_WITHIN = "1h"
_BY_WITH = "A ready-made one takes --with n=10 and --with within=1h."


@dataclass(frozen=True, slots=True)
class SummaryPlan:
    """One of ``keys``, ``pattern`` and neither, for the logons. ``search`` is what is asked for.

    ``id`` tells one summary from another, whatever is searched by it.
    """

    search: SearchParameters
    zone: ShownZone
    keys: tuple[GroupKey, ...] = ()
    sort: Sort = Sort()  # noqa: RUF009 - immutable
    pattern: SequencePattern | None = None
    minimum: int = 1
    limit: int | None = None
    id: str = ""


def summary_plan(options: argparse.Namespace) -> SummaryPlan:
    """The plan of the options, a kept search in them being part of the query already.

    Raises UsageError.
    """
    search, zone = typed_search(options), shown_zone(options)
    told = (options.query, options.filters, options.by, options.minimum, options.utc)
    plan = SummaryPlan(
        search, zone, minimum=options.minimum or 1, limit=options.limit, id=f"{told}"
    )
    pattern = _pattern(options, zone)
    kinds = [options.by is not None, options.logons, pattern is not None]
    if sum(kinds) != 1:
        raise UsageError(
            "A summary is by keys, of the logons, or of a sequence: "
            + ("one of them." if sum(kinds) else "say which."),
            next_step="Give --by Who,Action, or --logons, or --sequence with --then.",
        )
    if pattern is not None:
        _require_none(options, "--sequence", sort=options.sort, changed_since=options.changed_since)
        return replace(plan, search=around(search, pattern), pattern=pattern)
    for name in ("then", "same", "within"):
        if getattr(options, name) is not None:
            raise UsageError(f"--{name} belongs to --sequence.")
    if options.logons:
        _require_none(options, "--logons", sort=options.sort, changed_since=options.changed_since)
        return plan
    keys = keys_named(options.by.split(","))
    sort = Sort() if options.sort is None else sort_named(options.sort, keys)
    return replace(plan, keys=keys, sort=sort)


def _require_none(options: argparse.Namespace, kind: str, **given: object) -> None:
    for name, value in given.items():
        if value is not None:
            raise UsageError(f"--{name.replace('_', '-')} and {kind} do not go together.")


def _pattern(options: argparse.Namespace, zone: ShownZone) -> SequencePattern | None:
    if options.sequence is None:
        recipe = recipe_named(options.recipe) if options.recipe is not None else None
        if recipe is None or recipe.sequence is None or options.by is not None or options.logons:
            return None
        for name in ("then", "same", "within"):
            if getattr(options, name) is not None:
                raise UsageError(f"--{name} belongs to --sequence.", next_step=_BY_WITH)
        pattern = recipe.pattern(answers_of(options.answers), zone)
        if pattern is None or options.minimum is None:
            return pattern
        return replace(pattern, minimum=options.minimum)
    if options.then is None:
        raise UsageError("--sequence wants --then.", next_step="Say what happened afterwards.")
    parts = [typed_query(line, zone) for line in (options.sequence, options.then)]
    for part in parts:
        check_part(part)
    minimum, same = options.minimum or _LEAST, Same(options.same or Same.WHO)
    return SequencePattern(parts[0], parts[1], minimum, _span(options.within or _WITHIN), same)


def _span(text: str) -> timedelta:
    span = relative_span(text)
    if span is None:
        raise UsageError(
            f"--within: {text[:20]!r} is no span of time.", next_step="Type 30m or 1h."
        )
    return span.length
