"""What is said of an input that has changed: how many records are new, how many are changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.words import before, warnings
from tests.writing.test_journal import RECORDS, purpose, record

_NINE, _MENDED = RECORDS[:9], record(50, who="b")


@pytest.mark.parametrize(
    ("now", "says", "replaced"),
    [
        (_NINE, "9 records accepted", 0),
        ([*reversed(_NINE)], "9 records accepted", 0),
        (_NINE[:4], "4 records accepted before", 0),
        ([*_NINE, _MENDED], "9 records accepted before, 1 new", 0),
        ([_MENDED, *_NINE], "9 records accepted before, 1 new", 0),
        ([_MENDED, *_NINE[1:]], "8 records accepted before, 1 changed", 1),
        ([*_NINE[:4], _MENDED, *_NINE[5:]], "8 records accepted before, 1 changed", 1),
        ([*_NINE[:8], _MENDED], "8 records accepted before, 1 changed", 1),
        # The last of one sending and the first of the next.
        ([*_NINE[:2], _MENDED, record(51), *_NINE[4:]], "7 records accepted before, 2 changed", 2),
        ([_NINE[3], _MENDED], "1 record accepted before, 1 new", 0),
        ([_NINE[5], record(8, item="x"), _MENDED], "1 record accepted before, 1 new, 1 changed", 1),
        ([*_NINE, record(8, item="x")], "9 records accepted before, 1 new", 0),
        ([record(8, item="x")], "1 record changed", 1),
        ([*_NINE, _NINE[0]], "9 records accepted before, 1 new", 0),
        ([_MENDED], "", 0),
    ],
)
def test_it_is_told_in_words(
    tmp_path: Path, now: list[NewRecord], says: str, replaced: int
) -> None:
    path = tmp_path / "result"
    with Journal.open(path, purpose(_NINE, 3)) as journal:
        for batch in journal.batches:
            journal.note(batch, BatchState.SENT)
            journal.note(batch, BatchState.ACCEPTED)
    with Journal.open(path, purpose(now, 3)) as journal:
        assert before(journal) == says
        assert len([*warnings(journal)]) == bool(replaced)
        assert journal.changes().replaced == replaced


def test_what_was_not_sent_is_not_called_new(tmp_path: Path) -> None:
    path = tmp_path / "result"
    with Journal.open(path, purpose(_NINE, 3)) as journal:
        first, second, _ = journal.batches
        for batch, state in ((first, BatchState.PENDING), (second, BatchState.REFUSED)):
            journal.note(batch, BatchState.SENT)
            journal.note(batch, state)
    with Journal.open(path, purpose(_NINE, 3)) as journal:
        assert before(journal) == "3 records refused, 6 not sent"
    with Journal.open(path, purpose([*_NINE[:6], _MENDED], 3)) as journal:
        assert before(journal) == "3 records refused before, 3 not sent before, 1 new"
