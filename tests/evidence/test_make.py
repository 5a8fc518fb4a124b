"""An evidence package: others' programs accept it, it holds what it says, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Finding, Outcome, SourceFacts
from netwrix_tui.errors import StorageFull, UsageError
from netwrix_tui.evidence import bag as bag_module
from netwrix_tui.evidence.make import make_package
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.evidence.verify import verify
from netwrix_tui.evidence.watch import Cancelled
from netwrix_tui.wire.page import Answer
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import BEGAN, answers, begun, records, sample
from tests.evidence.packages import (
    files_of,
    hostile_records,
    package,
    small_case,
    unpacked,
)

CHANGING = {
    "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/custody.ndjson",
    "data/case.nwcase",
}  # fmt: skip
"""What may differ between two packages of one case."""


@pytest.fixture(scope="module")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that is copied, which is quicker than made."""
    return sample(tmp_path_factory.mktemp("case") / "a.nwcase")


@pytest.fixture
def case(made_case: Path, tmp_path: Path) -> Path:
    """A case of 250 records from two searches, alone in its directory."""
    return shutil.copy(made_case, tmp_path / "a.nwcase")


@pytest.mark.parametrize(
    ("only", "pseudonyms", "is_zip", "is_hostile"),
    [
        ("all", False, False, False), ("all", False, True, True), ("marked", False, True, False),
        ("findings", False, False, True), ("search 1", False, True, True),
        ("all", True, False, True), ("marked", True, True, False),
    ],
)  # fmt: skip
def test_others_accept_it(
    case: Path, tmp_path: Path, only: str, pseudonyms: bool, is_zip: bool, is_hostile: bool
) -> None:
    if is_hostile:
        case = small_case(tmp_path / "hostile.nwcase", hostile_records())
    made = package(case, tmp_path / ("p.zip" if is_zip else "p"), only, pseudonyms=pseudonyms)
    folder = unpacked(made, tmp_path / "into") if is_zip else made
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", manifest], cwd=folder, check=True)
    assert bagit.Bag(str(folder)).validate()
    verified = verify(made)
    assert verified.found.lines == []
    assert verified.is_whole


def test_what_is_in_it(case: Path, tmp_path: Path) -> None:
    folder = package(case, tmp_path / "p")
    files = files_of(folder)
    came = [page.answers[0].content for page in answers(records(250))]
    came += [p.answers[0].content for p in answers(records(300), WireFormat.XML)[:2]]
    kept = [content for name, content in files.items() if name.startswith("data/pages/")]
    assert kept == came
    lines = [json.loads(line) for line in files["data/records.ndjson"].splitlines()]
    assert [line["RID"] for line in lines] == [record.rid for record in records(250)]
    assert files["data/records.csv"].startswith(b"\xef\xbb\xbfRID,When,Who")
    assert files["data/records.csv"].count(b"\r\n") == 251
    facts = json.loads(files["data/searches.json"])
    assert [search["outcome"] for search in facts["searches"]] == ["drained", "stopped"]
    assert facts["searches"][0]["body"] == '{"FilterList":{"Who":"user"}}'
    requests = [json.loads(line) for line in files["data/requests.ndjson"].splitlines()]
    assert [request["page_sha256"] for request in requests] == [
        hashlib.sha256(content).hexdigest() for content in came
    ]
    custody = [json.loads(line) for line in files["data/custody.ndjson"].splitlines()]
    acts = ["created", "changed", "changed", "exported"]
    assert [line["act"] for line in custody] == acts
    with CaseReader(folder / "data" / "case.nwcase") as copy:
        assert [entry.act for entry in copy.custody()] == acts
        assert copy.custody()[-1].chain.hex() == custody[-1]["chain"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.rglob("*")))


@pytest.mark.parametrize(
    ("only", "rids"),
    [("marked", ["R000003", "R000005"]), ("findings", ["R000003", "R000005"])],
)
def test_what_was_not_chosen_is_left_out(
    case: Path, tmp_path: Path, only: str, rids: list[str]
) -> None:
    folder = package(case, tmp_path / "p", only)
    lines = (folder / "data" / "records.ndjson").read_bytes().splitlines()
    assert [json.loads(line)["RID"] for line in lines] == rids
    assert sorted(path.name for path in (folder / "data" / "pages").iterdir()) == ["000001.json"]
    assert not (folder / "data" / "case.nwcase").exists()
    report = (folder / "data" / "report.md").read_text()
    assert "2 records" in report
    assert [f"- RID: nwx:{rid}\n" in report for rid in rids] == [True, True]
    assert "98 records more" in report


