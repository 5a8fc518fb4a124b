"""What the command line looks like: its commands, their options, and the profile before them."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Collection, Sequence
from typing import NoReturn

from netwrix_tui import __version__, standard_streams
from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.config.profile import COMMANDS, LATER_COMMANDS
from netwrix_tui.errors import UsageError

_WITHOUT_SERVER = (
    "demo", "demo-server", "evidence", "help", "open", "recipes", "resume", "sessions", "sql",
    "verify",
)  # fmt: skip
_DEMO_RATE = 6.0
"""Records that come every minute while one looks at the demo."""


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence, as everything else here does."""

    def _print_message(self, message: str, file: object = None) -> None:
        # Its own swallows what goes wrong. Checked on Python 3.11 to 3.13: help, usage and the
        # version are told by this.
        standard_streams.put(message) if file is sys.stdout else standard_streams.tell(message)

    def error(self, message: str) -> NoReturn:
        if message == "argument --live: expected one argument":
            message = "--live takes how many records come every minute, as --live 30"
        raise UsageError(
            f"{message[:1].upper()}{message[1:]}.", next_step=f"{self.prog} --help explains."
        )


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; ``command`` is empty where the explorer is meant. Raises UsageError.

    Words before a command are profiles' names, of one server or of several.
    """
    parser = _parser(arguments)
    if "evidence" in arguments:
        from netwrix_tui.headless.evidence_options import with_only_as_one

        arguments = with_only_as_one(arguments)
    words = [_as_query(word) for word in arguments]
    return parser.parse_args(_with_profile(words, _takes_value(parser)))


def _as_query(word: str) -> str:
    """A term of a query that begins with a minus, as ``-hours:working``, which is no option ``-h``.

    What holds a blank is no option to argparse, and a query may begin with one.
    """
    if word[:1] != "-" or not ({":", "="} & set(word)):
        return word
    from netwrix_tui.records.query_terms import SHORT_NAMES

    match = re.match(r"-([a-z]+)(?:[$^@]?=|:)", word.casefold())
    return f" {word}" if match is not None and match[1] in SHORT_NAMES else word


def help_of(command: str) -> str:
    """The help text of a command, or of all. Raises UsageError for a name that is none."""
    parser = _parser([command])
    if not command:
        return parser.format_help()
    if command not in COMMANDS:
        from netwrix_tui.did_you_mean import did_you_mean

        raise UsageError(
            f"There is no command {command}.",
            next_step=f"{did_you_mean(command, COMMANDS)}There are: {', '.join(COMMANDS)}.",
        )
    choices: dict[str, argparse.ArgumentParser] = parser.get_default("commands")
    return choices[command].format_help()


def _with_profile(arguments: list[str], takes_value: frozenset[str]) -> list[str]:
    """The arguments with the profiles that stand before the command as an option."""
    places: list[int] = []
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            break
        if not word.startswith("-"):
            if word in COMMANDS:
                if word in LATER_COMMANDS:
                    _tell_of_profile(word)
                break
            places.append(at)
        at += 2 if word in takes_value else 1
    if not places:
        return arguments
    words = [arguments[place] for place in places]
    if len(words) > 1:
        _check_profiles(words)
    others = [word for place, word in enumerate(arguments) if place not in places]
    return [*others[: places[0]], "--profile", ",".join(words), *others[places[0] :]]


def _check_profiles(words: Sequence[str]) -> None:
    """Raises UsageError where one of several words before a command is no profile."""
    from netwrix_tui.config.directories import profile_path
    from netwrix_tui.config.profile_file import ProfileFile
    from netwrix_tui.did_you_mean import did_you_mean

    known = ProfileFile(profile_path(os.environ)).read().by_name
    unknown = next((word for word in words if word not in known), None)
    if unknown is None:
        return
    if words[0] not in known:
        raise UsageError(
            f"There is no command {words[0]}.",
            next_step=f"{did_you_mean(words[0], (*COMMANDS, *known))}netwrix-tui --help lists "
            "them; profiles' names stand alone or before a command.",
        )
    raise UsageError(
        f"There is no profile or command {unknown}.",
        next_step=f"{did_you_mean(unknown, (*COMMANDS, *known))}Profiles are {', '.join(known)}.",
    )


def _tell_of_profile(command: str) -> None:
    """Say how a profile is taken whose name has become a command; it used to stand alone."""
    from netwrix_tui.config.directories import profile_path
    from netwrix_tui.config.profile_file import ProfileFile

    try:
        known = ProfileFile(profile_path(os.environ)).read().by_name
    except UsageError:  # told by whatever needs a profile
        return
    if command in known:
        standard_streams.tell(
            f"netwrix-tui: {command} is a command now; the profile {command} is taken by "
            f"netwrix-tui --profile {command}.\n"
        )


def _takes_value(parser: argparse.ArgumentParser) -> frozenset[str]:
    # Checked on Python 3.11 to 3.13: argparse has no public list of what a parser knows.
    return frozenset(
        option
        for action in parser._actions
        if action.nargs != 0
        for option in action.option_strings
    )


def _parser(words: Collection[str]) -> argparse.ArgumentParser:
    """Knows the names of all commands, and the options of those that are among the words.

    The explorer starts sooner without those of the others.
    """
    parser = _Parser(
        prog="netwrix-tui",
        usage="netwrix-tui [PROFILE …] [options]\n       netwrix-tui [PROFILE …] COMMAND [options]",
        description="Explore the audit records of Netwrix Auditor through its Integration API.",
        epilog="No server at hand? netwrix-tui demo explores an invented company.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"netwrix-tui {__version__}")
    add_connection_options(parser)
    _add_slow_option(parser)
    parser.add_argument(
        "--archive", default=None, metavar="DIR",
        help="explore an archive that netwrix-tui archive has made, without its server",
    )  # fmt: skip
    _add_view_options(parser)
    commands = parser.add_subparsers(
        title="commands", metavar="", dest="command", prog="netwrix-tui"
    )
    parser.set_defaults(command="", commands=commands.choices)
    demo = _command(commands, "demo", "explore an invented company; needs no server")
    server = _command(commands, "demo-server", "serve the invented company on loopback")
    if "demo" in words or "demo-server" in words:
        from netwrix_tui.demo.server_options import add_arguments, add_data_arguments

        add_data_arguments(demo, live=_DEMO_RATE)
        _add_wire_option(demo)
        _add_slow_option(demo, default=argparse.SUPPRESS)
        _add_view_options(demo, default=argparse.SUPPRESS)
        add_arguments(server)
    _add_reading_commands(commands, words)
    summary = _command(commands, "summary", "count records by groups: who did what how often")
    if "summary" in words:
        from netwrix_tui.headless import search_options, summary_options

        summary.epilog = f"{summary_options.SUMMARY_NOTES}\n{search_options.FILTER_FORMS}"
        summary_options.add_summary_arguments(summary)
        add_connection_options(summary)
    doctor = _command(commands, "doctor", "check name, port, certificate, sign-in and rights")
    if "doctor" in words:
        from netwrix_tui.headless.search_options import EXAMINED

        doctor.epilog = EXAMINED
        doctor.add_argument(
            "--to", default=None, metavar="NAME", help="examine this receiver of [receivers.NAME]"
        )
        doctor.add_argument(
            "--json", action="store_true", default=False, help="the outcome as one JSON object"
        )
        add_connection_options(doctor)
    write = _command(commands, "write", "write records from files to the server")
    if "write" in words:
        from netwrix_tui.headless.write_options import WRITE_NOTES, add_write_arguments

        write.epilog = WRITE_NOTES
        add_write_arguments(write)
        add_connection_options(write)
    ship = _command(commands, "ship", "send records to Elasticsearch, OpenSearch, Splunk or syslog")
    if "ship" in words:
        from netwrix_tui.headless.ship_options import SHIPPING, add_ship_arguments

        ship.epilog = SHIPPING
        add_ship_arguments(ship)
        add_connection_options(ship, ca_file="--server-ca-file")
    archive = _command(commands, "archive", "copy records into an archive on this machine")
    if "archive" in words:
        from netwrix_tui.headless.archive_options import ARCHIVE_NOTES, add_archive_arguments

        archive.epilog = ARCHIVE_NOTES
        add_archive_arguments(archive)
        add_connection_options(archive)
    _add_evidence_commands(commands, words)
    recipes = _command(commands, "recipes", "list the ready-made searches, or explain one")
    recipes.add_argument("id", nargs="?", default="", metavar="ID")
    recipes.add_argument(
        "answers", nargs="*", default=[], metavar="BLANK=VALUE",
        help="print its query line with these answers",
    )  # fmt: skip
    _add_case_commands(commands)
    sql = _command(commands, "sql", "ask the records of a case file by SQL")
    if "sql" in words:
        from netwrix_tui.headless.sql_options import add_sql_arguments, sql_notes

        sql.epilog = sql_notes()
        add_sql_arguments(sql)
    helper = _command(commands, "help", "explain a command")
    helper.add_argument("about", nargs="?", default="", metavar="COMMAND")
    return parser


def _add_case_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``open``, ``resume`` and ``sessions``: what was kept, and what is done with it."""
    opener = _command(commands, "open", "open a case file, without its server")
    opener.add_argument("file", metavar="FILE", help="a case file (NAME.nwcase)")
    opener.add_argument(
        "--read-only", action="store_true", default=False, help="leave the file byte for byte"
    )
    _add_slow_option(opener)
    _add_view_options(opener, default=argparse.SUPPRESS)
    resume = _command(commands, "resume", "continue the session that was left last")
    _add_slow_option(resume)
    sessions = _command(commands, "sessions", "list, open or delete the sessions that are kept")
    sessions.add_argument(
        "act",
        nargs="?",
        choices=("list", "open", "delete"),
        default="list",
        help="list them (default)",
    )
    sessions.add_argument(
        "files", nargs="*", metavar="FILE", help="which; the number in the list will do"
    )
    sessions.add_argument(
        "--all", action="store_true", default=False, help="with delete: all that nobody has open"
    )
    sessions.add_argument(
        "--json", action="store_true", default=False, help="the list as a JSON array"
    )


