"""The options with which ``follow`` reports bursts. Imports nothing heavy."""

from __future__ import annotations

import argparse

from netwrix_tui.headless.search_options import positive

WATCHING = """With --run or --webhook it tells of bursts: --min records within --within, counted for
each value of --by. Each burst is told once; after it, nothing of the same value for --pause.
The command is split as a shell would split it and run without one; the burst's records (the last
1,000 of them) are on its standard input as a JSON array, and NETWRIX_TUI_BURST holds count, first,
last and the values of --by as JSON. No value is ever part of the command line. What it prints goes
to standard error; it gets 60 seconds. A webhook gets one POST with the same as JSON, sent once.

  netwrix-tui follow 'action:"Failed Logon"' --by Workstation --min 20 --within 5m --run ./page-me

Then the last line on standard error says how long it ran, what was found and told, and why it
ended.
"""


def add_watch_arguments(parser: argparse.ArgumentParser) -> None:
    """``--run``, ``--webhook`` and what makes a burst."""
    group = parser.add_argument_group("watching")
    group.add_argument(
        "--min", type=positive, default=None, metavar="N", dest="minimum",
        help="a burst has at least N records (1)",
    )  # fmt: skip
    group.add_argument(
        "--within", default=None, metavar="SPAN", help="that lie within 5m, 1h, 2d … (5m)"
    )
    group.add_argument(
        "--by", default=None, metavar="KEY,…",
        help="for each value apart: one to three of Who, Workstation, Where … as summary has them",
    )  # fmt: skip
    group.add_argument(
        "--pause", default=None, metavar="SPAN",
        help="after a burst, tell nothing of the same value for this long (as --within)",
    )  # fmt: skip
    group.add_argument(
        "--run", default=None, metavar="COMMAND", help="run a command for each burst, no shell"
    )
    group.add_argument(
        "--webhook", default=None, metavar="URL",
        help="send each burst to an address; @FILE reads it from a file",
    )  # fmt: skip
