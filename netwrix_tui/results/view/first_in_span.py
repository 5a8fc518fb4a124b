"""First row of a view within a span of time, whatever the view is sorted by."""

from __future__ import annotations

from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.view import View, ViewRow


def first_between(view: View, start: int, end: int) -> Steps[ViewRow | None]:
    """The first record shown whose moment is at ``start`` or later, and before ``end``.

    Both in microseconds since the epoch (UTC). None where there is none. The first step belongs to
    the view's thread; the others may run on any.
    """
    shown, timestamps = view.shown, view.store.timestamps
    yield
    for first, stop in slices(0, len(shown)):
        for place, row in enumerate(shown[first:stop], first):
            if start <= timestamps[row] < end:
                return ViewRow(place)
        yield
    return None
