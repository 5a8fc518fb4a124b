"""Verify finds and names each thing that differs: at any position, missing, added, moved."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.evidence.bag import manifest_text
from netwrix_tui.evidence.verify import Verified, verify
from tests.case.sample import sample
from tests.evidence.packages import files_of, package, small_case


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of thirty records, as a folder; tests leave it as it was."""
    directory = tmp_path_factory.mktemp("folder")
    return package(small_case(directory / "a.nwcase"), directory / "p")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a zip."""
    directory = tmp_path_factory.mktemp("zip")
    return package(small_case(directory / "a.nwcase"), directory / "p.zip")


def _named(verified: Verified, name: str) -> bool:
    return not verified.is_whole and any(name in line for line in verified.found.lines)


def _flipped(path: Path, at: int, mask: int) -> Verified:
    """What is found with one byte of a file changed; the file is as before then."""
    before = path.read_bytes()
    changed = bytearray(before)
    changed[at % len(before)] ^= mask
    path.write_bytes(changed)
    try:
        return verify(path if path.suffix == ".zip" else _package_of(path))
    finally:
        path.write_bytes(before)


def _package_of(path: Path) -> Path:
    return next(above for above in path.parents if (above / "bagit.txt").is_file() or
                (above / "data").is_dir())  # fmt: skip


positions = st.integers(0, 1 << 20), st.integers(1, 255)


@settings(max_examples=60)
@given(st.data(), *positions)
def test_every_flipped_byte_is_found(folder: Path, data: st.DataObject, at: int, mask: int) -> None:
    name = data.draw(st.sampled_from(sorted(files_of(folder))))
    assert _named(_flipped(folder / name, at, mask), name)


@settings(max_examples=60)
@given(*positions)
def test_every_flipped_byte_of_a_zip_is_found(archive: Path, at: int, mask: int) -> None:
    assert _named(_flipped(archive, at, mask), archive.name)


def test_the_ends_of_all_files_are_found(folder: Path, archive: Path) -> None:
    for name in sorted(files_of(folder)):
        for at in (0, -1):
            assert _named(_flipped(folder / name, at, 0x20), name)
    size = archive.stat().st_size
    for at in (0, 6, 10, size - 65, size - 64, size - 1, size - 86, size - 70):
        assert _named(_flipped(archive, at, 0x20), archive.name)


def test_every_missing_file_is_found(folder: Path, tmp_path: Path) -> None:
    for name in files_of(folder):
        away = tmp_path / "away"
        (folder / name).rename(away)
        assert _named(verify(folder), name)
        away.rename(folder / name)
    assert verify(folder).is_whole


@pytest.mark.parametrize(
    "name",
    ["data/x", "data/pages/000099.json", "x.txt", ".hidden", "data/ü\u202e\n.txt", "dir/x"],
)
def test_every_added_file_is_found(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    verified = verify(folder)
    path.unlink()
    if path.parent.name == "dir":
        path.parent.rmdir()
    assert not verified.is_whole
    (line,) = (line for line in verified.found.lines if "was added" in line)
    assert line.isprintable()
    assert verify(folder).is_whole


def test_a_link_is_no_file(folder: Path, tmp_path: Path) -> None:
    path, away = folder / "data" / "report.md", tmp_path / "away"
    path.rename(away)
    path.symlink_to(away)
    verified = verify(folder)
    path.unlink()
    away.rename(path)
    assert _named(verified, "data/report.md")


def _forged(folder: Path, tmp_path: Path, change: Callable[[Path], None]) -> Verified:
    """What is found where somebody who knows BagIt has made the manifests anew."""
    copy = tmp_path / "forged"
    shutil.copytree(folder, copy)
    change(copy)
    payload = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files_of(copy).items()
        if name.startswith("data/")
    }
    size = sum(len(c) for n, c in files_of(copy).items() if n.startswith("data/"))
    info = (copy / "bag-info.txt").read_text().splitlines()
    info = [line for line in info if not line.startswith("Payload-Oxum")]
    oxum = f"Payload-Oxum: {size}.{len(payload)}"
    (copy / "bag-info.txt").write_text("\n".join((*info, oxum, "")))
    (copy / "manifest-sha256.txt").write_bytes(manifest_text(payload))
    tags = {
        name: hashlib.sha256((copy / name).read_bytes()).hexdigest()
        for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    }
    (copy / "tagmanifest-sha256.txt").write_bytes(manifest_text(tags))
    return verify(copy)


def test_made_anew_and_unchanged_it_is_whole(folder: Path, tmp_path: Path) -> None:
    assert _forged(folder, tmp_path, lambda copy: None).is_whole


def _lines(name: str, change: Callable[[list[bytes]], None]) -> Callable[[Path], None]:
    def forge(copy: Path) -> None:
        lines = (copy / "data" / name).read_bytes().splitlines(keepends=True)
        change(lines)
        (copy / "data" / name).write_bytes(b"".join(lines))

    return forge


def _swap(lines: list[bytes]) -> None:
    lines[0], lines[1] = lines[1], lines[0]


def _drop(lines: list[bytes]) -> None:
    del lines[0]


def _repeat(lines: list[bytes]) -> None:
    lines.insert(0, lines[0])


def _reword(lines: list[bytes]) -> None:
    lines[0] = lines[0].replace(b"created", b"deleted").replace(b"user0", b"user9")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        *product(("custody.ndjson", "records.ndjson"), (_swap, _drop, _repeat, _reword)),
        *product(("requests.ndjson",), (_swap, _drop, _repeat)),  # all but pages is only hashed
    ],
)
def test_lines_that_were_moved_are_found_behind_true_hashes(
    folder: Path, tmp_path: Path, name: str, change: Callable[[list[bytes]], None]
) -> None:
    assert _named(_forged(folder, tmp_path, _lines(name, change)), f"data/{name}")


def test_a_reordered_line_is_named_by_its_number(folder: Path, tmp_path: Path) -> None:
    verified = _forged(folder, tmp_path, _lines("custody.ndjson", _swap))
    assert any("custody.ndjson: line 1" in line for line in verified.found.lines)


def test_a_cell_that_was_changed_is_found(folder: Path, tmp_path: Path) -> None:
    def change(lines: list[bytes]) -> None:
        lines[4] = lines[4].replace(b"CORP", b"EVIL")

    verified = _forged(folder, tmp_path, _lines("records.csv", change))
    assert verified.found.lines == ["data/records.csv: record 4 is not the one of its page."]


def test_a_page_that_was_changed_with_its_records_is_found(folder: Path, tmp_path: Path) -> None:
    def forge(copy: Path) -> None:
        for name in ("pages/000001.json", "records.ndjson", "records.csv"):
            path = copy / "data" / name
            path.write_bytes(path.read_bytes().replace(b"user0", b"user6"))

    verified = _forged(folder, tmp_path, forge)
    assert _named(verified, "data/pages/000001.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]\n", b"\xff\xfe", b"null", b"[" * 100_000],
    ids=["empty", "object", "array", "bytes", "null", "deep"],
)
@pytest.mark.parametrize(
    "name", ["searches.json", "requests.ndjson", "custody.ndjson", "records.ndjson", "case.nwcase"]
)
def test_nonsense_is_named(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    def forge(copy: Path) -> None:
        (copy / "data" / name).write_bytes(content)

    assert _named(_forged(folder, tmp_path, forge), f"data/{name}")


def test_a_zip_of_nothing_is_named(tmp_path: Path) -> None:
    for content in (b"", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(200)):
        path = tmp_path / "p.zip"
        path.write_bytes(content)
        assert _named(verify(path), "p.zip")


# Cases


def test_a_case_is_whole(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    before = path.read_bytes()
    verified = verify(path)
    assert verified.is_whole
    assert verified.records == 450
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.nwcase"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE page SET sha256 = zeroblob(32) WHERE id = 3", "page 3"),
        ("UPDATE page SET content = zeroblob(9) WHERE id = 3", "page 3"),
        ("UPDATE page SET chain = zeroblob(32) WHERE id = 3", "page 3"),
        ("DELETE FROM page WHERE id = 3", "page 4"),
        ("DELETE FROM custody WHERE id = 1", "custody line 1"),
        ("UPDATE custody SET act = 'read' WHERE id = 1", "custody line 1"),
        ("DELETE FROM custody", "no line of custody"),
        ("UPDATE request SET records = 7 WHERE id = 2", "page 2"),
        ("DELETE FROM request WHERE id = 2", "page 2"),
        ("DELETE FROM batch WHERE id = 2", "search 1"),
        ("UPDATE custody SET at = 'yesterday'", "cannot be read"),
        ("DROP TABLE request", "cannot be read"),
    ],
)
def test_a_changed_case_is_named(tmp_path: Path, change: str, named: str) -> None:
    path = sample(tmp_path / "a.nwcase")
    CaseWriter.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(change)
    connection.close()
    assert _named(verify(path), named)


@settings(max_examples=60)
@given(*positions)
def test_a_damaged_case_never_fails_to_be_told(folder: Path, at: int, mask: int) -> None:
    path = folder / "data" / "case.nwcase"
    before = path.read_bytes()
    changed = bytearray(before)
    changed[at % len(before)] ^= mask
    path.write_bytes(changed)
    try:
        verify(path)  # a free page, or a note: alone, not all of it is hashed
    finally:
        path.write_bytes(before)


def test_json_of_the_package_is_what_it_was_made_of(folder: Path) -> None:
    facts = json.loads((folder / "data" / "searches.json").read_bytes())
    assert facts["package"]["records"] == 30


@pytest.mark.slow
def test_a_flip_in_every_stretch_of_all_files_is_found(folder: Path, archive: Path) -> None:
    for name, content in sorted(files_of(folder).items()):
        for at in range(0, len(content), 61):
            assert _named(_flipped(folder / name, at, 1 << at % 8), name)
    for at in range(0, archive.stat().st_size, 7):
        assert _named(_flipped(archive, at, 1 << at % 8), archive.name)