def _add_reading_commands(
    commands: argparse._SubParsersAction[_Parser], words: Collection[str]
) -> None:
    """``search``, ``enum`` and ``follow``, with the options of the one that is meant."""
    does = {
        "search": "write the records that filters find to standard output",
        "enum": "write all records to standard output",
        "follow": "write records to standard output as they arrive",
    }
    parsers = {name: _command(commands, name, text) for name, text in does.items()}
    if does.keys().isdisjoint(words):
        return
    from netwrix_tui.headless import search_options

    search, enum, follow = parsers.values()
    search.epilog = f"{search_options.FILTER_FORMS}\n{search_options.STATUSES}"
    follow.epilog = f"{search_options.FOLLOWING}\n{search_options.FILTER_FORMS}"
    if "follow" in words:
        from netwrix_tui.headless import watch_options

        watch_options.add_watch_arguments(follow)
        follow.epilog = f"{follow.epilog}\n{watch_options.WATCHING}"
    enum.epilog = search_options.STATUSES
    search_options.add_search_arguments(search)
    search_options.add_output_arguments(enum)
    search_options.add_follow_arguments(follow)
    for parser in parsers.values():
        add_connection_options(parser)


def _add_evidence_commands(
    commands: argparse._SubParsersAction[_Parser], words: Collection[str]
) -> None:
    evidence = _command(commands, "evidence", "make an evidence package of a case")
    verify = _command(commands, "verify", "check whether a package or a case is whole")
    if "evidence" in words or "verify" in words:
        from netwrix_tui.headless import evidence_options

        evidence_options.add_evidence_arguments(evidence)
        evidence_options.add_verify_arguments(verify)


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, does: str
) -> argparse.ArgumentParser:
    # Connection options may stand before the command, too: those after it do not blank them out.
    with_server = name not in _WITHOUT_SERVER
    return commands.add_parser(
        name,
        help=does,
        description=f"{does[:1].upper()}{does[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS if with_server else None,
        allow_abbrev=False,
    )


