"""The demo server's command-line options. Imports nothing heavy."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netwrix_tui.demo.faults import Fault

DEFAULT_RECORDS = 200_000
DEFAULT_SEED = 7
_FASTEST = 60_000
_SCHEMES = ("ntlm", "negotiate", "digest", "basic")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that ``demo-server`` takes."""
    add_data_arguments(parser)
    add_server_arguments(parser)


def add_data_arguments(parser: argparse.ArgumentParser, live: float = 0.0) -> None:
    """What the records are: their number, the seed, whether their values bite, what comes.

    ``live`` is how many come a minute where nothing is said.
    """
    parser.add_argument(
        "--records", type=_count, default=DEFAULT_RECORDS, metavar="N",
        help=f"how many records there are ({DEFAULT_RECORDS:,} by default)",
    )  # fmt: skip
    parser.add_argument(
        "--seed",
        type=int,
        default=DEFAULT_SEED,
        metavar="N",
        help="another number, another company",
    )
    parser.add_argument(
        "--hostile", action="store_true", help="values hold escape sequences, markup and megabytes"
    )
    parser.add_argument(
        "--live", type=_rate, default=live, metavar="PER_MINUTE",
        help=f"so many new records come every minute, as --live 30 ({live:g} by default)",
    )  # fmt: skip


def add_server_arguments(parser: argparse.ArgumentParser) -> None:
    """How the server is reached; the last few are for tests and child processes."""
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="the port on 127.0.0.1 (any free one)"
    )
    parser.add_argument(
        "--auth", type=_schemes, default=_SCHEMES, metavar="LIST",
        help=f"the schemes offered, separated by commas ({','.join(_SCHEMES)} by default)",
    )  # fmt: skip
    parser.add_argument("--http", action="store_true", help="plain HTTP instead of TLS")
    parser.add_argument("--end-with-stdin", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--request-log", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument(
        "--page-delay", type=float, default=0.0, metavar="SECONDS", help=argparse.SUPPRESS
    )
    parser.add_argument(
        "--fault", type=_fault, action="append", default=[], metavar="KIND:PAGES[:AMOUNT]",
        dest="faults", help=argparse.SUPPRESS,
    )  # fmt: skip
    parser.add_argument(
        "--anchor", type=int, default=None, metavar="SECONDS", help=argparse.SUPPRESS
    )
    parser.add_argument("--oldest-first", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--patience", type=_patience, default=None, metavar="DAYS[:hang]", help=argparse.SUPPRESS
    )


def _patience(text: str) -> str:
    days, _, how = text.partition(":")
    if float(days) <= 0 or how not in ("", "hang"):
        raise argparse.ArgumentTypeError(f"{text!r} is not DAYS or DAYS:hang")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _count(text: str) -> int:
    digits = text.replace(",", "").replace("_", "")
    if not digits.isdecimal() or int(digits) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(digits)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= _FASTEST:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number from 0 to {_FASTEST:,}, as in --live 30"
        )
    return rate


def _schemes(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not names or not set(names) <= set(_SCHEMES):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(_SCHEMES)}")
    return names


def _fault(text: str) -> Fault:
    from netwrix_tui.demo.faults import Fault

    return Fault.parse(text)
