"""``--as``: records as documents of other tools, by every command that writes records."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from netwrix_tui.archive.archive_source import ArchiveSource
from netwrix_tui.archive.layout import found_server
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.mapping.document_formats import DocumentFormat
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import records
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


@pytest.fixture(scope="module")
def case(small: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("documents") / "all.nwcase"
    assert run(small, "enum", "--case", str(file), "--count", "300").status == 0
    return file


@pytest.fixture(scope="module")
def archive(small: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    assert run(small, "archive", "--to", str(place)).status == 0
    return place


@pytest.mark.parametrize("form", list(DocumentFormat))
def test_each_form_is_the_same_again_and_out_of_a_case(
    small: Demo, case: Path, archive: Path, form: DocumentFormat
) -> None:
    live = run(small, "search", "action:Removed", "--as", form)
    assert live.status == 0
    assert live.out == run(small, "search", "action:Removed", "--as", form, "--count", "7").out
    kept = [run(small, "search", "action:Removed", "--as", form, "--in", str(case)) for _ in "12"]
    assert kept[0].out == kept[1].out
    archived = run(small, "search", "action:Removed", "--as", form, "--archive", str(archive))
    for each in (kept[0], archived):
        assert len(each.out.splitlines()) == len(live.out.splitlines())


def test_a_case_knows_its_server_and_when_it_was_read(small: Demo, case: Path) -> None:
    live = run(small, "search", "action:Removed", "--as", "bulk").records
    kept = run(small, "search", "action:Removed", "--as", "bulk", "--in", str(case)).records
    identifiers = sorted(line["create"]["_id"] for line in kept[::2])
    assert identifiers == sorted(line["create"]["_id"] for line in live[::2])
    assert all("created" in line["event"] for line in kept[1::2])
    assert not any("created" in line["event"] for line in live[1::2])


@pytest.mark.parametrize("query", ["action:Removed", "jane"])
def test_an_archive_knows_its_server_and_when_each_record_was_read(
    small: Demo, archive: Path, case: Path, query: str
) -> None:
    live = run(small, "search", query, "--as", "bulk").records
    assert live
    identifiers = sorted(line["create"]["_id"] for line in live[::2])
    for place in (("--archive", str(archive)), ("--in", str(case))):
        kept = run(small, "search", query, "--as", "bulk", *place).records
        assert sorted(line["create"]["_id"] for line in kept[::2]) == identifiers, place
        assert all("created" in line["event"] for line in kept[1::2]), place


def test_each_record_of_an_archive_has_the_time_of_its_own_reading(tmp_path: Path) -> None:
    """Half of the records came an hour before the others."""
    early, late = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 10, tzinfo=UTC)
    form = codec(WireFormat.JSON)
    raws = [form.encode_record(record) for record in records(40)]
    with ArchiveWriter.opened(tmp_path, "NWX01", "CORP\\jane") as writer:
        for some, at in ((raws[::2], early), (raws[1::2], late)):
            page = form.decode_page(form.encode_page(some, None))
            with patch("netwrix_tui.archive.writer.now", return_value=at):
                writer.write([page], writer.state)
    source = ArchiveSource(found_server(tmp_path))
    found = SearchedRecords(SearchFetcher(source.search, SearchParameters(), 100))

    async def read() -> dict[str, int | None]:
        return {r.row.rid: r.fetched for piece in [p async for p in found.rest()] for r in piece}

    moments = asyncio.run(read())
    rids = [record.rid for record in records(40)]
    for some, at in ((rids[::2], early), (rids[1::2], late)):
        assert {moments[rid] for rid in some} == {int(at.timestamp()) * 1_000_000}


def test_a_follow_writes_documents_with_the_time_of_reading(small: Demo) -> None:
    done = run(small, "follow", "--since", "2d", "--limit", "20", "--as", "ecs")
    assert [line["event"]["kind"] for line in done.records] == ["event"] * 20
    assert all(line["event"]["created"] for line in done.records)


def test_the_place_is_kept_as_ever(small: Demo, tmp_path: Path) -> None:
    words = ("search", "action:Removed", "--as", "ecs", "--resume", str(tmp_path / "place"))
    whole = run(small, "search", "action:Removed", "--as", "ecs")
    parts = [run(small, *words, "--limit", "9", "--count", "5"), run(small, *words)]
    assert b"".join(part.out for part in parts) == whole.out


def test_versions_indices_and_the_exact_bytes(small: Demo) -> None:
    ocsf = run(small, "enum", "--as", "ocsf", "--ocsf-version", "1.9", "--limit", "5").records
    assert {event["metadata"]["version"] for event in ocsf} == {"1.9.0"}
    index = "logs-netwrix_auditor.activity-default"
    bulk = run(small, "enum", "--as", "bulk", "--index", index, "--limit", "1").records
    assert bulk[0]["create"]["_index"] == index
    raw = run(small, "enum", "--raw", "--limit", "5").out.decode().splitlines()
    ecs = run(small, "enum", "--as", "ecs", "--original", "--limit", "5").records
    assert [document["event"]["original"] for document in ecs] == raw


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "ecs", "--output", "csv"), "--as goes neither with --output"),
        (("--as", "ecs", "--fields", "Who"), "--as goes neither with --output"),
        (("--as", "cef", "--raw"), "--as goes neither with --output"),
        (("--as", "cef", "--excel"), "--as goes neither with --output"),
        (("--original",), "--original goes with --as"),
        (("--ocsf-version", "1.9"), "--ocsf-version goes with --as ocsf"),
        (("--as", "ecs", "--index", "x"), "--index goes with --as bulk"),
        (("--as", "bulk", "--index", "Not One"), "no name of an index"),
        (("--as", "leef"), "invalid choice"),
    ],
)
def test_what_does_not_go_together_is_said(small: Demo, words: tuple[str, ...], said: str) -> None:
    before = len(small.requests())
    done = run(small, "enum", *words)
    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert done.out == b""
    assert len(small.requests()) == before


def test_notes_and_marks_of_a_case_go_to_timesketch(tmp_path: Path, small: Demo) -> None:
    from netwrix_tui.case.case_reader import CaseReader
    from tests.case.sample import sample

    file = tmp_path / "sample.nwcase"
    sample(file)
    with CaseReader(file) as read:
        marked = {mark.rid for mark in read.marks()}
        notes = {note.rid: note.text for note in read.notes()}
    lines = run(small, "enum", "--in", str(file), "--as", "timesketch").records
    assert {line["rid"] for line in lines if "marked" in line.get("tag", ())} == marked
    assert {line["rid"]: line["netwrix_note"] for line in lines if "netwrix_note" in line} == notes
    assert json.dumps(lines)
