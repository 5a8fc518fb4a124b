"""``--wire json`` and ``--wire xml`` lead to the same records, by whatever is asked."""

from __future__ import annotations

import pytest

from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run

WORDS = (
    ("enum", "--limit", "40"),
    ("search", "who:jane when:30d", "--limit", "40"),
    ("search", "finance -action:Read", "--limit", "40"),
    ("search", "-f", "WorkingHours:NotEqualTo=08:00Z..18:00Z",
     "-f", "Who:InGroup=CORP\\Domain Users", "--limit", "40"),
)  # fmt: skip


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.fresh(records=2_000)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[1])
def test_both_formats_bring_the_same_records(small: Demo, words: tuple[str, ...]) -> None:
    before = len(small.requests())
    as_json = run(small, *words, "--wire", "json", "--output", "csv")
    between = len(small.requests())
    as_xml = run(small, *words, "--wire", "xml", "--output", "csv")
    assert as_json.status == as_xml.status == 0, as_json.err + as_xml.err
    assert as_json.out == as_xml.out
    assert as_json.out.count(b"\n") > 5
    # The question for a single record that signs in has a format of its own.
    asked = [None if r.query["count"] == "1" else r for r in small.requests()]
    assert {r.query.get("format") for r in asked[before:between] if r} == {"json"}
    assert {r.query.get("format") for r in asked[between:] if r} == {None}