def add_connection_options(parser: argparse.ArgumentParser, ca_file: str = "--ca-file") -> None:
    """Which server, whose account, how it is trusted: all of them go before what a profile says.

    ``ca_file`` is what the option of that name is called, where a receiver has one as well.
    """
    also = "" if ca_file == "--ca-file" else ", and a receiver's token"
    group = parser.add_argument_group(
        "connection",
        "The password is asked for, or taken from the profile's password_command, the keyring or "
        "NETWRIX_API_PASSWORD.",
    )
    group.add_argument(
        "--profile", metavar="NAME",
        help="take the settings kept under this name; NAME,NAME asks several servers together",
    )  # fmt: skip
    group.add_argument("--server", metavar="URL", help="nwx01, nwx01:9699 or https://nwx01:9699")
    group.add_argument("--user", metavar="NAME", help=r"DOMAIN\user or user@domain")
    group.add_argument("--auth", choices=tuple(AuthScheme), help="auto reads what the server takes")
    trust = group.add_mutually_exclusive_group()
    trust.add_argument("--thumbprint", metavar="HEX", help="the certificate's SHA-1 or SHA-256")
    trust.add_argument(
        ca_file, dest="ca_file", metavar="FILE", help="trust the certificates in FILE"
    )
    group.add_argument(
        "--allow-plain-http", action="store_true", default=parser.argument_default,
        help=f"let Basic send the password unencrypted{also}",
    )  # fmt: skip
    _add_wire_option(group)


def _add_wire_option(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    parser.add_argument("--wire", choices=("json", "xml"), help="wire format")


def _add_view_options(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """What the explorer begins with: as Y in it tells it for somebody else."""
    group = parser.add_argument_group("view of the explorer")
    told = (
        ("--query", "view_query", "LINE", "begin with this search"),
        ("--show", "show", "WORDS", "filter what is loaded by these words"),
        ("--columns", "columns", "NAME,…", "show these columns, in this order"),
        ("--sort", "sort_by", "NAME,…", "sort by these columns; --sort=-When downwards"),
        ("--zone", "view_zone", "ZONE", "show times in this zone"),
    )
    for option, name, metavar, words in told:
        group.add_argument(option, dest=name, metavar=metavar, default=default, help=words)


def _add_slow_option(parser: argparse.ArgumentParser, default: bool | str = False) -> None:
    parser.add_argument(
        "--slow", action="store_true", default=default,
        help="a slow line to this terminal: no animation, few frames",
    )  # fmt: skip
