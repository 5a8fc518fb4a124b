"""The controller of facets and timeline, built without the screen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.counts.controller import CountsController
from netwrix_tui.tui.counts.facet_lines import filter_term
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import WHO
from tests.tui.fake_host import FakeHost


@pytest.fixture
def given() -> SimpleNamespace:
    host, table, begun, filtered = FakeHost(), ResultsTable(), [], []
    panes = SimpleNamespace(
        facets_are_open=False, timeline_is_open=False, close_covering=lambda: False
    )
    controller = CountsController(
        host,
        table,
        Facets(),
        Timeline(),
        panes,
        plan=SearchPlan,
        begin=lambda plan, **_: begun.append(plan),
        filter_further=filtered.append,
        copy_text=lambda *_: None,
        head=lambda: None,
        back=lambda: False,
    )
    return SimpleNamespace(controller=controller, host=host, begun=begun, filtered=filtered)


def test_a_value_filters_what_is_loaded(given: SimpleNamespace) -> None:
    given.controller.filter_value(WHO, "CORP\\jane")
    assert given.filtered == [filter_term("who", "CORP\\jane")]
    assert f"in {WHO.title}" in given.host.said[-1]


def test_nothing_is_counted_while_nobody_looks(given: SimpleNamespace) -> None:
    given.controller.catch_up(at_once=True)
    assert not given.host.works
