"""The options of ``netwrix-tui write``. Imports nothing heavy."""

from __future__ import annotations

import argparse

from netwrix_tui.headless.search_options import positive

WRITE_NOTES = """FILE holds records as JSON (an array, one object, one object a line, or an
ActivityRecordList) or as XML; - is standard input. Every record is checked before
any is sent. A result file, one for each server, keeps what became of each record. It
knows records by their content: what was accepted is not sent again, even from another
file or in another order. If a file has changed, a message says so before anything is
sent. To write the same once more, move the result file away.

A batch that was sent and not answered as the API answers is in doubt: it may be stored.
It is left alone until you say what to do about it, by --check-doubt or by
--resend-doubt.

The exit status is 0 if all was accepted, 2 for a mistake in the command or in a
record, 3 if there was no connection or no sign-in or something is in doubt, 4 if the
server refused, 130 if interrupted."""


def add_write_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``write`` takes besides the connection."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="records to write")
    group = parser.add_argument_group("writing")
    group.add_argument(
        "--dry-run", action="store_true", default=False, help="check the records, send nothing"
    )
    group.add_argument(
        "--yes", action="store_true", default=False, help="write without asking, for scripts"
    )
    group.add_argument(
        "--result",
        default=None,
        metavar="FILE",
        help="keep what becomes of the records in FILE; other result files that are known for "
        "the server are read, too",
    )
    group.add_argument(
        "--count", type=positive, default=None, metavar="N",
        help="records in one batch (1,000, which is the most)",
    )  # fmt: skip
    group.add_argument(
        "--check-doubt", action="store_true", default=False,
        help="look by a search whether a batch in doubt has arrived, by every field that the API "
        "gives back; the account has to read all of it",
    )  # fmt: skip
    group.add_argument(
        "--resend-doubt", action="store_true", default=False,
        help="send a batch in doubt again; with --check-doubt only if nothing like it is found",
    )  # fmt: skip
