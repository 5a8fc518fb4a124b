"""Searches as text that somebody has: read back, and what is wrong in them named by its place."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.encoding import file_text
from netwrix_tui.wire.error_location import place_of
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.wire.written_search import (
    UnreadableSearch,
    WrittenAs,
    read_search,
)
from tests.strategies import plans, searches

JSON, XML = WireFormat.JSON, WireFormat.XML


@given(searches, st.sampled_from(WireFormat), st.none() | st.just("bWFyaw=="))
def test_a_body_is_read_back(
    parameters: SearchParameters, wire: WireFormat, mark: str | None
) -> None:
    body = codec(wire).encode_search(parameters, mark).decode()
    written = read_search("\ufeff\r\n " + body + "\n", UTC_ZONE)
    assert set(written.plan.parameters().filters) == set(parameters.filters)
    assert (written.written_as, written.had_mark) == (WrittenAs[wire.name], mark is not None)


def _anywhere(*words: str) -> SearchPlan:
    return SearchPlan.of(*(Filter(ANYWHERE, Operator.CONTAINS, word) for word in words))


@given(plans)
@example(_anywhere("<"))
@example(_anywhere("<x", "y"))
@example(_anywhere("<FilterList>"))
@example(_anywhere("<ActivityRecordSearch/>"))
@example(_anywhere("{"))
@example(_anywhere("{}"))
@example(_anywhere("{31B2F340-016D-11D2-945F-00C04FB984F9}", "<"))
def test_a_query_line_is_read_back(plan: SearchPlan) -> None:
    written = read_search(line_of(plan, UTC_ZONE), UTC_ZONE)
    assert written.plan == plan


def test_filters_that_are_not_documented_are_kept() -> None:
    new = Filter("Severity", Operator.CONTAINS, "high")
    newer = Filter("Risk", Operator.NOT_EQUAL_TO, "low")
    body = '{"FilterList":{"Severity":"high","Risk":{"NotEqualTo":"low"}}}'
    assert read_search(body, UTC_ZONE).plan == SearchPlan.of(new, newer)
    xml = (
        "<ActivityRecordSearch><FilterList><Severity>high</Severity>"
        '<Risk Operator="NotEqualTo">low</Risk></FilterList></ActivityRecordSearch>'
    )
    assert read_search(xml, UTC_ZONE).plan == SearchPlan.of(new, newer)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ('{\n "FilterList": {\n  "Who": "x",\n  "Action": {"Contains": "y"}}}', 4, 3, "Action"),
        ('{\n "FilterList": {"Who": "x"\n}', 3, 2, "JSON"),
        ('{"FilterList": {"Who":\n "x" "y"}}', 2, 6, "JSON"),
        ("<ActivityRecordSearch>\n<FilterList>\n <When>x</When></FilterList>"
         "</ActivityRecordSearch>", 3, 2, "When"),
        ("who:jane\nwhoo:x", 2, 1, "whoo"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_column(
    text: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(UnreadableSearch, match=says) as caught:
        read_search(text, UTC_ZONE)
    place = caught.value.place
    assert place is not None
    assert (place.line, place.column) == (line, column)
    assert caught.value.what.startswith(f"Line {line}, column {column}: ")


def test_xml_that_is_none_says_where_by_itself() -> None:
    with pytest.raises(UnreadableSearch, match="line 2, column"):
        read_search("<ActivityRecordSearch>\n<FilterList></ActivityRecordSearch>", UTC_ZONE)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<script>", ["<script>"]),
        ("<x", ["<x"]),
        ("  <b>bold who:jane", ["<b>bold"]),
        ("<<EOF", ["<<EOF"]),
        ("<!x", ["<!x"]),
        ("<jane@corp.example> when:7d", ["<jane@corp.example>"]),
        ("{31B2F340-016D-11D2-945F-00C04FB984F9}", ["{31B2F340-016D-11D2-945F-00C04FB984F9}"]),
        ("{x} <y>", ["{x}", "<y>"]),
    ],
)
def test_a_line_may_begin_as_a_body_does(line: str, words: list[str]) -> None:
    written = read_search(line, UTC_ZONE)
    assert written.written_as is WrittenAs.LINE
    filters = written.plan.parameters().filters
    assert [f.value for f in filters if f.name == ANYWHERE] == words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<FilterLst><Who>x</Who></FilterLst>", "FilterLst.*quotes"),
        ("<ActivityRecordSearch", "XML|line 1"),
        ("{FilterList: {}}", "JSON"),
        ('{"FilterList": {', "JSON"),
        ('{"FilterList": {"When": {"From": "2026-03-17T24:00:00Z"}}}', "When"),
        ('{"FilterList": {"WorkingHours": {"From": "08:00Z", "To": "24:00Z"}}}', "WorkingHours"),
    ],
)
def test_a_body_with_a_mistake_stays_a_body(text: str, says: str) -> None:
    with pytest.raises(UnreadableSearch) as caught:
        read_search(text, UTC_ZONE)
    assert re.search(says, caught.value.sentence())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"filterlist": {"Who": "x"}}', "Did you mean FilterList?"),
        ('{"Filters": {"Who": "x"}}', "Did you mean FilterList?"),
        ('{"Who": "x"}', "Filters stand in a FilterList."),
        ('{"ActivityRecordSearch": {"FilterList": {}}}', "take the object in it"),
        ('{"FilterList": [{"Who": "x"}]}', 'It is written {"Who":'),
        ('{"FilterList": {"Monitoring Plan": "x"}}', "written MonitoringPlan."),
        ('{"FilterList": {"Data_Source": "x"}}', "written DataSource."),
        ('{"FilterList": {"who": "x"}}', "written Who."),
        ('{"FilterList": {"Who": {"NotEqual": "x"}}}', "Did you mean NotEqualTo?"),
        ('{"FilterList": {"Who": {"equals": "x"}}}', "Did you mean Equals?"),
        ('{"FilterList": {"Who": {"Operator": "Equals", "Value": "x"}}}', "operator is a name"),
        ('{"FilterList": {"Who": {"value": ["a", "b"], "Count": 2}}}', "Write the list itself"),
        ('{"FilterList": {"When": "lastSevenDays"}}', "Did you mean LastSevenDays?"),
        ('{"FilterList": {"When": {"today": ""}}}', 'written {"Today": ""} in JSON'),
        ("<FilterList><Who>x</Who></FilterList>", "ActivityRecordSearch is what may stand"),
        ("<activityRecordSearch/>", "Did you mean ActivityRecordSearch?"),
        ("<ActivityRecordSearch><filterlist/></ActivityRecordSearch>", "Did you mean FilterList?"),
        (
            '<ActivityRecordSearch><FilterList><Who operator="NotEqualTo">x</Who></FilterList>'
            "</ActivityRecordSearch>",
            "Did you mean Operator?",
        ),
        (
            "<ActivityRecordSearch><FilterList><Monitoring_Plan>x</Monitoring_Plan></FilterList>"
            "</ActivityRecordSearch>",
            "written MonitoringPlan.",
        ),
    ],
)
def test_a_body_of_another_client_is_told_what_it_may_mean(text: str, says: str) -> None:
    with pytest.raises(UnreadableSearch) as caught:
        read_search(text, UTC_ZONE)
    assert says in caught.value.sentence()


@pytest.mark.parametrize("text", ["{}x", "<", "{", "<html/>", '{"Other":1}', '"', "<!"])
def test_nonsense_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_search(text, UTC_ZONE)
    assert caught.value.sentence()


@given(st.text(max_size=80) | st.text('{}[]":,<>/ \\ab\n', max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UsageError):  # anything else fails the test
        read_search(text, UTC_ZONE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_in_the_encodings_of_windows(encoding: str) -> None:
    assert file_text("né ‘x’".encode(encoding)) == "né ‘x’"


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(UsageError, match="byte 2 is not UTF-8"):
        file_text(b"n\xe9")


def test_the_element_that_an_error_names_is_found() -> None:
    parameters = SearchParameters(
        (Filter("What", Operator.CONTAINS, '"Who": <Who>'), Filter("Who", Operator.CONTAINS, "é"))
    )
    found = {JSON: '"Who":"é"', XML: "<Who>é</Who>"}
    locations = (
        "/ActivityRecordSearch/FilterList/Who",
        "/n:ActivityRecordSearch[1]/n:FilterList[1]/n:Who[1]",
        "Who",
    )
    for wire, location in product(WireFormat, locations):
        body = codec(wire).encode_search(parameters).decode()
        place = place_of(body, wire, location)
        assert place is not None
        assert place.text == found[wire]
        assert body.splitlines()[place.line - 1][place.column - 1 :].startswith(found[wire])
        assert place_of(body, wire, "/ActivityRecordSearch/FilterList/Nothing") is None
    assert place_of(json.dumps({"a": {"When": {"Today": ""}}}), JSON, "/When").text == (
        '"When": {"Today": ""}'
    )