def test_one_search_of_them(case: Path, tmp_path: Path) -> None:
    folder = package(case, tmp_path / "p", "search 2")
    assert len((folder / "data" / "records.ndjson").read_bytes().splitlines()) == 200
    assert [p.name for p in sorted((folder / "data" / "pages").iterdir())] == [
        "000005.xml", "000006.xml",
    ]  # fmt: skip


def test_the_same_case_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    before = case.read_bytes()
    first, second = (files_of(package(case, tmp_path / name)) for name in ("p", "q"))
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} <= CHANGING
    assert case.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nwcase", "p", "q"]


def test_a_zip_is_the_same_for_the_same_files(case: Path, tmp_path: Path) -> None:
    from netwrix_tui.evidence.bag_zip import write_zip
    from netwrix_tui.evidence.watch import Unwatched

    folder = package(case, tmp_path / "p")
    for name in ("1.zip", "2.zip"):
        with (tmp_path / name).open("wb") as file:
            write_zip(folder, "p", file, Unwatched())
        for path in folder.rglob("*"):
            os.utime(path, (1_000_000_000, 1_000_000_000))
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert files_of(unpacked(tmp_path / "1.zip", tmp_path / "into")) == files_of(folder)


def test_a_case_that_is_being_written_is_packed_as_it_is(case: Path, tmp_path: Path) -> None:
    writer = CaseWriter.open(case)
    page = answers(records(20, "later"))[0]
    writer.keep_answer(1, page.answers[0])
    made = package(case, tmp_path / "p")
    writer.keep_answer(1, page.answers[0])
    writer.close()
    assert verify(made).is_whole
    assert (made / "data" / "pages" / "000007.json").is_file()


def test_an_export_that_the_case_tells_of_is_told_once(case: Path, tmp_path: Path) -> None:
    writer = CaseWriter.open(case)
    writer.note_custody("exported", "all")
    request = PackageRequest(case, tmp_path / "p", is_noted=True)
    made = make_package(request).path
    writer.close()
    assert verify(made).is_whole
    lines = (made / "data" / "custody.ndjson").read_bytes().splitlines()
    acts = [json.loads(line)["act"] for line in lines]
    assert acts == ["created", "changed", "changed", "opened", "exported"]
    with CaseReader(case) as original, CaseReader(made / "data" / "case.nwcase") as copy:
        assert [entry.chain for entry in copy.custody()] == [e.chain for e in original.custody()]


