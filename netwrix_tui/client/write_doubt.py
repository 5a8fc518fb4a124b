"""Error for a write of which nobody knows whether its records have been stored."""

from __future__ import annotations

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import WriteInDoubt


def in_doubt(connection: Connection, what: str) -> WriteInDoubt:
    """The error for records that went out; ``what`` happened instead of a plain answer."""
    error = WriteInDoubt(
        f"The records were sent to {connection.server}, and no answer says whether they were "
        f"stored. {what}",
        cause="They may be in, so they are not sent again.",
        next_step="Look by a search whether they arrived, before you send them again.",
    )
    error.instead = what
    return error
