"""``--as``: records as documents of other tools, by every command that writes records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netwrix_tui.mapping.forms import DocumentForm
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


@pytest.mark.parametrize("form", list(DocumentForm))
def test_each_form_is_the_same_again_and_out_of_a_case(
    small: Demo, case: Path, form: DocumentForm
) -> None:
    live = run(small, "search", "action:Removed", "--as", form)
    assert live.status == 0
    assert live.out == run(small, "search", "action:Removed", "--as", form, "--count", "7").out
    kept = [run(small, "search", "action:Removed", "--as", form, "--in", str(case)) for _ in "12"]
    assert kept[0].out == kept[1].out
    assert len(kept[0].out.splitlines()) == len(live.out.splitlines())


def test_a_case_knows_its_server_and_when_it_was_read(small: Demo, case: Path) -> None:
    live = run(small, "search", "action:Removed", "--as", "bulk").records
    kept = run(small, "search", "action:Removed", "--as", "bulk", "--in", str(case)).records
    identifiers = sorted(line["create"]["_id"] for line in kept[::2])
    assert identifiers == sorted(line["create"]["_id"] for line in live[::2])
    assert all("created" in line["event"] for line in kept[1::2])
    assert not any("created" in line["event"] for line in live[1::2])


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