class _EndedAt:
    """Wants the work until so many steps were told."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def tell(self, doing: str, done: int, total: int) -> None:
        self.left -= 1

    def is_wanted(self) -> bool:
        return self.left > 0


@pytest.mark.parametrize("target", ["p", "p.zip"])
@pytest.mark.parametrize("steps", [0, 1, 5, 9, 11, 14])
def test_nothing_is_left_where_it_is_ended(
    case: Path, tmp_path: Path, target: str, steps: int
) -> None:
    request = PackageRequest(case, tmp_path / target, has_pseudonyms=True)
    with pytest.raises(Cancelled):
        make_package(request, _EndedAt(steps))
    assert [path.name for path in tmp_path.iterdir()] == ["a.nwcase"]


@pytest.mark.parametrize("target", ["p", "p.zip"])
@pytest.mark.parametrize("room", [0, 30_000, 100_000])
def test_a_full_disk_is_one_sentence(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, room: int
) -> None:
    left = [room]

    def write(self: bag_module.BagFile, data: bytes) -> None:
        left[0] -= len(data)
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(bag_module.BagFile, "write", write)
    with pytest.raises(StorageFull, match=r"cannot be written: No space left on device\."):
        make_package(PackageRequest(case, tmp_path / target))
    assert [path.name for path in tmp_path.iterdir()] == ["a.nwcase"]


def test_what_a_killed_run_left_is_taken_away(case: Path, tmp_path: Path) -> None:
    left = tmp_path / ".netwrix-abc.evidence.part"
    (left / "data").mkdir(parents=True)
    (left / "data" / "records.csv").write_bytes(b"half")
    package(case, tmp_path / "p")
    assert not left.exists()


@pytest.mark.parametrize("target", ["p", "p.zip"])
def test_nothing_is_written_over(case: Path, tmp_path: Path, target: str) -> None:
    made = package(case, tmp_path / target)
    with pytest.raises(UsageError, match="is there already"):
        package(case, tmp_path / target)
    assert verify(made).is_whole
    with pytest.raises(UsageError, match="There is no directory"):
        package(case, tmp_path / "none" / target)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert verify(package(case, empty)).is_whole


def test_a_changed_page_is_not_packed(case: Path, tmp_path: Path) -> None:
    import sqlite3
    import zlib

    with sqlite3.connect(case) as connection:
        connection.execute("UPDATE page SET content = ? WHERE id = 2", (zlib.compress(b"[]"),))
    connection.close()
    with pytest.raises(UsageError, match="Page 2 of the case is not what came"):
        package(case, tmp_path / "p")
    assert [path.name for path in tmp_path.iterdir()] == ["a.nwcase"]


def test_records_without_a_rid_come_once(tmp_path: Path) -> None:
    import msgspec

    nameless = [msgspec.structs.replace(record, rid="") for record in records(25)]
    case = small_case(tmp_path / "a.nwcase", [*nameless, nameless[0]])
    folder = package(case, tmp_path / "p")
    assert len((folder / "data" / "records.ndjson").read_bytes().splitlines()) == 25
    assert verify(folder).is_whole
    marked = package(case, tmp_path / "m", "marked")
    assert len((marked / "data" / "records.ndjson").read_bytes().splitlines()) == 25
    assert verify(marked).is_whole


def test_records_of_two_servers_are_told_apart(case: Path, tmp_path: Path) -> None:
    writer = CaseWriter.open(case)
    other = writer.add_source(SourceFacts("nwx02.corp.local", "CORP\\jane"))
    search = begun(writer, other, "who:user")
    for page in answers(records(250))[:1]:
        writer.keep_answer(search, page.answers[0])
        writer.keep_batch(search, page, page.mark, by_following=False)
    writer.end_search(search, Outcome.STOPPED, records=100)
    writer.close()
    made = package(case, tmp_path / "p")
    assert len((made / "data" / "records.ndjson").read_bytes().splitlines()) == 350
    assert verify(made).is_whole


def test_what_a_server_sent_broken_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.nwcase"
    writer = CaseWriter.create(path)
    source = writer.add_source(SourceFacts("nwx01", "CORP\\jane"))
    search = begun(writer, source, "who:user")
    bodies = [
        b'{"RID":"1","Who":"a\x01b"}', b'{"RID":"2","Who":"\\ud800"}', b'{"RID":"3","Who":"\xff"}',
        b'{"RID":"4","What":' + b"[" * 300 + b"]" * 300 + b"}", b'{"RID":"5","Who":}', b"[7]",
        b'{"RID":"6","When":"9999-12-31T23:59:59Z","Who":{"a":1},"DetailList":"x"}',
    ]  # fmt: skip
    for content in (
        b'{"ActivityRecordList":[' + b",".join(bodies) + b"]}",
        *(b'{"ActivityRecordList":[' + body + b"]}" for body in bodies),
        b'{"ActivityRecordList":[',
        b"<html>",
        b"",
    ):
        raws = bodies if content.count(b"RID") > 1 else bodies[:1]
        answer = Answer(content, raws, WireFormat.JSON, "search", b"{}", None, BEGAN, BEGAN)
        writer.keep_answer(search, answer)
    writer.end_search(search, Outcome.FAILED, "It broke.", damaged=7)
    writer.set_marks(search, [(n, str(n)) for n in range(1, 7)], source)
    writer.set_findings([Finding("", BEGAN, "jane", source, str(n)) for n in range(1, 7)])
    writer.close()
    for name, only, pseudonyms in (("p", "all", False), ("m", "marked", False), ("n", "all", True)):
        made = package(path, tmp_path / name, only, pseudonyms=pseudonyms)
        verified = verify(made)
        assert [line for line in verified.found.lines if "case.nwcase" not in line] == []
        records_there = (made / "data" / "records.ndjson").read_bytes().splitlines()
        assert len(records_there) >= 6
    report = (tmp_path / "p" / "data" / "report.md").read_text()
    assert "7 records unreadable, their bytes kept." in report


class _Interrupted:
    """ctrl+c at a step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def tell(self, doing: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt

    def is_wanted(self) -> bool:
        return True


@pytest.mark.parametrize("target", ["p", "p.zip"])
@pytest.mark.parametrize("steps", [0, 8, 40, 45])
def test_nothing_is_left_where_it_is_interrupted(
    case: Path, tmp_path: Path, target: str, steps: int
) -> None:
    request = PackageRequest(case, tmp_path / target, has_pseudonyms=steps % 2 == 0)
    try:
        make_package(request, _Interrupted(steps))
    except KeyboardInterrupt:
        assert [path.name for path in tmp_path.iterdir()] == ["a.nwcase"]
    else:
        assert verify(tmp_path / target).is_whole
