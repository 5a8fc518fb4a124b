"""The options of ``netwrix-tui ship``. Imports nothing heavy."""

from __future__ import annotations

import argparse

from netwrix_tui.headless.search_options import (
    add_count_argument,
    add_offline_arguments,
    add_what_arguments,
    interval_seconds,
    positive,
)

_INTERVAL = 10.0

SHIPPING = """A receiver is named by its kind and --url, or by its name in the settings:

  [receivers.siem]
  to = "elasticsearch"                      # opensearch, splunk, syslog
  url = "https://es01.corp.local:9200"
  fingerprint = "A1 B2 …"                   # or ca_file
  token_command = ["pass", "show", "siem"]  # or keyring = true

The token (an API key; a password with --receiver-user or user) comes from
NETWRIX_TUI_SHIP_TOKEN, else token_command, else the keyring: it is never an option.
The certificate is checked before a byte is sent.

With --resume the place moves on behind what the receiver has confirmed. Elasticsearch and
OpenSearch know each record by its id: after any interruption each is there once. Splunk and
syslog know none: what is in doubt is sent again and told, with its RIDs.

The exit status is 0 if records were shipped, 1 if there were none, 2 for a mistake in the
command, 3 without a connection or a sign-in, 4 if the server or the receiver refuses, or some
records were rejected for good (FILE of --rejects says which and why), 128 and its number after
a signal."""


def add_ship_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``ship`` takes besides the connection."""
    what = add_what_arguments(parser)
    add_offline_arguments(what, "ship")
    what.add_argument(
        "--follow", action="store_true", default=False, help="go on with whatever arrives"
    )
    what.add_argument(
        "--since", default=None, metavar="TIME",
        help="with --follow: begin with the records since then: 2h, 7d, 2026-11-05 (now)",
    )  # fmt: skip
    what.add_argument(
        "--interval", type=interval_seconds, default=_INTERVAL, metavar="SECONDS",
        help=f"with --follow: ask so often while records come ({_INTERVAL:g})",
    )  # fmt: skip
    what.add_argument(
        "--limit", type=positive, default=None, metavar="N", help="stop after N records"
    )
    add_count_argument(what)
    what.add_argument(
        "--utc", action="store_true", default=False, help="read times in UTC, not in local time"
    )
    what.set_defaults(body=None)
    where = parser.add_argument_group("receiver")
    where.add_argument(
        "--to", required=True, metavar="NAME",
        help="elasticsearch, opensearch, splunk or syslog; or a receiver of the settings",
    )  # fmt: skip
    where.add_argument("--url", default=None, metavar="URL", help="its address")
    trust = where.add_mutually_exclusive_group()
    trust.add_argument(
        "--ca-file", default=None, dest="receiver_ca_file", metavar="FILE",
        help="trust the receiver by the certificates in FILE",
    )  # fmt: skip
    trust.add_argument(
        "--fingerprint", default=None, metavar="HEX",
        help="the SHA-256 or SHA-1 of the receiver's certificate",
    )  # fmt: skip
    where.add_argument(
        "--receiver-user", default=None, metavar="NAME", help="the secret is this user's password"
    )
    where.add_argument(
        "--index", default=None, metavar="NAME",
        help="index or data stream (netwrix-auditor-activity)",
    )  # fmt: skip
    where.add_argument(
        "--original", action="store_true", default=False,
        help="the exact bytes of each record go along",
    )  # fmt: skip
    where.add_argument(
        "--resume", default=None, metavar="FILE",
        help="keep the place in FILE, and go on from there the next time",
    )  # fmt: skip
    where.add_argument(
        "--rejects", default=None, metavar="FILE",
        help="where rejected records go, with the reason (beside FILE of --resume)",
    )  # fmt: skip
    where.add_argument(
        "--setup", action="store_true", default=False, help="send the index template, and no record"
    )
    where.add_argument(
        "--show", action="store_true", default=False, help="print the template, and send nothing"
    )
