"""The link to a record finds that record, and no other text is made one."""

from __future__ import annotations

import pytest
from hypothesis import given

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record_link import record_link
from netwrix_tui.records.zone import UTC_ZONE
from tests.strategies import any_text


@given(any_text)
def test_a_link_is_read_as_the_rid_that_it_is_of(rid: str) -> None:
    link = record_link(rid)
    if link == rid:
        return
    found = plan_of(link, UTC_ZONE).parameters().filters
    assert found == (Filter("RID", Operator.EQUALS, rid),)


@pytest.mark.parametrize(
    ("rid", "link"),
    [
        ("20261122135840", "nwx:20261122135840"),
        ("A7", "nwx:A7"),
        ("", ""),
        ("a b", "a b"),
        ('a"', 'a"'),
        ("nwx:1", "nwx:1"),
        ("1\n", "1\n"),
    ],
)
def test_links(rid: str, link: str) -> None:
    assert record_link(rid) == link
