"""The command line's commands. Whatever is heavy is imported by the one that needs it."""

from __future__ import annotations

import os
import sys

from netwrix_tui import __version__, standard_streams
from netwrix_tui.cli_choices import (
    archived,
    chosen,
    chosen_servers,
    connections_of,
    prepare_archive,
    prepare_archives,
    prepare_kept,
    remembered_as,
    remembered_names,
    require_one_place,
    start_view_of,
    take_profiles,
)
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, UsageError, WireError

TYPE_CHECKING = False  # typing itself takes longer to import than all of this
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

_USAGE, _FAILED, _REFUSED, _INTERRUPTED = 2, 3, 4, 130
_CLOSED = 0
_KEEP_NOTHING = ("demo-server", "help", "recipes", "sql")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; returns the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    standard_streams.prepare()
    try:
        if given == ["--version"]:
            standard_streams.put(f"netwrix-tui {__version__}\n")
            return 0
        from netwrix_tui.process_tuning import collect_rarely_while_importing

        collect_rarely_while_importing()
        from netwrix_tui.cli_parser import parsed

        options = parsed(given)
        if options.command not in _KEEP_NOTHING:
            _tell_of_home()
        return _COMMANDS[options.command](options)
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
    except BrokenPipeError:
        return _CLOSED  # whoever read the output has seen enough
    except Exception as error:  # noqa: BLE001 - a traceback tells nobody what to do next
        from netwrix_tui.results.loading.unexpected_error import as_error

        _complain(as_error(error))
        return _FAILED


def _complain(error: NetwrixTuiError) -> None:
    from netwrix_tui.headless.terminal_text import columns_of, terminal_text

    shown = terminal_text(f"netwrix-tui: {error.sentence()}", columns_of(sys.stderr))
    standard_streams.tell(f"{shown}\n")


def _tell_of_home() -> None:
    from netwrix_tui.config.directories import without_home

    said = without_home(os.environ)
    if said:
        standard_streams.tell(f"netwrix-tui: {said}\n")


def _explore(options: argparse.Namespace) -> int:
    from netwrix_tui.config.choosing import Choice, NothingChosen, connected
    from netwrix_tui.process_tuning import stop_collecting
    from netwrix_tui.tui.terminal.at_terminal import is_there, require_terminal

    start = start_view_of(options)
    if options.archive is not None:
        return _explore_archive(options)
    try:
        choice = chosen_servers(options)
        require_terminal()
    except NothingChosen as error:
        if error.said is None or not is_there():
            raise
        require_terminal()
        from netwrix_tui.tui.app.launch import open_connect_screen

        return open_connect_screen(error.said.file, error.said.settings, error.said.password)
    if not isinstance(choice, Choice):
        stop_collecting()
        from netwrix_tui.tui.app.launch import open_servers

        return open_servers(choice)
    connection = connected(choice)
    stop_collecting()
    from netwrix_tui.tui.app.launch import open_explorer

    read = choice.file.seen(choice.settings.name)
    return open_explorer(connection, choice.settings, read, start)


def _explore_archive(options: argparse.Namespace) -> int:
    from netwrix_tui.process_tuning import stop_collecting
    from netwrix_tui.tui.terminal.at_terminal import require_terminal

    require_terminal()
    named = options.profile is not None or options.server is not None
    settings = chosen_servers(options).settings if named else None
    archives = archived(options)
    stop_collecting()
    from netwrix_tui.tui.app.launch import open_archive

    return open_archive(options.archive, archives, settings, slow=options.slow)


