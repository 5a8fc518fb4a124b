"""The command line. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netwrix_tui import __version__
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.demo.options import add_arguments, add_data_arguments
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, UsageError, WireError
from netwrix_tui.headless.options import (
    FILTER_FORMS,
    add_output_arguments,
    add_search_arguments,
)
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.client.connection import Connection

_USAGE, _FAILED, _REFUSED, _INTERRUPTED = 2, 3, 4, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except UsageError as error:
        _complain(error)
        return _USAGE
    except (ServerRefused, WireError) as error:
        _complain(error)
        return _REFUSED
    except NetwrixTuiError as error:
        _complain(error)
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _complain(error: NetwrixTuiError) -> None:
    from netwrix_tui.visible_text import visible

    print(f"netwrix-tui: {visible(error.sentence())}", file=sys.stderr)  # noqa: T201


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netwrix-tui",
        description="Explore the audit records of Netwrix Auditor through its Integration API.",
        epilog="No server at hand? netwrix-tui demo explores an invented company.",
    )
    parser.add_argument("--version", action="version", version=f"netwrix-tui {__version__}")
    _add_connection_options(parser)
    parser.set_defaults(run=_explore, auth="auto", wire="json")
    commands = parser.add_subparsers(title="commands", metavar="")
    demo = commands.add_parser("demo", help="explore an invented company; needs no server")
    add_data_arguments(demo)
    _add_wire_option(demo)
    demo.set_defaults(run=_demo, wire="json")
    server = commands.add_parser("demo-server", help="serve the invented company on loopback")
    add_arguments(server)
    server.set_defaults(run=_demo_server)
    # Connection options may stand before the command, too: those after it do not blank them out.
    search = commands.add_parser(
        "search",
        help="write the records that filters find to standard output",
        description="Write the records that filters find to standard output.",
        epilog=FILTER_FORMS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
    )
    add_search_arguments(search)
    _add_connection_options(search)
    search.set_defaults(run=_headless, has_filters=True)
    enum = commands.add_parser(
        "enum",
        help="write all records to standard output",
        description="Write all records that the account may see to standard output.",
        argument_default=argparse.SUPPRESS,
    )
    add_output_arguments(enum)
    _add_connection_options(enum)
    enum.set_defaults(run=_headless, has_filters=False)
    return parser


def _add_connection_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "connection", "The password is asked for, or taken from NETWRIX_API_PASSWORD."
    )
    group.add_argument("--server", metavar="URL", help="nwx01, nwx01:9699 or https://nwx01:9699")
    group.add_argument("--user", metavar="NAME", help=r"DOMAIN\user or user@domain")
    group.add_argument("--auth", choices=tuple(AuthScheme), default="auto")
    trust = group.add_mutually_exclusive_group()
    trust.add_argument("--thumbprint", metavar="HEX", help="the certificate's SHA-1 or SHA-256")
    trust.add_argument("--ca-file", metavar="FILE", help="trust the certificates in FILE")
    group.add_argument(
        "--allow-plain-http", action="store_true", help="let Basic send the password unencrypted"
    )
    _add_wire_option(group)


def _add_wire_option(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    parser.add_argument("--wire", choices=("json", "xml"), help="wire format")


def _explore(options: argparse.Namespace) -> int:
    chosen = _connection(options)
    from netwrix_tui.tui.opening import open_explorer

    return open_explorer(chosen)


def _headless(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.run import Run

    run = Run(options)
    return run.over(_connection(options))


def _connection(options: argparse.Namespace) -> Connection:
    from netwrix_tui.config import ConnectionOptions, connection

    return connection(
        ConnectionOptions(
            server=options.server,
            user=options.user,
            auth=options.auth,
            thumbprint=options.thumbprint,
            ca_file=options.ca_file,
            wire=options.wire,
            allow_plain_http=options.allow_plain_http,
        ),
        os.environ,
    )


def _demo(options: argparse.Namespace) -> int:
    from netwrix_tui.tui.opening import open_demo

    return open_demo(
        WireFormat(options.wire),
        records=options.records,
        seed=options.seed,
        hostile=options.hostile,
    )


def _demo_server(options: argparse.Namespace) -> int:
    from netwrix_tui.demo.server import run

    return run(options)
