"""The options of ``netwrix-tui search``, ``enum`` and ``follow``. Imports nothing heavy."""

from __future__ import annotations

import argparse

_FORMATS = ("ndjson", "json", "xml", "csv", "table")
_ENDLESS_FORMATS = ("ndjson", "csv", "table")
"""Those that are good without an end."""
_DOCUMENTS = ("ecs", "ocsf", "cef", "splunk", "bulk", "timesketch")
_OCSF_VERSIONS = ("1.8", "1.9")

_MOST_AT_A_TIME = 8
_INTERVAL = 10.0
_BRIEFEST, _LONGEST = 0.1, 86_400.0

FILTER_FORMS = r"""A query is one argument:
  'who:jane -who:svc action:Removed when:7d'
  'what^=\\fs01\finance -hours:08:00-18:00'   begins with; outside working hours
  'who@="CORP\Domain Admins" when:2h "Q3 plan"'  of a group; two words anywhere
: contains, = is, ^= begins with, $= ends with, @= is in a group, - in front: not.

A filter is NAME[:OPERATOR]=VALUE, in any case:
  -f 'Who=CORP\jane'                 contains, where no operator is given
  -f 'Who:NotEqualTo=CORP\svc-sync'
  -f When=LastSevenDays              or Today, Yesterday, LastThirtyDays
  -f When=2h                         or 90m, 7d, 4w: up to now
  -f When=2026-11-05                 that day
  -f 'When=2026-11-01T00:00:00Z..2026-11-05T00:00:00Z'
  -f When=..2026-11-05               until the end of that day
  -f WorkingHours:NotEqualTo=08:00:00Z..18:00:00Z
  -f @NewName:Equals=x               a filter that is not documented: sent as it is
Repeat -f for more: different filters all have to hold.
"""

FOLLOWING = """It begins with the records since --since, the oldest first, and goes on with
whatever arrives, also records that come late; so it takes no When. Of the records since --since,
up to 10,000 (or 64 MB) are put in order at once: more than that comes in parts as the server gives
them, mostly the newest part first, each part the oldest first. --limit counts from the first that
is written. Every sixth look is made without the server's continuation mark, over the last hour,
every sixtieth over the last day, as a record may be a day late: this finds what the mark leaves
out, and a message says so. A record that comes later still is not found. While nothing arrives it
asks less often, down to once a minute; after errors, down to once in five minutes.

The exit status is 0 at --limit or when nobody reads any more, 2 for a mistake in the command,
3 if there was no sign-in, 4 if the server refuses the search, 130 by ctrl+c.
"""

EXAMINED = """The exit status is 0 if all is well, 2 for a mistake in the settings, 3 if a check
of the connection or the sign-in failed, 4 if the server refused."""

STATUSES = """The exit status is 0 if records were found, 1 if none, 2 for a mistake in the command,
3 if there was no connection or no sign-in, 4 if the server refused or sent the same pages again and
again (what was read is written, and a message says so), 130 if interrupted."""


def add_search_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``search`` takes besides the connection."""
    what = add_what_arguments(parser)
    what.add_argument(
        "--body", default=None, metavar="FILE",
        help="send the search body in FILE as it is, JSON or XML (- for standard input)",
    )  # fmt: skip
    add_output_arguments(parser)


def add_what_arguments(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """What is searched for: a query, filters, a search that is kept, a ready-made one."""
    what = _add_filter_arguments(parser)
    what.add_argument(
        "--saved", default=None, metavar="NAME", help="a search that was saved in the explorer"
    )
    what.add_argument(
        "--recipe", default=None, metavar="ID",
        help="a ready-made search: netwrix-tui recipes lists them",
    )  # fmt: skip
    what.add_argument(
        "--with", action="append", default=[], dest="answers", metavar="BLANK=VALUE",
        help="what it asks for, as who=jane; may be given several times",
    )  # fmt: skip
    return what


def add_follow_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``follow`` takes besides the connection."""
    what = _add_filter_arguments(parser)
    what.add_argument(
        "--since", default=None, metavar="TIME",
        help="begin with the records since then: 2h, 7d, 2026-11-05 or 2026-11-05T14:30 (now)",
    )  # fmt: skip
    what.add_argument(
        "--interval", type=interval_seconds, default=_INTERVAL, metavar="SECONDS",
        help=f"ask so often while records come ({_INTERVAL:g}); less often in silence",
    )  # fmt: skip
    add_output_arguments(parser, _ENDLESS_FORMATS)