def _search(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.run_search import SearchCommand
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    require_one_place(options)
    if options.in_case is not None:
        from netwrix_tui.headless.search_case import SearchCaseCommand

        prepare_kept(options)
        return SearchCaseCommand(options).run()
    if options.archive is not None:
        from netwrix_tui.headless.search_archive import SearchArchiveCommand

        return SearchArchiveCommand(options, prepare_archives(options)).run()
    from netwrix_tui.config.own_time import own_zone

    choice = chosen_servers(options)
    options.own_zone = own_zone(choice.settings)
    if options.command == "search":
        from netwrix_tui.headless.saved_options import apply_saved_search

        apply_saved_search(options, remembered_as(choice))
    command = SearchCommand(options, remembered_names(choice))
    return command.run(connections_of(choice, command.servers))


def _recipes(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.saved_options import show_recipes

    return show_recipes(options)


def _follow(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.follow import FollowCommand
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    from netwrix_tui.config.own_time import own_zone

    choice = chosen_servers(options)
    options.own_zone = own_zone(choice.settings)
    command = FollowCommand(options, remembered_names(choice))
    return command.run(connections_of(choice, command.servers))


def _ship(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.ship import ShipCommand
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    require_one_place(options)
    command = ShipCommand(options, os.environ)
    if command.is_setup:
        return command.set_up()
    if options.in_case is not None:
        prepare_kept(options)
        return command.run_case()
    if options.archive is not None:
        return command.run_archive(prepare_archive(options))
    from netwrix_tui.config.choosing import connected
    from netwrix_tui.config.own_time import own_zone
    from netwrix_tui.headless.saved_options import apply_saved_search

    choice = chosen(options)
    options.own_zone = own_zone(choice.settings)
    apply_saved_search(options, remembered_as(choice))
    command.read_search(options)
    return command.run(connected(choice))


def _archive(options: argparse.Namespace) -> int:
    from netwrix_tui.config.choosing import NothingChosen
    from netwrix_tui.headless.archive_servers import run_archive, run_upkeep, run_without_server
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    if (status := run_without_server(options)) is not None:
        return status
    take_profiles(options)
    try:
        choice = chosen_servers(options)
    except NothingChosen:
        if not (options.to and (options.compact or options.dry_run)):
            raise
        return run_upkeep(options)
    return run_archive(options, choice, connections_of)


def _write(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.write import WriteCommand

    if options.dry_run:
        return WriteCommand(options, options.wire).dry_run()
    choice = chosen(options)
    command = WriteCommand(options, choice.settings.wire)
    from netwrix_tui.config.choosing import connected

    return command.run(connected(choice))


def _doctor(options: argparse.Namespace) -> int:
    if options.to is not None:
        from netwrix_tui.doctor.receiver_command import examine_receiver

        return examine_receiver(options.to, os.environ, json=options.json)
    from netwrix_tui.config.choosing import Choice
    from netwrix_tui.doctor.command import examine, examine_each

    choice = chosen_servers(options)
    if not isinstance(choice, Choice):
        return examine_each(choice.choices, json=options.json, drawing=_drawing)
    return examine(choice, json=options.json, drawing=_drawing)


def _drawing() -> dict[str, object]:
    from netwrix_tui.tui.terminal.internals.private_names import drawing

    return drawing()


def _demo(options: argparse.Namespace) -> int:
    from netwrix_tui.process_tuning import stop_collecting
    from netwrix_tui.tui.terminal.at_terminal import require_terminal

    start = start_view_of(options)
    require_terminal()
    os.environ.pop("NETWRIX_API_PASSWORD", None)  # of another server: no child inherits it
    stop_collecting()
    from netwrix_tui.tui.app.launch import open_demo
    from netwrix_tui.wire.wire_format import WireFormat

    return open_demo(
        WireFormat(options.wire or WireFormat.JSON),
        records=options.records,
        seed=options.seed,
        live=options.live,
        hostile=options.hostile,
        slow=options.slow,
        start=start,
    )


def _demo_server(options: argparse.Namespace) -> int:
    from netwrix_tui.demo.server import run

    return run(options)


def _evidence(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.evidence import run_evidence

    return run_evidence(options)


def _verify(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.evidence import run_verify

    return run_verify(options)


def _open(options: argparse.Namespace) -> int:
    from pathlib import Path

    from netwrix_tui.tui.terminal.at_terminal import require_terminal

    start = start_view_of(options)
    require_terminal()
    from netwrix_tui.tui.app.launch import open_case

    return open_case(
        Path(options.file), read_only=options.read_only, slow=options.slow, start=start
    )


def _resume(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.sessions import latest_session
    from netwrix_tui.tui.terminal.at_terminal import require_terminal

    require_terminal()
    from netwrix_tui.tui.app.launch import resume_session

    return resume_session(latest_session(os.environ), slow=options.slow)


def _sessions(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.sessions import delete_sessions, list_sessions, the_session

    if options.act == "list":
        return list_sessions(options, os.environ)
    if options.act == "delete":
        return delete_sessions(options, os.environ)
    chosen = the_session(options.files, os.environ)
    from netwrix_tui.tui.terminal.at_terminal import require_terminal

    require_terminal()
    from netwrix_tui.tui.app.launch import resume_session

    return resume_session(chosen, slow=False)


def _sql(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.run_sql import SqlCommand
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    return SqlCommand(options).run()


def _summary(options: argparse.Namespace) -> int:
    from netwrix_tui.headless.record_reader import ArchivedReader, CaseFileReader, ServerReader
    from netwrix_tui.headless.run_summary import SummaryCommand
    from netwrix_tui.process_tuning import return_large_blocks

    return_large_blocks()
    require_one_place(options)
    if options.in_case is not None:
        from pathlib import Path

        prepare_kept(options)
        return SummaryCommand(options).run(CaseFileReader(Path(options.in_case)))
    if options.archive is not None:
        archived = ArchivedReader(prepare_archive(options))
        return SummaryCommand(options).run(archived)
    from netwrix_tui.config.own_time import own_zone
    from netwrix_tui.headless.saved_options import apply_saved_search
    from netwrix_tui.headless.servers_reader import ServersReader

    choice = chosen_servers(options)
    options.own_zone = own_zone(choice.settings)
    apply_saved_search(options, remembered_as(choice))
    command = SummaryCommand(options, tuple(remembered_names(choice)))
    connections = connections_of(choice, command.servers)
    messages = command.messages
    for connection in connections.values():
        messages.warn_where_plain(connection)
    if "" in connections:
        return command.run(ServerReader(connections[""], options.count, messages))
    return command.run(ServersReader(connections, options.count, messages))


def _help(options: argparse.Namespace) -> int:
    from netwrix_tui.cli_parser import help_of

    standard_streams.put(help_of(options.about))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "": _explore,
    "archive": _archive,
    "demo": _demo,
    "demo-server": _demo_server,
    "doctor": _doctor,
    "enum": _search,
    "evidence": _evidence,
    "follow": _follow,
    "help": _help,
    "open": _open,
    "recipes": _recipes,
    "resume": _resume,
    "sessions": _sessions,
    "search": _search,
    "ship": _ship,
    "sql": _sql,
    "summary": _summary,
    "verify": _verify,
    "write": _write,
}
