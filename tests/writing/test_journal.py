"""The result file: what stands in it whatever ends the program, and whose it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.journal import BatchState, Journal, Purpose

PURPOSE = Purpose("digest", "https://nwx01:9699/", "CORP\\svc", WireFormat.JSON, (1000, 1000, 7))


def test_states_last(tmp_path: Path) -> None:
    path = tmp_path / "new" / "result"
    with Journal.open(path, PURPOSE) as journal:
        first, second, third = journal.batches
        assert journal.is_new
        journal.note(first, BatchState.SENT)
        journal.note(first, BatchState.ACCEPTED)
        journal.note(second, BatchState.SENT)
        journal.note(third, BatchState.SENT)
        journal.note(third, BatchState.REFUSED, "no plan\nnowhere")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Journal.open(path, PURPOSE) as journal:
        assert not journal.is_new
        assert [journal.state(batch) for batch in journal.batches] == [
            BatchState.ACCEPTED,
            BatchState.SENT,
            BatchState.REFUSED,
        ]
        assert journal.why(journal.batches[2]) == "no plan\nnowhere"
        assert journal.records_of(BatchState.ACCEPTED, BatchState.REFUSED) == 1007
        assert journal.since(journal.batches[1]).endswith("Z")


def test_the_file_says_how_the_input_is_cut_and_sent(tmp_path: Path) -> None:
    path = tmp_path / "result"
    Journal.open(path, PURPOSE).close()
    other = Purpose("digest", PURPOSE.server, "another", WireFormat.XML, (2007,))
    with Journal.open(path, other) as journal:
        assert journal.purpose == PURPOSE


@pytest.mark.parametrize("cut", range(1, 260, 7))
def test_wherever_it_was_cut_off_it_says_no_more_than_it_knows(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE) as journal:
        head = path.stat().st_size
        for state in (BatchState.SENT, BatchState.ACCEPTED):
            journal.note(journal.batches[0], state)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    lines = whole[:cut].count(b"\n")
    with Journal.open(path, PURPOSE) as journal:
        expected = [BatchState.PENDING, BatchState.PENDING, BatchState.SENT, BatchState.ACCEPTED]
        assert journal.state(journal.batches[0]) is expected[lines]
        journal.note(journal.batches[1], BatchState.SENT)
    with Journal.open(path, PURPOSE) as journal:
        assert journal.state(journal.batches[1]) is BatchState.SENT
    assert head > 0


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (Purpose("x", PURPOSE.server, "", WireFormat.JSON, (2007,)), "other records"),
        (Purpose("digest", "https://b/", "", WireFormat.JSON, (2007,)), "another server"),
        (Purpose("digest", PURPOSE.server, "", WireFormat.JSON, (2006,)), "other records"),
    ],
)
def test_it_is_no_other_inputs(tmp_path: Path, other: Purpose, says: str) -> None:
    path = tmp_path / "result"
    Journal.open(path, PURPOSE).close()
    with pytest.raises(UsageError, match=says):
        Journal.open(path, other)


@pytest.mark.parametrize("text", [b"[]", b'{"Who": "a"}\n', b"notes of mine", b"\xff\n", b"\n"])
def test_no_other_file_is_touched(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "mine"
    path.write_bytes(text)
    with pytest.raises(UsageError, match="no result file of this program"):
        Journal.open(path, PURPOSE)
    assert path.read_bytes() == text


def test_one_run_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "result"
    with Journal.open(path, PURPOSE), pytest.raises(UsageError, match="another run"):
        Journal.open(path, PURPOSE)
    Journal.open(path, PURPOSE).close()


def test_a_disk_without_room_stops_it(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "result", PURPOSE)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._file.fileno())
    os.close(full)
    with pytest.raises(UsageError, match="cannot be written"):
        journal.note(journal.batches[0], BatchState.SENT)
    assert journal.state(journal.batches[0]) is BatchState.PENDING
