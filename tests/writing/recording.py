"""A server of records that keeps every one it is given, and answers as it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum, auto

import msgspec

from netwrix_tui.errors import ConnectionLost, ServerRefused, WriteInDoubt
from netwrix_tui.records.new_record import NewRecord, as_record
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.new_records import decode_new_records, encode_new_records
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.record_identity import content


class Fate(Enum):
    """What becomes of one write."""

    TAKEN = auto()
    CUT = auto()
    """Stored, and no answer comes."""
    LOST = auto()
    """Not stored, and no answer comes."""
    REFUSED = auto()
    BUSY = auto()
    UNREACHED = auto()
    KILLED_BEFORE = auto()
    """The program ends before the records have left."""
    KILLED_BEHIND = auto()
    """The program ends when they are stored."""


class Killed(BaseException):
    """The program ends here."""


class RecordingServer:
    """Stores what comes as the real one does: with other words for the same moment, and a type."""

    def __init__(self) -> None:
        self.stored: list[NewRecord] = []
        self.fates: list[Fate] = []
        """What becomes of the next writes; those behind are taken."""

    @property
    def times(self) -> Counter[str]:
        """How often each content is there."""
        return Counter(map(content, self.stored))

    async def write(self, records: Iterable[bytes], wire: WireFormat | None = None) -> None:
        """Take one batch, or what its fate is."""
        assert wire is not None
        batch = [
            record for record, _ in decode_new_records(encode_new_records(records, wire), wire)
        ]
        fate = self.fates.pop(0) if self.fates else Fate.TAKEN
        match fate:
            case Fate.REFUSED:
                raise ServerRefused("No.", status=400, location="/L/ActivityRecord[1]")
            case Fate.BUSY:
                raise ServerRefused("Later.", status=503)
            case Fate.UNREACHED:
                raise ConnectionLost("Nobody.")
            case Fate.LOST:
                raise WriteInDoubt("Where?")
            case Fate.KILLED_BEFORE:
                raise Killed
        self.stored += batch
        if fate is Fate.CUT:
            raise WriteInDoubt("Where?")
        if fate is Fate.KILLED_BEHIND:
            raise Killed

    async def search(self, parameters: SearchParameters, mark: str | None = None) -> Page:
        """All that is stored and can be found, in one page."""
        records = [
            msgspec.structs.replace(
                as_record(new),
                rid=f"R{number}",
                data_source="Netwrix API",
                when=new.when.replace("15:30:00+01:00", "14:30:00Z"),
                item=f"{new.item} (Integration)" if new.item else "",
            )
            for number, new in enumerate(self.stored)
            if not new.is_archive_only
        ]
        wire_codec = codec(WireFormat.JSON)
        return wire_codec.decode_page(
            wire_codec.encode_page(map(wire_codec.encode_record, records), None)
        )
