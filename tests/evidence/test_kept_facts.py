"""What is said of a session before a package is made of it: each record counts once."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome
from netwrix_tui.case.read_only_keeper import ReadOnlyKeeper
from netwrix_tui.case.session_files import summary
from netwrix_tui.evidence.kept_package import facts_of_kept
from netwrix_tui.headless.sessions import session_words
from netwrix_tui.tui.case.controller import offer_words
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import answers, begun, records
from tests.evidence.packages import package, small_case


def test_what_two_searches_got_counts_once(tmp_path: Path) -> None:
    path = small_case(tmp_path / "a.nwcase")
    once = summary(path)
    assert ", 30 records" in session_words(once)
    assert ", 30 records" in offer_words(once)
    with CaseReader(path) as kept:
        (source,), (first,) = kept.sources(), kept.searches()
    case = CaseWriter.open(path)
    search = begun(case, source.id, "", wire=WireFormat.JSON)
    for page in answers(records(40), WireFormat.JSON, page=10):
        with case.transaction():
            case.keep_answer(search, page.answers[0])
            case.keep_batch(search, page, page.mark, by_following=False)
    case.end_search(search, Outcome.DRAINED, records=40, arrival_order="newest first")
    case.set_trail([(first.id, ""), (search, "")], 1)
    case.close()
    keeper = ReadOnlyKeeper(path)
    facts = facts_of_kept(keeper, search)
    keeper.close()
    assert (facts.searches, facts.records.words, facts.search_records) == (2, "40 records", 40)
    lines = (package(path, tmp_path / "p") / "data" / "records.ndjson").read_bytes().splitlines()
    assert len(lines) == facts.records.count
    assert "2 searches, up to 70 records" in session_words(summary(path))
    assert "2 searches, up to 70 records" in offer_words(summary(path))
