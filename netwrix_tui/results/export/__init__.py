"""Records written out: ticket text, JSON, XML, CSV, and files that are whole or not there."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = [
    "ExportFormat", "FileJob", "TicketFormat", "TicketHead", "counts_ticket", "records_ticket",
    "render", "writer_of",
]  # fmt: skip

__getattr__ = doors(
    __name__,
    export="ExportFormat render writer_of", file_job="FileJob",
    ticket="counts_ticket records_ticket", ticket_format="TicketFormat", ticket_head="TicketHead",
)  # fmt: skip
