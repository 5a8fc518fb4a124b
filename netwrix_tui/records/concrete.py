"""From what is meant to what is sent: relative times become moments, "anywhere" several searches.

The server has neither of the two, nor hours on days of the week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from netwrix_tui.clock import utc_at
from netwrix_tui.errors import UsageError
from netwrix_tui.records.asked_hours import SOON, with_asked_hours
from netwrix_tui.records.filters import ANYWHERE, SERVER, Filter, Operator
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.when import Timeframe, TimeRange

ANYWHERE_FIELDS = ("Who", "What", "Where", "Detail", "Workstation", "Item")
"""The filters that "anywhere" looks with."""


def concrete_searches(
    parameters: SearchParameters, now: datetime, ahead: timedelta = SOON
) -> tuple[SearchParameters, ...]:
    """The searches that together find what is meant; some record may be found by several.

    Hours that the API cannot say are asked for more widely (:mod:`records.asked_hours`), for
    ``ahead`` from now on.

    Without "anywhere" it is one. With it there is one for each field that the search does not
    already ask for something else: two values of one filter are alternatives to the server. What
    is nowhere has to be lacking in all of them. Which of several servers are asked is no part of
    what they are sent. Raises UsageError where no field is left.
    """
    return _searches(with_asked_hours(parameters, now, ahead), now)


def _searches(parameters: SearchParameters, now: datetime) -> tuple[SearchParameters, ...]:
    resolved = [_resolved(c, now) for c in parameters.filters if c.name != SERVER]
    meant = [f for f in resolved if f.name == ANYWHERE]
    plain = [f for f in resolved if f.name != ANYWHERE]
    nowhere = [f for f in meant if f.operator.is_negative]
    somewhere = [f for f in meant if not f.operator.is_negative]
    plain += [replace(f, name=field) for f in nowhere for field in ANYWHERE_FIELDS]
    if not somewhere:
        return (SearchParameters().with_(*plain),)
    free = _free_fields(plain)
    return tuple(
        SearchParameters().with_(*plain, *(Filter(field, f.operator, f.value) for f in somewhere))
        for field in free
        if all(_fits(field, f) for f in somewhere)
    )


def absolute_searches(parameters: SearchParameters, now: datetime) -> tuple[SearchParameters, ...]:
    """Those searches with the server's own spans (``Today``, ``LastSevenDays``) as moments, too.

    They are for people, to be read another day: the server is sent its own names. What a server
    takes them to mean is the calendar of UTC here; its documentation does not say.
    """
    return tuple(
        SearchParameters(tuple(_absolute(condition, now) for condition in search.filters))
        for search in _searches(parameters, now)
    )


def looked_in(parameters: SearchParameters) -> tuple[str, ...]:
    """The fields that a word anywhere is looked for in; none where the search has no such word.

    Raises UsageError where no field is left.
    """
    if not any(f.name == ANYWHERE and not f.operator.is_negative for f in parameters.filters):
        return ()
    return tuple(_free_fields([f for f in parameters.filters if f.name != ANYWHERE]))


def _free_fields(plain: Sequence[Filter]) -> list[str]:
    taken = {f.name for f in plain if not f.operator.is_negative}
    free = [field for field in ANYWHERE_FIELDS if field not in taken]
    if not free:
        raise UsageError(
            "No field is left to look anywhere in.",
            cause=f"The search names all of {', '.join(ANYWHERE_FIELDS)}.",
            next_step="Take one of these filters out.",
        )
    return free


def _fits(field: str, condition: Filter) -> bool:
    try:
        replace(condition, name=field)
    except UsageError:
        return False  # longer than this field can be: it cannot be there
    return True


def _absolute(condition: Filter, now: datetime) -> Filter:
    if not isinstance(condition.value, Timeframe):
        return condition
    plain = replace(condition, operator=Operator.EQUALS)
    ((start, end),) = spans_of([plain], int(now.timestamp()))
    return replace(
        condition,
        value=TimeRange(utc_at(start), utc_at(end)),
    )


def _resolved(condition: Filter, now: datetime) -> Filter:
    if isinstance(condition.value, RelativeSpan):
        return replace(condition, value=condition.value.resolved(now))
    return condition