def _add_filter_arguments(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    what = parser.add_argument_group("search")
    what.add_argument(
        "query", nargs="?", default="", metavar="QUERY",
        help="the search in one line, as the explorer has it",
    )  # fmt: skip
    what.add_argument(
        "-f", "--filter", action="append", default=[], dest="filters",
        metavar="NAME[:OPERATOR]=VALUE", help="a filter; may be given several times",
    )  # fmt: skip
    return what


def add_output_arguments(
    parser: argparse.ArgumentParser, formats: tuple[str, ...] = _FORMATS
) -> None:
    """What all of them take: how many records, and in which format."""
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output", choices=formats, default=None,
        help="the format of the records (table on a terminal, else ndjson)",
    )  # fmt: skip
    group.add_argument(
        "--raw", action="store_true", default=False,
        help="the exact bytes of each record, with a line feed after it",
    )  # fmt: skip
    _add_document_arguments(group)
    group.add_argument(
        "--fields", default=None, metavar="NAME,…",
        help="only these fields, or note for your own notes, as When,Who,What,Changes: of "
        "RID, When, Who, Action, ObjectType, What, Where, DataSource, Workstation, "
        "MonitoringPlan, Item, Changes",
    )  # fmt: skip
    group.add_argument(
        "--excel", action="store_true", default=False,
        help="CSV as Excel reads it: with a byte order mark, ; between the cells, and times as "
        "2026-11-05 14:30:00 in local time (in UTC with --utc)",
    )  # fmt: skip
    group.add_argument(
        "--separator", type=separator, default=None, metavar="SIGN",
        help="what stands between the cells of CSV: , ; | or tab (, or ; with --excel)",
    )  # fmt: skip
    group.add_argument(
        "--limit", type=positive, default=None, metavar="N", help="stop after N records"
    )
    add_count_argument(group)
    group.add_argument(
        "--resume", default=None, metavar="FILE",
        help="keep the place in FILE, and go on from there the next time",
    )  # fmt: skip
    if formats is _FORMATS:
        group.add_argument(
            "--parallel", type=at_a_time, default=None, metavar="N",
            help="ask for up to N slices of time side by side (4, or the profile's parallel; 8 at "
            "most), fewer where the server gets slower; the order stays the same",
        )  # fmt: skip
        group.add_argument(
            "--case", default=None, metavar="FILE",
            help="also keep everything in this case file, which is made or continued",
        )  # fmt: skip
        add_offline_arguments(group, "search")
    group.add_argument(
        "--utc", action="store_true", default=False,
        help="read and show times in UTC instead of local time",
    )  # fmt: skip
    group.add_argument(
        "--zone", default=None, metavar="ZONE",
        help="read and show times in this zone, as Europe/Berlin, instead of the profile's",
    )  # fmt: skip


def add_count_argument(group: argparse._ArgumentGroup) -> None:
    """How many records a request asks for."""
    group.add_argument(
        "--count", type=positive, default=None, metavar="N",
        help="records asked for at a time (1,000)",
    )  # fmt: skip


def add_offline_arguments(group: argparse._ArgumentGroup, verb: str) -> None:
    """What is read in a server's place; ``verb`` says what is done with it."""
    group.add_argument(
        "--in", default=None, dest="in_case", metavar="FILE",
        help=f"{verb} a case file, and no server",
    )  # fmt: skip
    group.add_argument(
        "--archive", default=argparse.SUPPRESS, metavar="DIR",
        help=f"{verb} an archive on this machine, and no server",
    )  # fmt: skip


def _add_document_arguments(group: argparse._ArgumentGroup) -> None:
    """Records as documents of other tools' schemas."""
    group.add_argument(
        "--as", choices=_DOCUMENTS, default=None, dest="document_format",
        help="as documents for another tool: Elastic Common Schema, OCSF, CEF, Splunk's event "
        "collector, _bulk of Elasticsearch and OpenSearch, Timesketch; one a line",
    )  # fmt: skip
    group.add_argument(
        "--original", action="store_true", default=False,
        help="with --as: the exact bytes of each record go along",
    )  # fmt: skip
    group.add_argument(
        "--ocsf-version", choices=_OCSF_VERSIONS, default=None,
        help="with --as ocsf: the version of the schema (1.8)",
    )  # fmt: skip
    group.add_argument(
        "--index", default=None, metavar="NAME",
        help="with --as bulk: the index (netwrix-auditor-activity)",
    )  # fmt: skip


def interval_seconds(text: str) -> float:
    """Seconds between two questions, as they are typed. Raises argparse.ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not _BRIEFEST <= number <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not from {_BRIEFEST:g} to {_LONGEST:,.0f}")
    return number


def separator(text: str) -> str:
    """What may stand between two cells of CSV. Raises argparse.ArgumentTypeError."""
    sign = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(text.lower(), text)
    if sign not in (",", ";", "|", "\t"):
        raise argparse.ArgumentTypeError(f"{text!r} is none of , ; | and tab")
    return sign


def at_a_time(text: str) -> int:
    """How many requests may be under way at a time. Raises argparse.ArgumentTypeError."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= _MOST_AT_A_TIME:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {_MOST_AT_A_TIME}")
    return number


def positive(text: str) -> int:
    """A number of at least 1, as it is typed. Raises argparse.ArgumentTypeError."""
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return number
