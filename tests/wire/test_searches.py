"""Bodies of searches as documentation and other clients write them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netwrix_tui.errors import Malformed, WireError
from netwrix_tui.records.filters import Filter, Operator, is_xml_character
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.wire import json_format, xml_format
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

SYDNEY = timezone(timedelta(hours=11))
PARAMETERS = SearchParameters().with_(
    Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\svc-backup"),
    Filter("DataSource", Operator.CONTAINS, "Active Directory"),
    Filter("DataSource", Operator.STARTS_WITH, "Exchange"),
    Filter("When", Operator.EQUALS, TimeRange(datetime(2026, 1, 16, 16, 30, tzinfo=SYDNEY), None)),
    Filter("When", Operator.NOT_EQUAL_TO, Timeframe.LAST_SEVEN_DAYS),
    Filter(
        "WorkingHours",
        Operator.NOT_EQUAL_TO,
        HoursRange(time(8, tzinfo=UTC), time(18, tzinfo=UTC)),
    ),
)


def test_json_as_documented() -> None:
    assert json_format.encode_search(PARAMETERS, "PG5yPj==") == (
        b'{"ContinuationMark":"PG5yPj==","FilterList":{"Who":{"NotEqualTo":"CORP\\\\svc-backup"},'
        b'"DataSource":["Active Directory",{"StartsWith":"Exchange"}],'
        b'"When":[{"From":"2026-01-16T16:30:00+11:00"},{"NotEqualTo":{"LastSevenDays":""}}],'
        b'"WorkingHours":{"NotEqualTo":{"From":"08:00:00Z","To":"18:00:00Z"}}}}'
    )


def test_xml_as_documented() -> None:
    body = xml_format.encode_search(PARAMETERS, "PG5yPj==").decode()
    assert body == (
        '<?xml version="1.0" encoding="utf-8"?>\n<ActivityRecordSearch '
        'xmlns="http://schemas.netwrix.com/api/v1/activity_records/">'
        "<ContinuationMark>PG5yPj==</ContinuationMark><FilterList>"
        '<Who Operator="NotEqualTo">CORP\\svc-backup</Who>'
        "<DataSource>Active Directory</DataSource>"
        '<DataSource Operator="StartsWith">Exchange</DataSource>'
        "<When><From>2026-01-16T16:30:00+11:00</From></When>"
        '<When Operator="NotEqualTo"><LastSevenDays/></When>'
        '<WorkingHours Operator="NotEqualTo"><From>08:00:00Z</From><To>18:00:00Z</To>'
        "</WorkingHours></FilterList></ActivityRecordSearch>"
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"FilterList":{"Who":{"NotEqualTo":["a","b"]}}}',
        b'{"FilterList":{"Who":[{"NotEqualTo":"a"},{"NotEqualTo":"b"}]}}',
    ],
)
def test_operators_in_arrays_and_arrays_in_operators(body: bytes) -> None:
    assert json_format.decode_search(body)[0] == SearchParameters().with_(
        Filter("Who", Operator.NOT_EQUAL_TO, "a"), Filter("Who", Operator.NOT_EQUAL_TO, "b")
    )


def test_several_operators_in_one_object() -> None:
    body = b'{"FilterList":{"Who":{"NotEqualTo":"a","StartsWith":"b"}}}'
    operators = [f.operator for f in json_format.decode_search(body)[0].filters]
    assert operators == [Operator.NOT_EQUAL_TO, Operator.STARTS_WITH]


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        (b'{"Whom":"x"}', "Whom"),
        (b'{"Action":{"Contains":"x"}}', "Action"),
        (b'{"Who":{"Like":"x"}}', "Like"),
        (b'{"Who":5}', "Who"),
        (b'{"Who":{}}', "Who"),
        (b'{"When":"Today"}', "When"),
        (b'{"When":{"LastYear":""}}', "When"),
        (b'{"When":{"From":"yesterday"}}', "When"),
        (b'{"When":{}}', "When"),
        (b'{"WorkingHours":{"From":"08:00:00Z"}}', "WorkingHours"),
        (b'{"WorkingHours":{"From":"08:00:00","To":"09:00:00"}}', "WorkingHours"),
    ],
)
def test_what_does_not_fit_is_named(filters: bytes, named: str) -> None:
    with pytest.raises(WireError, match=named) as caught:
        json_format.decode_search(b'{"FilterList":' + filters + b"}")
    assert caught.value.location.startswith("/ActivityRecordSearch/FilterList")
    assert not isinstance(caught.value, Malformed)


@pytest.mark.parametrize(
    "inner",
    [
        "<Whom>x</Whom>",
        '<Action Operator="Contains">x</Action>',
        "<Who><b/></Who>",
        "<When>x</When>",
    ],
)
def test_what_does_not_fit_is_named_in_xml(inner: str) -> None:
    body = f"<ActivityRecordSearch><FilterList>{inner}</FilterList></ActivityRecordSearch>"
    with pytest.raises(WireError):
        xml_format.decode_search(body.encode())


@pytest.mark.parametrize("codec", [json_format, xml_format])
def test_malformed_bodies_are_told_apart(codec: object) -> None:
    with pytest.raises(Malformed):
        codec.decode_search(
            b'{"FilterList":' if codec is json_format else b"<ActivityRecordSearch>"
        )


@pytest.mark.parametrize("wire", WireFormat)
@given(value=st.text(st.characters(max_codepoint=0xFF)))
def test_a_body_is_copied_as_it_is_sent(wire: WireFormat, value: str) -> None:
    assume(value and all(map(is_xml_character, value)))
    parameters = SearchParameters((Filter("What", Operator.CONTAINS, value + "\x7f\x85\x9b"),))
    body = codec(wire).encode_search(parameters)
    assert all((char >= " " and not "\x7f" <= char <= "\x9f") or char in "\n\t"
               for char in body.decode())  # fmt: skip
    assert codec(wire).decode_search(body)[0] == parameters
