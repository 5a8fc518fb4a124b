"""How a search is looked at, to and from the text in a case file."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from netwrix_tui.case.facts import ViewFacts
from netwrix_tui.errors import UsageError
from netwrix_tui.records.zone import ShownZone, named_zone
from netwrix_tui.results.view.sorting import SortKey, SortKeys
from netwrix_tui.tui.table.results_table import ResultsTable


def view_facts(table: ResultsTable, panes: Sequence[str]) -> ViewFacts:
    """What a table shows, and how; ``panes`` are the open ones."""
    row, view = table.record_row, table.view
    keys = [{"field": key.field, "descending": key.descending} for key in view.sort_keys]
    shown = [place.column.title for place in table.columns]
    return ViewFacts(
        table.store.key(row) if row is not None else "",
        row if row is not None else -1,
        round(table.scroll_offset.y),
        msgspec.json.encode(keys).decode() if keys else "",
        view.quick_filter.line,
        msgspec.json.encode(shown).decode(),
        msgspec.json.encode(list(panes)).decode(),
        table.zone.key,
    )


def sort_keys(text: str) -> SortKeys:
    """The sort keys of such a text; none where it is no such text."""
    try:
        return tuple(msgspec.json.decode(text, type=list[SortKey])) if text else ()
    except msgspec.MsgspecError:
        return ()


def names(text: str) -> list[str]:
    """The columns or panes of such a text; none where it is no such text."""
    try:
        return msgspec.json.decode(text, type=list[str]) if text else []
    except msgspec.MsgspecError:
        return []


def zone_of(text: str) -> ShownZone | None:
    """The zone of such a text; None where it says none."""
    try:
        return named_zone(text) if text else None
    except UsageError:
        return None
