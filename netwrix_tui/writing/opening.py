"""Opens the journal of an input at a server, with all that is known of what was written there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netwrix_tui.client.connection import Connection
from netwrix_tui.client.server_at import server_at
from netwrix_tui.records.new_record import MOST_RECORDS
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.checked import CheckedInput
from netwrix_tui.writing.identity import identities
from netwrix_tui.writing.journal import Journal, Purpose
from netwrix_tui.writing.result_path import other_results, remember_name, result_path


def open_journal(
    given: CheckedInput,
    sizes: Sequence[int],
    wire: WireFormat,
    connection: Connection,
    *,
    named: Path | None = None,
    most_records: int = MOST_RECORDS,
) -> Journal:
    """The journal of an input at a server, in its own result file or in a named one.

    All other files that are known to tell of the server are read, too. Raises UsageError.
    """
    server = server_at(connection.url)
    purpose = Purpose(
        identities=identities(given.records),
        sizes=sizes,
        server=server,
        account=connection.user,
        wire=wire,
        digest=given.digest(),
        most_records=most_records,
    )
    path = named if named is not None else result_path(server)
    journal = Journal.open(path, purpose, other_results(path, server))
    if named is not None:
        try:
            journal.trouble = remember_name(path, server)
        except BaseException:
            journal.close()
            raise
    return journal
