"""The options of ``netwrix-tui summary``. Imports nothing heavy."""

from __future__ import annotations

import argparse

from netwrix_tui.headless.search_options import (
    add_count_argument,
    add_offline_arguments,
    add_what_arguments,
    positive,
)

FORMATS = ("table", "csv", "md", "json")

SUMMARY_NOTES = """--by takes one to three of Who, Action, ObjectType, What, Where, DataSource,
Workstation, MonitoringPlan, Item, Domain (of Who), Folder and Extension (of What), Day, Hour,
Weekday (of When, by your clock), Server, When, RID.

  netwrix-tui summary 'when:7d' --by Who,Action --min 20
  netwrix-tui summary 'action:Removed when:30d' --by Folder --sort last --output md
  netwrix-tui corp dmz summary 'when:7d' --by Server,Action
  netwrix-tui summary 'when:7d' --logons
  netwrix-tui summary 'when:7d' --sequence 'action:"Failed Logon"' --then \\
      'action:"Successful Logon"' --min 10 --within 1h --same Workstation

JSON is an array of objects with the keys' names, count, first and last (UTC, null where no record
tells its time) and distinct_who, distinct_what, distinct_workstation: how many different ones there
are, empty text left out. With --changed-since each has before, the count of the run before, null if
it is new; what is gone has a count of 0.

A summary is written once all records have been read; of them, only the counts are kept.
"""


def add_summary_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``summary`` takes besides the connection."""
    add_what_arguments(parser)
    group = parser.add_argument_group("summary")
    group.add_argument(
        "--by", default=None, metavar="KEY,…", help="group by one to three of these (below)"
    )
    group.add_argument(
        "--logons", action="store_true", default=False,
        help="the logons: for each account failures, successes, successes after failures, "
        "workstations and addresses",
    )  # fmt: skip
    group.add_argument(
        "--sequence", default=None, metavar="QUERY",
        help="what happened at least --min times, before --then",
    )  # fmt: skip
    group.add_argument(
        "--then", default=None, metavar="QUERY", help="what happened afterwards, within --within"
    )
    group.add_argument(
        "--same", choices=("Who", "Workstation"), default=None,
        help="what both have in common (Who)",
    )  # fmt: skip
    group.add_argument(
        "--within",
        default=None,
        metavar="SPAN",
        help="30m, 1h, 7d … between the first and the last",
    )
    group.add_argument(
        "--min", type=positive, default=None, metavar="N", dest="minimum",
        help="groups of at least N records; of a sequence, how many at least (5)",
    )  # fmt: skip
    group.add_argument(
        "--sort", default=None, metavar="KEY",
        help="by a key, count, first, last, distinct_who …; --sort=-KEY: greatest first, "
        "--sort=+KEY: least first",
    )  # fmt: skip
    group.add_argument(
        "--limit", type=positive, default=None, metavar="N", help="the first N groups alone"
    )
    group.add_argument(
        "--changed-since", default=None, metavar="FILE",
        help="keep the counts in FILE, and say what is new against the run before",
    )  # fmt: skip
    add_offline_arguments(group, "count")
    add_count_argument(group)
    group.add_argument(
        "--output", choices=FORMATS, default=None,
        help="the format of the summary (table on a terminal, else json)",
    )  # fmt: skip
    group.add_argument(
        "--utc", action="store_true", default=False,
        help="read and show times, and cut days, in UTC instead of local time",
    )  # fmt: skip
    group.add_argument(
        "--zone", default=None, metavar="ZONE",
        help="the same in a zone, as Europe/Berlin or +05:30",
    )  # fmt: skip
