"""A server that is a list of records: pages by marks, spans of time, marks that it forgets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from netwrix_tui.archive.keeping import Keeping
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.clock import epoch
from netwrix_tui.errors import ServerRefused
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.record_matching import RecordTest
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

ACCOUNT = "CORP\\jane"


class ListedServer:
    """Gives its records in their order, ``page`` at a time; further ones come at the end.

    ``life`` is part of its marks: those of another life are refused.
    """

    def __init__(
        self,
        records: Sequence[ActivityRecord],
        page: int = 100,
        wire: WireFormat = WireFormat.JSON,
    ) -> None:
        self.records = list(records)
        self.life = "first"
        self.page = page
        self.wire = wire
        self.asked: list[tuple[SearchParameters, str | None]] = []

    async def ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        """A page; an empty one with a mark at the end."""
        self.asked.append((parameters, mark))
        life, _, at = (mark or f"{self.life} 0").partition(" ")
        if life != self.life:
            raise ServerRefused("Invalid continuation mark.", status=400, category="InputError")
        test = RecordTest(parameters, int(epoch()))
        form = codec(self.wire)
        raws = [form.encode_record(record) for record in self.records]
        rows = form.decode_page(form.encode_page(raws, None)).rows
        found = [raw for raw, row in zip(raws, rows, strict=True) if test.row_holds(row)]
        some = found[int(at) : int(at) + self.page]
        return form.decode_page(form.encode_page(some, f"{self.life} {int(at) + len(some)}"))


def keep(server: ListedServer, place: Path, told: list[str] | None = None) -> int:
    """Keep an archive of it, to the end; returns how many records are new."""

    async def run() -> int:
        with ArchiveWriter.opened(place, "nwx01", ACCOUNT) as writer:
            sentences = told if told is not None else []
            return await Keeping(server.ask, writer, sentences.append).to_end()

    return asyncio.run(run())
