"""The options of ``netwrix-tui archive``, and its help. Imports nothing heavy."""

from __future__ import annotations

import argparse

from netwrix_tui.headless.search_options import add_count_argument, interval_seconds, positive

_INTERVAL = 10.0

ARCHIVE_NOTES = """Records are copied as they come, each once, by the server's continuation mark,
which is kept beside them: after any interruption, the same command goes on from there. If the
server no longer knows the mark, it is asked by time, from a week before its last answer, and a
message says how many records had not come before.

A directory holds server=NAME/day=YYYY-MM-DD/part-NNNNNN.parquet, which any engine reads; on a
cluster, the table records has them. It is audit data outside of the product's roles: only you can
read the directory, and on the cluster its own accounts decide. Days are those of UTC. What an
account is shown is what it gets: a Reviewer's archive has that scope alone, and nothing says so.

The cluster's account stands in its address, the password never: NETWRIX_TUI_ARCHIVE_PASSWORD, or
the profile's archive_password_command or archive_keyring.

The exit status is 0 if it was copied to the end, or if all days compared are alike; 1 if some
differ; 2 for a mistake in the command, 3 if there was no connection, no sign-in or no room on the
disk, 4 if the server refused, 130 by ctrl+c."""


def add_archive_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``archive`` takes besides the connection."""
    parser.add_argument(
        "profiles", nargs="*", default=[], metavar="PROFILE",
        help="the server to copy from; its name may stand before the command, too. Of several, "
        "each goes into its own directory",
    )  # fmt: skip
    group = parser.add_argument_group("archive")
    group.add_argument(
        "--to", default=None, metavar="PLACE",
        help="the archive's directory; made where it is missing (the profile's archive). Or a "
        "cluster of ClickHouse: clickhouse://ACCOUNT@H1:8443,H2:8443/DATABASE",
    )  # fmt: skip
    group.add_argument(
        "--cluster", default=None, metavar="NAME",
        help="with a cluster: what ClickHouse's configuration calls it, below remote_servers; not "
        "needed for one server, nor once the tables are there",
    )  # fmt: skip
    group.add_argument(
        "--show-ddl", action="store_true", default=False,
        help="with a cluster: only print the statements that make its tables, and ask no server",
    )  # fmt: skip
    group.add_argument(
        "--from", default=None, metavar="DIR", dest="moved_from",
        help="move the archive in this directory to the cluster, and ask no server; the same "
        "command goes on where it was",
    )  # fmt: skip
    add_count_argument(group)
    group.add_argument(
        "--follow", action="store_true", default=False,
        help="go on with what arrives, until it is interrupted",
    )  # fmt: skip
    group.add_argument(
        "--interval", type=interval_seconds, default=_INTERVAL, metavar="SECONDS",
        help=f"with --follow: ask so often while records come ({_INTERVAL:g})",
    )  # fmt: skip
    group.add_argument(
        "--check", nargs="?", type=positive, default=None, const=0, metavar="DAYS",
        help="compare the records of each day with the server's, of the last DAYS or of all, and "
        "name those that differ",
    )  # fmt: skip
    group.add_argument(
        "--compact", action="store_true", default=False,
        help="make few files of many, and ask no server; readers go on meanwhile",
    )  # fmt: skip
    group.add_argument(
        "--keep", default=None, metavar="SPAN",
        help="delete days older than SPAN, as 90d, 12w, 18m or 3y: when all is copied, with "
        "--follow once a day as well",
    )  # fmt: skip
    group.add_argument(
        "--dry-run", action="store_true", default=False,
        help="with --keep: only say what would go, and ask no server",
    )  # fmt: skip
