"""Rows to be inserted into a cluster: RowBinary, made from records with time, RID and month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from netwrix_tui.archive.cluster.row_binary import (
    INT64,
    UINT8,
    UINT32,
    UINT64,
    of_bytes,
    of_number,
    of_text,
    of_texts,
)
from netwrix_tui.archive.cluster.tables import NO_MOMENT, TEXTS
from netwrix_tui.archive.columns import Line, each_line, storable
from netwrix_tui.records.case_fold import fold_case
from netwrix_tui.records.conditions import detail_texts
from netwrix_tui.wire.page import Page


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as a row: ``moment`` is NO_MOMENT where its When names none."""

    moment: int
    rid: str
    day: str
    month: int
    content: bytes


def rows_of(page: Page, server: str, fetched: int) -> Iterator[RecordRow]:
    """The records of a page, in its order.

    ``fetched`` is when those of them came of which the page does not say it, in microseconds.
    """
    for line, came in zip(each_line(page, fetched), page.fetched_each, strict=True):
        line.fetched = fetched if came is None else came
        try:
            yield _row(line, server)
        except UnicodeEncodeError:
            yield _row(storable(line), server)


def _row(line: Line, server: str) -> RecordRow:
    moment = NO_MOMENT if line.when is None else line.when
    month = 0 if line.when is None else _month(line.day)
    texts = [getattr(line, name) for name in TEXTS]
    details = line.details or ()
    told = [
        [d.property_name or "" for d in details],
        [d.message or "" for d in details],
        [d.before or "" for d in details],
        [d.after or "" for d in details],
    ]
    folded = [
        detail_texts(details),
        [d.before for d in details if d.before is not None],
        [d.after for d in details if d.after is not None],
    ]
    content = b"".join(
        (
            _often(server),
            of_number(UINT32, month),
            of_number(INT64, moment),
            *map(of_text, texts),
            _often(line.monitoring_plan_id),
            *map(of_texts, told),
            of_number(UINT8, line.details is not None),
            _often(line.wire),
            of_bytes(line.raw),
            of_number(UINT64, _digest(line.raw)),
            of_number(INT64, line.fetched),
            *(of_text(fold_case(text)) for text in texts),
            *(of_texts(map(fold_case, each)) for each in folded),
        )
    )
    return RecordRow(moment, line.rid, line.day, month, content)


@lru_cache(maxsize=4_096)
def _often(text: str) -> bytes:
    return of_text(text)


@lru_cache(maxsize=10_000)
def _month(day: str) -> int:
    return int(day[:4]) * 100 + int(day[5:7])


def _digest(raw: bytes) -> int:
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "little")
