"""A search that is kept: what it asked in vain, and what only looking at it again leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import SearchFacts, SourceFacts
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import ServerRefused
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.loading.search_keeper import Standing
from tests.case.sample import BEGAN

SOURCE = SourceFacts("nwx01", "CORP\\jane")


def keeper_of(path: Path) -> SessionKeeper:
    return SessionKeeper(
        lambda: CaseWriter.open(path) if path.exists() else CaseWriter.create(path), print
    )


@pytest.mark.parametrize(("line", "path"), [("who:jane", "search"), ("", "enum")])
def test_a_request_in_vain_says_what_was_asked(tmp_path: Path, line: str, path: str) -> None:
    keeper = keeper_of(tmp_path / "a.nwcase")
    kept = keeper.begin(SOURCE, SearchFacts(0, plan_of(line, UTC_ZONE), line, line, BEGAN))
    kept.failed(BEGAN, None, ServerRefused("Not now.", status=503))
    keeper.close()
    with CaseReader(tmp_path / "a.nwcase") as case:
        (request,) = case.requests()
        assert (request.path, request.status, request.page) == (path, 503, None)


def test_looking_again_leaves_the_end_of_a_search_as_it_was(tmp_path: Path) -> None:
    drained = Standing(3, 0, 0, "newest first", in_slices=False, is_drained=True)
    keeper = keeper_of(tmp_path / "a.nwcase")
    kept = keeper.begin(SOURCE, SearchFacts(0, plan_of("who:jane", UTC_ZONE), "", "", BEGAN))
    keeper.set_trail([(kept, "")], 0)
    kept.stands(drained)
    keeper.close()
    with CaseReader(tmp_path / "a.nwcase") as case:
        (before,) = case.trail()
    keeper = keeper_of(tmp_path / "a.nwcase")
    keeper.known(SOURCE, before).stands(drained)
    keeper.close()
    with CaseReader(tmp_path / "a.nwcase") as case:
        assert case.trail() == [before]
