"""A page that was read, or refused, is let go of at once: no cycle waits for the collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress

import pytest

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

pytestmark = pytest.mark.lengthy

_XML = codec(WireFormat.XML)
_RECORD = b"<ActivityRecord><Who>%s</Who><When>2026-11-18T12:00:00Z</When></ActivityRecord>"
_LIST = (
    b'<?xml version="1.0"?><ActivityRecordList'
    b' xmlns="http://schemas.netwrix.com/api/v1/activity_records/">%s</ActivityRecordList>'
)


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize(
    "body",
    [
        _LIST % (_RECORD % b"jane" * 9), _LIST % (_RECORD % b"j\xff\x01" * 9),
        _LIST % (_RECORD % b"<b" * 3), _LIST[:40], b"<a><b></a>", b"<!DOCTYPE a><a/>", b"",
    ],
    ids=["well-formed", "bad bytes", "broken record", "cut", "no list", "document type", "empty"],
)  # fmt: skip
def test_no_reader_is_left(body: bytes) -> None:
    for read in (_XML.decode_page, _XML.decode_record):
        with suppress(NetwrixTuiError):
            read(body)
    left = [each for each in gc.get_objects() if type(each).__name__ in ("_PageReader", "_Builder")]
    assert left == []
